"""Accept a registered dossier: its clock starts."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_do


@requires(Action.DOSSIER_INTAKE)
@require_POST
def dossier_accept(request: SignedInRequest, code: str) -> HttpResponse:
    """Accept; what is missing is named on the dossier's page."""
    return act_do(
        request,
        code,
        "accept",
        lambda version: services.dossier_accept(actor=request.actor, code=code, version=version),
    )
