"""Sign-in of citizens and businesses: what it is, what happens, and what if one cannot."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.providers import ProviderDown, ProviderUntrusted, provider_find
from motcua.citizens.services import sign_in_begin
from motcua.identity.access import public
from motcua.kernel.scope import no_transaction
from motcua.portal import signing


@public
@no_transaction
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the page; lead to the identity provider on POST."""
    goal = signing.goal_safe(request, request.POST.get("next") or request.GET.get("next") or "")
    level = signing.level_asked(request)
    citizen = getattr(request, "citizen", None)
    if request.method != "POST" and citizen is not None and citizen.assurance >= level:
        return redirect(goal or "portal:my")
    failure, status = None, 200
    if request.method == "POST" and provider_find() is not None:
        browser = signing.browser_secret(request)
        try:
            url = sign_in_begin(
                goal=goal,
                level=level,
                browser=browser,
                callback=signing.address_of(request, "portal:sign_in_back"),
            )
        except (ProviderDown, ProviderUntrusted) as refusal:
            failure, status = signing.failure_of(refusal), refusal.status
        else:
            response = HttpResponseRedirect(url)
            signing.cookie_put(
                response, signing.BROWSER_COOKIE, browser, seconds=signing.BROWSER_SECONDS
            )
            return response
    context = {
        "goal": goal,
        "level": level,
        "failure": failure,
        "signed_in": citizen is not None,
        "ended": "ended" in request.GET,
        "kept": "kept" in request.GET,
        "provider": signing.provider_name(),
        "ready": provider_find() is not None,
    }
    return render(request, "portal/sign_in.html", context, status=status)
