"""The identity provider sends the browser back here, with a code or a refusal."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.providers import ProviderDown, ProviderUntrusted
from motcua.citizens.services import (
    AttemptStale,
    IdentityInReview,
    attempt_take,
    session_end,
    sign_in_finish,
)
from motcua.identity.access import public
from motcua.kernel.scope import SYSTEM, no_transaction, scope_use
from motcua.portal import signing

REFUSALS = (AttemptStale, IdentityInReview, ProviderDown, ProviderUntrusted)


@public
@no_transaction
@never_cache
@require_safe
def sign_in_back(request: HttpRequest) -> HttpResponse:
    """Sign in and go on; or say plainly why not, with the way that remains."""
    goal, level = "", 1
    try:
        attempt = attempt_take(
            state=request.GET.get("state", ""), browser=signing.browser_secret(request)
        )
        goal, level = attempt.goal, attempt.level
        if "code" not in request.GET:
            failure = signing.failure_told(request.GET.get("error", ""))
            return _failed(request, failure, goal, level, 200)
        done = sign_in_finish(
            attempt=attempt,
            code=request.GET["code"],
            callback=signing.address_of(request, "portal:sign_in_back"),
        )
    except REFUSALS as refusal:
        return _failed(request, signing.failure_of(refusal), goal, level, refusal.status)
    before = getattr(request, "citizen_session", None)
    if before is not None:
        with scope_use(SYSTEM):
            session_end(session_id=before.id)
    onward = signing.goal_safe(request, goal)
    if done.level < done.wanted:
        context = {"level_wanted": done.wanted, "goal": onward, "provider": signing.provider_name()}
        response = render(request, "portal/sign_in_back.html", context)
    else:
        response = redirect(onward or "portal:my")
    signing.cookie_put(response, settings.CITIZEN_COOKIE_NAME, done.secret, seconds=None)
    response.delete_cookie(signing.BROWSER_COOKIE)
    return response


def _failed(
    request: HttpRequest, failure: signing.Failure, goal: str, level: int, status: int
) -> HttpResponse:
    context = {
        "failure": failure,
        "goal": signing.goal_safe(request, goal),
        "level": level,
        "provider": signing.provider_name(),
    }
    return render(request, "portal/sign_in_back.html", context, status=status)
