"""Record that the applicant withdraws the dossier (form 05)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.dossiers.services.letters import Pen
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.scope import no_transaction
from motcua.office.acting import ActForm
from motcua.office.fields import reason_field
from motcua.office.lettering import letter_ask


class WithdrawalForm(ActForm):
    """What the applicant says."""

    reason = reason_field(_("Reason given by the applicant"))


@requires(Action.DOSSIER_INTAKE)
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def dossier_withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for the applicant's reason, then record it."""

    def operate(data: dict[str, Any], version: int, letter: Pen) -> object:
        return services.dossier_withdraw(
            actor=request.actor, code=code, version=version, letter=letter, **data
        )

    return letter_ask(request, code, "withdraw", WithdrawalForm, operate)
