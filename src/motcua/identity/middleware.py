"""Who asks: sets `request.actor` and `request.scope`, and denies by default."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url

from motcua.identity import assurance, queries, rules
from motcua.identity.access import is_for_citizens, is_public, required_action
from motcua.identity.assurance import SEEN_AT, SIGNED_IN_AT
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.scope import NOTHING

log = logging.getLogger("motcua.security")
SEEN_STEP = timedelta(minutes=1)  # the idle time is kept to the minute, not written at every click
BY_ITSELF = "X-By-Itself"
"""The header of what an open page asks for without anybody's hand: it is no use of the session."""


class ActorMiddleware:
    """Finds out who asks, once per request, and lets nobody into an unmarked view.

    At most three statements for a signed-in person: session, account, postings.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Begin with nobody and nothing; `process_view` knows the view and fills them."""
        request.actor = None  # type: ignore[attr-defined]
        request.scope = NOTHING  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Answer 404 for unmarked views, sign-in for nobody, 404 for those who may not."""
        del args, kwargs
        if is_for_citizens(view):
            return None  # another realm: citizens.middleware decides
        action = required_action(view)
        if action is None:
            if not is_public(view):
                log.warning("view without mark: %s", request.path)
                raise Http404
            if getattr(view, "motcua_no_transaction", False):
                return None
        actor = self._identify(request)
        if action is None:
            return None
        if actor is None:
            return self._sign_in(request)
        if not actor.may(action):
            log.warning("denied: account %s, %s, %s", actor.account_id, action, request.path)
            raise Http404
        return assurance.more_needed(request, actor, view)

    def _identify(self, request: HttpRequest) -> Actor | None:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer":
            # Never the session beside a token: a page of another site cannot mix the two.
            actor = queries.actor_by_token(secret.strip())
        else:
            actor = self._by_session(request)
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
            request.scope = actor.scope  # type: ignore[attr-defined]
        return actor

    def _by_session(self, request: HttpRequest) -> Actor | None:
        if not request.user.is_authenticated:
            return None
        now = clock.now()
        session = request.session
        signed_in, seen = (_instant(session.get(key)) for key in (SIGNED_IN_AT, SEEN_AT))
        actor = None
        if not rules.session_ended(
            signed_in_at=signed_in,
            seen_at=seen,
            at=now,
            idle=timedelta(seconds=settings.SESSION_IDLE_SECONDS),
            absolute=timedelta(seconds=settings.SESSION_COOKIE_AGE),
        ):
            actor = queries.actor_get(request.user.pk, at=now)
        if actor is None:
            log.warning("session ended: account %s", request.user.pk)
            logout(request)
            request.session_ended = True  # type: ignore[attr-defined]
        elif now - seen >= SEEN_STEP and BY_ITSELF not in request.headers:
            session[SEEN_AT] = now.timestamp()
        return actor

    @staticmethod
    def _sign_in(request: HttpRequest) -> HttpResponse:
        if "Authorization" in request.headers:
            return HttpResponse(
                status=401, headers={"WWW-Authenticate": "Bearer"}, content_type="text/plain"
            )
        query = QueryDict(mutable=True)
        query["next"] = assurance.page_to_return_to(request)
        if getattr(request, "session_ended", False):
            query["ended"] = "1"
        url = f"{resolve_url(settings.LOGIN_URL)}?{query.urlencode(safe='/')}"
        if "HX-Request" in request.headers:  # the whole page leaves, not the fragment
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return redirect(url)


def _instant(stamp: object) -> datetime:
    """Return a session's time stamp; a session without one is as old as can be."""
    return datetime.fromtimestamp(stamp if isinstance(stamp, (int, float)) else 0, UTC)
