"""From the number to the intake form in one step."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.hall import intake_url, ticket_asked
from motcua.reception.queries.desk import seat_of
from motcua.reception.services import ticket_begin


@requires(Action.RECEPTION_SERVE)
@require_POST
def hall_take_in(request: SignedInRequest, ticket_id: int) -> HttpResponse:
    """Begin with the number and open the form of its next matter, its papers ticked."""
    if ticket_asked(request, str(ticket_id)) is None:
        raise Http404
    seat = seat_of(request.actor.account_id)
    if seat is None:
        messages.error(request, _("Sit down at a counter first."))
        return redirect("office:hall")
    try:
        view = ticket_begin(actor=request.actor, counter_id=seat.id, ticket_id=ticket_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("office:hall")
    return redirect(intake_url(view))
