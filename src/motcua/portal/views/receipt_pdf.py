"""The receipt as PDF/A."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.portal.filing import filing_page
from motcua.portal.group_receipts import group_receipt_pdf, group_receipt_told
from motcua.portal.receipts import receipt_pdf as printed
from motcua.portal.receipts import receipt_told


@filing_page
@require_safe
def receipt_pdf(request: CitizenRequest, code: str) -> HttpResponse:
    """Answer with the file; another person's is not found."""
    whole = group_receipt_told(request.citizen, code)
    if whole is not None:
        data, name = group_receipt_pdf(request.citizen, whole), whole.receipt.code
    else:
        told = receipt_told(request.citizen, code)
        data, name = printed(told), told.receipt.code
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
