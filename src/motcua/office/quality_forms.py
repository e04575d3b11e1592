"""Forms of the quality registers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.office.needed import sometimes
from motcua.organisations.types import UnitView
from motcua.quality.queries.people import PersonHere
from motcua.quality.rules import TEXT_MOST
from motcua.quality.types import AuditPlan, AuditView, Grade, Source
from motcua.quality.words import GRADES, SOURCES

NONE = ("", "–")
Choices = Sequence[tuple[Any, str]]


def words(label: Any, *, rows: int = 4, most: int = TEXT_MOST, **more: Any) -> forms.CharField:
    """Return a field for several lines."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def file() -> forms.FileField:
    """Return the field of evidence."""
    return forms.FileField(label=gettext_lazy("Evidence (file)"), required=False)


def person_choices(people: Iterable[PersonHere]) -> list[tuple[int, str]]:
    """Return people to choose from, with where they work."""
    return [(one.account_id, f"{one.name} ({one.place})") for one in people]


class AuditorsForm(forms.Form):
    """Who audits, and when."""

    lead = forms.TypedChoiceField(label=gettext_lazy("Leading auditor"), coerce=int)
    others = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Other auditors"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_day = day(gettext_lazy("First day"))
    last_day = day(gettext_lazy("Last day"))

    def __init__(self, *args: Any, people: list[PersonHere], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["lead"].choices = [NONE, *person_choices(people)]  # type: ignore[attr-defined]
        self.fields["others"].choices = person_choices(people)  # type: ignore[attr-defined]

    @property
    def auditors(self) -> tuple[int, ...]:
        """Return the auditors, the leading one first."""
        data = self.cleaned_data
        return (data["lead"], *(one for one in data["others"] if one != data["lead"]))


class PlanForm(AuditorsForm):
    """What is audited against what, by whom and when."""

    title = forms.CharField(label=gettext_lazy("What the audit is called"), max_length=200)
    criteria = words(gettext_lazy("Against what (clauses, procedures, laws)"), rows=3, most=2000)
    unit_ids = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Audited units"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    processes = forms.MultipleChoiceField(
        label=gettext_lazy("Audited processes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    procedures = forms.CharField(
        label=gettext_lazy("Codes of audited procedures"), max_length=500, required=False
    )
    field_order = ("title", "criteria", "unit_ids", "processes", "procedures")

    def __init__(self, *args: Any, units: list[UnitView], processes: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        named = [(one.id, one.full_name) for one in units]
        self.fields["unit_ids"].choices = named  # type: ignore[attr-defined]
        self.fields["processes"].choices = processes  # type: ignore[attr-defined]
        if not processes:
            del self.fields["processes"]

    def plan(self) -> AuditPlan:
        """Return what was typed as a plan."""
        data = self.cleaned_data
        return AuditPlan(
            title=data["title"],
            criteria=data["criteria"],
            unit_ids=tuple(data["unit_ids"]),
            auditor_ids=self.auditors,
            first_day=data["first_day"],
            last_day=data["last_day"],
            procedures=tuple(data["procedures"].replace(",", " ").split()),
            processes=tuple(data.get("processes", ())),
        )


class ChangeForm(AuditorsForm):
    """Other days or auditors, and why."""

    reason = words(gettext_lazy("Why the plan changes"), rows=2, most=1000)


class FindingForm(forms.Form):
    """What was found."""

    grade = forms.ChoiceField(label=gettext_lazy("What it is"), widget=forms.RadioSelect)
    clause = forms.CharField(
        label=gettext_lazy("Clause or requirement"),
        max_length=200,
        help_text=gettext_lazy("For example “8.5.1” or “process QT-01, step 3”."),
    )
    text = words(gettext_lazy("What was found"))
    place_id = forms.TypedChoiceField(label=gettext_lazy("Where it happened"), coerce=int)
    process = forms.ChoiceField(label=gettext_lazy("Process"), required=False)
    procedure = forms.ChoiceField(label=gettext_lazy("Procedure"), required=False)
    dossier_code = forms.CharField(
        label=gettext_lazy("Dossier that shows it (code)"),
        max_length=48,
        required=False,
        help_text=gettext_lazy("Your own right to read it applies; the reading is recorded."),
    )
    file = file()
    replaces = forms.TypedChoiceField(
        label=gettext_lazy("Corrects finding"), coerce=int, required=False, empty_value=None
    )
    reason = sometimes(
        words(gettext_lazy("Why it is corrected"), rows=2, most=1000, required=False)
    )

    def __init__(
        self, *args: Any, audit: AuditView, places: Choices, processes: Choices, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        standing = [(one.number, str(one.number)) for one in audit.findings if not one.replaced]
        offered: dict[str, Choices] = {
            "grade": [(one.value, str(word).capitalize()) for one, word in GRADES.items()],
            "place_id": places,
            "process": [NONE, *processes] if processes else [],
            "procedure": [NONE, *((one, one) for one in audit.plan.procedures)],
            "replaces": [NONE, *standing],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(places) == 1:
            self.fields["place_id"].initial = places[0][0]
        for name, needless in (
            ("process", not processes),
            ("procedure", not audit.plan.procedures),
            ("replaces", not standing),
            ("reason", not standing),
        ):
            if needless:
                del self.fields[name]


class ReportForm(forms.Form):
    """A non-conformity as it is reported."""

    source = forms.ChoiceField(label=gettext_lazy("How it came to light"), widget=forms.RadioSelect)
    dossier_code = forms.CharField(
        label=gettext_lazy("Dossier (code)"),
        max_length=48,
        required=False,
        help_text=gettext_lazy("Your own right to read it applies; the reading is recorded."),
    )
    petition = forms.CharField(
        label=gettext_lazy("Petition (number)"), max_length=24, required=False
    )
    place_id = forms.TypedChoiceField(label=gettext_lazy("Where it happened"), coerce=int)
    process = forms.ChoiceField(label=gettext_lazy("Process"), required=False)
    grade = forms.ChoiceField(label=gettext_lazy("How grave"), widget=forms.RadioSelect)
    happened = words(
        gettext_lazy("What was not as required"),
        help_text=gettext_lazy("Facts, no names of citizens: the dossier's code says whose it is."),
    )
    requirement = words(gettext_lazy("Which requirement was not met"), rows=2, most=2000)
    clause = forms.CharField(
        label=gettext_lazy("Clause of the standard"), max_length=200, required=False
    )
    correction = words(gettext_lazy("What was put right at once"), rows=2, required=False)
    file = file()

    def __init__(self, *args: Any, places: Choices, processes: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        sources = [Source.OBSERVATION, Source.LATENESS, Source.PETITION]
        grades = [Grade.MINOR, Grade.MAJOR]
        offered: dict[str, Choices] = {
            "source": [(one.value, str(SOURCES[one])) for one in sources],
            "place_id": [NONE, *places] if len(places) > 1 else places,
            "process": [NONE, *processes],
            "grade": [(one.value, str(GRADES[one]).capitalize()) for one in grades],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """Words and a file."""

    text = words(gettext_lazy("In your words"))
    file = file()

    def __init__(self, *args: Any, people: list[PersonHere], **more: Any) -> None:
        super().__init__(*args, **more)
        if "owner_id" in self.fields:
            named = person_choices(people)
            self.fields["owner_id"].choices = [NONE, *named]  # type: ignore[attr-defined]


class ReasonForm(TextForm):
    """Words alone."""

    file = None  # type: ignore[assignment]
    text = words(gettext_lazy("Why"), rows=2, most=1000)


class ActionForm(TextForm):
    """A corrective action: what, who, until when."""

    file = None  # type: ignore[assignment]
    text = words(gettext_lazy("What is done so that it does not happen again"))
    owner_id = forms.TypedChoiceField(label=gettext_lazy("Responsible person"), coerce=int)
    due_on = day(gettext_lazy("Until"))


class MoveForm(ReasonForm):
    """Another day or another owner, with the reason."""

    due_on = sometimes(day(gettext_lazy("New day"), required=False))
    owner_id = sometimes(
        forms.TypedChoiceField(
            label=gettext_lazy("New owner"), coerce=int, required=False, empty_value=None
        )
    )


class DoneForm(TextForm):
    """What was done."""

    text = words(gettext_lazy("What was done, and what proves it"))


class CheckForm(TextForm):
    """Whether it works."""

    effective = forms.ChoiceField(
        label=gettext_lazy("Does it work?"), choices=(), widget=forms.RadioSelect
    )
    text = words(gettext_lazy("By what that is seen"))
    field_order = ("effective", "text", "file")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("yes", _("It works")), ("no", _("It does not work: look for the cause anew"))]
        self.fields["effective"].choices = choices  # type: ignore[attr-defined]
