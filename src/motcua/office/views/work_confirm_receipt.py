"""Confirm that a piece of work handed over has arrived."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_do


@requires(Action.WORK_CLAIM)
@require_POST
def work_confirm_receipt(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Confirm it; from now on the receiver answers for it."""
    return act_do(
        request,
        code,
        "confirm_receipt",
        lambda version: services.work_confirm_receipt(
            actor=request.actor, item_id=item_id, expected_version=version
        ),
    )
