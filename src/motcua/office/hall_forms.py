"""The forms of the hall's setup: a queue, a counter, a device."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.organisations.queries import unit_get
from motcua.procedures.queries import offerings_received_at
from motcua.reception.rules import House
from motcua.reception.types import RESULTS, DeviceKind, QueueView


def fields_of(unit_id: int) -> list[tuple[str, str]]:
    """Return the fields of what a centre takes in, as choices in the order of their names."""
    unit = unit_get(unit_id)
    offered = offerings_received_at([unit_id], unit_ids={unit_id, *unit.path_ids})
    named = {one.version.field_code: one.version.field_name for one in offered}
    return sorted(named.items(), key=lambda item: item[1])


def queue_fields_of(unit_id: int) -> list[tuple[str, str]]:
    """Return what a queue may be for: to collect results, and the fields of the catalogue."""
    return [(RESULTS, str(_("Return of results"))), *fields_of(unit_id)]


class QueueForm(forms.Form):
    """A queue: its letter, its name, and whose matters wait in it."""

    # Named as the service names its problems; a form without a prefix of its own needs no other.
    prefix = forms.CharField(label=_("Letter"), max_length=2)  # type: ignore[assignment]
    name = forms.CharField(label=_("Name in Vietnamese, as the kiosk shows it"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=80, required=False)
    fields_ = forms.MultipleChoiceField(
        label=_("Fields of the catalogue"), required=False, widget=forms.CheckboxSelectMultiple
    )

    capacity = forms.IntegerField(
        label=_("Appointments per half-hour"), min_value=0, max_value=50, initial=0
    )
    aim_minutes = forms.IntegerField(
        label=_("Minutes that nobody should wait longer than"),
        min_value=1,
        max_value=240,
        initial=15,
    )

    def __init__(
        self, data: Any = None, *, choices: list[tuple[str, str]], known: bool = False
    ) -> None:
        super().__init__(data, auto_id="id_queue_%s")
        field = self.fields["fields_"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
        if known:  # numbers in people's hands carry the letter
            del self.fields["prefix"]
        else:
            del self.fields["capacity"], self.fields["aim_minutes"]


class HouseForm(forms.Form):
    """How calls are made in this hall."""

    call_seconds = forms.IntegerField(label=_("Seconds of a call"), min_value=15, max_value=300)
    misses_most = forms.IntegerField(
        label=_("Missed calls after which a number ends"), min_value=1, max_value=9
    )
    firsts_in_a_row = forms.IntegerField(
        label=_("Priorities in a row before one who has waited"), min_value=1, max_value=9
    )

    def __init__(self, data: Any = None, *, house: House) -> None:
        super().__init__(data, auto_id="id_house_%s", initial=asdict(house))

    def house(self) -> House:
        """Return what was decided."""
        return House(**self.cleaned_data)


class CounterForm(forms.Form):
    """A counter and the queues from which it calls."""

    number = forms.IntegerField(label=_("Number of the counter"), min_value=1, max_value=99)
    queues = forms.TypedMultipleChoiceField(
        label=_("Queues that it serves"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, known: list[QueueView]) -> None:
        super().__init__(data, auto_id="id_counter_%s")
        field = self.fields["queues"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(one.id, f"{one.prefix} · {one.name}") for one in known]


class DeviceForm(forms.Form):
    """A kiosk or a display that is to be opened by a link."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(DeviceKind.KIOSK.value, _("Kiosk")), (DeviceKind.DISPLAY.value, _("Display"))],
    )
    name = forms.CharField(label=_("Where it stands"), max_length=60)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_device_%s")
