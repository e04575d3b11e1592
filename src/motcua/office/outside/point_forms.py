"""The forms of an extra reception point."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.office.needed import sometimes
from motcua.office.outside.forms import PlaceField, place_text
from motcua.reception.labels import WEEKDAYS
from motcua.reception.queries.points import PointView
from motcua.reception.services import HoursOrder, PointOrder

Choices = list[tuple[str, str]]


class PointForm(forms.Form):
    """What is said of a point."""

    name = forms.CharField(label=_("Name of the point"), max_length=100)
    seat = forms.CharField(label=_("Address"), max_length=240)
    hotline = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    hint = forms.CharField(label=_("Hint for people"), max_length=200, required=False)
    taken = forms.MultipleChoiceField(
        label=_("What is taken in there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    account_ids = forms.TypedMultipleChoiceField(
        label=_("Who sits there"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    place = PlaceField(label=_("Place on the map"))

    def __init__(
        self,
        data: Any = None,
        *,
        fields: Choices,
        people: Choices,
        known: PointView | None = None,
        staff: list[str] | None = None,
    ) -> None:
        super().__init__(data, initial=_known(known, staff or []) if known else None)
        self.fields["taken"].choices = fields  # type: ignore[attr-defined]
        self.fields["account_ids"].choices = people  # type: ignore[attr-defined]

    def order(self) -> PointOrder:
        """Return what is said."""
        data = self.cleaned_data
        return PointOrder(
            name=data["name"],
            seat=data["seat"],
            hotline=data["hotline"],
            hint=data["hint"],
            fields=tuple(data["taken"]),
            account_ids=tuple(data["account_ids"]),
            place=data["place"],
        )


def _known(one: PointView, staff: list[str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "seat": one.seat,
        "hotline": one.hotline,
        "hint": one.hint,
        "taken": list(one.fields),
        "account_ids": staff,
        "place": place_text(one.place),
    }


class HoursForm(forms.Form):
    """When a point is open: each week on a weekday, or on one day."""

    weekday = sometimes(forms.ChoiceField(label=_("Each week on"), required=False))
    day = sometimes(
        forms.DateField(
            label=_("Or on one day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
        )
    )
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}))
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_hours_%s", initial={"begins": "07:30", "ends": "11:00"})
        self.fields["weekday"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((str(number), words) for number, words in enumerate(WEEKDAYS)),
        ]

    def order(self) -> HoursOrder:
        """Return when it is open."""
        data = self.cleaned_data
        return HoursOrder(
            begins=data["begins"],
            ends=data["ends"],
            weekday=int(data["weekday"]) if data["weekday"] else None,
            day=data["day"],
            until=data["until"],
        )
