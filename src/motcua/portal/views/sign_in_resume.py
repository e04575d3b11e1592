"""Signed in again: what was typed before the sitting ended is still there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.citizens.middleware import KEPT_COOKIE
from motcua.citizens.services import form_resume
from motcua.kernel.scope import SYSTEM, scope_use


@citizen_only
@never_cache
@require_http_methods(["GET", "HEAD"])
def sign_in_resume(request: CitizenRequest) -> HttpResponse:
    """Offer to send the kept form once more; without one go on to the person's own pages."""
    secret = request.COOKIES.get(KEPT_COOKIE, "")
    kept = None
    if secret:
        with scope_use(SYSTEM):
            kept = form_resume(secret=secret, person_id=request.citizen.person_id)
    if kept is None:
        return redirect("portal:my")
    fields = [(name, value) for name, values in kept.fields.items() for value in values]
    context = {
        "path": kept.path,
        "page": kept.path.partition("?")[0],
        "fields": fields,
        # Typed for somebody else than now: first act for that one again, then send.
        "elsewhere": kept.relation_id != request.citizen.relation_id,
        "relation": kept.relation_id or "",
    }
    return render(request, "portal/sign_in_resume.html", context)
