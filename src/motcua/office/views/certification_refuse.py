"""Refuse single originals of a batch while copies are compared."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.certification.services import rows_refuse
from motcua.certification.types import Refusal
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.ui.formats import money


@requires(Action.DOSSIER_APPRAISE)
@require_POST
def certification_refuse(request: SignedInRequest, code: str) -> HttpResponse:
    """Refuse one row with its ground; what has been paid too much is told."""
    position = request.POST.get("row", "")
    place = int(position) if position.isascii() and position.isdigit() and len(position) < 4 else 0
    refusal = Refusal(place, request.POST.get("ground", ""), request.POST.get("note", ""))
    try:
        too_much = rows_refuse(actor=request.actor, code=code, refusals=[refusal])
    except NotFound as problem:
        raise Http404 from problem
    except Refused as problem:
        messages.warning(request, str(problem))
        return redirect("office:certification_batch", code)
    messages.success(
        request, _("The paper is refused. The others go on, and the fee is reckoned anew.")
    )
    if too_much:
        messages.warning(
            request,
            _("%(amount)s was paid too much. Ask the finance officer for a refund.")
            % {"amount": money(too_much)},
        )
    return redirect("office:certification_batch", code)
