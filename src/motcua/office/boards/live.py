"""A board that is open renews itself: whether anything changed, and the answer when nothing did.

The page asks again every few seconds with the mark it has. The mark is cheap: whether increments
were added, what the reader's own part of the first screen reads, and the minute, because due
instants pass without an act. Only another mark makes the figures be read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from motcua.kernel import clock

PART = "X-Board"
"""The header by which a page that is open asks for its figures alone."""
SECONDS = 3
"""How often an open board asks; the issue wants the figure within five seconds of the act."""


def mark_of(request: HttpRequest, *told: object) -> str:
    """Return the mark of what a board shows at this moment to this reader."""
    minute = clock.now().strftime("%Y%m%d%H%M")
    text = repr((request.get_full_path(), translation.get_language(), minute, *told))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def answer(
    request: HttpRequest,
    mark: str,
    page: str,
    part: str,
    build: Callable[[], Mapping[str, Any]],
) -> HttpResponse:
    """Return the page, its figures alone when an open page asks, or 304 while nothing changed."""
    asks = request.headers.get(PART) == "part"
    if asks and request.headers.get("If-None-Match") == mark:
        return _dated(HttpResponseNotModified(), mark)
    at = clock.now()
    day = clock.local(at).date().isoformat()
    context = {**build(), "live": {"seconds": SECONDS, "mark": mark, "at": at, "day": day}}
    return _dated(render(request, part if asks else page, context), mark)


def _dated(response: HttpResponse, mark: str) -> HttpResponse:
    """Add the mark and the instant of the data, and keep the answer out of caches."""
    response["ETag"] = mark
    response["X-Board-At"] = clock.local(clock.now()).strftime("%H:%M:%S")
    response["X-Board-Day"] = clock.today().isoformat()  # what hangs for weeks is loaded anew
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, [PART])
    return response
