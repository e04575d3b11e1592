"""Which units have a page of figures, and which of them holds what happens in each unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.indicators.index.beside import units_rows
from motcua.indicators.index.places import UnitRow

SHOWN = ("state", "province", "commune")


@dataclass(frozen=True)
class Place:
    """A unit with a page; `below` are the units with a page directly under it."""

    unit_id: int
    code: str
    name: str
    level: str
    parent: tuple[str, str] | None
    below: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Map:
    """The pages by code, the leaves of small numbers, and the leaf of every unit.

    What a province does itself is a leaf that has no page: it is in the province's sums alone.
    """

    places: dict[str, Place]
    leaves: dict[str, tuple[str, ...]]
    leaf_of: dict[int, str]


def map_on(instant: datetime) -> Map:
    """Return the map of the units that exist at an instant; two statements."""
    rows = units_rows()
    shown = {key: one for key, one in rows.items() if one.level in SHOWN and _there(one, instant)}
    leaves: dict[str, tuple[str, ...]] = {}
    leaf_of: dict[int, str] = {}
    for key, row in rows.items():
        above = [shown[part] for part in row.above if part in shown]
        if not above:
            continue
        chain = tuple(one.code for one in reversed(above))
        leaf = chain[0] if above[-1].level == "commune" else f"rest of {chain[0]}"
        leaves[leaf] = chain
        leaf_of[key] = leaf
    return Map(_pages(shown), leaves, leaf_of)


def _pages(shown: dict[int, UnitRow]) -> dict[str, Place]:
    """Return the pages with what is directly above and below each."""
    above = {key: [part for part in row.above[:-1] if part in shown] for key, row in shown.items()}
    below: dict[int, list[UnitRow]] = {key: [] for key in shown}
    for key, parts in above.items():
        if parts:
            below[parts[-1]].append(shown[key])
    return {
        row.code: Place(
            key,
            row.code,
            row.name,
            row.level,
            (shown[above[key][-1]].code, shown[above[key][-1]].name) if above[key] else None,
            tuple(
                sorted(((one.code, one.name) for one in below[key]), key=lambda pair: pair[::-1])
            ),
        )
        for key, row in shown.items()
    }


def _there(row: UnitRow, instant: datetime) -> bool:
    return row.valid_from <= instant and (row.valid_to is None or row.valid_to > instant)
