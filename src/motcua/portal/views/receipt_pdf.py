"""The receipt as PDF/A."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.portal.filing import filing_page
from motcua.portal.receipts import receipt_pdf as printed
from motcua.portal.receipts import receipt_told


@filing_page
@require_safe
def receipt_pdf(request: CitizenRequest, code: str) -> HttpResponse:
    """Answer with the file; another person's is not found."""
    told = receipt_told(request.citizen, code)
    response = HttpResponse(printed(told), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{told.receipt.code}.pdf"'
    return response
