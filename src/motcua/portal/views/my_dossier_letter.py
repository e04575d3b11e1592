"""Download of a form that the office issued in one's own dossier."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.queries import dossier_get
from motcua.portal.filing import filing_page
from motcua.portal.letters import letter_answer


@filing_page
@require_safe
def my_dossier_letter(request: CitizenRequest, code: str, paper_id: int) -> HttpResponse:
    """Answer with the PDF as it was issued, with the unit's seal where it has one."""
    del request
    return letter_answer(dossier_get(code), paper_id)
