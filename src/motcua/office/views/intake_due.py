"""The due date of a dossier accepted now: a part of the intake page that keeps itself true."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.office.counter.due import due_panel
from motcua.procedures.queries import offering_get


@requires(Action.DOSSIER_INTAKE)
@require_safe
def intake_due(request: SignedInRequest, unit_id: int, code: str) -> HttpResponse:
    """Show the due date and why, for a procedure that a unit offers."""
    try:
        offering = offering_get(unit_id=unit_id, code=code)
    except NotFound as refusal:
        raise Http404 from refusal
    due = due_panel(offering.version, unit_id)
    return render(request, "office/intake_due.html", {"due": due})
