"""Download of the slip (form 01), by its own address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.dossiers.views import DossierView
from motcua.portal.followed import followed_page
from motcua.portal.letters import slip_answer


@followed_page
@require_safe
def track_slip_pdf(request: HttpRequest, dossier: DossierView, *, token: str) -> HttpResponse:
    """Answer with the PDF; before the dossier is accepted there is none."""
    del request, token
    return slip_answer(dossier)
