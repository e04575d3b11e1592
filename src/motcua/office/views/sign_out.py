"""Sign-out: only by POST, so that no link or picture of another site can do it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import public


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; public, because it may have ended by itself a moment ago."""
    logout(request)
    messages.success(request, _("You have signed out."))
    return redirect("office:sign_in")
