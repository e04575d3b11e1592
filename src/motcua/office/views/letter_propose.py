"""Propose a form that somebody else signs: supplement at intake, refusal, apology, stop."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.dossiers.letter_rules import LetterAct
from motcua.dossiers.services.proposals import letter_propose as propose
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import SupplementForm
from motcua.office.views.dossier_apologise import ApologyForm
from motcua.office.views.dossier_refuse import RefusalForm
from motcua.office.views.dossier_stop import StopForm

FORMS: dict[LetterAct, type[ActForm]] = {
    LetterAct.SUPPLEMENT_INTAKE: SupplementForm,
    LetterAct.REFUSAL: RefusalForm,
    LetterAct.APOLOGY: ApologyForm,
    LetterAct.STOP: StopForm,
}


@requires(Action.WORK_CLAIM)
@require_http_methods(["GET", "POST"])
def letter_propose(request: SignedInRequest, code: str, act: str) -> HttpResponse:
    """Ask what the form is to say, then propose it."""
    wanted = next((one for one in FORMS if one.value == act), None)
    if wanted is None:
        raise Http404

    def operate(data: dict[str, Any], version: int) -> object:
        return propose(actor=request.actor, code=code, act=wanted, words=data, version=version)

    return act_ask(request, code, f"propose_{act}", FORMS[wanted], operate)
