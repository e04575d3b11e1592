"""Finish a piece of work: assign, appraise, give an opinion, approve, issue, return."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.queries.capacity import capacity_of
from motcua.dossiers.queries.numbers import number_proposed
from motcua.dossiers.return_labels import CAUSE_WORDS
from motcua.dossiers.return_rules import (
    APPROVED,
    CAUSES,
    ReturnCause,
    ReturnTo,
    draws_return,
    sends_back,
)
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.services import work_complete as complete
from motcua.dossiers.services.signing import signing_wanted
from motcua.dossiers.types import ReturnMethod, Status
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.assurance import proof_needed
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.acting import ActForm, act_ask, version_read
from motcua.office.fields import reason_field
from motcua.office.needed import sometimes
from motcua.office.people import people_choices
from motcua.office.service_words import repair_reason
from motcua.office.signing import Attempt, Chosen, sign_first
from motcua.office.step_fields import answers_taken, step_fields
from motcua.workflow.types import Act

METHODS = (
    (ReturnMethod.COUNTER, pgettext_lazy("return", "At the counter")),
    (ReturnMethod.POST, pgettext_lazy("return", "By post")),
    (ReturnMethod.ELECTRONIC, pgettext_lazy("return", "Electronically")),
)
# What each act needs besides its outcome and a note.
EXTRA: dict[Act, tuple[str, ...]] = {
    Act.ASSIGN: ("assign_to",),
    Act.APPROVE: ("cause", "put_right"),
    Act.ISSUE: ("number",),
    Act.RETURN: ("return_method", "receiver_name", "receiver_id_number"),
}


class CompleteForm(ActForm):
    """The outcome, and what the step's act needs."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), widget=forms.RadioSelect)
    assign_to = forms.TypedChoiceField(
        label=gettext_lazy("Official in charge"), coerce=int, empty_value=None, required=False
    )
    number = forms.CharField(label=gettext_lazy("Number of the document"), max_length=80)
    return_method = forms.TypedChoiceField(
        label=gettext_lazy("Way of return"),
        choices=[(int(value), label) for value, label in METHODS],
        coerce=lambda value: ReturnMethod(int(value)),
        widget=forms.RadioSelect,
    )
    receiver_name = sometimes(
        forms.CharField(label=gettext_lazy("Who received it"), max_length=200, required=False)
    )
    receiver_id_number = forms.CharField(
        label=gettext_lazy("Card number of the receiver"), max_length=20, required=False
    )
    cause = sometimes(
        forms.ChoiceField(
            label=gettext_lazy("Why it goes back"),
            required=False,
            help_text=gettext_lazy(
                "Only where you send it back: returns are counted by their cause."
            ),
        )
    )
    put_right = reason_field(gettext_lazy("What is to be put right"), rows=2, required=False)
    note = reason_field(gettext_lazy("Note"), rows=3, required=False)

    def build(self) -> None:
        """Keep the fields of this act; one single outcome is not asked for."""
        item = self.offer.item
        assert item is not None, "completing belongs to a piece of work"
        for name in {n for names in EXTRA.values() for n in names} - {*EXTRA.get(item.act, ())}:
            del self.fields[name]
        if item.act is Act.APPROVE:
            codes = [one.code for one in self.offer.outcomes]
            self._send_back(drawn=draws_return(item.act, codes))
        outcomes = [(outcome.code, outcome.name) for outcome in self.offer.outcomes]
        if len(outcomes) == 1:
            self.fields["outcome"].widget = forms.HiddenInput()
            self.fields["outcome"].initial = outcomes[0][0]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        asked = step_fields(item.fields)
        self.fields.update(asked)
        self.order_fields(["outcome", *asked])
        if item.act is Act.ASSIGN:
            first = self.dossier.status is Status.ACCEPTED
            needed = Action.DOSSIER_APPRAISE if first else Action.DOSSIER_OPINE
            people = people_choices([item.unit_id], [needed])
            nobody = ("", _("Nobody yet: whoever claims it"))
            self.fields["assign_to"].choices = [nobody, *people]  # type: ignore[attr-defined]
        if item.act is Act.ISSUE:
            self._number_propose()
        if item.act is Act.RETURN:
            self.fields["return_method"].initial = int(self.dossier.return_method)
            self.fields["receiver_name"].initial = self.dossier.applicant.name
        if item.act is Act.REPAIR:
            reason = repair_reason(self.dossier.timeline, item.element)
            self.fields["outcome"].help_text = reason and _(
                "The software could not do it: %(reason)s"
            ) % {"reason": reason}
        if item.act is Act.APPROVE:
            sometimes(self.fields["note"])  # where it goes back
        if item.act is Act.OPINION:
            self.fields["note"].label = _("Opinion")
            self.fields["note"].required = True

    def capacity_tell(self, account_id: int) -> None:
        """Say in which capacity the reader will sign, or why they cannot."""
        item = self.offer.item
        if item is None or item.act is not Act.APPROVE:
            return
        try:
            found = capacity_of(account_id, self.dossier.competent_unit)
        except Refused as refusal:
            self.fields["outcome"].help_text = str(refusal)
            return
        if found is not None:
            words = _("You sign as %(capacity)s.") % {"capacity": found.text}
            self.fields["outcome"].help_text = words

    def _number_propose(self) -> None:
        """Put the next number of the year there, as the unit wrote the last one of its kind."""
        proposed = number_proposed(
            self.dossier.competent_unit.id, self.dossier.procedure.procedure_id, clock.today().year
        )
        field = self.fields["number"]
        field.initial = proposed
        field.help_text = (
            _("The next number of this kind in this year. Each number is given once.")
            if proposed
            else _("For example 01/GXN-UBND. From then on the next number is proposed.")
        )

    def _send_back(self, *, drawn: bool) -> None:
        """Ask why it goes back, where the drawing lets an approval send back at all."""
        if not drawn:
            del self.fields["cause"], self.fields["put_right"]
            return
        causes = [(one.value, CAUSE_WORDS[one]) for one in CAUSES[ReturnTo.SPECIALIST]]
        self.fields["cause"].choices = [("", "–"), *causes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A cause belongs to sending back, and only to it."""
        data = self.cleaned_data
        if "cause" in self.fields:
            sends = sends_back(Act.APPROVE, data.get("outcome", APPROVED))
            if sends and not data.get("cause"):
                self.add_error("cause", _("Choose why it goes back."))
            if sends and not data.get("note"):
                self.add_error("note", _("Say why you send it back."))
            cause = data.get("cause") if sends else ""
            data["cause"] = ReturnCause(cause) if cause else ReturnCause.OTHER
        return data


def _proof_needed(request: SignedInRequest, item_id: int) -> HttpResponse | None:
    """Ask who it is once more where the step makes a signature; other steps need no more."""
    outcome = request.POST.get("outcome", "")
    try:
        with scope_use(request.actor.scope):
            signs = signing_wanted(item_id, outcome)
    except NotFound:
        return None  # the page says so
    return proof_needed(request, request.actor, keep=True) if signs else None


@requires(Action.WORK_CLAIM)
@no_transaction  # keys and time-stamps are waited for outside of one
@require_http_methods(["GET", "POST"])
def work_complete(request: SignedInRequest, code: str, item_id: int) -> HttpResponse:
    """Ask for the outcome, sign what is to be signed, then finish the step."""
    attempt = Attempt()
    asked = _proof_needed(request, item_id)
    if asked is not None:
        return asked
    if request.method == "POST":
        outcome, number = (request.POST.get(name, "") for name in ("outcome", "number"))
        attempt = sign_first(request, Chosen(item_id, version_read(request), outcome, number))

    def operate(data: dict[str, Any], version: int) -> object:
        if attempt.refusal is not None:
            raise attempt.refusal
        outcome, answers = data.pop("outcome"), answers_taken(data)
        return complete(
            actor=request.actor,
            item_id=item_id,
            outcome=outcome,
            expected_version=version,
            details=WorkDetails(**data, data=answers, signed=attempt.signed),
        )

    def form_make(*given: Any, **more: Any) -> CompleteForm:
        form = CompleteForm(*given, **more)
        form.capacity_tell(request.actor.account_id)
        return form

    with scope_use(request.actor.scope):
        return act_ask(request, code, "complete", form_make, operate, item_id)
