"""Remind a unit of the opinion that it owes."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from motcua.dossiers.services import opinion_remind as remind
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_do


@requires(Action.DOSSIER_APPRAISE)
@require_POST
def opinion_remind(request: SignedInRequest, code: str, ordinal: int) -> HttpResponse:
    """Remind, and go back to the dossier."""

    def operate(version: int) -> object:
        return remind(actor=request.actor, code=code, ordinal=ordinal, version=version)

    return act_do(request, code, "remind_opinion", operate)
