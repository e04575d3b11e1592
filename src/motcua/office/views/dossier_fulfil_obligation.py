"""Record the proof that a financial obligation was fulfilled."""

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


class ProofForm(ActForm):
    """The payment document."""

    proof = forms.CharField(label=_("Number of the payment document"), max_length=200)


@requires(Action.DOSSIER_FEE)
@require_http_methods(["GET", "POST"])
def dossier_fulfil_obligation(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for the payment document, then record it."""

    def operate(data: dict[str, Any], version: int) -> object:
        return services.dossier_fulfil_obligation(
            actor=request.actor, code=code, version=version, **data
        )

    return act_ask(request, code, "fulfil_obligation", ProofForm, operate)
