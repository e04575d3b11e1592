"""The forms of work outside: a request, a round, a village, a point."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.office.needed import sometimes
from motcua.organisations.types import UnitView
from motcua.reception.labels import REASONS, VEHICLES, half_choices
from motcua.reception.queries.visits import HamletView, VisitView
from motcua.reception.route import Place
from motcua.reception.services import VisitOrder
from motcua.reception.types import Vehicle
from motcua.reception.visiting import AskedBy

WAYS = [
    (AskedBy.PHONE.value, _("By telephone")),
    (AskedBy.COUNTER.value, _("At the counter")),
    (AskedBy.HELPER.value, _("Through a relative or neighbour")),
]


class PlaceField(forms.CharField):
    """A latitude and a longitude in one line, as maps give them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=60, **more)

    def clean(self, value: Any) -> Place | None:
        """Return the place, or None when nothing is typed."""
        text = str(super().clean(value)).replace(";", ",").strip()
        if not text:
            return None
        parts = text.split(",")
        try:
            latitude, longitude = (float(part) for part in parts)
        except ValueError:
            raise forms.ValidationError(
                _("Latitude and longitude in degrees, for example 21.5942, 105.8482.")
            ) from None
        return (latitude, longitude)


def place_text(place: Place | None) -> str:
    """Return a place as it is typed."""
    return f"{place[0]:.5f}, {place[1]:.5f}" if place else ""


class VisitForm(forms.Form):
    """A request as an official or an assisting person writes it down."""

    asked_by = forms.ChoiceField(label=_("How it was asked"), choices=WAYS)
    name = forms.CharField(label=_("Who is to be visited"), max_length=120)
    phone = sometimes(
        forms.CharField(label=_("Telephone of the person"), max_length=20, required=False)
    )
    hamlet = forms.ChoiceField(label=_("Village"), required=False)
    address = forms.CharField(label=_("Where the house is"), max_length=240)
    reason = forms.ChoiceField(
        label=_("Why the person cannot come"),
        choices=[(one.value, words) for one, words in REASONS.items()],
        widget=forms.RadioSelect,
    )
    procedure = forms.ChoiceField(label=_("Procedure"), required=False)
    second = forms.ChoiceField(label=_("A second procedure"), required=False)
    matter = sometimes(
        forms.CharField(label=_("In the person's own words"), max_length=200, required=False)
    )
    wishes = forms.MultipleChoiceField(
        label=_("When it suits"), required=False, widget=forms.CheckboxSelectMultiple
    )
    helper_name = forms.CharField(label=_("Who helps"), max_length=120, required=False)
    helper_phone = forms.CharField(label=_("Telephone of who helps"), max_length=20, required=False)
    place = PlaceField(label=_("Place on the map"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        hamlets: list[HamletView],
        procedures: list[tuple[str, str]],
        known: VisitView | None = None,
        helper: bool = False,
    ) -> None:
        super().__init__(data, initial=_known(known) if known else {"key": uuid4()})
        none = [("", "–")]
        self._choose("hamlet", none + [(str(one.id), one.name) for one in hamlets])
        self._choose("procedure", none + procedures)
        self._choose("second", none + procedures)
        self._choose("wishes", half_choices())
        if known is not None or helper:
            del self.fields["asked_by"]
        if not hamlets:
            del self.fields["hamlet"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def order(self, unit: UnitView) -> VisitOrder:
        """Return what is asked for."""
        data = self.cleaned_data
        hamlet = data.get("hamlet", "")
        return VisitOrder(
            unit_id=unit.id,
            key=data.get("key") or uuid4(),
            name=data["name"],
            address=data["address"],
            reason=data["reason"],
            phone=data["phone"],
            hamlet_id=int(hamlet) if hamlet else None,
            place=data["place"],
            procedures=tuple(one for one in (data["procedure"], data["second"]) if one),
            matter=data["matter"],
            wishes=tuple(int(one) for one in data["wishes"]),
            helper_name=data["helper_name"],
            helper_phone=data["helper_phone"],
            language=get_language() or "vi",
        )


def _known(one: VisitView) -> dict[str, Any]:
    procedures = [*one.procedures, "", ""]
    return {
        "name": one.name,
        "phone": one.phone,
        "hamlet": str(one.hamlet.id) if one.hamlet else "",
        "address": one.address,
        "reason": one.reason.value,
        "procedure": procedures[0],
        "second": procedures[1],
        "matter": one.matter,
        "wishes": [str(wish) for wish in one.wishes],
        "helper_name": one.helper_name,
        "helper_phone": one.helper_phone,
        "place": place_text(one.place),
    }


class RoundForm(forms.Form):
    """A round: day, hour, team, vehicle."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label=_("Leaves at"), widget=forms.TimeInput(attrs={"type": "time"}))
    account_ids = forms.TypedMultipleChoiceField(
        label=_("Who goes, one or two people"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    vehicle = forms.TypedChoiceField(
        label=_("Vehicle"),
        coerce=Vehicle,
        choices=[(one.value, words) for one, words in VEHICLES.items()],
        initial=Vehicle.MOTORBIKE.value,
    )
    service_minutes = forms.IntegerField(
        label=_("Minutes at each house"), min_value=10, max_value=180, initial=30
    )
    note = forms.CharField(label=_("Note for the team"), max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, people: list[tuple[str, str]], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial={"key": uuid4(), **initial})
        self.fields["account_ids"].choices = people  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Why there will be no visit, as the person reads it."""

    answer = forms.CharField(label=_("Why, in one sentence"), max_length=300)
