"""Take the link of a wall screen back: one press, and it shows nothing any more."""

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
from motcua.reception.services import wall_revoke


@requires(Action.BOARD_SCREEN)
@require_POST
def board_screen_revoke(request: SignedInRequest, device_id: int) -> HttpResponse:
    """Take the link of a wall screen back: one press, and it shows nothing any more."""
    try:
        wall_revoke(actor=request.actor, device_id=device_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    messages.success(request, _("The screen shows nothing any more."))
    return redirect(place_back(request) or "office:board_screens")
