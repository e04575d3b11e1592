"""The receipt of a payment as PDF/A."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.dossiers.receipt_paper import receipt_answer
from motcua.kernel.errors import NotFound
from motcua.payments.queries import receipt_get


@citizen_only
@never_cache
@require_safe
def payment_receipt(request: CitizenRequest, code: str) -> HttpResponse:
    """Hand out the receipt of one of one's own payments."""
    del request
    try:
        if not code.isalnum():
            raise Http404
        return receipt_answer(receipt_get(code))
    except NotFound as refusal:
        raise Http404 from refusal
