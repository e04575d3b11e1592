"""What the pages of "acting for others" share: words, the commune that decides, the form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.citizens.types import RelationKind, RelationState, RelationView
from motcua.kernel.text import nfc
from motcua.organisations.queries import unit_children, units_resolve
from motcua.organisations.types import COMMUNE_KINDS, UnitKind, UnitView
from motcua.portal.places import chain_text
from motcua.ui.types import Label, Tone

KINDS = (
    (RelationKind.GUARDIAN.value, gettext_lazy("I am the parent or guardian of a child")),
    (RelationKind.LEGAL_REPRESENTATIVE.value, gettext_lazy("I represent an organisation by law")),
    (RelationKind.AUTHORISED.value, gettext_lazy("I am authorised by somebody")),
)
DATES = ["%d/%m/%Y", "%Y-%m-%d"]
KEPT_FOR = timedelta(hours=2)
SALT = "motcua.relation.proof"
MANY = 12


def state_label(relation: RelationView) -> Label:
    """Return where a relation stands, in words."""
    if relation.state is RelationState.CONFIRMED and not relation.in_force:
        return Label(_("expired"), "clock", Tone.NEUTRAL)
    return {
        RelationState.REQUESTED: Label(_("an officer looks at it"), "hourglass", Tone.RUNNING),
        RelationState.CONFIRMED: Label(_("confirmed"), "circle-check", Tone.DONE),
        RelationState.REFUSED: Label(_("not confirmed"), "ban", Tone.OVERDUE),
        RelationState.REVOKED: Label(_("ended"), "x", Tone.NEUTRAL),
    }[relation.state]


class RelationForm(forms.Form):
    """What one says about the other, and the paper that proves it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Why may you act?"), choices=KINDS, widget=forms.RadioSelect
    )
    subject_name = forms.CharField(
        label=gettext_lazy("Full name of the person or organisation"), max_length=200
    )
    subject_id_number = forms.CharField(
        label=gettext_lazy("Identity number or tax code"),
        help_text=gettext_lazy("12 digits of a person, also of a child; 10 of an organisation."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    subject_birth_date = forms.DateField(
        label=gettext_lazy("For a child: date of birth"),
        help_text=gettext_lazy("For example 17/5/2019."),
        required=False,
        input_formats=DATES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    valid_to = forms.DateField(
        label=gettext_lazy("For an organisation or an authority: last day"),
        help_text=gettext_lazy(
            "As the paper says, at most five years ahead. For a child it ends at 18 by itself."
        ),
        required=False,
        input_formats=DATES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    place = forms.CharField(
        label=gettext_lazy("Commune whose officers look at it"),
        help_text=gettext_lazy("Where you live, for example: Bách Quang, Thái Nguyên."),
        max_length=200,
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Which of these?"), required=False, widget=forms.RadioSelect
    )
    proof = forms.FileField(
        label=gettext_lazy("The paper that proves it"),
        help_text=gettext_lazy("Birth certificate, decision, power of attorney or licence."),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in _missing().items():
            self.fields[name].error_messages["required"] = words
        self.fields["proof"].required = not self.data.get("kept")
        place = nfc(str(self.data.get("place", "")))[:200]
        self.units: list[UnitView] = []
        if place:
            self.units = communes_called(place)
        self.fields["unit"].choices = commune_choices(place, self.units)  # type: ignore[attr-defined]

    def clean_subject_name(self) -> str:
        """Return the name in one normal form."""
        return nfc(self.cleaned_data["subject_name"]).strip()

    def clean_subject_id_number(self) -> str:
        """Return the number without blanks."""
        return "".join(str(self.cleaned_data["subject_id_number"]).split())

    def clean(self) -> dict[str, Any]:
        """Find the commune: the only one of that name, or the one chosen among several."""
        return commune_settle(self, super().clean() or {}, self.units)


def _missing() -> dict[str, str]:
    return {
        "kind": _("Please choose why you may act."),
        "subject_name": _("Please type the full name."),
        "subject_id_number": _("Please type the number as it stands in the paper."),
        "place": _("Please type the commune where you live."),
        "proof": _("Please add the paper that proves it."),
    }


def commune_settle(
    form: forms.Form, cleaned: dict[str, Any], units: list[UnitView]
) -> dict[str, Any]:
    """Put the commune into what was cleaned: the only one of that name, or the one chosen."""
    if cleaned.get("place") and not units:
        form.add_error("place", _("No commune bears this name. Check the spelling."))
    elif len(units) == 1:
        cleaned["commune"] = units[0]
    elif units and "unit" not in form.errors:
        chosen = [unit for unit in units if str(unit.id) == cleaned.get("unit")]
        if chosen:
            cleaned["commune"] = chosen[0]
        else:
            form.add_error("unit", _("Several communes bear this name. Please choose one."))
    return cleaned


def communes_called(place: str) -> list[UnitView]:
    """Return the communes of today that a written name means; a few at most."""
    found = [
        answer.unit
        for answer in units_resolve(place)
        if answer.unit.kind in COMMUNE_KINDS and answer.unit.valid_to is None
    ]
    return found[:MANY]


def commune_choices(place: str, units: list[UnitView]) -> list[tuple[str, str]]:
    """Return the communes to choose from, told apart by what lies around them."""
    if len(units) < 2:
        return [(str(unit.id), unit.full_name) for unit in units]
    chains = {answer.unit.id: chain_text(answer.chain) for answer in units_resolve(place)}
    return [(str(unit.id), f"{unit.full_name}, {chains.get(unit.id, '')}") for unit in units]


def deciding_unit(commune: UnitView) -> int:
    """Return the unit whose officers decide: the commune's service centre, else the commune."""
    centres = unit_children(commune.id, UnitKind.CENTRE)
    return centres[0].id if centres else commune.id


def proof_keep(file_id: int, name: str, person_id: int) -> str:
    """Return a note by which a stored proof is found when the form comes again."""
    return signing.dumps([file_id, name, person_id], salt=SALT)


def proof_kept(note: str, person_id: int) -> tuple[int, str] | None:
    """Return the file that such a note of this person names."""
    try:
        file_id, name, owner = signing.loads(note, salt=SALT, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return (int(file_id), str(name)) if owner == person_id else None
