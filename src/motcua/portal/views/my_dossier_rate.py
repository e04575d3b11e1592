"""Say how it was: one tap, then a comment if one likes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.citizens.access import CitizenRequest
from motcua.feedback.services import rating_give
from motcua.kernel.errors import NotFound, Refused
from motcua.portal.filing import filing_page


@filing_page
@require_POST
def my_dossier_rate(request: CitizenRequest, code: str) -> HttpResponse:
    """Keep it, thank, and go back to the dossier."""
    score = request.POST.get("score", "")
    comment = request.POST.get("comment", "")
    try:
        rating_give(
            scope=request.citizen.scope,
            code=code,
            score=int(score) if score.isdecimal() and len(score) == 1 else 0,
            comment=comment,
        )
    except Refused as refusal:
        if isinstance(refusal, NotFound):
            raise
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Thank you. It helps the office to become better."))
    return redirect("portal:my_dossier", code)
