"""Sign-out of citizens: here at once, and the way to sign out at the identity provider too."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.providers import provider_find
from motcua.citizens.services import session_end
from motcua.identity.access import public
from motcua.kernel.scope import SYSTEM, no_transaction, scope_use
from motcua.portal import signing


@public
@no_transaction
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the sitting on POST; the page says so and offers the provider's own sign-out."""
    session = getattr(request, "citizen_session", None)
    if request.method == "POST":
        if session is not None:
            with scope_use(SYSTEM):
                session_end(session_id=session.id)
        response: HttpResponse = redirect("portal:sign_out")
        response.delete_cookie(settings.CITIZEN_COOKIE_NAME)
        return response
    signed_in = getattr(request, "citizen", None) is not None
    provider = None if signed_in else provider_find()
    out = ""
    if provider is not None:
        out = provider.departure_out(callback=signing.address_of(request, "portal:sign_in"))
    context = {"signed_in": signed_in, "out": out, "provider": signing.provider_name()}
    return render(request, "portal/sign_out.html", context)
