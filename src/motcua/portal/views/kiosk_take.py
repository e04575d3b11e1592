"""Kiosk: take the number. What is missing is said once, and the number given all the same."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from motcua.kernel.errors import NotFound, Refused
from motcua.portal.hall import Place, device_page
from motcua.portal.kiosk import (
    MISSING_SHOWN,
    numbers_of,
    paper_told,
    papers_asked,
    papers_missing,
)
from motcua.procedures.types import VersionView
from motcua.reception.queries.matters import procedure_there
from motcua.reception.queries.tickets import queue_of_field
from motcua.reception.services import TicketOrder, ticket_take
from motcua.reception.types import RESULTS, DeviceKind

COLLECT = "collect"


@device_page(DeviceKind.KIOSK)
@require_POST
def kiosk_take(request: HttpRequest, place: Place) -> HttpResponse:
    """Give the number, or say first which papers are missing. Anything unreadable begins anew."""
    sent = request.POST
    if sent.get("act") == COLLECT:
        return _collect(place, sent.get("key", ""))
    queue = next(iter(numbers_of([sent.get("queue", "")])), 0)
    code, have = sent.get("code", "")[:20], numbers_of(sent.getlist("have"))
    try:
        key = UUID(sent.get("key", ""))
        version = procedure_there(place.unit_id, queue, code)[1] if code else None
    except (ValueError, NotFound):
        return redirect("portal:kiosk", place.token)
    known = [paper.id for paper in papers_asked(version)] if version else []
    missing = papers_missing(version, have) if version else []
    if version is not None and missing and "anyway" not in sent:
        return render(request, "portal/kiosk_take.html", _missing(place, queue, key, version, have))
    order = TicketOrder(
        unit_id=place.unit_id,
        queue_id=queue,
        key=key,
        language=place.language,
        procedures=(code,) if code else (),
        papers=tuple(one for one in have if one in known),
    )
    return _given(place, order)


def _collect(place: Place, sent_key: str) -> HttpResponse:
    """Give a number to collect a result: no procedure is chosen, no paper asked for."""
    try:
        key = UUID(sent_key)
    except ValueError:
        return redirect("portal:kiosk", place.token)
    queue = queue_of_field(place.unit_id, RESULTS)
    if queue is None:
        return redirect("portal:kiosk", place.token)
    order = TicketOrder(
        unit_id=place.unit_id,
        queue_id=queue.pk,
        key=key,
        language=place.language,
        collects=True,
    )
    return _given(place, order)


def _given(place: Place, order: TicketOrder) -> HttpResponse:
    """Take the number and go on to its page, which prints it."""
    try:
        ticket = ticket_take(order)
    except (NotFound, Refused):  # the first screen says why: closed, or set up anew meanwhile
        return redirect("portal:kiosk", place.token)
    address = reverse("portal:kiosk_number", args=[place.token, place.language, ticket.token])
    return redirect(f"{address}?new=1")


def _missing(
    place: Place, queue: int, key: UUID, version: VersionView, have: list[int]
) -> dict[str, object]:
    papers = papers_missing(version, have)
    return {
        "place": place,
        "queue": queue,
        "key": key,
        "code": version.code,
        "have": have,
        "papers": [paper_told(paper) for paper in papers[:MISSING_SHOWN]],
        "more": max(0, len(papers) - MISSING_SHOWN),
        "home": reverse("portal:kiosk", args=[place.token]),
        "back": reverse(
            "portal:kiosk_papers", args=[place.token, place.language, queue, version.code]
        ),
    }
