"""What search engines may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import public
from motcua.kernel.scope import no_transaction

RULES = """\
User-agent: *
Disallow: /office/
Disallow: /api/
Disallow: /t/
"""


@public
@no_transaction
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of the officials' pages and of dossiers; the catalogue is theirs."""
    del request
    headers = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(RULES, content_type="text/plain; charset=utf-8", headers=headers)
