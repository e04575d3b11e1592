"""Record that the fee was paid at the counter."""

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


class FeeForm(ActForm):
    """How it was paid."""

    method = forms.ChoiceField(
        label=_("Paid by"),
        choices=[("cash", _("Cash")), ("transfer", _("Bank transfer"))],
        initial="cash",
        widget=forms.RadioSelect,
    )


@requires(Action.DOSSIER_FEE)
@require_http_methods(["GET", "POST"])
def dossier_collect_fee(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the fees, ask how they were paid, record it."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.dossier_collect_fee(actor=request.actor, code=code, version=version, **data)

    return act_ask(request, code, "collect_fee", FeeForm, operate)
