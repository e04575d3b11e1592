"""The receipt: code, security code, time of arrival, what happens next and until when."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.filing.queries import group_of_dossier
from motcua.portal.filing import filing_page
from motcua.portal.group_receipts import group_receipt_told
from motcua.portal.receipts import dossier_url, receipt_told


@filing_page
@require_safe
def receipt(request: CitizenRequest, code: str) -> HttpResponse:
    """Show it, at any time later too; another person's is not found."""
    whole = group_receipt_told(request.citizen, code)
    if whole is not None:
        context = {"told": whole, "receipt": whole.receipt}
        return render(request, "portal/_receipt_group.html", context)
    told = receipt_told(request.citizen, code)
    context = {
        "told": told,
        "receipt": told.receipt,
        "dossier": told.dossier,
        "dossier_url": dossier_url(code),
        "group": group_of_dossier(request.citizen, told.dossier.id),
    }
    return render(request, "portal/receipt.html", context)
