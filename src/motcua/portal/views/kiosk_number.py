"""Kiosk: the number, what comes next, and the slip for the printer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.kernel.errors import NotFound
from motcua.portal.hall import Place, ahead_text, device_page, wait_text
from motcua.reception.queries.tickets import ticket_standing
from motcua.reception.types import DeviceKind, Ground


@device_page(DeviceKind.KIOSK)
@require_safe
def kiosk_number(request: HttpRequest, place: Place, ticket: str) -> HttpResponse:
    """Show a number of this hall; `?new=1` prints it at once where there is a printer."""
    try:
        standing = ticket_standing(ticket)
    except NotFound:
        return redirect("portal:kiosk", place.token)
    path, ground = reverse("portal:number", args=[ticket]), standing.view.ticket.ground
    context = {
        "place": place,
        "unit_name": place.unit_name,
        "standing": standing,
        "ahead": ahead_text(standing.ahead),
        "wait": wait_text(standing.estimate),
        "first": ground.value if ground in {Ground.SUPPLEMENT, Ground.APPOINTMENT} else "",
        "address": f"{settings.PUBLIC_URL}{path}",
        "print_now": place.device.prints and "new" in request.GET,
        "home": reverse("portal:kiosk", args=[place.token]),
    }
    return render(request, "portal/kiosk_number.html", context)
