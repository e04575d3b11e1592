"""The receipt of a payment as PDF/A, for the counter and the finance office."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from motcua.dossiers.receipt_paper import receipt_answer
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.office.reading import payment_reading
from motcua.payments.queries import receipt_get


@requires(Action.DOSSIER_FEE)
@require_safe
def payment_receipt(request: SignedInRequest, code: str) -> HttpResponse:
    """Hand out the receipt of a payment of one's own units; the reading is recorded."""
    try:
        if not code.isalnum() or len(code) > 12:
            raise Http404
        receipt = receipt_get(code)
    except NotFound as refusal:
        raise Http404 from refusal
    payment_reading(request, Action.DOSSIER_FEE, receipt.unit_id, code, purpose="receipt")
    return receipt_answer(receipt)
