"""Decide on a form that somebody proposed: sign and issue it, or send it back with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers.services.letters import Pen
from motcua.dossiers.services.proposals import letter_decide as decide
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.scope import no_transaction
from motcua.office.acting import ActForm
from motcua.office.fields import reason_field
from motcua.office.lettering import letter_ask

DECISIONS = [
    ("yes", _("Approve: the form is issued now and the applicant is told")),
    ("no", _("Send back: nothing is issued")),
]


class DecisionForm(ActForm):
    """Yes, or no with a reason."""

    approve = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=DECISIONS,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = reason_field(
        _("Why it is sent back"), _("Only when you send it back; the officer reads this."), rows=2
    )

    def build(self) -> None:
        """A reason is needed only to send it back; the operation asks for it."""
        self.fields["note"].required = False
        waits = self.dossier.open_proposal
        if waits is not None and waits.words.get("promised_on", date.max) <= clock.today():
            asked = cast(forms.TypedChoiceField, self.fields["approve"])
            asked.choices = [one for one in DECISIONS if one[0] == "no"]
            asked.initial = "no"
            asked.help_text = _(
                "The day that it promises has come, so it cannot be issued any more. Send it back;"
                " it is proposed anew with a later day."
            )


@requires(Action.LETTER_SIGN)
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def letter_decide(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what is proposed, then record the decision."""

    def operate(data: dict[str, Any], version: int, letter: Pen) -> object:
        return decide(actor=request.actor, code=code, version=version, letter=letter, **data)

    return letter_ask(
        request, code, "decide_letter", DecisionForm, operate, issues=lambda data: data["approve"]
    )
