"""The short way of machines: what a page needs (session, language cookie, messages) they have not.

Stands where the headers of every answer are outside of it. Who asks is told by the bearer token
alone, so that no cookie's power reaches the API; scope and transaction are as for every view.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve

from motcua.api.door import settled
from motcua.identity.access import is_public
from motcua.identity.queries import actor_by_token
from motcua.identity.types import Actor
from motcua.kernel import wire
from motcua.kernel.kept import marks_held
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
        request.get_host()  # refuses foreign host names
        response = _answer(request)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        if not response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    request.resolver_match = match = resolve(request.path_info)
    view = match.func
    if not is_public(view):  # its operations name what they need (tokens.py)
        raise Http404
    with wire.leading(), marks_held():
        actor = _actor(request)
        scope: Scope = NOTHING if actor is None else actor.scope
        request.actor, request.scope = actor, scope  # type: ignore[attr-defined]
        with scope_use(scope):
            response: HttpResponse = view(request, *match.args, **match.kwargs)
        return settled(request, response)


def _actor(request: HttpRequest) -> Actor | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return actor_by_token(secret.strip()) if kind.lower() == "bearer" else None
