"""Citizens' pages from the process's memory, as long as nothing behind them has changed.

A page that is a function of some rows, the language and the time says so (`promise`): as long as
its `state` is what it was before the page was made, the answer is given again as it is, headers
and all. Only whole answers that name nobody are kept. Everything else takes the long way: wrong
tokens, queries, people with a session, a message or a cookie that is not known here. So the
short way decides nothing: no right, no word, no header is its own.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from motcua import __version__
from motcua.ui.language import language_of

PAGES_KEPT = 1000  # of about 12 kB each, per process
State = Callable[[], Hashable]
# Cookies that change nothing of a citizens' page but its language, which is part of the key. Any
# other one, and be it unknown, may belong to somebody's own page.
_HARMLESS = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


@dataclass(frozen=True, slots=True)
class Promise:
    """An answer stays good while `state()` says `value`, which it said before the answer."""

    state: State
    value: Hashable


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as the middleware further in gave it, and how long it is good."""

    body: bytes
    headers: dict[str, str]
    promise: Promise


class Pages:
    """The answers last asked for, each under its address; safe between threads."""

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


def promise(response: HttpResponse, state: State, value: Hashable) -> None:
    """Say of an answer how long it may be given again to anybody at the same address."""
    response.promise = Promise(state, value)  # type: ignore[attr-defined]


def etag_of(request: HttpRequest, value: Hashable) -> str:
    """Return the validator of a page whose state is `value`; weak, as proxies compress."""
    parts = (__version__, language_of(request), request.get_full_path(), value)
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def nobodys(request: HttpRequest) -> bool:
    """Whether a citizens' page can have nothing of one person in it."""
    if "HTTP_AUTHORIZATION" in request.META:
        return False  # a token names somebody too, and the bar of a page tells whom
    return "HTTP_COOKIE" not in request.META or request.COOKIES.keys() <= _HARMLESS


class FastPagesMiddleware:
    """Answers from memory where that is right; stands outside of everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or pass on and keep what comes back."""
        if not _common(request):
            return self.get_response(request)
        # get_host refuses foreign host names, as the long way does.
        key = (request.path, request.get_host(), request.scheme, language_of(request))
        kept = pages.get(key)
        if kept is not None and kept.promise.state() == kept.promise.value:
            return _answer(request, kept)
        response = self.get_response(request)
        promised: Promise | None = getattr(response, "promise", None)
        if promised is None or not _keepable(request, response):
            return response
        response.headers.setdefault("ETag", etag_of(request, promised.value))
        kept = Kept(response.content, dict(response.headers), promised)
        pages.put(key, kept)
        return _answer(request, kept)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    response = HttpResponse(kept.body, headers=kept.headers)
    if "HTTP_IF_NONE_MATCH" in request.META:
        etag = kept.headers["ETag"]
        return get_conditional_response(request, etag=etag, response=response) or response
    return response


def _common(request: HttpRequest) -> bool:
    """Whether anybody could have sent this request."""
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and not settings.DEBUG
        and nobodys(request)
    )


def _keepable(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer may be given again: whole, without cookies, nonce or token in it."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(request, "_csp_nonce", None)
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
    )
