"""The list of a round on a tablet: large, small in bytes, good on a poor line."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.office.outside.reading import offered_at, papers_of, reading_note, round_read
from motcua.office.outside.words import MISSED, ROUNDS, STATES
from motcua.organisations.queries import unit_get
from motcua.reception.queries.rounds import round_plan
from motcua.reception.visiting import ALLOWED, IN_ROUND


@requires(Action.RECEPTION_SERVE)
@never_cache
@require_safe
def round_list(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Show the houses in their order; the next one stands out."""
    one = round_read(request, round_id)
    plan = round_plan(round_id)
    reading_note(request, f"round:{one.id}", one.unit_id, [leg.visit for leg in plan.legs])
    unit = unit_get(one.unit_id)
    offered = offered_at(unit)
    people = accounts_by_ids(one.account_ids)
    ahead = [leg.visit.id for leg in plan.legs if leg.visit.state in IN_ROUND]
    context = {
        "round": one,
        "unit": unit,
        "state": ROUNDS[one.state],
        "team": [people[id_].name for id_ in one.account_ids if id_ in people],
        "legs": [
            {
                "leg": leg,
                "state": STATES[leg.visit.state],
                "papers": papers_of(leg.visit, offered),
                "next": ahead[:1] == [leg.visit.id],
                "may": {
                    step.value: one.open and leg.visit.state in states
                    for step, states in ALLOWED.items()
                },
            }
            for leg in plan.legs
        ],
        "left": len(ahead),
        "missed": MISSED.items(),
        "offline": _offline(),
        "may_take_in": request.actor.may(Action.DOSSIER_INTAKE, one.unit_id),
    }
    return render(request, "office/round_list.html", context)


def _offline() -> str:
    """Return where one takes in without a line; empty where that page is not there."""
    try:
        return reverse("office:offline")
    except NoReverseMatch:
        return ""
