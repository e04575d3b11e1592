"""Apologise with a new date (form 04): a leader's letter, once at most."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.dossiers.services.letters import Pen
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.scope import no_transaction
from motcua.office.acting import ActForm
from motcua.office.late import ApologyFields
from motcua.office.lettering import letter_ask


class ApologyForm(ApologyFields, ActForm):
    """Cause, what the applicant reads, the new date."""

    def build(self) -> None:
        """Days that have passed cannot be chosen; the cause that was recorded is."""
        self.days_check()
        self.fields["cause"].initial = self.dossier.late_cause.value


@requires(Action.DOSSIER_APPROVE)
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def dossier_apologise(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for cause and date, then apologise."""

    def operate(data: dict[str, Any], version: int, letter: Pen) -> object:
        return services.dossier_apologise(
            actor=request.actor, code=code, version=version, letter=letter, **data
        )

    return letter_ask(request, code, "apologise", ApologyForm, operate)
