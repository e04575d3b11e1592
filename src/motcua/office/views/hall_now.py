"""Who waits in the hall at this moment: the part of the desk that is asked for again and again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.hall import at_counters, desk_of, hall_wanted
from motcua.reception.queries.desk import hall_now as hall_read
from motcua.reception.queries.house import house_of


@requires(Action.RECEPTION_SERVE)
@require_safe
def hall_now(request: SignedInRequest) -> HttpResponse:
    """Show the lists of one's hall; `unit` in the address for whoever sits nowhere."""
    desk = desk_of(request.actor)
    unit_id = (
        desk.counter.unit_id if desk else hall_wanted(request.actor, request.GET.get("unit", ""))
    )
    if unit_id is None:
        return HttpResponse(status=204)  # nothing to show: htmx leaves the page as it is
    hall = desk.hall if desk else hall_read(unit_id)
    context = {
        "desk": desk,
        "hall": hall,
        "others": desk.others if desk else at_counters(unit_id, hall, house_of(unit_id).hall),
        "unit_id": unit_id,
        "now": clock.now(),
    }
    return render(request, "office/hall_now.html", context)
