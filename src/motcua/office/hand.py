"""Slips written by hand: words, the form for a number's time, and who may have received it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.office.needed import sometimes
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.reception.handwritten import Cause, Number
from motcua.reception.interim import SlipView
from motcua.reception.services.interim_hand import HandInput
from motcua.ui.types import Tone

CAUSES: dict[Cause, Any] = {
    Cause.POWER: gettext_lazy("No electric power"),
    Cause.LINE: gettext_lazy("No line"),
    Cause.COMPUTER: gettext_lazy("The computer was broken"),
    Cause.OTHER: gettext_lazy("Something else, said in the note"),
}
NUMBERS: dict[Number, tuple[Any, Tone, str]] = {
    Number.USED: (gettext_lazy("Entered"), Tone.DONE, "circle-check"),
    Number.BEGUN: (gettext_lazy("Waits"), Tone.DUE_SOON, "clock"),
    Number.OPEN: (gettext_lazy("To be brought"), Tone.OVERDUE, "alert-triangle"),
    Number.SPOILT: (gettext_lazy("Spoilt"), Tone.NEUTRAL, "ban"),
    Number.BLANK: (gettext_lazy("Blank"), Tone.NEUTRAL, "file"),
}


class HandForm(forms.Form):
    """When, by whom and why by hand; cash as it stands on the slip."""

    day = forms.DateField(
        label=gettext_lazy("Day on the slip"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    time = forms.TimeField(
        label=gettext_lazy("Time on the slip"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    taken_by = forms.TypedChoiceField(label=gettext_lazy("Received by"), coerce=int)
    cause = forms.ChoiceField(
        label=gettext_lazy("Why by hand"),
        choices=[(one.value, said) for one, said in CAUSES.items()],
    )
    cash = forms.IntegerField(
        label=gettext_lazy("Cash taken, in dong"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    note = sometimes(
        forms.CharField(
            label=gettext_lazy("Note"),
            required=False,
            max_length=500,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            help_text=gettext_lazy(
                "Needed outside of the opening hours, days later, or out of order; it stays with "
                "the dossier."
            ),
        )
    )

    def __init__(self, *args: Any, people: Mapping[int, str], **more: Any) -> None:
        """Offer those who have a counter in the unit, now or on the day of the slip."""
        super().__init__(*args, **more)
        self.fields["taken_by"].choices = [(str(key), name) for key, name in people.items()]  # type: ignore[attr-defined]
        self.fields["day"].widget.attrs["max"] = clock.today().isoformat()

    def given(self) -> HandInput:
        """Return what was typed; the time is the centre's local time."""
        data = self.cleaned_data
        at = datetime.combine(data["day"], data["time"], tzinfo=clock.local(clock.now()).tzinfo)
        return HandInput(at, data["taken_by"], Cause(data["cause"]), data["note"], data["cash"])


def units_served(actor: Actor) -> list[UnitView]:
    """Return the units at whose counters or over whose counters this person stands."""
    posted = {one.unit_id for one in actor.postings if one.may(Action.RECEPTION_SERVE)}
    return sorted(units_by_ids(posted).values(), key=lambda one: one.full_name)


def hand_initial(asked: QueryDict, actor: Actor, people: Mapping[int, str]) -> dict[str, Any]:
    """Return what the slip before said, as the next of a stack mostly says the same."""
    by = asked.get("by", "")
    known = by.isascii() and by.isdigit() and len(by) < 19 and int(by) in people
    mine = actor.account_id if actor.account_id in people else None
    cause = asked.get("cause", "")
    return {
        "day": _day(asked.get("on", "")) or clock.today(),
        "taken_by": int(by) if known else mine,
        "cause": cause if cause in set(Cause) else Cause.POWER.value,
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def next_address(slip: SlipView, **more: str) -> str:
    """Return the address where the next slip of the same stack is brought."""
    said = {
        "on": clock.local(slip.taken_at).date().isoformat(),
        "by": str(slip.taken_by or ""),
        "cause": slip.cause,
    }
    return f"{reverse('office:interim_enter')}?{urlencode({**said, **more})}"


def typing_address(slip: SlipView) -> str:
    """Return the address of the intake page where a slip's data are typed in."""
    query: dict[str, Any] = {"slip": slip.id}
    if slip.procedure_code:
        query = {"unit": slip.competent_unit_id, "procedure": slip.procedure_code, **query}
    return f"{reverse('office:intake')}?{urlencode(query)}"


def cause_words(text: str) -> str:
    """Return why a slip was written by hand, empty for one that was not."""
    return str(CAUSES[Cause(text)]) if text in set(Cause) else ""


def numbers_short(numbers: list[str]) -> str:
    """Return numbers as a short text, with how many more there are."""
    shown = ", ".join(numbers[:20])
    more = len(numbers) - 20
    return shown if more <= 0 else _("%(numbers)s and %(n)d more") % {"numbers": shown, "n": more}
