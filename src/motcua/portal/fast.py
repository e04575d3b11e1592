"""The slip's page without work when nothing has changed since this process last made it.

The page of `/t/<code>/<token>/` is a function of the dossier's rows (told by one statement: see
`dossiers.queries.track_mark`), the language, and what the clock does to its words. It names
nobody, so that the whole answer may be kept in the process. Everything else takes the long way:
wrong tokens, other spellings of an address, queries, people with a session or a message. So the
short way decides nothing: no right, no word, no header is its own.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from motcua.dossiers.chain import tracking_token_valid
from motcua.dossiers.queries import track_mark
from motcua.kernel import clock
from motcua.portal.telling import SOON
from motcua.ui.language import language_of

PAGES_KEPT = 1000  # of about 12 kB each, per process
_PATH = re.compile(r"/t/([A-Z0-9.-]{1,60})/([a-z2-7]{26})/")
_PERSONAL = (settings.SESSION_COOKIE_NAME, "messages")


@dataclass(frozen=True)
class Kept:
    """An answer as the middleware further in gave it."""

    body: bytes
    headers: dict[str, str]


class Pages:
    """The answers last asked for, each under all that it depends on; safe between threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Kept | None:
        """Return what is kept, or None."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keep an answer; the one that nobody has asked for the longest goes."""
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


pages = Pages(PAGES_KEPT)


class FastTrackingMiddleware:
    """Answers a good slip's address from memory; stands where the shared headers are outside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or pass on and keep what comes back."""
        code = _good_code(request)
        if code is None:
            return self.get_response(request)
        request.get_host()  # refuses foreign host names, as the long way does
        state = track_mark(code)
        if state is None:
            return self.get_response(request)
        due_at, mark = state
        language = language_of(request)
        key = (request.path, language, mark, moment(due_at, clock.now()))
        kept = pages.get(key)
        if kept is None:
            response = self.get_response(request)
            if not _keepable(request, response):
                return response
            response["ETag"] = f'W/"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}"'
            kept = Kept(response.content, dict(response.headers))
            pages.put(key, kept)
        etag = kept.headers["ETag"]
        response = HttpResponse(kept.body, headers=kept.headers)
        if "HTTP_IF_NONE_MATCH" in request.META:
            return get_conditional_response(request, etag=etag, response=response) or response
        return response


def moment(due_at: datetime | None, now: datetime) -> Hashable:
    """Return what of the present the page's words depend on: equal moments, equal words.

    The day (years are left out within one, days are counted to the due date), late or not, soon
    or not, and below 24 hours the hours or minutes that are shown (`ui.formats.remaining`).
    """
    today = clock.local(now).toordinal()
    if due_at is None:
        return today
    span = abs(due_at - now)
    left = ""
    if span < timedelta(hours=1):
        left = f"m{span // timedelta(minutes=1)}"
    elif span < timedelta(hours=24):
        left = f"h{span // timedelta(hours=1)}"
    return (today, now > due_at, due_at - now <= SOON, left)


def _good_code(request: HttpRequest) -> str | None:
    """Return the code of an address whose token is good and whose page is nobody's own."""
    if not request.path.startswith("/t/") or request.method != "GET" or settings.DEBUG:
        return None
    found = _PATH.fullmatch(request.path)
    if found is None or request.META.get("QUERY_STRING"):
        return None
    code, token = found.groups()
    if not tracking_token_valid(code, token):  # in constant time
        return None
    cookies = request.COOKIES
    return None if any(name in cookies for name in _PERSONAL) else code


def _keepable(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer may be given again: whole, without cookies, without a nonce in it."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(request, "_csp_nonce", None)
    )
