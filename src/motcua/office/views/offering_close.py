"""Cease to take in a procedure in a unit; running dossiers go on."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.office.counter.offering import bodies_of
from motcua.procedures.services import offering_close as offering_close_do


@requires(Action.PROCEDURE_OFFER)
@require_POST
def offering_close(request: SignedInRequest, unit_id: int, code: str) -> HttpResponse:
    """Close it from now on and go back to the list."""
    bodies = bodies_of(request.actor, unit_id)
    try:
        closed = offering_close_do(
            actor=request.actor, unit_id=unit_id, code=code.replace("\x00", ""), at=clock.now()
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        name = closed.version.name
        messages.success(request, _("“%(name)s” is closed for intake.") % {"name": name})
    return redirect(f"{reverse('office:offerings')}?{urlencode({'unit': bodies.unit.code})}")
