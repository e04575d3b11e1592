"""Cancel an appointment of one's centre; whoever can be reached is told."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound
from motcua.office.places import place_back
from motcua.reception.services import appointment_cancel_for


@requires(Action.RECEPTION_SERVE)
@require_POST
def hall_appointment_cancel(request: SignedInRequest, appointment_id: int) -> HttpResponse:
    """Free the half-hour; again changes nothing."""
    try:
        appointment_cancel_for(actor=request.actor, appointment_id=appointment_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    messages.success(request, _("The appointment is cancelled; who can be reached is told."))
    return redirect(place_back(request) or "office:hall_appointments")
