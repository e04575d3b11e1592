"""What the pages of absences share: the form of a substitution, its words, its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.identity import rules
from motcua.identity.services import SubstitutionInput, substitution_make
from motcua.identity.substitutions import may_see_reason, substitutes_possible
from motcua.identity.types import (
    Absence,
    Actor,
    Capacity,
    NewWork,
    OnReturn,
    PostingView,
    SubstitutionView,
)
from motcua.identity.words import role_name
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.needed import sometimes
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_get

DAY_INPUT: dict[str, Any] = {
    "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    "input_formats": ["%Y-%m-%d", "%d/%m/%Y"],
}
REASONS = {
    Absence.LEAVE: gettext_lazy("Leave"),
    Absence.SICK: gettext_lazy("Sick"),
    Absence.TRIP: gettext_lazy("Business trip"),
    Absence.TRAINING: gettext_lazy("Training"),
    Absence.OTHER: gettext_lazy("Another reason"),
}
CAPACITIES = {
    Capacity.KT: gettext_lazy("KT.: a deputy signs for the head"),
    Capacity.TL: gettext_lazy("TL.: signs by order"),
    Capacity.TUQ: gettext_lazy("TUQ.: signs by written delegation"),
}


class AbsenceForm(forms.Form):
    """From when to when somebody is away, who stands in, what happens to the work."""

    substitute = forms.TypedChoiceField(
        label=gettext_lazy("Who stands in"),
        help_text=gettext_lazy("Only people who hold the same role in the unit for that time."),
        coerce=int,
    )
    valid_from = forms.DateField(
        label=gettext_lazy("First day away"),
        help_text=gettext_lazy("Today means from now on."),
        **DAY_INPUT,
    )
    valid_to = forms.DateField(label=gettext_lazy("Last day away"), **DAY_INPUT)
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Seen by you and by the head of the unit, by nobody else."),
        choices=[(one.value, words) for one, words in REASONS.items()],
        coerce=Absence,
    )
    new_work = forms.TypedChoiceField(
        label=gettext_lazy("New work in that time"),
        choices=[
            (NewWork.SUBSTITUTE.value, gettext_lazy("goes to the substitute")),
            (NewWork.POOL.value, gettext_lazy("stays with the unit, for whoever claims it")),
        ],
        widget=forms.RadioSelect,
        coerce=NewWork,
        initial=NewWork.SUBSTITUTE.value,
    )
    on_return = forms.TypedChoiceField(
        label=gettext_lazy("What the substitute has not finished at the end"),
        choices=[
            (OnReturn.BACK.value, gettext_lazy("goes back")),
            (OnReturn.STAY.value, gettext_lazy("stays with the substitute")),
        ],
        widget=forms.RadioSelect,
        coerce=OnReturn,
        initial=OnReturn.BACK.value,
    )
    capacity = forms.TypedChoiceField(
        label=gettext_lazy("The substitute signs"),
        choices=[(one.value, words) for one, words in CAPACITIES.items()],
        coerce=Capacity,
    )
    document = sometimes(
        forms.CharField(
            label=gettext_lazy("Number and day of the document that delegates"),
            help_text=gettext_lazy("As in 15/UQ-UBND of 10/9/2026."),
            max_length=80,
            required=False,
        )
    )

    def __init__(self, *args: Any, posting: PostingView, **more: Any) -> None:
        """Offer the people of the posting's unit; ask for a document only where one signs."""
        super().__init__(*args, **more)
        path = unit_get(posting.unit_id).path_ids
        people = substitutes_possible(posting.role, path, but=posting.account_id)
        self.people = len(people)
        self.fields["substitute"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a person")),
            *((str(account), name) for account, _posting, name in people),
        ]
        rule = rules.substitution_rule(posting.role, clock.today())
        if rule is None or not rule.capacities:
            del self.fields["capacity"], self.fields["document"]
        for name in ("valid_from", "valid_to"):
            self.fields[name].widget.attrs["min"] = clock.today().isoformat()

    def asked(self, posting_id: int) -> SubstitutionInput:
        """Return what was typed; days become instants of the legal zone."""
        data = self.cleaned_data
        first = data["valid_from"]
        return SubstitutionInput(
            posting_id=posting_id,
            substitute_id=data["substitute"],
            valid_from=None if first == clock.today() else clock.midnight(first),
            valid_to=after(data["valid_to"]),
            reason=data["reason"],
            new_work=data["new_work"],
            on_return=data["on_return"],
            capacity=data.get("capacity"),
            document=data.get("document", ""),
        )


def after(day: date) -> datetime:
    """Return the end of a day in the legal zone, as the beginning of the next one."""
    return clock.midnight(day + timedelta(days=1))


@dataclass(frozen=True)
class AbsenceRow:
    """A substitution in words; `mine` when the reader is the one who stands in."""

    view: SubstitutionView
    role: str
    last_day: date
    first_day: date
    state: str
    reason: str
    mine: bool
    may_change: bool


def row_of(actor: Actor, view: SubstitutionView, *, may_change: bool) -> AbsenceRow:
    """Return a row; its reason only for whoever may know it."""
    now = clock.now()
    state = "now" if view.in_force(now) else "coming" if view.valid_from > now else "over"
    known = view.reason is not None and may_see_reason(actor, view)
    last = clock.local(view.valid_to - timedelta(microseconds=1)).date()
    return AbsenceRow(
        view=view,
        role=str(role_name(view.role)),
        first_day=clock.local(view.valid_from).date(),
        last_day=last,
        state=state,
        reason=str(REASONS[view.reason]) if known and view.reason else "",
        mine=view.substitute_id == actor.account_id,
        may_change=may_change and state != "over",
    )


def posting_asked(text: str, postings: list[PostingView]) -> PostingView | None:
    """Return the posting that an address names; the only one where there is one."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    chosen = next((one for one in postings if one.id == number), None)
    return chosen or (postings[0] if len(postings) == 1 else None)


def substitutable(postings: list[PostingView]) -> list[PostingView]:
    """Return postings in force for whose role somebody may stand in."""
    today = clock.today()
    return [one for one in postings if rules.substitution_rule(one.role, today) is not None]


def absence_recorded(actor: Actor, form: AbsenceForm, posting: PostingView) -> bool:
    """Record what was asked; False when nothing was sent or the form now says what is wrong.

    Another unit's posting is not there (404); who may not is told so (403).
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        substitution_make(actor=actor, asked=form.asked(posting.id))
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        refusal_show(form, refusal)
        return False
    return True


def number_read(request: HttpRequest, name: str) -> int:
    """Return an id that a form sent; 0 for none or a damaged one."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
