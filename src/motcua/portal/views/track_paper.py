"""Download of a letter of the office, by the address of the slip."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.dossiers.views import DossierView
from motcua.portal.followed import followed_page
from motcua.portal.letters import letter_answer


@followed_page
@require_safe
def track_paper(
    request: HttpRequest, dossier: DossierView, *, token: str, paper_id: int
) -> HttpResponse:
    """Answer with the PDF as it was issued; a letter of another dossier is not found."""
    del request, token
    return letter_answer(dossier, paper_id)
