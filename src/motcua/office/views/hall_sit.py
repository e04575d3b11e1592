"""Sit down at a counter."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.reception.services import counter_sit


@requires(Action.RECEPTION_SERVE)
@require_POST
def hall_sit(request: SignedInRequest, counter_id: int) -> HttpResponse:
    """Take the seat; somebody else's stays theirs."""
    try:
        counter_sit(actor=request.actor, counter_id=counter_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("office:hall")
