"""What a centre has decided for its hall and its rounds; defaults where it has not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motcua.reception import rules
from motcua.reception.models import HallHouse
from motcua.reception.route import Place


@dataclass(frozen=True, slots=True)
class HouseView:
    """The decisions of a centre. `base` is where its rounds begin, if it is known."""

    hall: rules.House
    ended_on: date | None = None
    visits_open: bool = False
    base: Place | None = None


def house_of(unit_id: int) -> HouseView:
    """Return what a centre has decided; the defaults without a row. One statement."""
    row = HallHouse.objects.filter(unit_id=unit_id).first()
    if row is None:
        return HouseView(rules.HOUSE)
    return HouseView(
        rules.House(row.call_seconds, row.misses_most, row.firsts_in_a_row),
        row.ended_on,
        row.visits_open,
        place_of(row.latitude, row.longitude),
    )


def visiting_units() -> list[int]:
    """Return the centres whose officials can be asked home at the portal."""
    rows = HallHouse.objects.filter(visits_open=True).order_by("unit_id")
    return list(rows.values_list("unit_id", flat=True))


def place_of(latitude: float | None, longitude: float | None) -> Place | None:
    """Return a place, if both its numbers are there."""
    return None if latitude is None or longitude is None else (latitude, longitude)
