"""What a unit takes in, and what it could: for controllers and business administrators."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.offering import UNITS_SHOWN, unit_wanted, units_open_to
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import COMMUNE_KINDS
from motcua.procedures.labels import parts_text
from motcua.procedures.queries import offerings_of, procedures_search
from motcua.procedures.types import Level
from motcua.ui.links import url_with

PAGE = 25


@requires(Action.PROCEDURE_OFFER)
@require_safe
def offerings(request: SignedInRequest) -> HttpResponse:
    """List the open procedures of a unit, and below them the catalogue of its tier."""
    units = units_open_to(request.actor)
    unit = unit_wanted(request.actor, units, request.GET.get("unit", ""))
    text = request.GET.get("q", "")[:200].replace("\x00", "")
    offered = offerings_of(unit.id) if unit else []
    named = units_by_ids({one for offering in offered for one in offering.roles_units.values()})
    level = Level.COMMUNE if unit and unit.kind in COMMUNE_KINDS else Level.PROVINCE
    after = request.GET.get("after", "")[:40].replace("\x00", "")
    catalogue = procedures_search(text, level=level, after=after or None, limit=PAGE)
    open_codes = {offering.code for offering in offered}
    context = {
        "unit": unit,
        "units": units[:UNITS_SHOWN],
        "offered": [
            (offering, {role: named.get(id_) for role, id_ in offering.roles_units.items()})
            for offering in offered
        ],
        "rows": [(row, row.code in open_codes, parts_text(row.missing)) for row in catalogue.items],
        "total": catalogue.total,
        "q": text,
        "next_url": url_with(request, after=catalogue.after) if catalogue.after else "",
        "first_url": url_with(request, after="") if after else "",
    }
    return render(request, "office/offerings.html", context)
