"""Kiosk, first question: what is it about."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.portal.hall import Place, closed_text, device_page, live_of
from motcua.portal.kiosk import MATTERS_SHOWN, examples_of, tiles_of
from motcua.reception.queries.matters import matters_of
from motcua.reception.types import DeviceKind


@device_page(DeviceKind.KIOSK)
@require_safe
def kiosk_matters(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the queues; where there is one, go on to its procedures."""
    if closed_text(place.unit_id):
        return redirect("portal:kiosk", place.token)
    matters = matters_of(place.unit_id)
    here = [place.token, place.language]
    if len(matters) == 1:
        return redirect("portal:kiosk_procedures", *here, matters[0].queue.id)
    tiles = tiles_of(
        (
            matter.queue.name,
            reverse("portal:kiosk_procedures", args=[*here, matter.queue.id]),
            examples_of(matter.procedures),
        )
        for matter in matters[:MATTERS_SHOWN]
    )
    context = {
        "place": place,
        "live": live_of(place),
        "tiles": tiles,
        "queue": matters[0].queue.id if matters else None,
        "key": uuid4(),
        "home": reverse("portal:kiosk", args=[place.token]),
    }
    return render(request, "portal/kiosk_matters.html", context)
