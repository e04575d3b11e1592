"""Kiosk, second question: which of the matters most asked for."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.portal.hall import Place, closed_text, device_page, live_of
from motcua.portal.kiosk import PROCEDURES_SHOWN, tiles_of
from motcua.reception.queries.matters import matters_of
from motcua.reception.types import DeviceKind


@device_page(DeviceKind.KIOSK)
@require_safe
def kiosk_procedures(request: HttpRequest, place: Place, queue: int) -> HttpResponse:
    """Show the procedures of a queue that people come for most, and "something else"."""
    found = {matter.queue.id: matter for matter in matters_of(place.unit_id)}
    if queue not in found or closed_text(place.unit_id):
        return redirect("portal:kiosk", place.token)
    here = [place.token, place.language]
    home = reverse("portal:kiosk", args=[place.token])
    context = {
        "place": place,
        "live": live_of(place),
        "matter": found[queue].queue,
        "tiles": tiles_of(
            (version.name, reverse("portal:kiosk_papers", args=[*here, queue, version.code]), "")
            for version in found[queue].procedures[:PROCEDURES_SHOWN]
        ),
        "queue": queue,
        "key": uuid4(),
        "home": home,
        "alone": len(found) == 1,
        "back": reverse("portal:kiosk_matters", args=here) if len(found) > 1 else home,
    }
    return render(request, "portal/kiosk_procedures.html", context)
