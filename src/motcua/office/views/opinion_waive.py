"""A leader records what lawfully stands in for an opinion that is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.services import opinion_waive as waive
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field


class WaiveForm(ActForm):
    """What stands in for it, and by which law."""

    reason = reason_field(gettext_lazy("What stands in for the opinion"), rows=3)
    legal_basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=300)


@requires(Action.DOSSIER_APPROVE)
@require_http_methods(["GET", "POST"])
def opinion_waive(request: SignedInRequest, code: str, ordinal: int) -> HttpResponse:
    """Ask for reason and law, then record."""

    def operate(data: dict[str, Any], version: int) -> object:
        return waive(actor=request.actor, code=code, ordinal=ordinal, version=version, **data)

    return act_ask(request, code, "waive_opinion", WaiveForm, operate, ordinal=ordinal)
