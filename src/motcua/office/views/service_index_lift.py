"""What would lift a unit: choose what does not count yet, read what the index would be."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.lives import ids_by_code
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.index.build import Side
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Entity
from motcua.indicators.queries.index import UnitIndex, index_list, index_of
from motcua.indicators.queries.index_lift import dossiers_told
from motcua.kernel.errors import Refused
from motcua.office.figures import instant_of
from motcua.office.period import Choice, choice_of
from motcua.office.serviceindex import lift_url, points_text
from motcua.office.unsound import refusal_told
from motcua.office.whatif import Lift, lift_of
from motcua.procedures.queries import procedure_ids, procedure_names
from motcua.ui import formats

PAGE = 50


@requires(Action.REPORT_READ)
@require_safe
def service_index_lift(request: SignedInRequest) -> HttpResponse:
    """Show it; the address holds everything that is chosen."""
    choice = choice_of(request, Action.REPORT_READ)
    opened = request.GET.get("open", "")
    if opened and (opened not in INDICATORS or INDICATORS[opened].meets is None):
        raise Http404
    context: dict[str, Any] = {
        "choice": choice,
        "opened": opened,
        "back": f"{reverse('office:service_index')}?{urlencode(choice.query)}",
        "unsound": "",
    }
    try:
        found = index_of(choice.unit.id, choice.period)
    except Refused as refusal:
        context["unsound"] = refusal_told(refusal, request.actor)
    else:
        lift = lift_of(request.GET, found, choice.query)
        context |= {
            "as_of": instant_of(found.span.until),
            "without_today": found.without_today,
            "points": points_text(found.whole.points),
            "reachable": points_text(found.whole.reachable),
            "any": found.whole.reachable > 0,
            "lift": lift,
            "lift_url": lift_url(choice.query),
            "lines": _lines(request, choice, lift, opened),
            "full": _full(found, lift, opened),
        }
    return render(request, "office/service_index_lift.html", context)


def _full(found: UnitIndex, lift: Lift, opened: str) -> dict[str, Any] | None:
    """Return the opened indicator if it is none of the lines: there are no points to gain."""
    if not opened or any(row["id"] == opened for row in lift.rows):
        return None
    one = next(one for one in found.whole.values if one.indicator.id == opened)
    return {"id": opened, "name": one.indicator.name, "applies": one.points is not None}


def _lines(
    request: SignedInRequest, choice: Choice, lift: Lift, opened: str
) -> list[dict[str, Any]]:
    """Return each indicator with its fields, what is ticked, and the rows of the one opened."""
    lines = []
    for row in lift.rows:
        id_ = row["id"]
        line: dict[str, Any] = {**row, "place": f"#i-{id_}", "ticks": [], "rows": []}
        line["opened"] = id_ == opened
        line["idle"] = lift.answer is not None and id_ not in lift.answer["chosen"]  # not on paper
        if row["supposes"]:
            line |= {"oldest": lift.form[f"oldest-{id_}"], "all": lift.form[f"all-{id_}"]}
            line["ticks"] = _told(request, choice, id_, lift.ticked[id_])
        if line["opened"]:
            line |= _open(request, choice, id_, lift.ticked[id_])
        lines.append(line)
    return lines


def _open(request: SignedInRequest, choice: Choice, id_: str, ticked: list[str]) -> dict[str, Any]:
    """Return a page of what does not count yet, without what is ticked above it."""
    after = request.GET.get("after", "")[:80].replace("\x00", "")
    keys = index_list(id_, Side.REST, choice.unit.id, choice.period, after=after, most=PAGE + 1)
    shown = keys[:PAGE]
    return {
        "rows": _told(request, choice, id_, [key for key in shown if key not in ticked]),
        "next": shown[-1] if len(keys) > PAGE else "",
        "later": bool(after),
    }


def _told(
    request: SignedInRequest, choice: Choice, id_: str, keys: list[str]
) -> list[dict[str, str]]:
    """Return codes with what they are, and where they open for whoever may read them."""
    entity = INDICATORS[id_].entity
    if entity is Entity.PETITION or not keys:
        return [{"key": key, "words": "", "url": ""} for key in keys]
    told = dossiers_told(keys) if entity is Entity.DOSSIER else {}
    codes = {one.procedure_code for one in told.values()} if told else keys
    ids = procedure_ids(codes)
    names = dict(procedure_names(ids.values()).values())
    if entity is Entity.PROCEDURE:
        return [{"key": key, "words": names.get(key, ""), "url": ""} for key in keys]
    may = request.actor.may(Action.DOSSIER_READ, choice.unit.id)
    seen = ids_by_code(keys) if may else {}
    rows = []
    for key in keys:
        one = told.get(key)
        words = [names.get(one.procedure_code, ""), _day(one.accepted_at)] if one else []
        url = reverse("office:dossier", args=[key]) if key in seen else ""
        rows.append({"key": key, "words": " · ".join(filter(None, words)), "url": url})
    return rows


def _day(instant: Any) -> str:
    return formats.day(instant) if instant else ""
