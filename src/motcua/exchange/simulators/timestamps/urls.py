"""Addresses below /timestamps/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from motcua.exchange.simulators.host import fault_of, fault_path
from motcua.exchange.simulators.timestamps.authority import MODES, answer, folder_named


@csrf_exempt
def stamp(request: HttpRequest) -> HttpResponse:
    """Stamp what is sent."""
    if request.method != "POST" or not folder_named():
        words = "time-stamp authority (RFC 3161): POST application/timestamp-query"
        return HttpResponse(words, status=200 if folder_named() else 503, content_type="text/plain")
    try:
        told = answer(request.body, fault_of("timestamps").mode)
    except (ValueError, TypeError, KeyError):
        return HttpResponse("no request", status=400, content_type="text/plain")
    return HttpResponse(told, content_type="application/timestamp-reply")


urlpatterns: list[URLPattern] = [
    path("", stamp, name="timestamps_stamp"),
    fault_path("timestamps", MODES),
]
