"""The display of a hall: who is called to which counter. It never tells who anybody is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.portal.hall import Place, closed_text, device_page, live_of, unless_same
from motcua.reception.queries.desk import hall_now
from motcua.reception.queries.tickets import calls_of
from motcua.reception.types import DeviceKind


@device_page(DeviceKind.DISPLAY)
@require_safe
def display(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the last five calls and how many wait; asked again, only when it has changed."""
    calls = calls_of(place.unit_id)
    context = {
        "place": place,
        "unit_name": place.unit_name,
        "calls": calls,
        "serial": calls[0].serial if calls else 0,
        "queues": hall_now(place.unit_id).queues,
        "closed": closed_text(place.unit_id),
        "live": live_of(place),
    }
    return unless_same(request, render(request, "portal/display.html", context))
