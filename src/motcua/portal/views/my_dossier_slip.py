"""Download of the slip (form 01) of one's own dossier, once it is accepted."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.queries import dossier_get
from motcua.portal.filing import filing_page
from motcua.portal.letters import slip_answer


@filing_page
@require_safe
def my_dossier_slip(request: CitizenRequest, code: str) -> HttpResponse:
    """Answer with the PDF; another person's dossier is not found, nor one not accepted yet."""
    del request
    return slip_answer(dossier_get(code))
