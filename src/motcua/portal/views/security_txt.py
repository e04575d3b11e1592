"""Where to tell us about a weakness (RFC 9116)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import public
from motcua.kernel import clock
from motcua.kernel.scope import no_transaction

VALID = timedelta(days=180)


@public
@no_transaction
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Show the contact that the installation names in MOTCUA_SECURITY_CONTACT, or 404."""
    del request
    contact: str = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    until = clock.now().replace(microsecond=0) + VALID
    lines = [
        f"Contact: {contact}",
        f"Expires: {until.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
