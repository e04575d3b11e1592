"""The language in which messages are written to me, and of these pages."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.services import language_choose
from motcua.kernel.scope import SYSTEM, scope_use


@citizen_only
@require_POST
def my_language(request: CitizenRequest) -> HttpResponse:
    """Remember it for messages, and on this device for the pages."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise Http404
    with scope_use(SYSTEM):
        language_choose(citizen=request.citizen, language=code)
    response = redirect("portal:my_data")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
