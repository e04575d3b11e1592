"""Take back the form that one proposed, as long as nobody has decided."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from motcua.dossiers.services.proposals import letter_recall as recall
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_do


@requires(Action.WORK_CLAIM)
@require_POST
def letter_recall(request: SignedInRequest, code: str) -> HttpResponse:
    """Take it back and show the dossier."""
    return act_do(
        request,
        code,
        "recall_letter",
        lambda version: recall(actor=request.actor, code=code, version=version),
    )
