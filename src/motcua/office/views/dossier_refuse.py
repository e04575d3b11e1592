"""Refuse to take a dossier in (form 03)."""

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
from motcua.office.fields import reason_field
from motcua.office.lettering import letter_ask


class RefusalForm(ActForm):
    """Both are the law's demand."""

    reason = reason_field(_("Reason"), _("In plain words: the applicant reads this."))
    legal_basis = reason_field(_("Legal basis"), _("The article and the document."), rows=2)
    go_instead = forms.CharField(
        label=_("Where to go instead"),
        help_text=_("The office that is competent, with its address; it stands on form 03."),
        max_length=300,
        required=False,
    )


@requires(Action.DOSSIER_INTAKE)
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def dossier_refuse(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for reason and legal basis, then refuse."""

    def operate(data: dict[str, Any], version: int, letter: Pen) -> object:
        return services.dossier_refuse(
            actor=request.actor, code=code, version=version, letter=letter, **data
        )

    return letter_ask(request, code, "refuse", RefusalForm, operate)
