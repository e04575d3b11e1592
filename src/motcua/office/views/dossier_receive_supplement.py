"""Record that the supplement has come: the clock runs on."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import act_do


@requires(Action.DOSSIER_INTAKE)
@require_POST
def dossier_receive_supplement(request: SignedInRequest, code: str) -> HttpResponse:
    """Record it."""
    return act_do(
        request,
        code,
        "receive_supplement",
        lambda version: services.dossier_receive_supplement(
            actor=request.actor, code=code, version=version
        ),
    )
