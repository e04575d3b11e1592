"""Petitions of one's units: what waits, the most urgent first, and what is settled."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.feedback.queries import petitions_closed, petitions_open
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.petitions import petition_line


@requires(Action.PETITION_HANDLE)
@require_safe
def petitions(request: SignedInRequest) -> HttpResponse:
    """List them; texts are read on the page of each one, where the reading is recorded."""
    units = request.actor.unit_ids_for(Action.PETITION_HANDLE)
    context = {
        "open": [petition_line(one) for one in petitions_open(units)],
        "closed": [petition_line(one) for one in petitions_closed(units)],
    }
    return render(request, "office/petitions.html", context)
