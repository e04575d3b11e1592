"""The slip and the letters of the office, for whoever holds the slip or its address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.slip_paper import has_slip
from motcua.dossiers.views import DossierView
from motcua.portal.followed import followed_page
from motcua.portal.letters import letters_told


@followed_page
@require_safe
def track_papers(request: HttpRequest, dossier: DossierView, *, token: str) -> HttpResponse:
    """List them, each letter with its reason in words."""
    context = {
        "code": dossier.code,
        "token": token,
        "has_slip": has_slip(dossier),
        "due_at": dossier.due_original_at or dossier.due_at,
        "letters": letters_told(dossier.papers),
    }
    return render(request, "portal/track_papers.html", context)
