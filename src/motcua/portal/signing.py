"""What the pages of signing in share: cookies, safe ways on, and failures in plain words."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from motcua.citizens.providers import provider_find
from motcua.kernel.errors import Refused

BROWSER_COOKIE = "motcua_sign_in"
BROWSER_SECONDS = 600
LEVELS = (1, 2)


@dataclass(frozen=True)
class Failure:
    """Why nobody was signed in: what happened, what it means, what to do."""

    title: str
    meaning: str
    next_step: str


def goal_safe(request: HttpRequest, goal: str) -> str:
    """Return the page to go on to when it is one of ours, else nothing."""
    safe = url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure())
    return goal if safe and goal.startswith("/") else ""


def level_asked(request: HttpRequest) -> int:
    """Return the level that the page before asked for (1 unless it said more)."""
    raw = request.POST.get("level") or request.GET.get("level") or ""
    return int(raw) if raw in {"1", "2"} else 1


def address_of(request: HttpRequest, name: str) -> str:
    """Return the full address of a page of ours, as it is registered at the provider."""
    path = reverse(name)
    if settings.SECURE:  # behind a proxy the request does not know its own scheme
        return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
    return request.build_absolute_uri(path)


def browser_secret(request: HttpRequest) -> str:
    """Return the secret that ties a sign-in under way to this browser."""
    return request.COOKIES.get(BROWSER_COOKIE) or secrets.token_urlsafe(32)


def cookie_put(response: HttpResponse, name: str, value: str, *, seconds: int | None) -> None:
    """Set a cookie that scripts and other sites never see."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def failure_of(refusal: Refused) -> Failure:
    """Put a refused sign-in into plain words."""
    again = _("Please try again in a few minutes, or bring your papers to the counter.")
    if refusal.code == "sign_in_stale":
        return Failure(
            _("This sign-in has expired"), refusal.message, _("Nothing was sent and nobody saw it.")
        )
    if refusal.code == "identity_in_review":
        return Failure(
            _("We have to look at your account first"),
            refusal.message,
            _("Please go to a service centre with your identity card. They know what to do."),
        )
    if refusal.code == "identity_refused":
        return Failure(
            _("This account was not let in"),
            refusal.message,
            _("If you think this is wrong, go to a service centre with your identity card."),
        )
    if refusal.status == 503:
        return Failure(
            _("%(provider)s cannot be reached") % {"provider": provider_name()},
            refusal.message,
            again,
        )
    return Failure(_("We could not make sure who you are"), refusal.message, again)


def failure_told(error: str) -> Failure:
    """Put the provider's own refusal into plain words; `error` is its code (OAuth 2.0)."""
    if error == "access_denied":
        return Failure(
            _("You stopped the sign-in"),
            _("Nothing was shared, and nothing has changed."),
            _("You can sign in later, or go on reading without it."),
        )
    return Failure(
        _("%(provider)s did not sign you in") % {"provider": provider_name()},
        _("It gave no reason that we can tell you."),
        _("Please try again in a few minutes, or bring your papers to the counter."),
    )


def provider_name() -> str:
    """Return what people call the national sign-in."""
    provider = provider_find()
    return provider.name if provider else str(settings.VNEID_NAME)
