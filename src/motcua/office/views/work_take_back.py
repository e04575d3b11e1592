"""Take back a piece of work that one has handed over and nobody has confirmed."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_do


@requires(Action.WORK_CLAIM)
@require_POST
def work_take_back(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Take it back."""
    return act_do(
        request,
        code,
        "take_back",
        lambda version: services.work_take_back(
            actor=request.actor, item_id=item_id, expected_version=version
        ),
    )
