"""The identity provider says that somebody signed out there (Back-Channel Logout 1.0)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.citizens.providers import ProviderDown, ProviderUntrusted
from motcua.citizens.services import provider_logout
from motcua.identity.access import public
from motcua.kernel.scope import no_transaction

LONGEST = 10_000


def _obey(token: str) -> None:
    if not token or len(token) > LONGEST:
        raise ProviderUntrusted("no_logout_token", "")
    provider_logout(token=token)


@public
@no_transaction
@csrf_exempt  # the token is the proof; no browser comes here
@require_POST
def sign_in_ended(request: HttpRequest) -> HttpResponse:
    """End the sittings that the token names; answers as chapter 2.8 says."""
    token = request.POST.get("logout_token", "")
    try:
        _obey(token)
    except ProviderUntrusted as refusal:
        response: HttpResponse = JsonResponse(
            {"error": "invalid_request", "error_description": refusal.code}, status=400
        )
    except ProviderDown:
        response = JsonResponse({"error": "temporarily_unavailable"}, status=503)
    else:
        response = HttpResponse()
    response["Cache-Control"] = "no-store"
    return response
