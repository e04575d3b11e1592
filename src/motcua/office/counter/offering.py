"""What units take in: where one may open procedures, and which units a process can name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from motcua.identity.types import Action, Actor
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import unit_children, unit_get, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView
from motcua.procedures.rules import roles_needed
from motcua.procedures.types import Level, UnitRole, VersionView

UNITS_SHOWN = 200
BODY_KINDS = {UnitKind.CENTRE, UnitKind.BODY, UnitKind.DEPARTMENT, UnitKind.POINT}
LABELS: dict[UnitRole, Any] = {
    UnitRole.RECEIVING: _("Counter that receives"),
    UnitRole.HANDLING: _("Unit that handles it"),
    UnitRole.OPINION: _("Unit that gives its opinion"),
    UnitRole.PROVINCE: _("Department of the province that takes part"),
}


@dataclass(frozen=True)
class Bodies:
    """A competent unit with its bodies, and those of its province."""

    unit: UnitView
    own: tuple[UnitView, ...]
    province: tuple[UnitView, ...]

    @property
    def level(self) -> Level:
        """Return the tier that the unit stands for."""
        return Level.COMMUNE if self.unit.kind in COMMUNE_KINDS else Level.PROVINCE


def units_open_to(actor: Actor) -> list[UnitView]:
    """Return the communes and provinces in which this person may open procedures, by code."""
    units = units_by_ids(actor.unit_ids_for(Action.PROCEDURE_OFFER))
    seats = [
        unit
        for unit in units.values()
        if unit.kind in COMMUNE_KINDS | PROVINCE_KINDS and unit.valid_to is None
    ]
    return sorted(seats, key=lambda unit: (len(unit.path_ids), unit.code))


def unit_wanted(actor: Actor, units: list[UnitView], text: str) -> UnitView | None:
    """Return the unit asked for by its code, or the first; 404 for one that is not theirs."""
    del actor
    if not text:
        return units[0] if units else None
    found = next((unit for unit in units if unit.code == text), None)
    if found is None:
        raise Http404
    return found


def bodies_of(actor: Actor, unit_id: int) -> Bodies:
    """Return a unit with the bodies that a process may name; 404 when it is not theirs."""
    if not actor.may(Action.PROCEDURE_OFFER, unit_id):
        raise Http404
    try:
        unit = unit_get(unit_id)
    except NotFound as refusal:
        raise Http404 from refusal
    province_id = unit.parent_id if unit.kind in COMMUNE_KINDS else unit.id
    province = unit_children(province_id) if province_id is not None else []
    return Bodies(unit, _bodies(unit_children(unit.id)), _bodies(province))


def _bodies(children: list[UnitView]) -> tuple[UnitView, ...]:
    found = [one for one in children if one.kind in BODY_KINDS and one.valid_to is None]
    return tuple(sorted(found, key=lambda one: (one.kind is not UnitKind.CENTRE, one.code)))


class OfferingForm(forms.Form):
    """The units of a process: only those that it asks for."""

    def __init__(self, *args: Any, bodies: Bodies, version: VersionView, **more: Any) -> None:
        super().__init__(*args, **more)
        roles = [UnitRole.RECEIVING, UnitRole.HANDLING]
        roles += [role for role in roles_needed(version.process_key) if role in LABELS]
        for role in dict.fromkeys(roles):
            self.fields[role.value] = self._field(role, bodies)

    def _field(self, role: UnitRole, bodies: Bodies) -> forms.TypedChoiceField:
        units = bodies.province if role is UnitRole.PROVINCE else (*bodies.own, bodies.unit)
        if role is UnitRole.OPINION:
            units = (*units, *bodies.province)
        choices = [(unit.id, unit.full_name) for unit in dict.fromkeys(units)]
        usual = self._usual(role, units)
        return forms.TypedChoiceField(
            label=LABELS[role],
            choices=choices if usual else [("", "–"), *choices],
            coerce=int,
            initial=usual,
            error_messages={
                "required": _("Choose a unit."),
                "invalid_choice": _("This unit does not belong here. Choose one of the list."),
            },
        )

    @staticmethod
    def _usual(role: UnitRole, units: tuple[UnitView, ...]) -> int | None:
        """Receiving is the centre, handling the first body beside it; the rest must be chosen."""
        centre = [unit.id for unit in units if unit.kind is UnitKind.CENTRE]
        others = [unit.id for unit in units if unit.kind is not UnitKind.CENTRE]
        if role is UnitRole.RECEIVING:
            return (centre or others)[0]
        return others[0] if role is UnitRole.HANDLING and others else None
