"""What a unit has decided about work without a line, as of an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.kernel import clock
from motcua.organisations.queries import unit_get
from motcua.reception.interim import BOUNDS, HOUSE, House
from motcua.reception.models import InterimHouse

SHOWN = 50


@dataclass(frozen=True, slots=True)
class HouseRow:
    """A decision: whose, from when, by whom, why. `unit_id` None: what comes with the system."""

    house: House
    unit_id: int | None = None
    valid_from: datetime | None = None
    set_by: int | None = None
    reason: str = ""
    source: str = ""


def house_row(unit_id: int, *, at: datetime | None = None) -> HouseRow:
    """Return what holds in a unit at an instant, now without one: its own, else the next above.

    One statement. Raises NotFound for an unknown unit.
    """
    path = unit_get(unit_id).path_ids
    rows = InterimHouse.objects.filter(unit_id__in=path, valid_from__lte=at or clock.now())
    newest: dict[int, InterimHouse] = {}
    for row in rows.order_by("valid_from"):
        newest[row.unit_id] = row
    own = next((newest[one] for one in reversed(path) if one in newest), None)
    return _row(own) if own else HouseRow(HOUSE)


def house_at(unit_id: int, at: datetime | None = None) -> House:
    """Return the figures that hold in a unit at an instant; now without one."""
    return house_row(unit_id, at=at).house


def houses_history(unit_id: int) -> list[HouseRow]:
    """Return what a unit itself has set, newest first."""
    rows = InterimHouse.objects.filter(unit_id=unit_id).order_by("-valid_from", "-id")
    return [_row(row) for row in rows[:SHOWN]]


def _row(row: InterimHouse) -> HouseRow:
    figures = {name: getattr(row, name) for name in BOUNDS}
    return HouseRow(
        House(**figures), row.unit_id, row.valid_from, row.set_by, row.reason, row.source
    )
