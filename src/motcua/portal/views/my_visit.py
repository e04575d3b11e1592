"""One request for a visit: how it stands, what to have ready; giving it up."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.kernel.errors import NotFound, Refused
from motcua.organisations.queries import unit_get
from motcua.portal.hall import centre_name
from motcua.portal.visiting import STATES, planned_words, procedures_at
from motcua.reception.labels import wishes_words
from motcua.reception.queries.visits import visit_get
from motcua.reception.services import visit_cancel
from motcua.reception.visiting import ALLOWED, VisitStep


@citizen_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_visit(request: CitizenRequest, visit_id: int) -> HttpResponse:
    """Show one's own request; on POST give it up."""
    try:
        one = visit_get(visit_id)
        if request.method == "POST":
            visit_cancel(citizen=request.citizen, visit_id=visit_id)
            messages.success(request, _("Your request is cancelled. You can ask again."))
            return redirect("portal:my_visits")
    except NotFound as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:my_visit", visit_id)
    offered = procedures_at(unit_get(one.unit_id))
    word, tone = STATES[one.state]
    context = {
        "one": one,
        "place": centre_name(one.unit_id),
        "word": word,
        "tone": tone,
        "planned": planned_words(one),
        "wishes": wishes_words(one.wishes),
        "papers": [offered[code] for code in one.procedures if code in offered],
        "cancellable": one.state in ALLOWED[VisitStep.CANCELLED],
    }
    return render(request, "portal/my_visit.html", context)
