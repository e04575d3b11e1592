"""The end of a hall's day, by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden
from motcua.office.places import place_back
from motcua.reception.services import hall_end as end


@requires(Action.RECEPTION_EDIT)
@require_POST
def hall_end(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """End the numbers that still wait; whoever is at a counter is served to the end."""
    try:
        ended = end(actor=request.actor, unit_id=unit_id)
    except Forbidden as refusal:
        raise Http404 from refusal
    words = ngettext(
        "The day has ended: %(n)s number that waited has ended.",
        "The day has ended: %(n)s numbers that waited have ended.",
        ended,
    )
    messages.success(request, words % {"n": ended})
    return redirect(place_back(request) or "office:hall_setup")
