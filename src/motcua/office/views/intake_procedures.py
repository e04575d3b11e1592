"""The list of procedures while the officer types."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.counter.choices import choices_find
from motcua.office.counter.interim import slip_asked
from motcua.office.hall import ticket_asked
from motcua.office.outside.working import outside_asked


@requires(Action.DOSSIER_INTAKE)
@require_safe
def intake_procedures(request: SignedInRequest) -> HttpResponse:
    """Show what fits the words typed, the most used first."""
    choices = choices_find(request.actor, request.GET.get("q", ""))
    context = {
        "choices": choices,
        "ticket": ticket_asked(request, request.GET.get("ticket", "")),
        "outside": outside_asked(request, request.GET.get("visit", "")),
        "slip": slip_asked(request, request.GET.get("slip", "")),
    }
    return render(request, "office/intake_procedures.html", context)
