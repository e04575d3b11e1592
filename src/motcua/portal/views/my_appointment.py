"""One appointment: when, where, the code for the kiosk; cancelling it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.kernel.errors import NotFound
from motcua.portal.appointments import state_words
from motcua.portal.hall import centre_name
from motcua.reception.queries.appointments import appointment_get
from motcua.reception.services import appointment_cancel
from motcua.reception.types import AppointmentState


@citizen_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_appointment(request: CitizenRequest, appointment_id: int) -> HttpResponse:
    """Show one's own appointment; on POST give it up."""
    try:
        one = appointment_get(appointment_id)
        if request.method == "POST":
            appointment_cancel(citizen=request.citizen, appointment_id=appointment_id)
            messages.success(request, _("Cancelled. Thank you: somebody else can have the time."))
            return redirect("portal:my_appointments")
    except NotFound as refusal:
        raise Http404 from refusal
    word, tone = state_words(one.state)
    context = {
        "one": one,
        "place": centre_name(one.unit_id),
        "word": word,
        "tone": tone,
        "booked": one.state is AppointmentState.BOOKED,
        "spaced": f"{one.code[:3]} {one.code[3:]}",
    }
    return render(request, "portal/my_appointment.html", context)
