"""Under which units a unit's rows are shown: above it, and with who took it over.

The rule where units were merged: what an ended unit still had is shown under it and under the unit
that took it over *whole* from the day of the merger on, and under all that is above either; each
total counts it once. Where a unit was divided nobody can be told to answer for its dossiers, so
they are shown under it and what is above it only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of the relation `unit`."""

    unit_id: int
    code: str
    name: str
    parent_id: int | None
    path: str
    valid_from: datetime
    valid_to: datetime | None
    heir_ids: str = ""
    level: str = ""

    @property
    def above(self) -> tuple[int, ...]:
        """Return the ids of the units above it and its own."""
        return tuple(int(part) for part in self.path.split("/") if part)

    @property
    def heirs(self) -> tuple[int, ...]:
        """Return the ids of the units that took it over whole."""
        return tuple(int(part) for part in self.heir_ids.split(",") if part)


def level_of(units: Mapping[int, UnitRow], unit_id: int) -> str:
    """Return the level of a unit; empty where it is not known."""
    found = units.get(unit_id)
    return found.level if found is not None else ""


def shown_under(unit_id: int, units: Mapping[int, UnitRow], until: datetime) -> frozenset[int]:
    """Return the ids of every unit under which a unit's rows are shown in a period to `until`."""
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        row = units.get(one)
        if row is None:
            continue
        waiting.extend(row.above)
        if row.valid_to is not None and row.valid_to <= until:
            waiting.extend(row.heirs)
    return frozenset(found)


def places(
    wanted: Collection[int], units: Mapping[int, UnitRow], until: datetime
) -> tuple[tuple[int, int], ...]:
    """Return the pairs (shown under, unit) for the wanted units, each once, in order."""
    keep = frozenset(wanted)
    return tuple(
        sorted(
            (under, unit_id)
            for unit_id in units
            for under in shown_under(unit_id, units, until) & keep
        )
    )
