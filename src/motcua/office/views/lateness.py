"""Causes of lateness in a period: figures, and the dossiers behind each of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.types import LateCause
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.queries.behind import codes_out_of_sight
from motcua.indicators.types import Figure
from motcua.office.figures import instant_of
from motcua.office.latenesses import Lateness, cause_name, causes_shown, lateness_read, unit_names
from motcua.office.present import due_words
from motcua.office.team import team_tabs
from motcua.procedures.queries import procedure_names
from motcua.ui.links import url_with
from motcua.ui.types import Bar, Cell, Tone

LISTED = 100
ROWS = 20
NONE = "none"  # in the address: nobody has said why


@requires(Action.BOARD_READ)
@require_safe
def lateness(request: SignedInRequest) -> HttpResponse:
    """Show the causes; a cell that was followed shows its dossiers."""
    found = lateness_read(request)
    total = found.causes.counts()
    shown = causes_shown(total)
    query = urlencode(found.choice.query)
    context = {
        "tabs": team_tabs(request, request.actor),
        "choice": found.choice,
        "as_of": instant_of(found.window.until),
        "total": sum(total.values()),
        "named": sum(n for cause, n in total.items() if cause is not LateCause.NONE),
        "bars": [_bar(request, cause, n) for cause, n in shown],
        "lines": _lines(request, found, shown),
        "heads": [cause_name(cause) for cause, _n in shown],
        **_splits(request, found, [cause for cause, _n in shown]),
        "files": [
            (kind.upper(), f"{reverse('office:lateness_file', args=[kind])}?{query}")
            for kind in ("csv", "xlsx")
        ],
        "listed": _listed(request, found),
        "all_url": url_with(request, cause=None, body=None, procedure=None, figure=None),
    }
    return render(request, "office/lateness.html", context)


def _lines(
    request: HttpRequest, found: Lateness, shown: list[tuple[LateCause, int]]
) -> list[tuple[str, list[Cell]]]:
    """Return a line per cause: ended late, open and overdue, both."""
    late, overdue = (found.causes.counts(one) for one in (Figure.LATE, Figure.OVERDUE))
    lines = []
    for cause, number in shown:
        name = cause_name(cause)
        cells = [
            _cell(request, name, late[cause], cause, figure=Figure.LATE),
            _cell(request, name, overdue[cause], cause, figure=Figure.OVERDUE),
            _cell(request, name, number, cause),
        ]
        lines.append((name, cells))
    return lines


def _splits(request: HttpRequest, found: Lateness, columns: list[LateCause]) -> dict[str, Any]:
    """Return the causes by unit and by procedure, those with most of them first."""
    causes = found.causes
    units = unit_names(found)
    procedures = procedure_names({row.procedure_id for row in causes.rows})
    by_unit, by_procedure = causes.by("unit_id"), causes.by("procedure_id")
    return {
        "units": [
            (
                units[key],
                [_cell(request, cause_name(c), row.get(c, 0), c, body=key) for c in columns],
                sum(row.values()),
            )
            for key, row in list(by_unit.items())[:ROWS]
            if key in units
        ],
        "procedures": [
            (
                procedures[key][1],
                [_cell(request, cause_name(c), row.get(c, 0), c, procedure=key) for c in columns],
                sum(row.values()),
            )
            for key, row in list(by_procedure.items())[:ROWS]
        ],
    }


def _cell(request: HttpRequest, name: str, number: int, cause: LateCause, **narrowed: Any) -> Cell:
    asked = {"cause": cause.value or NONE, "body": None, "procedure": None, "figure": None}
    asked |= {key: str(value) for key, value in narrowed.items()}
    return Cell(name, number, f"{url_with(request, **asked)}#behind" if number else "")


def _bar(request: HttpRequest, cause: LateCause, number: int) -> Bar:
    tone = Tone.NEUTRAL if cause is LateCause.NONE else Tone.OVERDUE
    return Bar(cause_name(cause), number, _cell(request, "", number, cause).url, tone)


def _listed(request: SignedInRequest, found: Lateness) -> dict[str, Any] | None:
    """Return the dossiers behind the cell that the address names."""
    text = request.GET.get("cause", "")
    if text != NONE and text not in set(LateCause) - {LateCause.NONE}:
        return None
    cause = LateCause.NONE if text == NONE else LateCause(text)
    figure = request.GET.get("figure", "")
    ids = found.causes.behind(
        cause=cause,
        unit_id=_number(request, "body"),
        procedure_id=_number(request, "procedure"),
        figure=Figure(figure) if figure in {Figure.LATE, Figure.OVERDUE} else None,
    )
    known = dossiers_by_ids(ids[:LISTED])
    readable = request.actor.unit_ids_for(Action.DOSSIER_READ)
    return {
        "cause": cause_name(cause),
        "codes": codes_out_of_sight(ids[:LISTED], known, found.choice.counted),
        "total": len(ids),
        "listed": min(len(ids), LISTED),
        "rows": [
            {
                "dossier": row,
                "open": bool({row.competent_unit_id, row.receiving_unit_id} & readable),
                "due": due_words(
                    status=row.status,
                    due_at=row.due_at,
                    suspended_from=row.suspended_from,
                    ended_at=row.ended_at,
                ),
            }
            for row in (known[one] for one in ids[:LISTED] if one in known)
        ],
    }


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
