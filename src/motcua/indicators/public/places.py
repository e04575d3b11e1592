"""Which units have a page of figures in a year, and which of them count what happens in each unit.

A unit that was merged in the year keeps its page. From the month of the merger on what happened in
it counts under its heir as well, in the quarters and the year too that end after it (ADR 0026).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.places import Tree, UnitRow, counted_under, shown_under
from motcua.indicators.public.small import MONTHS, Since, counts_in
from motcua.indicators.rules import TICK
from motcua.kernel import clock

SHOWN = ("state", "province", "commune")
_LOWEST_FIRST = {level: place for place, level in enumerate(reversed(SHOWN))}


@dataclass(frozen=True)
class Passed:
    """A unit that was taken over, or that took over, on a day; without a page its code is empty."""

    code: str
    name: str
    on: date


@dataclass(frozen=True)
class Place:
    """A unit with a page; `below` are the units with a page directly under it that are there yet.

    `went` are those that took it over.
    """

    unit_id: int
    code: str
    name: str
    level: str
    parent: tuple[str, str] | None
    below: tuple[tuple[str, str], ...]
    went: tuple[Passed, ...] = ()


@dataclass(frozen=True)
class Map:
    """The pages by code, the leaves of small numbers, and the leaf of every unit.

    What a province does itself is a leaf that has no page: it is in the province's sums alone.
    `since` says from which month on a leaf counts under a unit, where that is not the whole year.
    """

    places: dict[str, Place]
    leaves: dict[str, tuple[str, ...]]
    leaf_of: dict[int, str]
    since: Since = field(default_factory=dict)

    def chain(self, leaf: str, span: str) -> tuple[str, ...]:
        """Return the units under which a leaf counts in a span, lowest first."""
        return tuple(code for code in self.leaves[leaf] if counts_in(self.since, leaf, code, span))


def map_of(year: int, now: datetime) -> Map:
    """Return the map of a year as far as mergers are known now; one statement."""
    tree = units_tree()
    shown = _shown(tree.rows, year, now)
    ends = [min(end, now) for end in _ends(year)]
    leaves: dict[str, tuple[str, ...]] = {}
    leaf_of: dict[int, str] = {}
    since: dict[tuple[str, str], int] = {}
    for key, row in tree.rows.items():
        under = _under(key, row, tree, shown, ends)
        if not under:
            continue
        order = sorted(
            under,
            key=lambda one: (
                _LOWEST_FIRST[shown[one].level],
                one not in row.above,
                shown[one].code,
            ),
        )
        chain = tuple(shown[one].code for one in order)
        late = {shown[one].code: month for one, month in under.items() if month > 1}
        leaf = _leaf(row, shown, order, chain, late)
        leaves[leaf] = chain
        leaf_of[key] = leaf
        since.update({(leaf, code): month for code, month in late.items()})
    return Map(_pages(shown, tree, now), leaves, leaf_of, since)


def mergers_by(now: datetime) -> int:
    """Return how many units were taken over by an instant: another number makes releases anew."""
    return sum(1 for row in units_tree().rows.values() if row.heir_ids and row.over_by(now))


def took_over(place: Place, map_: Map, until: datetime, lived: frozenset[int]) -> list[Passed]:
    """Return what a unit took over by an instant, of units in which something happened."""
    tree = units_tree()
    return [
        _passed(tree.rows[one.unit_id], map_.places, _ended(tree.rows[one.unit_id]))
        for one in counted_under(place.unit_id, tree, until).taken
        if not one.unit_ids.isdisjoint(lived)
    ]


def _shown(rows: Mapping[int, UnitRow], year: int, now: datetime) -> dict[int, UnitRow]:
    """Return the units with a page: there now, or in the year; a code names one of them."""
    first = clock.midnight(date(year, 1, 1))
    found: dict[str, UnitRow] = {}
    for row in sorted(rows.values(), key=lambda one: (one.valid_to is None, one.valid_from)):
        ended_before = row.valid_to is not None and row.valid_to <= first
        if row.level in SHOWN and row.valid_from <= now and not ended_before:
            found[row.code] = row
    return {row.unit_id: row for row in found.values()}


def _ends(year: int) -> list[datetime]:
    firsts = [date(year, month, 1) for month in range(1, MONTHS + 1)] + [date(year + 1, 1, 1)]
    return [clock.midnight(following) - TICK for _first, following in pairwise(firsts)]


def _under(
    key: int, row: UnitRow, tree: Tree, shown: Mapping[int, UnitRow], ends: list[datetime]
) -> dict[int, int]:
    """Return under which pages a unit counts, each with the month from whose end on."""
    units = tree.rows
    if not any(units[one].heir_ids and units[one].valid_to for one in row.above if one in units):
        return {one: 1 for one in row.above if one in shown}
    first, last = (shown_under(key, units, end) for end in (ends[0], ends[-1]))
    under = {one: 1 for one in first if one in shown}
    if first != last:
        for month, end in enumerate(ends, 1):
            for one in shown_under(key, units, end):
                if one in shown:
                    under.setdefault(one, month)
    return under


def _leaf(
    row: UnitRow,
    shown: Mapping[int, UnitRow],
    order: list[int],
    chain: tuple[str, ...],
    late: Mapping[str, int],
) -> str:
    """Return the name of the leaf that a unit belongs to: those of one leaf count alike."""
    lowest = shown[order[0]]
    if order[0] in row.above:
        return chain[0] if lowest.level == "commune" else f"rest of {chain[0]}"
    own = tuple(shown[one].code for one in reversed(lowest.above) if one in shown)
    if lowest.level == "commune" and chain == own and not late:
        return chain[0]
    return f"{row.code}, {row.unit_id}, in {chain[0]}"


def _pages(shown: dict[int, UnitRow], tree: Tree, now: datetime) -> dict[str, Place]:
    """Return the pages with what is directly above and below each."""
    above = {key: [part for part in row.above[:-1] if part in shown] for key, row in shown.items()}
    below: dict[int, list[UnitRow]] = {key: [] for key in shown}
    for key, parts in above.items():
        if parts and not shown[key].over_by(now):
            below[parts[-1]].append(shown[key])
    codes = {row.code: row for row in shown.values()}
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
            tuple(
                _passed(tree.rows[heir], codes, _ended(row))
                for heir in (row.heirs if row.over_by(now) else ())
                if heir in tree.rows
            ),
        )
        for key, row in shown.items()
    }


def _passed(row: UnitRow, pages: Mapping[str, Place | UnitRow], on: date) -> Passed:
    page = pages.get(row.code)
    return Passed(row.code if page and page.unit_id == row.unit_id else "", row.name, on)


def _ended(row: UnitRow) -> date:
    assert row.valid_to is not None
    return clock.local(row.valid_to).date()
