"""Take one piece of work of somebody for whom one stands in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from motcua.dossiers.services import work_take_over as take_over
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_do
from motcua.office.places import place_back


@requires(Action.WORK_CLAIM)
@require_POST
def work_take_over(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Take it and go back to where the person was."""

    def operate(version: int) -> object:
        return take_over(actor=request.actor, item_id=item_id, expected_version=version)

    answer = act_do(request, code, "take_over", operate)
    back = place_back(request)
    return redirect(back) if back else answer
