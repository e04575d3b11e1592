"""The hall's desk: choose a counter; then the number that is there, and who waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.hall import at_counters, desk_of, hall_wanted, halls_open_to
from motcua.office.hall_words import GROUNDS, STATES
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.reception.live.passes import live_address
from motcua.reception.queries.desk import counters_of, hall_now, queues_of
from motcua.reception.queries.hours import hours_of
from motcua.reception.queries.house import house_of

LANGUAGES = {"vi": "Tiếng Việt", "en": "English", "id": "Bahasa Indonesia"}


@requires(Action.RECEPTION_SERVE)
@require_safe
def hall(request: SignedInRequest) -> HttpResponse:
    """Show one's desk; without a seat the counters of the centre."""
    desk = desk_of(request.actor)
    if desk is None:
        return _choose(request)
    there = desk.ticket
    context = {
        "desk": desk,
        "unit": unit_get(desk.counter.unit_id),
        "hall": desk.hall,
        "others": desk.others,
        "ground": GROUNDS.get(there.ticket.ground, "") if there else "",
        "state": STATES[there.ticket.state] if there else None,
        "language": LANGUAGES.get(there.language, there.language) if there else "",
        "edits": request.actor.may(Action.RECEPTION_EDIT, desk.counter.unit_id),
        "takes_in": request.actor.may(Action.DOSSIER_INTAKE),
        "title": _("Counter %(number)s") % {"number": desk.counter.number},
        "now": desk.now,
        "hours": hours_of(desk.counter.unit_id, desk.now),
        "live": live_address(desk.counter.unit_id, f"a{request.actor.account_id}"),
    }
    return render(request, "office/hall.html", context)


def _choose(request: SignedInRequest) -> HttpResponse:
    unit_id = hall_wanted(request.actor, request.GET.get("unit", ""))
    counters = counters_of(unit_id) if unit_id else []
    prefixes = {one.id: one.prefix for one in queues_of(unit_id)} if unit_id else {}
    people = accounts_by_ids([one.account_id for one in counters if one.account_id])
    units = units_by_ids(halls_open_to(request.actor))
    hall = hall_now(unit_id) if unit_id else None
    context = {
        "desk": None,
        "title": _("Counters of the hall"),
        "unit": units.get(unit_id) if unit_id else None,
        "units": [units[one] for one in sorted(units)],
        "counters": [
            (
                one,
                [prefixes[id_] for id_ in one.queue_ids if id_ in prefixes],
                people[one.account_id].name if one.account_id in people else "",
            )
            for one in counters
        ],
        "hall": hall,
        "others": at_counters(unit_id, hall, house_of(unit_id).hall) if unit_id and hall else [],
        "edits": request.actor.may(Action.RECEPTION_EDIT),
        "takes_in": request.actor.may(Action.DOSSIER_INTAKE),
        "now": clock.now(),
        "hours": hours_of(unit_id, clock.now()) if unit_id else None,
        "live": live_address(unit_id, f"a{request.actor.account_id}") if unit_id else "",
    }
    return render(request, "office/hall.html", context)
