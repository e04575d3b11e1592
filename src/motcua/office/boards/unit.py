"""The board of a commune, a department or an office: what its head decides now, who has what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries.letters import letters_count
from motcua.dossiers.types import LateCause
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.indicators.queries.causes import Causes, causes_of
from motcua.indicators.queries.counted_board import board_of
from motcua.indicators.types import Board, Figure, Figures, Window
from motcua.office.boards.asked import Asked
from motcua.office.boards.now import Today, flow_keys, overdue_key, soon_key, today_of
from motcua.office.boards.shown import (
    Line,
    Links,
    columns_of,
    groups_of,
    head_of,
    headline_of,
    known,
    lines_of,
    narrowed_of,
    overdue_bars,
    several,
    trends_of,
)
from motcua.office.figures import instant_of
from motcua.office.latenesses import cause_name, causes_shown
from motcua.ui import formats
from motcua.ui.types import Bar, KeyFigure, Tone
from motcua.workflow.queries.standing import acts_waiting
from motcua.workflow.types import Act

PEOPLE = (Figure.OPEN, Figure.DUE_SOON, Figure.OVERDUE, Figure.WAITING)


def peek(request: SignedInRequest, asked: Asked) -> dict[Act, int]:
    """Return the work that waits at each step where the reader may do something; one statement."""
    return acts_waiting(asked.unit_ids & request.actor.unit_ids_for(Action.WORK_READ))


def build(request: SignedInRequest, asked: Asked, acts: Mapping[Act, int]) -> dict[str, Any]:
    """Return what the page shows."""
    shown = board_of(
        asked.counted,
        asked.choice.period,
        procedure_ids=asked.narrow.procedure_ids,
    )
    links = Links(asked.query)
    today = today_of(asked)
    many = several(shown, asked.counted)
    kind, rows = ("unit", shown.by_unit) if many else ("procedure", shown.by_procedure)
    return {
        **common(asked, shown, links),
        "keys": _keys(request, asked, today, acts),
        "overdue": overdue_bars(rows, links, kind, asked),
        "causes": causes_bars(
            asked, overdue_causes(asked, shown.totals, shown.window), asked.query
        ),
        "by_unit": lines_of(shown.by_unit, links, "unit", asked) if many else [],
        "by_procedure": lines_of(shown.by_procedure, links, "procedure", asked),
        "people": _people(request, asked, shown, links),
        "people_columns": [head_of(figure, asked) for figure in known(asked, PEOPLE)],
        "workload_url": reverse("office:workload")
        if request.actor.may(Action.WORK_REASSIGN, asked.unit.id)
        else "",
    }


def common(asked: Asked, shown: Board, links: Links) -> dict[str, Any]:
    """Return what every board of a period has."""
    return {
        "as_of": instant_of(shown.window.until),
        "headline": headline_of(asked, shown.totals, links),
        "groups": groups_of(asked, shown.totals, links),
        "trends": trends_of(asked, shown),
        "per": _("per month") if shown.trend_by_month else _("per day"),
        "columns": [head_of(figure, asked) for figure in columns_of(asked)],
    }


def _keys(
    request: SignedInRequest, asked: Asked, today: Today, acts: Mapping[Act, int]
) -> list[KeyFigure]:
    """Return what is to be decided, the most urgent first; steps only for whoever does them."""
    if asked.narrow.channel:
        return flow_keys(asked, today)
    keys = [overdue_key(today), soon_key(today)]
    if asked.narrow.procedure_ids is None:
        keys += _steps(request, asked, acts)
    return [*keys, *flow_keys(asked, today)]


def _steps(request: SignedInRequest, asked: Asked, acts: Mapping[Act, int]) -> list[KeyFigure]:
    actor = request.actor
    worklist = reverse("office:worklist")
    keys = []
    if asked.unit_ids & actor.unit_ids_for(Action.DOSSIER_APPROVE):
        results = acts.get(Act.APPROVE, 0)
        letters = letters_count(actor)
        keys.append(
            KeyFigure(
                results + letters,
                _("wait for your signature"),
                reverse("office:work_sign") if results + letters else "",
                Tone.RUNNING if results + letters else Tone.NEUTRAL,
                _("results: %(results)s, forms: %(letters)s")
                % {"results": formats.number(results), "letters": formats.number(letters)},
            )
        )
    if asked.unit_ids & actor.unit_ids_for(Action.DOSSIER_ASSIGN):
        n = acts.get(Act.ASSIGN, 0)
        keys.append(
            KeyFigure(
                n,
                _("to be given to somebody"),
                f"{worklist}?act={Act.ASSIGN.value}" if n else "",
                Tone.RUNNING if n else Tone.NEUTRAL,
            )
        )
    return keys


def overdue_causes(asked: Asked, totals: Figures, window: Window) -> Causes:
    """Return the dossiers that are overdue at a window's end, with their causes on record."""
    if asked.narrow.channel or not totals[Figure.OVERDUE]:
        return Causes(())
    ids = asked.narrow.procedure_ids
    counted = asked.choice.counted_at(window.until)
    with asked.choice.seen(counted):
        rows = causes_of(counted.ids, window, (Figure.OVERDUE,)).rows
    return Causes(tuple(row for row in rows if ids is None or row.procedure_id in ids))


def causes_bars(asked: Asked, causes: Causes, query: Mapping[str, str]) -> list[Bar]:
    """Return why dossiers are overdue, by the cause on record; `query` of the page that lists."""
    counts = causes.counts()
    start = f"{reverse('office:lateness')}?{urlencode(query)}&figure=overdue&cause="
    return [
        Bar(
            cause_name(cause),
            n,
            # the page of causes knows units and procedures, no fields
            f"{start}{cause.value or 'none'}#behind" if asked.narrow.procedure_ids is None else "",
            Tone.NEUTRAL if cause is LateCause.NONE else Tone.OVERDUE,
        )
        for cause, n in causes_shown(counts)
    ]


def _people(request: SignedInRequest, asked: Asked, shown: Board, links: Links) -> list[Line]:
    """Return who has how much, in the order of names: for whoever shares out the work."""
    if not request.actor.may(Action.WORK_REASSIGN, asked.unit.id) or asked.narrow.channel:
        return []
    figures = known(asked, PEOPLE)
    rows = sorted(shown.by_official, key=lambda row: (row.key == 0, row.label, row.key))
    return [
        Line(
            row.label,
            "",
            "",
            tuple(
                links.cell(figure, row.figures[figure], narrowed_of(row, "official", asked))
                for figure in figures
            ),
        )
        for row in rows
        if any(row.figures[figure] for figure in figures)
    ]
