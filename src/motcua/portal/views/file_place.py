"""Where a draft is filed, chosen anew: by the address, or by any name of a place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.services import draft_set
from motcua.filing.steps import Step, StepKind
from motcua.portal.competent import competent_units
from motcua.portal.filing import closed_url, context_of, filing_page, walk_of


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def file_place(request: CitizenRequest, code: str, draft_id: str) -> HttpResponse:
    """Show the units that take it in; keep the chosen one and go on where something is open."""
    walk = walk_of(request, code, draft_id)
    if closed := closed_url(walk.draft):
        return redirect(closed)
    text = request.POST.get("place", request.GET.get("place", ""))
    competent = competent_units(code, request.citizen.subject, text)
    chosen = request.POST.get("unit", "")
    wrong = False
    if request.method == "POST" and "search" not in request.POST:
        found = next((one for one in competent.places if str(one.unit.id) == chosen), None)
        if found is not None:
            draft_set(citizen=request.citizen, public_id=draft_id, unit_id=found.unit.id)
            return redirect("portal:file_go", code, draft_id)
        wrong = True
    context = context_of(
        walk,
        Step(StepKind.CHECK),
        competent=competent,
        chosen=walk.draft.unit_id or competent.own,
        wrong=wrong,
    )
    return render(request, "portal/file_place.html", context, status=422 if wrong else 200)
