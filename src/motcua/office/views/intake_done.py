"""After the counter's key press: the code, the due date, the slip, and the next dossier."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.deadlines.explain import explanation_lines
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.hall import desk_of
from motcua.office.reading import dossier_read


@requires(Action.DOSSIER_INTAKE)
@require_safe
def intake_done(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what was taken in."""
    dossier = dossier_read(request, code, purpose="slip of a dossier just taken in")
    start = reverse("office:intake")
    again = {"unit": dossier.competent_unit.id, "procedure": dossier.procedure.code}
    context = {
        "dossier": dossier,
        "reasons": explanation_lines(dossier.due_explanation),
        "next_url": start,
        "again_url": f"{start}?{urlencode(again)}",
        "desk": desk_of(request.actor),
    }
    return render(request, "office/intake_done.html", context)
