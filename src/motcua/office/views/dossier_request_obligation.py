"""Request a financial obligation towards the State."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import MoneyField


class ObligationForm(ActForm):
    """Payer, notice, amount."""

    payer = forms.CharField(label=_("Who pays"), max_length=200)
    notice_number = forms.CharField(label=_("Number of the notice"), max_length=80)
    amount_vnd = MoneyField(label=_("Amount in dong"))

    def build(self) -> None:
        """Suggest the owner as payer."""
        self.fields["payer"].initial = self.dossier.owner.name


@requires(Action.DOSSIER_APPRAISE)
@require_http_methods(["GET", "POST"])
def dossier_request_obligation(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for payer, notice and amount, then record them."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.dossier_request_obligation(
            actor=request.actor, code=code, version=version, **data
        )

    return act_ask(request, code, "request_obligation", ObligationForm, operate)
