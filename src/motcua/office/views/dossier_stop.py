"""Stop processing: a leader's decision with its kind (form 05)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers import services
from motcua.dossiers.services.letters import Pen
from motcua.dossiers.types import StopKind
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.scope import no_transaction
from motcua.office.acting import ActForm
from motcua.office.fields import reason_field
from motcua.office.lettering import letter_ask


class StopForm(ActForm):
    """Kind, reason, legal basis."""

    kind = forms.TypedChoiceField(
        label=_("Kind of stop"),
        choices=[
            (StopKind.TEMPORARY.value, _("Temporary: until what hinders it is gone")),
            (StopKind.FINAL.value, _("Final: the dossier ends here")),
        ],
        coerce=StopKind,
        widget=forms.RadioSelect,
    )
    reason = reason_field(_("Reason"), _("In plain words: the applicant reads this."))
    legal_basis = reason_field(_("Legal basis"), _("The article and the document."), rows=2)


@requires(Action.DOSSIER_APPROVE)
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def dossier_stop(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for kind, reason and legal basis, then stop."""

    def operate(data: dict[str, Any], version: int, letter: Pen) -> object:
        return services.dossier_stop(
            actor=request.actor, code=code, version=version, letter=letter, **data
        )

    return letter_ask(request, code, "stop", StopForm, operate)
