"""Delete a draft; it can be taken back for a while."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.citizens.access import CitizenRequest
from motcua.filing.services import draft_discard as discard
from motcua.portal.filing import filing_page


@filing_page
@require_POST
def draft_discard(request: CitizenRequest, draft_id: str) -> HttpResponse:
    """Put it away and say how to take it back."""
    discard(citizen=request.citizen, public_id=draft_id)
    messages.success(request, _("The draft is deleted. You can take it back below."))
    return redirect("portal:my_drafts")
