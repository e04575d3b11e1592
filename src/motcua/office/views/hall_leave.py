"""Leave a counter; a director frees the counter of somebody who has gone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.office.places import place_back
from motcua.reception.queries.desk import counter_get
from motcua.reception.services import counter_leave


@requires(Action.RECEPTION_SERVE)
@require_POST
def hall_leave(request: SignedInRequest, counter_id: int) -> HttpResponse:
    """Free the seat, unless a number is there."""
    try:
        if not request.actor.may(Action.RECEPTION_SERVE, counter_get(counter_id).unit_id):
            raise Http404
        counter_leave(actor=request.actor, counter_id=counter_id)
    except NotFound as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("The counter is free."))
    return redirect(place_back(request) or "office:hall")
