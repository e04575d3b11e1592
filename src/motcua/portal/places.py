"""Units as places: name, and the names of what they lie in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.kernel.text import sort_key
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView


@dataclass(frozen=True)
class Place:
    """A unit with the name of the unit around it."""

    unit: UnitView
    around: str


def places_of(unit_ids: Iterable[int]) -> list[Place]:
    """Return units in Vietnamese order; two statements."""
    units = units_by_ids(unit_ids)
    parents = units_by_ids(unit.parent_id for unit in units.values() if unit.parent_id)
    found = [
        Place(unit, parents[unit.parent_id].full_name if unit.parent_id in parents else "")
        for unit in units.values()
    ]
    return sorted(found, key=lambda place: (sort_key(place.around), sort_key(place.unit.name)))


def chain_text(chain: Iterable[UnitView]) -> str:
    """Return the units around a unit, the nearest first, without the country."""
    return ", ".join(unit.full_name for unit in chain if unit.parent_id is not None or unit.code)
