"""Take a deleted draft back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.citizens.access import CitizenRequest
from motcua.filing.services import draft_restore as restore
from motcua.portal.filing import filing_page


@filing_page
@require_POST
def draft_restore(request: CitizenRequest, draft_id: str) -> HttpResponse:
    """Take it back as it was."""
    restore(citizen=request.citizen, public_id=draft_id)
    messages.success(request, _("The draft is back."))
    return redirect("portal:my_drafts")
