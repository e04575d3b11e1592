"""What the counter has still to digitise, the oldest first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.digital import to_digitise as lines_read
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action


@requires(Action.DOSSIER_INTAKE)
@require_safe
def to_digitise(request: SignedInRequest) -> HttpResponse:
    """Show the dossiers with papers that have no digital copy."""
    units = request.actor.unit_ids_for(Action.DOSSIER_INTAKE)
    lines, count = lines_read(units)
    return render(request, "office/to_digitise.html", {"lines": lines, "count": count})
