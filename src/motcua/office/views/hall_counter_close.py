"""Take a counter out of use."""

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
from motcua.reception.services import counter_close


@requires(Action.RECEPTION_EDIT)
@require_POST
def hall_counter_close(request: SignedInRequest, counter_id: int) -> HttpResponse:
    """Take a counter out of use, unless it serves somebody."""
    try:
        counter_close(actor=request.actor, counter_id=counter_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The counter is out of use."))
    return redirect(place_back(request) or "office:hall_setup")
