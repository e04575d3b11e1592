"""The lines of a report by unit: which units stand on which line, merged ones on one of their own.

Which units these are says `queries/counted.py`, for reports as for every other reader.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from motcua.indicators.queries.counted import counted_units, taken_over_seen
from motcua.kernel import clock
from motcua.organisations.queries import unit_children, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView

REPORTING = COMMUNE_KINDS | PROVINCE_KINDS | {UnitKind.DEPARTMENT}


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """A line: the unit that it names, and the units whose dossiers stand on it.

    `stands`: it is shown even when nothing is counted on it. `heir`: who took the unit over.
    """

    unit: UnitView
    unit_ids: frozenset[int]
    stands: bool = True
    heir: UnitView | None = None


def report_places(unit: UnitView, until: datetime) -> tuple[ReportPlace, ...]:
    """Return the lines of a unit's report up to an instant: its own, those under it, merged ones.

    A unit under it stands with everything under it. No unit is on two lines, and all of them are
    those of `counted_units`. About five statements.
    """
    counted = counted_units(unit.id, until)
    children = {child.id: child for child in unit_children(unit.id, ended=True)}
    below: dict[int, set[int]] = {child: set() for child in children}
    own: set[int] = set()
    for key, view in units_by_ids(counted.own).items():
        nearest = next((one for one in view.path_ids if one in children), None)
        (own if nearest is None else below[nearest]).add(key)
    on = clock.local(until).date()
    named = units_by_ids({key for one in counted.taken for key in (one.unit_id, one.heir_id)})
    return (
        ReportPlace(unit, frozenset(own), stands=False),
        *(
            ReportPlace(
                child, frozenset(below[key]), child.kind in REPORTING and _existed(child, on)
            )
            for key, child in children.items()
        ),
        *(
            ReportPlace(named[one.unit_id], one.unit_ids, stands=False, heir=named[one.heir_id])
            for one in counted.taken
        ),
    )


def shown_places(
    places: Collection[ReportPlace], counted: Collection[int]
) -> tuple[ReportPlace, ...]:
    """Return the lines that are shown, where `counted` are the units of which something counts.

    A unit's own line stands where it has something, and where no other line would stand.
    """
    own, *others = places
    shown = [one for one in others if one.stands or not one.unit_ids.isdisjoint(counted)]
    if not shown or not own.unit_ids.isdisjoint(counted):
        shown.insert(0, own)
    return tuple(shown)


def units_on(places: Collection[ReportPlace]) -> frozenset[int]:
    """Return every unit on the lines."""
    return frozenset().union(*(one.unit_ids for one in places))


def places_seen(unit_id: int, places: Collection[ReportPlace]) -> AbstractContextManager[None]:
    """Let whoever sees a unit also count what it took over, for a block (`taken_over_seen`)."""
    return taken_over_seen(unit_id, {key for one in places if one.heir for key in one.unit_ids})


def _existed(unit: UnitView, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or unit.valid_to > on)
