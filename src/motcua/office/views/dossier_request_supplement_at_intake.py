"""Ask for missing papers before acceptance (form 02)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.dossiers.services.letters import Pen
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.scope import no_transaction
from motcua.office.fields import SupplementForm
from motcua.office.lettering import letter_ask


@requires(Action.DOSSIER_INTAKE)
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def dossier_request_supplement_at_intake(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask what is missing, then record it."""

    def operate(data: dict[str, Any], version: int, letter: Pen) -> object:
        return services.dossier_request_supplement_at_intake(
            actor=request.actor, code=code, version=version, letter=letter, **data
        )

    return letter_ask(request, code, "request_supplement_at_intake", SupplementForm, operate)
