"""Let the link of a wall screen hold for its whole life again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.places import place_back
from motcua.reception.services import wall_renew
from motcua.ui import formats


@requires(Action.BOARD_SCREEN)
@require_POST
def board_screen_renew(request: SignedInRequest, device_id: int) -> HttpResponse:
    """Let the link of a wall screen hold for its whole life again."""
    try:
        device = wall_renew(actor=request.actor, device_id=device_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        day = formats.day(device.expires_at) if device.expires_at else ""
        messages.success(request, _("The link holds until %(day)s.") % {"day": day})
    return redirect(place_back(request) or "office:board_screens")
