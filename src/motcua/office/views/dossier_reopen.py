"""Re-open a dossier whose result is wrong; the wrong version stays on record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field


class ReopenForm(ActForm):
    """What is wrong."""

    reason = reason_field(_("What is wrong with the result"))


@requires(Action.DOSSIER_RETURN)
@require_http_methods(["GET", "POST"])
def dossier_reopen(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask what is wrong, then re-open."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.dossier_reopen(actor=request.actor, code=code, version=version, **data)

    return act_ask(request, code, "reopen", ReopenForm, operate)
