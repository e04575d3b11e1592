"""The kiosk at rest: one press begins in one's own language; a request's code gives a number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.kernel.errors import Refused
from motcua.portal.hall import (
    Place,
    closed_text,
    device_page,
    in_each_language,
    live_of,
    unless_same,
)
from motcua.portal.kiosk import code_take
from motcua.reception.queries.points import points_announced
from motcua.reception.types import DeviceKind


@device_page(DeviceKind.KIOSK)
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the first screen, or give a number to whoever holds a request to the reader."""
    refused = ""
    if request.method == "POST":
        try:
            ticket = code_take(place, request.POST.get("scanned", ""))
        except Refused as refusal:
            refused = str(refusal.message)
        else:
            here = [place.token, place.language, ticket.token]
            return redirect(f"{reverse('portal:kiosk_number', args=here)}?new=1")  # it is printed
    languages = [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "take": _("Take a number"),
            "closed": closed_text(place.unit_id),
            "welcome": _("Welcome"),
        }
        for code in in_each_language()
    ]
    context = {
        "place": place,
        "live": live_of(place),
        "languages": languages,
        "refused": refused,
        "points": points_announced([place.unit_id])[:1],
    }
    response = render(request, "portal/kiosk.html", context, status=422 if refused else 200)
    return response if request.method == "POST" else unless_same(request, response)
