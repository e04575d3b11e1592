"""Who is signed in at the portal: sets `request.citizen`, and `request.scope` for their pages.

A realm of its own: another cookie, another table, another scope than the officials'. Where both
are signed in in one browser, an official's page sees the official alone and a citizen's page the
citizen alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from motcua.citizens import queries, services
from motcua.citizens.types import CitizenActor, SessionView
from motcua.identity.access import is_for_citizens, is_public
from motcua.identity.assurance import page_to_return_to
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

SEEN_STEP = timedelta(minutes=1)
KEPT_COOKIE = "motcua_kept"


class CitizenMiddleware:
    """Finds out which citizen asks; one statement where a browser holds the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Begin with nobody."""
        request.citizen = None  # type: ignore[attr-defined]
        request.citizen_session = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Lead nobody to the sign-in page; a public view may know who reads, and shows no more."""
        del args, kwargs
        theirs = is_for_citizens(view)
        if not theirs and not is_public(view):
            return None
        citizen = self._identify(request)
        if not theirs:
            return None
        if citizen is None:
            return _sign_in(request)
        request.actor = None  # type: ignore[attr-defined]
        request.scope = citizen.scope  # type: ignore[attr-defined]
        return None

    @staticmethod
    def _identify(request: HttpRequest) -> CitizenActor | None:
        secret = request.COOKIES.get(settings.CITIZEN_COOKIE_NAME, "")
        session = queries.session_find(secret) if secret else None
        if session is None:
            return None
        request.citizen_session = session  # type: ignore[attr-defined]
        if session.actor is None:
            return None
        request.citizen = session.actor  # type: ignore[attr-defined]
        if session.helper_gone:
            with scope_use(SYSTEM):
                services.help_end(session_id=session.id)
            messages.info(
                request,
                _("The help has ended: whoever helped you does not do this work any more."),
            )
        if clock.now() - session.seen_at >= SEEN_STEP:
            with scope_use(SYSTEM):
                services.session_seen(session_id=session.id)
        return session.actor


def _sign_in(request: HttpRequest) -> HttpResponse:
    query = QueryDict(mutable=True)
    query["next"] = page_to_return_to(request)
    session = getattr(request, "citizen_session", None)
    kept = _keep(request, session) if session is not None and request.method == "POST" else ""
    if session is not None:
        query["ended"] = "1"
    if kept:
        query["next"], query["kept"] = resolve_url(settings.CITIZEN_RESUME_URL), "1"
    response = _leave(request, query)
    if kept:
        response.set_cookie(
            KEPT_COOKIE,
            kept,
            max_age=3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _keep(request: HttpRequest, session: SessionView) -> str:
    """Keep what was typed: the form's own address, or the page that a fragment was sent from."""
    path = request.get_full_path()
    if "HX-Request" in request.headers:
        path = page_to_return_to(request)
    fields = {name: [str(v) for v in values] for name, values in request.POST.lists()}
    with scope_use(SYSTEM):
        return services.form_keep(session_id=session.id, path=path, fields=fields)


def _leave(request: HttpRequest, query: QueryDict) -> HttpResponse:
    url = f"{resolve_url(settings.CITIZEN_LOGIN_URL)}?{query.urlencode(safe='/')}"
    if "HX-Request" in request.headers:  # the whole page leaves, not the fragment
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
