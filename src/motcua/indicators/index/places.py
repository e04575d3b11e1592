"""Whose rows are a unit's: its own, those of all under it, and of what it took over whole.

The rule where units were merged (docs/adr/0026): what happened stays with the unit in which it
happened. It counts under that unit, and from the day of the merger on also under the unit that took
it over *whole*, and under all that is above either; each of them counts it once. Where a unit was
divided nobody can be told to answer for its dossiers, so they count under it and what is above it
only. Every reader of figures asks `counted_under`; nothing else says which units these are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise


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

    def over_by(self, until: datetime) -> bool:
        """Return whether it had ended by an instant."""
        return self.valid_to is not None and self.valid_to <= until


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit that was taken over, with everything under it; `heir_id` took it over."""

    unit_id: int
    heir_id: int
    unit_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Counted:
    """The units whose figures are a unit's, each once; `own` are itself and all under it."""

    unit_id: int
    own: frozenset[int]
    taken: tuple[Taken, ...] = ()

    @property
    def ids(self) -> frozenset[int]:
        """Return all of them."""
        return self.own.union(*(one.unit_ids for one in self.taken))

    @property
    def taken_ids(self) -> frozenset[int]:
        """Return those that were taken over."""
        return frozenset().union(*(one.unit_ids for one in self.taken))

    @property
    def line_of(self) -> dict[int, int]:
        """Return of each unit taken over the one on whose line it stands."""
        return {key: one.unit_id for one in self.taken for key in one.unit_ids}


@dataclass(frozen=True, slots=True)
class Tree:
    """All units of all times, with what is directly under each and what each took over whole."""

    rows: dict[int, UnitRow]
    below: Mapping[int, frozenset[int]]
    took: Mapping[int, tuple[int, ...]]
    ends: Sequence[datetime] = ()
    """When units ended, in order: between two of these nothing is counted elsewhere."""
    counted: dict[tuple[int, int], Counted] = field(default_factory=dict, compare=False)
    """What `counted_under` found before: ten thousand units are walked once, not with each page."""


Units = Mapping[int, UnitRow] | Tree


def tree_of(rows: Units) -> Tree:
    """Return units as a tree that can be walked downwards."""
    if isinstance(rows, Tree):
        return rows
    below: dict[int, set[int]] = defaultdict(set)
    took: dict[int, list[int]] = defaultdict(list)
    for key, row in rows.items():
        for above, under in pairwise(row.above):
            below[above].add(under)
        if row.valid_to is not None:
            for heir in row.heirs:
                took[heir].append(key)
    return Tree(
        dict(rows),
        {key: frozenset(found) for key, found in below.items()},
        {key: tuple(found) for key, found in took.items()},
        sorted(row.valid_to for row in rows.values() if row.valid_to is not None),
    )


def level_of(units: Mapping[int, UnitRow], unit_id: int) -> str:
    """Return the level of a unit; empty where it is not known."""
    found = units.get(unit_id)
    return found.level if found is not None else ""


def counted_under(unit_id: int, tree: Tree, until: datetime) -> Counted:
    """Return the units whose rows are a unit's in a period to `until`.

    What was taken over stands under the highest of its units that is not the unit's own already,
    in the order of codes. The tree remembers it.
    """
    known = (unit_id, bisect_right(tree.ends, until))
    if known not in tree.counted:
        tree.counted[known] = _counted_under(unit_id, tree, until)
    return tree.counted[known]


def _counted_under(unit_id: int, tree: Tree, until: datetime) -> Counted:
    own = _reached([unit_id], tree, None)
    extra = _reached([unit_id], tree, until) - own
    parts: dict[int, set[int]] = defaultdict(set)
    for key in extra:
        row = tree.rows.get(key)
        parts[next(one for one in row.above if one in extra) if row else key].add(key)
    found = [
        Taken(key, _heir(tree, key, own | extra), frozenset(under)) for key, under in parts.items()
    ]
    found.sort(key=lambda one: (tree.rows[one.unit_id].code, one.unit_id))
    return Counted(unit_id, frozenset(own), tuple(found))


def _heir(tree: Tree, unit_id: int, known: Collection[int]) -> int:
    return next(one for one in tree.rows[unit_id].heirs if one in known)


def _reached(start: Iterable[int], tree: Tree, until: datetime | None) -> set[int]:
    """Return units and all under them, and, to an instant, all that any of them took over."""
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        waiting.extend(tree.below.get(one, ()))
        if until is not None:
            waiting.extend(old for old in tree.took.get(one, ()) if tree.rows[old].over_by(until))
    return found


def shown_under(unit_id: int, units: Units, until: datetime) -> frozenset[int]:
    """Return the ids of every unit under which a unit's rows count in a period to `until`.

    The same rule read upwards: `other in shown_under(one)` as `one in counted_under(other).ids`.
    """
    rows = units.rows if isinstance(units, Tree) else units
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        row = rows.get(one)
        if row is None:
            continue
        waiting.extend(row.above)
        if row.over_by(until):
            waiting.extend(row.heirs)
    return frozenset(found)


def places(wanted: Collection[int], units: Units, until: datetime) -> tuple[tuple[int, int], ...]:
    """Return the pairs (shown under, unit) for the wanted units, each once, in order."""
    tree = tree_of(units)
    return tuple(
        sorted(
            (under, unit_id)
            for under in frozenset(wanted) & tree.rows.keys()
            for unit_id in _reached([under], tree, until)
            if unit_id in tree.rows
        )
    )
