"""Kiosk, third question: which of the papers do you have with you."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.kernel.errors import NotFound
from motcua.portal.hall import Place, closed_text, device_page
from motcua.portal.kiosk import numbers_of, paper_screens
from motcua.portal.words import vietnamese
from motcua.reception.queries.matters import procedure_there
from motcua.reception.types import DeviceKind


@device_page(DeviceKind.KIOSK)
@require_safe
def kiosk_papers(request: HttpRequest, place: Place, queue: int, code: str) -> HttpResponse:
    """Show some papers a screen; what was ticked before travels along in the address."""
    try:
        _queue, version = procedure_there(place.unit_id, queue, code)
    except NotFound:
        return redirect("portal:kiosk", place.token)
    if closed_text(place.unit_id):
        return redirect("portal:kiosk", place.token)
    screens = paper_screens(version)
    asked = numbers_of(request.GET.getlist("screen"))
    index = min(asked[0] if asked else 0, max(0, len(screens) - 1))
    shown = screens[index] if screens else ()
    on_screen = {paper.id for paper in shown}
    here = [place.token, place.language]
    address = reverse("portal:kiosk_papers", args=[*here, queue, code])
    context = {
        "place": place,
        "name": vietnamese(version.name),
        "code": code,
        "queue": queue,
        "papers": shown,
        "have": [n for n in numbers_of(request.GET.getlist("have")) if n not in on_screen],
        "number": index + 1,
        "count": max(1, len(screens)),
        "next": index + 1 if index + 1 < len(screens) else None,
        "address": address,
        "key": uuid4(),
        "home": reverse("portal:kiosk", args=[place.token]),
        "back": f"{address}?screen={index - 1}"
        if index
        else reverse("portal:kiosk_procedures", args=[*here, queue]),
    }
    return render(request, "portal/kiosk_papers.html", context)
