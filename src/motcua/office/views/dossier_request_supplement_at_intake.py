"""Ask for missing papers before acceptance (form 02)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_ask
from motcua.office.fields import SupplementForm


@requires(Action.DOSSIER_INTAKE)
@require_http_methods(["GET", "POST"])
def dossier_request_supplement_at_intake(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask what is missing, then record it."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.dossier_request_supplement_at_intake(
            actor=request.actor, code=code, version=version, **data
        )

    return act_ask(request, code, "request_supplement_at_intake", SupplementForm, operate)
