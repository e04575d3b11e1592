"""My drafts: go on, delete, take back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.filing.queries import drafts_of
from motcua.portal.filing import filing_page


@filing_page
@require_safe
def my_drafts(request: CitizenRequest) -> HttpResponse:
    """Show what was begun and not sent, and what was deleted and can still be taken back."""
    context = {
        "drafts": drafts_of(request.citizen),
        "discarded": drafts_of(request.citizen, discarded=True),
    }
    return render(request, "portal/my_drafts.html", context)
