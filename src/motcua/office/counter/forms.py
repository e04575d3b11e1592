"""The fields of the intake page: texts become values here; the domain checks what is lawful."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.dossiers.types import (
    AssistedMode,
    Channel,
    ComponentInput,
    PartyInput,
    PartyKind,
    PartyRole,
    ReturnMethod,
)
from motcua.office.counter.uploads import Kept, Offer
from motcua.procedures.labels import CASES, DATA_SOURCES, GROUPS, word
from motcua.procedures.rules import ExemptionGroup
from motcua.procedures.types import ComponentKind, ComponentView, VersionView
from motcua.ui import formats

DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d", "%d %b %Y", "%d %B %Y"]
DAY_SHOWN = date(1990, 12, 31)
"""The example beside a date of birth."""
PIECES_MAX = 999
CHANNELS = [
    (Channel.COUNTER.value, gettext_lazy("At the counter")),
    (Channel.POST.value, gettext_lazy("By public post")),
]
ASSISTED = [
    (AssistedMode.NONE.value, gettext_lazy("Nobody helped")),
    (AssistedMode.HOME.value, gettext_lazy("At the person's home")),
    (AssistedMode.MOBILE.value, gettext_lazy("At a mobile point")),
    (AssistedMode.GUIDE.value, gettext_lazy("With an official's guidance")),
]
RETURNS = [
    (ReturnMethod.COUNTER.value, gettext_lazy("At the counter")),
    (ReturnMethod.POST.value, gettext_lazy("By public post")),
    (ReturnMethod.ELECTRONIC.value, gettext_lazy("Electronically")),
]
KINDS = [
    (PartyKind.PERSON.value, pgettext_lazy("kind of party", "Person")),
    (PartyKind.HOUSEHOLD_BUSINESS.value, gettext_lazy("Household business")),
    (PartyKind.ENTERPRISE.value, gettext_lazy("Enterprise")),
    (PartyKind.ORGANISATION.value, gettext_lazy("Organisation")),
]
SEXES = [("", "–"), ("Nam", gettext_lazy("Male")), ("Nữ", gettext_lazy("Female"))]


# Ways of telling the applicant how the dossier stands: ThongBaoSMS, ThongBaoEmail, ThongBaoZalo.
NOTIFY = [
    ("sms", gettext_lazy("Text message (SMS)")),
    ("zalo", "Zalo"),
    ("email", gettext_lazy("E-mail")),
]
NEEDS = {"sms": "phone", "zalo": "phone", "email": "email"}
RELATIONS = [
    ("", "–"),
    ("spouse", gettext_lazy("Husband or wife")),
    ("parent", gettext_lazy("Father or mother")),
    ("child", gettext_lazy("Son or daughter")),
    ("sibling", gettext_lazy("Brother or sister")),
    ("relative", gettext_lazy("Another relative")),
    ("representative", gettext_lazy("Representative or employee")),
    ("lawyer", gettext_lazy("Lawyer or legal aid")),
    ("other", pgettext_lazy("relation", "Somebody else")),
]


class CounterForm(forms.Form):
    """A form that can show what was typed without judging it yet."""

    def lenient(self) -> None:
        """Keep what was typed and say nothing is wrong: the officer has not finished."""
        self._errors = ErrorDict()
        self.cleaned_data = {}


def _count(label: Any, *, low: int, required: bool) -> forms.IntegerField:
    message = format_lazy(gettext_lazy("Enter a whole number from {low} to 999."), low=low)
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=low,
        max_value=PIECES_MAX,
        error_messages=dict.fromkeys(("invalid", "required", "min_value", "max_value"), message),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _day_shown() -> Any:
    """Return the example of a date in the language of whoever reads it."""
    return lazy(formats.day_typed, str)(DAY_SHOWN)


class BasicsForm(CounterForm):
    """How the dossier came, how its result goes back, how many sets, what is charged."""

    channel = forms.TypedChoiceField(
        label=gettext_lazy("How it was handed in"), choices=CHANNELS, coerce=int
    )
    assisted_mode = forms.ChoiceField(
        label=gettext_lazy("Help with filing"), choices=ASSISTED, required=False
    )
    return_method = forms.TypedChoiceField(
        label=gettext_lazy("How the result goes back"), choices=RETURNS, coerce=int
    )
    sets = _count(gettext_lazy("Number of sets"), low=1, required=True)
    fee_quantity = _count(gettext_lazy("Quantity for the fee"), low=1, required=True)
    fee_copies = _count(gettext_lazy("Number of copies"), low=1, required=False)
    fee_case = forms.ChoiceField(
        label=gettext_lazy("Case for the fee"),
        choices=[("", "–"), *CASES.items()],
        required=False,
    )
    fee_groups = forms.MultipleChoiceField(
        label=gettext_lazy("Pays less or nothing, as the papers show"),
        choices=[(group.value, GROUPS[group.value]) for group in ExemptionGroup],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    subject = forms.CharField(
        label=gettext_lazy("Summary of the request"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note on the slip"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CaseForm(CounterForm):
    """Which of the procedure's cases it is; a procedure that knows only one asks nothing."""

    case = forms.ChoiceField(
        label=gettext_lazy("Case of the procedure"),
        error_messages={"required": gettext_lazy("Choose the case that applies.")},
    )

    def __init__(self, data: QueryDict, *, version: VersionView) -> None:
        super().__init__(data)
        if version.cases:
            cases = [(case.code, case.label) for case in version.cases]
            self.fields["case"].choices = [("", "–"), *cases]  # type: ignore[attr-defined]
        else:
            del self.fields["case"]


class PartyForm(CounterForm):
    """One person of the dossier; `card` takes a number or the text of a card's QR code."""

    card = forms.CharField(
        label=gettext_lazy("Citizen card: number, or scan the QR code"), required=False
    )
    kind = forms.TypedChoiceField(label=gettext_lazy("Kind"), choices=KINDS, coerce=int)
    name = forms.CharField(label=gettext_lazy("Full name"), required=False)
    id_number = forms.CharField(label=gettext_lazy("Identity number"), required=False)
    birth_date = forms.DateField(
        label=gettext_lazy("Date of birth"),
        required=False,
        input_formats=DAYS,
        error_messages={
            "invalid": format_lazy(
                gettext_lazy("There is no such day. Write it as {day}."), day=_day_shown()
            )
        },
        widget=forms.TextInput(attrs={"placeholder": _day_shown()}),
    )
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=SEXES, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
    )
    address = forms.CharField(label=gettext_lazy("Address"), required=False)
    source = forms.CharField(required=False, widget=forms.HiddenInput)
    notify = forms.MultipleChoiceField(
        label=gettext_lazy("Tell the applicant by"),
        choices=NOTIFY,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Who that is to the applicant"),
        choices=RELATIONS,
        error_messages={"required": gettext_lazy("Say who that is to the applicant.")},
    )
    proof = forms.CharField(
        label=gettext_lazy("Paper of authorisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": gettext_lazy("number, date, who certified it")}
        ),
    )

    role = PartyRole.APPLICANT

    def __init__(self, data: QueryDict, *, role: PartyRole) -> None:
        super().__init__(data, prefix=role.value)
        self.role = role
        self.file_problems: list[str] = []  # of the proof
        self.proofs: list[Kept] = []
        self.proof_offers: list[Offer] = []
        if role is not PartyRole.APPLICANT:
            del self.fields["notify"]
        if role is not PartyRole.AUTHORISED:
            del self.fields["relation"], self.fields["proof"]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    @property
    def present(self) -> bool:
        """Whether anybody is named here."""
        own = ("name", "id_number", "address", "phone", "email", "birth_date")
        typed = (self[n].value() for n in (*own, "relation", "proof") if n in self.fields)
        return bool(self.proofs) or any(str(value or "").strip() for value in typed)

    def clean(self) -> dict[str, Any]:
        """Check what belongs together: a way of telling with its address, a proxy with a proof."""
        given = self.cleaned_data
        for way in given.get("notify", ()):
            need = NEEDS[way]
            if not given.get(need, "").strip() and need not in self.errors:
                says = (
                    _("Type the telephone number to which the message goes.")
                    if need == "phone"
                    else _("Type the e-mail address to which the message goes.")
                )
                self.add_error(need, says)
        if self.role is PartyRole.AUTHORISED and not given.get("proof") and not self.proofs:
            self.add_error(
                "proof", _("Name the paper of authorisation: number, date, who certified it.")
            )
        return given

    def party(self) -> PartyInput:
        """Return what was declared; of a field that cannot be read, nothing."""
        given = self.cleaned_data
        return PartyInput(
            role=self.role,
            kind=PartyKind(given.get("kind", PartyKind.PERSON)),
            name=given.get("name", ""),
            id_number=given.get("id_number", ""),
            birth_date=given.get("birth_date"),
            sex=given.get("sex", ""),
            address=given.get("address", ""),
            phone=given.get("phone", ""),
            email=given.get("email", ""),
        )


Said = Collection[int]  # components ticked at the kiosk


def usual_counts(component: ComponentView) -> tuple[int, int]:
    """Return how many originals and copies of a component are asked for; one without a number."""
    wanted = (component.originals, component.copies)
    if any(wanted):
        return wanted
    paper_copy = component.kind in {ComponentKind.COPY, ComponentKind.CERTIFIED_COPY}
    return (0, 1) if paper_copy else (1, 0)


def ticked_put(data: QueryDict, components: Iterable[ComponentView], ticked: Iterable[int]) -> None:
    """Put what somebody said at the kiosk to have brought: the usual number, to be looked at."""
    said = set(ticked)
    for component in components:
        if component.id in said:
            originals, copies = usual_counts(component)
            data[f"c{component.id}-given"] = "on"
            data[f"c{component.id}-originals"] = str(originals or "")
            data[f"c{component.id}-copies"] = str(copies or "")


class ComponentForm(CounterForm):
    """One line of the checklist: is it there, how often, or why not."""

    given = forms.BooleanField(required=False)
    originals = _count(gettext_lazy("Originals"), low=0, required=False)
    copies = _count(gettext_lazy("Copies"), low=0, required=False)
    satisfied_by = forms.ChoiceField(label=gettext_lazy("Data instead of paper"), required=False)
    waived = forms.BooleanField(label=gettext_lazy("Not applicable"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": gettext_lazy("Remark"), "autocomplete": "off"}
        ),
    )

    def __init__(self, data: QueryDict, *, component: ComponentView) -> None:
        super().__init__(data, prefix=f"c{component.id}")
        self.component = component
        self.file_problems: list[str] = []  # of files that came with this line
        self.fields["given"].label = component.label
        sources = [(key, word(DATA_SOURCES, key)) for key in component.satisfied_by]
        field = self.fields["satisfied_by"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("on paper")), *sources]

    @property
    def usual(self) -> tuple[int, int]:
        """Return how many originals and copies are asked for."""
        return usual_counts(self.component)

    def given_input(self, files: list[tuple[int, str]]) -> ComponentInput:
        """Return what was handed in; a tick without numbers means the usual ones."""
        given = self.cleaned_data
        originals, copies = given.get("originals"), given.get("copies")
        if given.get("given") and not originals and not copies and not given.get("satisfied_by"):
            originals, copies = self.usual
        return ComponentInput(
            component_id=self.component.id,
            originals=originals or 0,
            copies=copies or 0,
            file_ids=tuple(file_id for file_id, _name in files),
            file_names=tuple(name for _id, name in files),
            satisfied_by=given.get("satisfied_by", ""),
            not_applicable=bool(given.get("waived")),
            note=given.get("note", ""),
        )
