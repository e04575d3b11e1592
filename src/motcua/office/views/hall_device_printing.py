"""Say whether a kiosk has a printer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound
from motcua.reception.services import device_printing_set

# What a button says, by the value it sends; any other value is none of this page's.
PRINTS = {"yes": True, "no": False}


@requires(Action.RECEPTION_EDIT)
@require_POST
def hall_device_printing(request: SignedInRequest, device_id: int) -> HttpResponse:
    """Let a kiosk print its numbers, or only show them."""
    prints = PRINTS.get(request.POST.get("prints", ""))
    if prints is None:
        raise Http404
    try:
        device = device_printing_set(actor=request.actor, device_id=device_id, prints=prints)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    words = (
        _("“%(name)s” prints its numbers.") if prints else _("“%(name)s” only shows its numbers.")
    )
    messages.success(request, words % {"name": device.name})
    return redirect(f"{reverse('office:hall_setup')}?unit={device.unit_id}#devices")
