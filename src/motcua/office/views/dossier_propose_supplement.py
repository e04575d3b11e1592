"""Propose to ask for a supplement during appraisal; a leader approves it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_ask
from motcua.office.fields import SupplementForm


@requires(Action.DOSSIER_APPRAISE)
@require_http_methods(["GET", "POST"])
def dossier_propose_supplement(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask what is missing, then record it."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.dossier_propose_supplement(
            actor=request.actor, code=code, version=version, **data
        )

    return act_ask(request, code, "propose_supplement", SupplementForm, operate)
