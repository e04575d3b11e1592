"""Give a piece of work back to the unit."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_do


@requires(Action.WORK_CLAIM)
@require_POST
def work_release(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Give it back."""
    return act_do(
        request,
        code,
        "release",
        lambda version: services.work_release(
            actor=request.actor, item_id=item_id, expected_version=version
        ),
    )
