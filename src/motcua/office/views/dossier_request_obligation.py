"""Request a financial obligation towards the State."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import MoneyField, reason_field
from motcua.office.money import groups_claimed, waived_vnd


class ObligationForm(ActForm):
    """Payer, notice, amount."""

    payer = forms.CharField(label=_("Who pays"), max_length=200)
    notice_number = forms.CharField(label=_("Number of the notice"), max_length=80)
    amount_vnd = MoneyField(label=_("Amount in dong"))
    reason = reason_field(_("Why; the payer reads it"), rows=3, required=False)

    def __init__(self, *args: Any, exemption: bool = False, **more: Any) -> None:
        self.exemption = exemption
        super().__init__(*args, **more)

    def build(self) -> None:
        """Suggest the owner as payer; for a claim that is refused, what it had taken off."""
        self.fields["payer"].initial = self.dossier.owner.name
        if self.exemption and waived_vnd(self.dossier):
            self.fields["amount_vnd"].initial = waived_vnd(self.dossier)
            with override("vi"):  # as papers of the dossier are
                self.fields["reason"].initial = gettext(
                    "The papers do not prove the group that was claimed: %(groups)s."
                ) % {"groups": ", ".join(groups_claimed(self.dossier))}


@requires(Action.DOSSIER_APPRAISE)
@require_http_methods(["GET", "POST"])
def dossier_request_obligation(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for payer, notice and amount, then record them."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.dossier_request_obligation(
            actor=request.actor, code=code, version=version, **data
        )

    form = partial(ObligationForm, exemption="exemption" in request.GET)
    return act_ask(request, code, "request_obligation", form, operate)
