"""The entry page of certified copies: a person, rows of originals, what they cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.certification.queries import batch_get, row_fees
from motcua.certification.rules import NOTE_MAX, ROWS_MAX, Refusable, grounds_on
from motcua.certification.types import BatchView, Ground, RowInput, RowState, Stage
from motcua.dossiers.types import PartyInput, PartyRole
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.office.counter.fees import groups_of
from motcua.office.counter.forms import DAYS, CounterForm, PartyForm
from motcua.office.counter.people import Found, person_fill, person_take
from motcua.organisations.types import UnitView
from motcua.procedures.labels import GROUPS
from motcua.procedures.rules import ExemptionGroup
from motcua.procedures.types import OfferingView
from motcua.ui.types import Tone

APPLICANT = PartyRole.APPLICANT.value
COUNT_MAX = 999
GROUND_WORDS = {
    Ground.ALTERED: gettext_lazy("Erased, corrected, added to or cut"),
    Ground.DAMAGED: gettext_lazy("Damaged or worn: the content cannot be made out"),
    Ground.SECRET: gettext_lazy("Stamped secret, or not to be copied"),
    Ground.FORBIDDEN: gettext_lazy("Content against law or morals"),
    Ground.NOT_LEGALISED: gettext_lazy("Foreign paper, not legalised and not exempt"),
    Ground.PRIVATE: gettext_lazy("Private paper without an authority's confirmation and seal"),
}
STAGE_WORDS = {
    Stage.CHECK: gettext_lazy("To be compared"),
    Stage.CERTIFY: gettext_lazy("To be certified"),
    Stage.SEAL: gettext_lazy("To be sealed"),
    Stage.GIVE: gettext_lazy("To be handed back"),
    Stage.OVER: gettext_lazy("Closed"),
}
STATE_WORDS: dict[RowState, tuple[Any, Tone]] = {
    RowState.WAITING: (gettext_lazy("No number yet"), Tone.NEUTRAL),
    RowState.CERTIFIED: (gettext_lazy("Certified"), Tone.DONE),
    RowState.REFUSED: (gettext_lazy("Refused"), Tone.OVERDUE),
    RowState.CANCELLED: (gettext_lazy("Struck out"), Tone.NEUTRAL),
}
# The step of a stage: its name in addresses, its button, the right that it needs, its report.
STEPS: dict[Stage, tuple[str, Any, Action]] = {
    Stage.CHECK: ("check", gettext_lazy("Compared: pass on"), Action.DOSSIER_APPRAISE),
    Stage.CERTIFY: ("certify", gettext_lazy("Certify"), Action.DOSSIER_APPROVE),
    Stage.SEAL: ("seal", gettext_lazy("Sealed"), Action.DOSSIER_ISSUE),
}


def _count(label: Any) -> forms.IntegerField:
    message = format_lazy(gettext_lazy("Enter a whole number from {low} to 999."), low=1)
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=COUNT_MAX,
        error_messages=dict.fromkeys(("invalid", "required", "min_value", "max_value"), message),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class RowForm(CounterForm):
    """One original; what it is called, its pages and the copies are enough."""

    name = forms.CharField(
        label=gettext_lazy("Name of the paper"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter what the paper is called.")},
    )
    pages = _count(pgettext_lazy("how many", "Pages"))
    copies = _count(gettext_lazy("Copies"))
    number = forms.CharField(
        label=gettext_lazy("Number of the original"), max_length=80, required=False
    )
    issued_on = forms.DateField(
        label=gettext_lazy("Date of issue"),
        required=False,
        input_formats=DAYS,
        error_messages={"invalid": gettext_lazy("There is no such day.")},
        widget=forms.TextInput,
    )
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=200, required=False)
    ground = forms.ChoiceField(
        label=gettext_lazy("May not be certified, because"),
        required=False,
        choices=[("", "–"), *((one.value, words) for one, words in GROUND_WORDS.items())],
    )
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=NOTE_MAX, required=False)

    def __init__(self, data: QueryDict, place: int) -> None:
        super().__init__(data, prefix=f"r{place}")
        self.place = place
        for one in self.fields.values():
            one.widget.attrs.setdefault("autocomplete", "off")

    @property
    def empty(self) -> bool:
        """Whether nobody has named a paper here."""
        names = ("name", "number", "issued_on", "issuer", "ground", "note")
        return not any(str(self[name].value() or "").strip() for name in names)

    @property
    def open(self) -> bool:
        """Whether something stands in the part that is folded away."""
        names = ("number", "issued_on", "issuer", "ground", "note")
        return any(str(self[name].value() or "").strip() or self[name].errors for name in names)

    @property
    def counts(self) -> tuple[int, int]:
        """Return pages and copies as far as they can be read, else one."""
        return _number(self["pages"].value()), _number(self["copies"].value())

    def row(self) -> RowInput:
        """Return what was typed, once it is valid."""
        given = self.cleaned_data
        return RowInput(
            name=given["name"],
            pages=given["pages"],
            copies=given["copies"],
            issuer=given.get("issuer", ""),
            number=given.get("number", ""),
            issued_on=given.get("issued_on"),
            ground=given.get("ground", ""),
            note=given.get("note", ""),
        )


class MoreForm(CounterForm):
    """Who pays less, and whether copies and originals have been compared already."""

    fee_groups = forms.MultipleChoiceField(
        label=gettext_lazy("Pays less or nothing, as the papers show"),
        choices=[(group.value, GROUPS[group.value]) for group in ExemptionGroup],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    compared = forms.BooleanField(
        label=gettext_lazy("I have compared every page of every copy with its original"),
        required=False,
    )


ON_CARD, ON_NAME = -1, -2  # fields of the person; from 0 on it is a row


@dataclass
class Entry:
    """Everything on the page."""

    offering: OfferingView
    unit: UnitView
    key: str
    party: PartyForm
    rows: list[RowForm]
    more: MoreForm
    may_compare: bool
    found: dict[str, Found] = field(default_factory=dict)
    focus: int = ON_CARD  # the row that is typed in next; ON_CARD, or ON_NAME of the person

    @property
    def forms(self) -> list[CounterForm]:
        """Return every form for the summary of errors, in the order of the page."""
        return [self.party, *self.rows, self.more]

    @property
    def groups(self) -> list[str]:
        """Return who pays less here, as ticked."""
        ticked = self.more["fee_groups"].value() or ()
        return [one for one in ticked if one in set(ExemptionGroup)]

    @property
    def asks_groups(self) -> bool:
        """Whether somebody pays less for this."""
        return bool(groups_of(self.offering.version))

    @property
    def lines(self) -> list[tuple[RowForm, int, int, int]]:
        """Return each named paper with pages, copies and what they cost; refused ones nothing."""
        named = [row for row in self.rows if not row.empty]
        counts = [row.counts for row in named]
        fees = row_fees(
            self.offering.version, self.unit.id, counts, on_day=clock.today(), groups=self.groups
        )
        return [
            (row, *count, 0 if row["ground"].value() else fee)
            for row, count, fee in zip(named, counts, fees, strict=True)
        ]

    @property
    def total(self) -> int:
        """Return what is to be paid, in dong."""
        return sum(line[3] for line in self.lines)

    @property
    def copies(self) -> int:
        """Return how many copies there are altogether."""
        return sum(line[2] for line in self.lines if not line[0]["ground"].value())

    @property
    def full(self) -> bool:
        """Whether no further row fits."""
        return len(self.rows) >= ROWS_MAX


def entry_new(actor: Actor, offering: OfferingView, unit: UnitView, key: str) -> Entry:
    """Return an empty page with one row."""
    entry = _build(actor, QueryDict(mutable=True), offering, unit, key, 1)
    for form in entry.forms:
        form.lenient()
    return entry


def entry_read(request: SignedInRequest, offering: OfferingView, unit: UnitView, key: str) -> Entry:
    """Return the page as it was sent, after what its buttons do: read a card, add or take a row.

    The button that Enter presses (`next`) reads the card where one was scanned, else goes on to a
    new row; an empty last row is not followed by another.
    """
    data = request.POST.copy()
    action = data.get("action", "")
    count = min(max(_number(data.get("rows")), 1), ROWS_MAX)
    found: dict[str, Found] = {}
    verb, _colon, name = action.partition(":")
    if verb == "next" and data.get(f"{APPLICANT}-card", "").strip():
        verb, name = "person", APPLICANT
    if verb in {"person", "take"} and name == APPLICANT:
        look = person_fill if verb == "person" else person_take
        found[name] = look(request, data, PartyRole.APPLICANT)
    if verb == "remove" and count > 1 and name.isascii() and name.isdigit():
        _row_remove(data, int(name[:3]), count)
        count -= 1
    entry = _build(request.actor, data, offering, unit, key, count)
    entry.found = found
    if verb in {"next", "add"}:
        if not entry.rows[-1].empty and not entry.full:
            entry.rows.append(RowForm(data, count))
        entry.focus = len(entry.rows) - 1
    look_at = found.get(APPLICANT)
    if look_at is not None and not (look_at.problem or look_at.other or look_at.known):
        entry.focus = _after_person(entry)
    return entry


def _after_person(entry: Entry) -> int:
    """Return where the cursor goes when a card or number was read: on to the papers."""
    if not entry.party["name"].value():
        return ON_NAME
    return next((nth for nth, row in enumerate(entry.rows) if row.empty), len(entry.rows) - 1)


def entry_lenient(entry: Entry) -> None:
    """Show what was typed without judging it; only the card may be wrong."""
    for form in entry.forms:
        form.lenient()
    found = entry.found.get(APPLICANT)
    if found is not None and found.problem:
        entry.party.add_error("card", found.problem)


def entry_party(entry: Entry) -> PartyInput:
    """Return the person of a valid page."""
    return entry.party.party()


def entry_valid(entry: Entry) -> bool:
    """Judge the page; a last row that nobody has begun counts for nothing."""
    while len(entry.rows) > 1 and entry.rows[-1].empty:
        entry.rows.pop()
    judged = [form.is_valid() for form in entry.forms]  # each tells what is wrong
    return all(judged)


def refusal_place(entry: Entry, refusal: Refused) -> None:
    """Put what the domain refuses at the fields it is about, the rest on top."""
    problems: Iterable[FieldProblem] = (
        refusal.problems if isinstance(refusal, Invalid) else [FieldProblem("", str(refusal))]
    )
    for one in problems:
        parts = one.field.split(".")
        form: CounterForm = entry.more
        if parts[0] == "rows" and len(parts) == 3 and int(parts[1]) < len(entry.rows):
            form = entry.rows[int(parts[1])]
        elif parts[0] == "parties":
            form = entry.party
        form.add_error(parts[-1] if parts[-1] in form.fields else None, one.message)


def batch_or_404(code: str) -> BatchView:
    """Return the batch of a dossier; Http404 for a dossier that is none."""
    try:
        return batch_get(code)
    except NotFound as refusal:
        raise Http404 from refusal


def ground_words(code: str) -> str:
    """Return a ground of refusal in the reader's language; empty for none."""
    return str(GROUND_WORDS[Ground(code)]) if code in set(Ground) else ""


def grounds_shown() -> list[tuple[str, str, Refusable]]:
    """Return (code, words, law) of every ground in force, for a choice and for its explanation."""
    found = grounds_on(clock.today())
    return [(one.ground.value, ground_words(one.ground.value), one) for one in found]


def numbers_told(numbers: Iterable[str]) -> str:
    """Return what was given, in a sentence."""
    return _("Numbers given: %(numbers)s") % {"numbers": "; ".join(numbers)}


def _build(
    actor: Actor, data: QueryDict, offering: OfferingView, unit: UnitView, key: str, count: int
) -> Entry:
    data.setdefault(f"{APPLICANT}-kind", "0")
    handling = offering.roles_units.get("handling", offering.unit_id)
    return Entry(
        offering=offering,
        unit=unit,
        key=key,
        party=PartyForm(data, role=PartyRole.APPLICANT),
        rows=[RowForm(data, place) for place in range(count)],
        more=MoreForm(data),
        may_compare=actor.may(Action.DOSSIER_APPRAISE, handling),
    )


def _row_remove(data: QueryDict, gone: int, count: int) -> None:
    """Take a row out: those after it move up."""
    names = list(RowForm.base_fields)
    for place in range(gone, count):
        for name in names:
            data[f"r{place}-{name}"] = data.get(f"r{place + 1}-{name}", "")


def _number(value: object) -> int:
    text = str(value if value is not None else "").strip()
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 4 else 1
