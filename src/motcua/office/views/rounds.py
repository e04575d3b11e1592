"""Rounds of home visits: today's, those to come, the last ones; and planning a new one."""

from __future__ import annotations

from datetime import time, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.outside.forms import RoundForm
from motcua.office.outside.reading import centre_of, centres_for
from motcua.office.outside.words import ROUNDS
from motcua.office.people import people_choices
from motcua.office.refusals import refusal_show
from motcua.organisations.types import UnitView
from motcua.reception.labels import VEHICLES
from motcua.reception.queries.rounds import RoundView, rounds_before, rounds_of
from motcua.reception.queries.visits import visits_waiting
from motcua.reception.services import RoundOrder, round_make

LEAVES = time(7, 30)


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request: SignedInRequest) -> HttpResponse:
    """Show the rounds of a centre; on POST plan one and go on to its visits."""
    given = request.POST if request.method == "POST" else request.GET
    unit = centre_of(request.actor, Action.RECEPTION_SERVE, given.get("unit", ""))
    if unit is None:
        return render(request, "office/rounds.html", {"unit": None})
    form = _form(request, unit)
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        data["account_ids"] = tuple(data["account_ids"])
        try:
            made = round_make(actor=request.actor, order=RoundOrder(unit_id=unit.id, **data))
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The round is planned. Choose whom to visit."))
            return redirect("office:round", made.id)
    today = clock.today()
    coming, past = rounds_of(unit.id, since=today), rounds_before(unit.id, today)
    names = accounts_by_ids({id_ for one in (*coming, *past) for id_ in one.account_ids})

    def shown(found: list[RoundView]) -> list[tuple[object, ...]]:
        return [
            (
                one,
                ROUNDS[one.state],
                VEHICLES[one.vehicle],
                ", ".join(names[id_].name for id_ in one.account_ids if id_ in names),
                one.day == today,
            )
            for one in found
        ]

    context = {
        "unit": unit,
        "units": centres_for(request.actor, Action.RECEPTION_SERVE),
        "coming": shown(coming),
        "past": shown(past),
        "waiting": len(visits_waiting(unit.id)),
        "form": form,
    }
    return render(request, "office/rounds.html", context, status=422 if form.is_bound else 200)


def _form(request: SignedInRequest, unit: UnitView) -> RoundForm:
    people = people_choices([unit.id], [Action.RECEPTION_SERVE])
    mine = str(request.actor.account_id)
    initial = {
        "day": (clock.today() + timedelta(days=1)).isoformat(),
        "starts": LEAVES.strftime("%H:%M"),
        "account_ids": [mine] if any(id_ == mine for id_, _name in people) else [],
    }
    return RoundForm(
        request.POST if request.method == "POST" else None, people=people, initial=initial
    )
