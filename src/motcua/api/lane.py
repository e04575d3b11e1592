"""The short way of machines: what a page needs (session, language cookie, messages) they have not.

Stands outside of the middleware of pages and gives its answers their headers itself. Who asks is
told by the bearer token alone, so that no cookie's power reaches the API; scope and transaction
are as for every view.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import ResolverMatch, resolve
from django.utils import translation

from motcua.api.door import FORM, language_of, settled
from motcua.api.signing import SignatureNeeded, signature_add
from motcua.identity.access import is_public
from motcua.identity.queries import actor_by_token
from motcua.identity.types import Actor
from motcua.kernel import wire
from motcua.kernel.kept import MarksMoved, marks_held
from motcua.kernel.scope import NOTHING, Scope, scope_use

PREFIX = "/api/"


class ApiLaneMiddleware:
    """Answers everything below /api/ itself; the rest goes on through the middleware of pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a machine, or pass on."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        try:
            request.get_host()  # refuses foreign host names
            response: HttpResponseBase = _answer(request)
        except Exception as error:  # noqa: BLE001 - answered as Django would, with our headers
            response = response_for_exception(request, error)
        for name, value in _headers(secure=request.is_secure()):
            response.headers.setdefault(name, value)
        if isinstance(response, HttpResponse) and not response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
        return response


@lru_cache(maxsize=2)
def _headers(*, secure: bool) -> tuple[tuple[str, str], ...]:
    """Return the headers that the middleware of pages gives to an answer, asked once."""
    scheme = "https" if secure else "http"
    nothing = {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), "wsgi.url_scheme": scheme}
    request = WSGIRequest({**nothing, "PATH_INFO": PREFIX})
    if secure and settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        request.META[name] = value
    given: Any = HttpResponse()
    for middleware in (SecurityMiddleware, CSPMiddleware, XFrameOptionsMiddleware):
        given = middleware(_nothing).process_response(request, given)
    return tuple((name, value) for name, value in given.items() if name != "Content-Type")


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_routes: dict[str, ResolverMatch] = {}  # of addresses without a part that varies


def _resolved(path: str) -> ResolverMatch:
    found = _routes.get(path)
    if found is None:
        found = resolve(path)
        if found.route == path.lstrip("/"):
            _routes[path] = found
    return found


def _answer(request: HttpRequest) -> HttpResponse:
    request.resolver_match = match = _resolved(request.path_info)
    if not is_public(match.func):  # its operations name what they need (tokens.py)
        raise Http404
    try:
        # Files that were read cannot be read again, so nothing is supposed where some come.
        return _run_signed(request, match, suppose=request.content_type != FORM)
    except MarksMoved:
        return _run_signed(request, match, suppose=False)


def _run_signed(request: HttpRequest, match: ResolverMatch, *, suppose: bool) -> HttpResponse:
    """Run the operation; where a key must sign first, the key, and then the operation again."""
    try:
        return _run(request, match, suppose=suppose)
    except SignatureNeeded as needed:
        with translation.override(language_of(request)):
            signature_add(request, needed.order)
        return _run(request, match, suppose=False)


def _run(request: HttpRequest, match: ResolverMatch, *, suppose: bool) -> HttpResponse:
    with wire.leading(), marks_held(suppose=suppose):
        actor = _actor(request)
        scope: Scope = NOTHING if actor is None else actor.scope
        request.actor, request.scope = actor, scope  # type: ignore[attr-defined]
        with scope_use(scope):
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return settled(request, response)


def _actor(request: HttpRequest) -> Actor | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return actor_by_token(secret.strip()) if kind.lower() == "bearer" else None
