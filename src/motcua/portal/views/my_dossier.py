"""One's own dossier: where it stands and why, what to do now, papers, messages, result."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.feedback.types import Score
from motcua.filing.queries import group_of_dossier
from motcua.portal.feedback import FACES
from motcua.portal.filing import filing_page
from motcua.portal.own import own_told


@filing_page
@require_safe
def my_dossier(request: CitizenRequest, code: str) -> HttpResponse:
    """Show it; another person's is not found."""
    own = own_told(code)
    faces = [(score.value, *FACES[score]) for score in Score]
    group = group_of_dossier(request.citizen, own.dossier.id)
    context = {"own": own, "dossier": own.told, "faces": faces, "group": group}
    return render(request, "portal/my_dossier.html", context)
