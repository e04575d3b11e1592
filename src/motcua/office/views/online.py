"""What was filed from home and waits for the counter's answer, nearest due first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.answer import dossiers_to_answer
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Invalid
from motcua.ui.links import url_with

PAGE = 50


@requires(Action.DOSSIER_INTAKE)
@require_safe
def online(request: SignedInRequest) -> HttpResponse:
    """Show a page of them; three statements. A damaged place in the list begins it anew."""
    units = request.actor.unit_ids_for(Action.DOSSIER_INTAKE)
    after = request.GET.get("after", "")
    try:
        rows, following = dossiers_to_answer(unit_ids=units, after=after, limit=PAGE)
    except Invalid:
        rows, following = dossiers_to_answer(unit_ids=units, limit=PAGE)
    context = {
        "rows": rows,
        "next_url": url_with(request, after=following) if following else "",
        "first_url": url_with(request, after=None) if after else "",
    }
    return render(request, "office/online.html", context)
