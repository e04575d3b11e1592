"""Return inside the office: an appraisal to the counter, an approval to the specialist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.return_labels import CAUSE_WORDS
from motcua.dossiers.return_rules import CAUSES, ReturnTo, return_to
from motcua.dossiers.services import ReturnInput
from motcua.dossiers.services import work_return as send_back
from motcua.dossiers.types import FactType
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field
from motcua.office.people import people_choices


class ReturnForm(ActForm):
    """Why, what to put right, who."""

    cause = forms.ChoiceField(label=gettext_lazy("Why it goes back"), widget=forms.RadioSelect)
    reason = reason_field(gettext_lazy("What is wrong"), rows=3)
    put_right = reason_field(gettext_lazy("What is to be put right"), rows=3)
    to_account = forms.TypedChoiceField(
        label=gettext_lazy("Goes to"), coerce=int, empty_value=None, required=False
    )

    def build(self) -> None:
        """Offer the causes of this way back, and the people who may put it right."""
        item = self.offer.item
        assert item is not None, "a return belongs to a piece of work"
        to = return_to(item.act, ()) or ReturnTo.SPECIALIST
        causes = [(one.value, CAUSE_WORDS[one]) for one in CAUSES[to]]
        self.fields["cause"].choices = causes  # type: ignore[attr-defined]
        if to is ReturnTo.SPECIALIST:  # to whoever appraised it
            del self.fields["to_account"]
            return
        unit = self.dossier.receiving_unit
        people = people_choices([unit.id], [Action.DOSSIER_INTAKE])
        anybody = ("", _("Whoever of %(unit)s takes it") % {"unit": unit.full_name})
        self.fields["to_account"].choices = [anybody, *people]  # type: ignore[attr-defined]
        accepted = (e.account_id for e in self.dossier.timeline if e.type == FactType.ACCEPTED)
        took_in = str(next(accepted, None) or "")
        if took_in in {key for key, _words in people}:
            self.fields["to_account"].initial = took_in


@requires(Action.WORK_CLAIM)
@require_http_methods(["GET", "POST"])
def work_return(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Ask why and what, then return."""

    def operate(data: dict[str, Any], version: int) -> object:
        return send_back(
            actor=request.actor,
            item_id=item_id,
            expected_version=version,
            given=ReturnInput(**data),
        )

    return act_ask(request, code, "return_work", ReturnForm, operate, item_id)
