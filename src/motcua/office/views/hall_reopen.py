"""Give numbers again on a day that was ended by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden
from motcua.office.places import place_back
from motcua.reception.services import hall_reopen as reopen


@requires(Action.RECEPTION_EDIT)
@require_POST
def hall_reopen(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Give numbers again today; what has ended stays ended."""
    try:
        reopen(actor=request.actor, unit_id=unit_id)
    except Forbidden as refusal:
        raise Http404 from refusal
    messages.success(request, _("The kiosk gives numbers again."))
    return redirect(place_back(request) or "office:hall_setup")
