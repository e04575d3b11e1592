"""Approve or reject a proposed request for a supplement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.dossiers.services.letters import Pen
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.scope import no_transaction
from motcua.office.acting import ActForm
from motcua.office.lettering import letter_ask


class DecisionForm(ActForm):
    """Yes or no."""

    approve = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[
            ("yes", _("Approve: ask the applicant, the time limit stands still")),
            ("no", _("Reject: processing goes on without it")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


@requires(Action.DOSSIER_APPROVE)
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def dossier_approve_supplement(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the proposal, then record the decision."""

    def operate(data: dict[str, Any], version: int, letter: Pen) -> object:
        return services.dossier_approve_supplement(
            actor=request.actor, code=code, version=version, letter=letter, **data
        )

    return letter_ask(
        request,
        code,
        "approve_supplement",
        DecisionForm,
        operate,
        issues=lambda data: data["approve"],
    )
