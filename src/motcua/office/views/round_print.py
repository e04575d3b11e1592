"""The list of a round on a sheet of A4: what the road needs, to be destroyed afterwards."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.outside.reading import offered_at, papers_of, reading_note, round_read
from motcua.organisations.queries import unit_get
from motcua.reception.labels import VEHICLES
from motcua.reception.queries.rounds import round_plan
from motcua.reception.visiting import IN_ROUND


@requires(Action.RECEPTION_SERVE)
@never_cache
@require_safe
def round_print(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Show the sheet; no reason of a request and no identity number stands on it."""
    one = round_read(request, round_id)
    plan = round_plan(round_id)
    legs = [leg for leg in plan.legs if leg.visit.state in IN_ROUND]
    reading_note(request, f"round:{one.id}", one.unit_id, [leg.visit for leg in legs])
    unit = unit_get(one.unit_id)
    offered = offered_at(unit)
    people = accounts_by_ids(one.account_ids)
    context = {
        "round": one,
        "unit": unit,
        "vehicle": VEHICLES[one.vehicle],
        "team": [people[id_].name for id_ in one.account_ids if id_ in people],
        "legs": [(leg, papers_of(leg.visit, offered)) for leg in legs],
        "now": clock.now(),
    }
    return render(request, "office/round_print.html", context)
