"""Ask a unit again: its answer asked for more, or the question was not what was meant."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.views.opinion_ask import asking


@requires(Action.DOSSIER_APPRAISE)
@require_http_methods(["GET", "POST"])
def opinion_renew(request: SignedInRequest, code: str, ordinal: int) -> HttpResponse:
    """Show the earlier question to be changed, then ask; the newer one counts."""
    return asking(request, code, "renew_opinion", ordinal)
