"""My petitions, the newest first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest
from motcua.feedback.queries import petitions_of_person
from motcua.portal.feedback import KINDS, STATES
from motcua.portal.filing import filing_page


@filing_page
@require_safe
def my_petitions(request: CitizenRequest) -> HttpResponse:
    """Show them with how each stands."""
    rows = [
        (one, KINDS[one.kind], *STATES[one.state])
        for one in petitions_of_person(request.citizen.subject_id)
    ]
    return render(request, "portal/my_petitions.html", {"rows": rows})
