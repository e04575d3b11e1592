"""Sign, as a leader, a result that was approved before its unit had a digital seal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, fresh, keeps_form, requires
from motcua.identity.types import Action
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.acting import ActForm, act_ask, version_read
from motcua.office.signing import Attempt, Chosen, sign_first


class SignForm(ActForm):
    """Nothing is asked but the press itself."""


@requires(Action.DOSSIER_APPROVE)
@fresh  # a signature has the force of one's hand
@keeps_form
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def dossier_sign_result(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what is to be signed; a POST signs it."""
    attempt = Attempt()
    if request.method == "POST":
        attempt = sign_first(request, Chosen(version=version_read(request), code=code))

    def operate(_data: dict[str, Any], version: int) -> object:
        if attempt.refusal is not None:
            raise attempt.refusal
        return services.dossier_sign_result(
            actor=request.actor, code=code, version=version, signed=attempt.signed
        )

    with scope_use(request.actor.scope):
        return act_ask(request, code, "sign_result", SignForm, operate)
