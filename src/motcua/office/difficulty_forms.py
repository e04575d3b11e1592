"""Forms of the register of difficulties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from motcua.office.needed import sometimes
from motcua.office.quality_forms import NONE, day, file, words
from motcua.oversight.rules import BLOCKED_MOST, TITLE_MOST
from motcua.oversight.services.answering import promise_problems
from motcua.oversight.types import AddresseeView, Answer, Group, Kind, Severity
from motcua.oversight.words import ANSWERS, GROUPS, KINDS, SEVERITIES

Choices = Sequence[tuple[Any, Any]]


def blocked() -> forms.IntegerField:
    """Return the field of how many dossiers stand still."""
    return forms.IntegerField(
        label=gettext_lazy("Dossiers that it blocks"),
        min_value=0,
        max_value=BLOCKED_MOST,
        initial=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def letter() -> forms.CharField:
    """Return the field of a letter; it stands only where somebody outside answers by one."""
    return forms.CharField(label=gettext_lazy("Number and day of the letter"), max_length=120)


def codes() -> forms.CharField:
    """Return the field of codes of dossiers."""
    return forms.CharField(
        label=gettext_lazy("Codes of such dossiers"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "One to fifty, apart by spaces or lines. Your own right to read them applies; the "
            "reading is recorded."
        ),
    )


def codes_of(text: str) -> tuple[str, ...]:
    """Return codes that were typed apart by spaces, commas or lines."""
    return tuple(text.replace(",", " ").replace(";", " ").split())


class ReportForm(forms.Form):
    """A difficulty as it is reported."""

    place_id = forms.TypedChoiceField(label=gettext_lazy("Unit that has it"), coerce=int)
    group = forms.ChoiceField(
        label=gettext_lazy("What it is about"),
        widget=forms.RadioSelect,
        choices=[(one.value, GROUPS[one]) for one in Group],
    )
    title = forms.CharField(label=gettext_lazy("In one line"), max_length=TITLE_MOST)
    text = words(
        gettext_lazy("What happens, since when, what was tried"),
        help_text=gettext_lazy("Facts, no names of citizens: the dossier's code says whose it is."),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How much it hinders"),
        widget=forms.RadioSelect,
        choices=[(one.value, SEVERITIES[one]) for one in Severity],
    )
    blocked = blocked()
    codes = codes()
    system = forms.CharField(
        label=gettext_lazy("System (software, database)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "systems"}),
    )
    procedure = forms.CharField(
        label=gettext_lazy("Procedure (code)"), max_length=40, required=False
    )
    proposal = words(gettext_lazy("What you propose"), rows=2, required=False)
    file = file()

    def __init__(self, *args: Any, places: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["place_id"].choices = places  # type: ignore[attr-defined]
        if len(places) == 1:
            self.fields["place_id"].initial = places[0][0]


class TextForm(forms.Form):
    """Words and a file."""

    text = words(gettext_lazy("In your words"))
    file = file()


class ReasonForm(forms.Form):
    """Words alone."""

    text = words(gettext_lazy("Why"), rows=2, most=1000)


class RouteForm(forms.Form):
    """Who has to answer."""

    addressee_id = forms.TypedChoiceField(label=gettext_lazy("Who has to answer"), coerce=int)
    text = words(gettext_lazy("Why"), rows=2, most=1000, required=False)

    def __init__(self, *args: Any, addressees: Iterable[AddresseeView], **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [(one.id, f"{one.name} ({KINDS[one.kind]}, {one.limit})") for one in addressees]
        self.fields["addressee_id"].choices = [NONE, *offered]  # type: ignore[attr-defined]


class OutsideForm(forms.Form):
    """What came by letter from somebody outside."""

    def __init__(self, *args: Any, outside: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not outside:
            del self.fields["letter"]


class AskForm(OutsideForm):
    """A question back."""

    text = words(gettext_lazy("What is not clear"))
    letter = letter()


class AnswerForm(OutsideForm):
    """An answer."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        widget=forms.RadioSelect,
        choices=[(one.value, ANSWERS[one]) for one in Answer],
    )
    text = words(gettext_lazy("In your words"))
    promised_on = day(
        gettext_lazy("Until (for a promise)"),
        required=False,
        help_text=gettext_lazy("Needed when a day is promised, otherwise not."),
    )
    letter = letter()
    file = file()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        sometimes(self.fields["promised_on"])

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a promise here too: whatever is missing is told at once."""
        data = super().clean() or {}
        if data.get("answer") == Answer.PROMISE and "promised_on" not in self.errors:
            for problem in promise_problems(data.get("promised_on")):
                self.add_error(problem.field, problem.message)
        return data


class CountForm(forms.Form):
    """How many dossiers of a unit it blocks now."""

    unit_id = forms.TypedChoiceField(label=gettext_lazy("Unit that has it"), coerce=int)
    blocked = blocked()
    codes = codes()

    def __init__(self, *args: Any, places: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit_id"].choices = places  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """A unit no longer has it."""

    unit_id = forms.TypedChoiceField(label=gettext_lazy("Unit that no longer has it"), coerce=int)
    reason = words(gettext_lazy("Why"), rows=2, most=1000)

    def __init__(self, *args: Any, places: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit_id"].choices = places  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Into which one it goes."""

    into = forms.CharField(
        label=gettext_lazy("Number of the other difficulty"),
        max_length=40,
        help_text=gettext_lazy("Its units then have that one; this can be taken back."),
    )
    text = words(gettext_lazy("Why"), rows=2, most=1000)


class PublishForm(forms.Form):
    """Question and answer in words for all."""

    title = forms.CharField(label=gettext_lazy("Question, in one line"), max_length=TITLE_MOST)
    answer = words(
        gettext_lazy("Answer"), help_text=gettext_lazy("For all units; without any person.")
    )
    system = forms.CharField(
        label=gettext_lazy("System (software, database)"), max_length=120, required=False
    )

    def __init__(self, *args: Any, begun: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, text in begun.items():
            self.fields[name].initial = text


class JoinForm(forms.Form):
    """A unit has a published difficulty too."""

    unit_id = forms.TypedChoiceField(label=gettext_lazy("Unit that has it"), coerce=int)
    blocked = blocked()
    text = words(gettext_lazy("What is different here"), rows=2, most=1000, required=False)

    def __init__(self, *args: Any, places: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit_id"].choices = places  # type: ignore[attr-defined]


class AddresseeForm(forms.Form):
    """Somebody who has to answer."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who it is"),
        widget=forms.RadioSelect,
        choices=[(one.value, KINDS[one]) for one in Kind],
    )
    answers_id = sometimes(
        forms.TypedChoiceField(
            label=gettext_lazy("Unit"), coerce=int, required=False, empty_value=None
        )
    )
    name = sometimes(
        forms.CharField(
            label=gettext_lazy("Name (of somebody outside)"), max_length=200, required=False
        )
    )
    limit = forms.CharField(
        label=gettext_lazy("Time to answer"),
        max_length=12,
        initial="5wd",
        help_text=gettext_lazy("In working days (5wd) or working hours (8wh)."),
    )
    source = forms.CharField(label=gettext_lazy("Document that says so"), max_length=300)

    def __init__(self, *args: Any, units: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["answers_id"].choices = [NONE, *units]  # type: ignore[attr-defined]


class WayForm(forms.Form):
    """What goes to whom by itself; an empty part fits everything."""

    addressee_id = forms.TypedChoiceField(label=gettext_lazy("Who has to answer"), coerce=int)
    group = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False)
    system = forms.CharField(
        label=gettext_lazy("System (software, database)"), max_length=120, required=False
    )
    procedure = forms.CharField(
        label=gettext_lazy("Procedure (code)"), max_length=40, required=False
    )

    def __init__(self, *args: Any, addressees: Iterable[AddresseeView], **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [(one.id, one.name) for one in addressees]
        self.fields["addressee_id"].choices = [NONE, *offered]  # type: ignore[attr-defined]
        groups = [(one.value, GROUPS[one]) for one in Group]
        self.fields["group"].choices = [NONE, *groups]  # type: ignore[attr-defined]
