"""My requests for a visit at home, the newest first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.portal.hall import centre_name
from motcua.portal.visiting import STATES, centres_of, planned_words
from motcua.reception.queries.visits import visits_own


@citizen_only
@never_cache
@require_safe
def my_visits(request: CitizenRequest) -> HttpResponse:
    """List them with their state; say whether a centre comes home at all."""
    own = visits_own(request.citizen.subject_id)
    context = {
        "rows": [
            (one, centre_name(one.unit_id), *STATES[one.state], planned_words(one)) for one in own
        ],
        "offered": bool(centres_of(request.citizen)),
    }
    return render(request, "portal/my_visits.html", context)
