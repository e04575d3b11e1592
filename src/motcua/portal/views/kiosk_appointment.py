"""Kiosk: the code of an appointment, touched digit by digit; it works without scripts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.kernel.errors import Refused
from motcua.portal.hall import Place, closed_text, device_page
from motcua.portal.kiosk import code_take
from motcua.reception.services.appointments import CODE_LENGTH
from motcua.reception.types import DeviceKind

BACK = "back"


@device_page(DeviceKind.KIOSK)
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_appointment(request: HttpRequest, place: Place) -> HttpResponse:
    """Add the digit that was touched, or give the number of the appointment."""
    if closed_text(place.unit_id):
        return redirect("portal:kiosk", place.token)
    refused = ""
    if request.method == "POST":
        try:
            ticket = code_take(place, _digits(request.POST.get("code", "")) or "0")
        except Refused as refusal:
            refused, typed = str(refusal.message), ""
        else:
            address = reverse(
                "portal:kiosk_number", args=[place.token, place.language, ticket.token]
            )
            return redirect(f"{address}?new=1")
    else:
        typed = _digits(request.GET.get("typed", ""))
        touched = request.GET.get("touched", "")
        typed = typed[:-1] if touched == BACK else _digits(typed + touched)
    here = [place.token, place.language]
    context = {
        "place": place,
        "typed": typed,
        "shown": [*typed, *([""] * (CODE_LENGTH - len(typed)))],
        "whole": len(typed) == CODE_LENGTH,
        "keys": [*"123456789", BACK, "0"],
        "refused": refused,
        "home": reverse("portal:kiosk", args=[place.token]),
        "back": reverse("portal:kiosk_matters", args=here),
    }
    return render(request, "portal/kiosk_appointment.html", context, status=422 if refused else 200)


def _digits(text: str) -> str:
    """Return the digits of a text, no more than a code has."""
    return "".join(one for one in text if one in "0123456789")[:CODE_LENGTH]
