"""My appointments: from today on, the next first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.portal.appointments import state_words
from motcua.portal.hall import centre_name
from motcua.reception.queries.appointments import appointments_own


@citizen_only
@never_cache
@require_safe
def my_appointments(request: CitizenRequest) -> HttpResponse:
    """List them with where and when."""
    own = appointments_own(request.citizen.subject_id)
    rows = [(one, centre_name(one.unit_id), *state_words(one.state)) for one in own]
    return render(request, "portal/my_appointments.html", {"rows": rows})
