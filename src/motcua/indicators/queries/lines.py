"""The lines of a report by unit: which units stand on which line, merged ones on one of their own.

The rule where units were merged: what an ended unit still had stands on its own line, in the report
of the unit that is above it and in that of the unit that took it over *whole*, from the day of the
merger on; every total counts it once. A divided unit has no heir (`index/places.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from motcua.kernel.scope import scope_current, scope_units, scope_use
from motcua.organisations.queries import unit_children, unit_descendant_ids, units_by_ids
from motcua.organisations.queries.heirs import units_taken_over
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


def report_places(unit: UnitView, on: date) -> tuple[ReportPlace, ...]:
    """Return the lines of a unit's report on a day: its own, those directly under it, merged ones.

    A unit under it stands with everything under it. No unit is on two lines. About six statements.
    """
    children = {child.id: child for child in unit_children(unit.id, ended=True)}
    below: dict[int, set[int]] = {child: set() for child in children}
    own: set[int] = set()
    under = unit_descendant_ids(unit.id)
    for key, view in units_by_ids(under).items():
        nearest = next((one for one in view.path_ids if one in children), None)
        (own if nearest is None else below[nearest]).add(key)
    taken = units_taken_over(under, on)
    return (
        ReportPlace(unit, frozenset(own), stands=False),
        *(
            ReportPlace(
                child, frozenset(below[key]), child.kind in REPORTING and _existed(child, on)
            )
            for key, child in children.items()
        ),
        *(ReportPlace(old, frozenset({old.id}), stands=False, heir=heir) for old, heir in taken),
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


@contextmanager
def taken_over_seen(unit_id: int, places: Collection[ReportPlace]) -> Iterator[None]:
    """Let whoever sees a unit also count what it took over, for the block.

    The rows of an ended unit lie behind that unit's wall; without this its heir's report would show
    less than the truth. Who does not see the heir sees no more than before.
    """
    taken = {key for one in places if one.heir for key in one.unit_ids}
    scope = scope_current()
    if taken and unit_id in scope.unit_ids:
        with scope_use(scope_units(scope.unit_ids | taken)):
            yield
    else:
        yield


def _existed(unit: UnitView, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or unit.valid_to > on)
