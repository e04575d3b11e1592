"""Small numbers: what a public table does not show, so that nobody can be found in it. Pure.

A figure of 1 to `at_least` - 1 dossiers is not shown, nor is what it could be found from: the
rest of a total, the other months of a quarter, the neighbours of a unit, the other part of a whole.
For each such figure a *move* is kept: a small change of what happened (one dossier more here, one
less there) after which everything that is shown would read the same. What the move touches is not
shown. So no reckoning whatever with the shown figures can tell the true one from the other: the
proof is the second world itself. The corners are those of the hypercube method of official
statistics, found here by trying the cheapest first.

Months are decided in their order and nothing that was shown is taken back, so that whoever kept
the pages of before learns nothing from the next ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import product
from typing import Any

from django.utils.translation import gettext_lazy as _

QUARTER = 3
MONTHS = 12
YEAR = "year"
PARTNERS = 8
BASES = 3


class Part(StrEnum):
    """A whole and the two parts that it is made of: what counts, and the rest."""

    WHOLE = "whole"
    COUNTED = "counted"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest number of dossiers that is shown, from a day on."""

    valid_from: date
    at_least: int
    source: Any


SMALLEST: tuple[Smallest, ...] = (
    Smallest(
        date(2025, 7, 1),
        5,
        _(
            "Our own choice, for want of a rule in Vietnamese law: the minimum frequency rule of"
            " the Handbook on Statistical Disclosure Control (ESSnet, 2010), chapters 4 and 5"
        ),
    ),
)

Atom = tuple[str, int, bool]
"""A leaf of the tree of units, a month, and whether it counts: the finest that is added up."""
Cell = tuple[str, str, Part]
"""A figure that may be shown: unit, span (`08`, `q3`, `year`), part."""
Move = tuple[tuple[Atom, int], ...]
Since = Mapping[tuple[str, str], int]
"""By leaf and unit: the month from whose end on the leaf counts there; January where none is named.

A unit that was merged counts under its heir in its month, and in quarters and years that end later.
"""


@dataclass(frozen=True)
class Table:
    """What happened in a year. `leaves` names the shown units that hold each leaf, lowest first.

    `told` are the figures as they are defined where they are not the plain sum of their months
    (a dossier that was ended in one month and opened again in the next).
    """

    leaves: Mapping[str, tuple[str, ...]]
    atoms: Mapping[Atom, int]
    told: Mapping[Cell, int] = field(default_factory=dict)
    since: Since = field(default_factory=dict)

    def cell(self, cell: Cell) -> int:
        """Return a figure as it is defined."""
        return self.told.get(cell, self.sums.get(cell, 0))

    @cached_property
    def sums(self) -> dict[Cell, int]:
        """Return the plain sums of the months."""
        added: dict[Cell, int] = defaultdict(int)
        for atom, count in self.atoms.items():
            for cell in cells_of(self, atom):
                added[cell] += count
        return dict(added)


@dataclass(frozen=True)
class Decision:
    """Which figures are not shown: True where "fewer than" may be said, False where nothing may.

    `moves` are the proofs: for every small figure the second world. Few figures of a span in which
    a unit took another over have none that is found (one of a thousand random provinces): they are
    hidden without a word, and the tests hold that reckoning with all that is shown finds none.
    """

    hidden: Mapping[Cell, bool]
    moves: Mapping[Cell, Move]


def smallest_on(day: date, known: Iterable[Smallest] = SMALLEST) -> Smallest:
    """Return the rule in force on a day; before the first one, the first."""
    ordered = sorted(known, key=lambda one: one.valid_from)
    return next((one for one in reversed(ordered) if one.valid_from <= day), ordered[0])


def span_of(month: int) -> str:
    """Return a month as a span."""
    return f"{month:02}"


def quarter_of(month: int) -> str:
    """Return the quarter that holds a month."""
    return f"q{(month - 1) // QUARTER + 1}"


def months_in(span: str) -> range:
    """Return the months of a span."""
    if span == YEAR:
        return range(1, MONTHS + 1)
    if span.startswith("q"):
        last = int(span[1:]) * QUARTER
        return range(last - QUARTER + 1, last + 1)
    return range(int(span), int(span) + 1)


def spans_ending(month: int) -> tuple[str, ...]:
    """Return what can be shown once a month is over, and could not before."""
    spans = [span_of(month)]
    if month % QUARTER == 0:
        spans.append(quarter_of(month))
    if month == MONTHS:
        spans.append(YEAR)
    return tuple(spans)


def counts_in(since: Since, leaf: str, unit: str, span: str) -> bool:
    """Tell whether a leaf counts under a unit of its chain in a span."""
    return since.get((leaf, unit), 1) <= months_in(span)[-1]


def cells_of(table: Table, atom: Atom) -> Iterator[Cell]:
    """Yield every figure that an atom is counted in."""
    leaf, month, counted = atom
    part = Part.COUNTED if counted else Part.REST
    for unit, span in product(table.leaves[leaf], (span_of(month), quarter_of(month), YEAR)):
        if counts_in(table.since, leaf, unit, span):
            yield unit, span, Part.WHOLE
            yield unit, span, part


def touched(table: Table, move: Move) -> dict[Cell, int]:
    """Return the figures that a move changes, and by how much."""
    changes: dict[Cell, int] = defaultdict(int)
    for atom, delta in move:
        for cell in cells_of(table, atom):
            changes[cell] += delta
    return {cell: delta for cell, delta in changes.items() if delta}


def decide(table: Table, through: int, at_least: int) -> Decision:
    """Return what of the months 1 to `through` (and of whole quarters, the year) is not shown.

    The same for the same table, and what `decide` showed through an earlier month stays shown.
    """
    work = _Work(table, at_least)
    for month in range(1, through + 1):
        work.step(month)
    return Decision(work.hidden, work.moves)


class _Work:
    """The state of deciding, month after month."""

    def __init__(self, table: Table, at_least: int) -> None:
        self.table, self.at_least = table, at_least
        self.units = sorted({unit for units in table.leaves.values() for unit in units})
        self.hidden: dict[Cell, bool] = {}
        self.moves: dict[Cell, Move] = {}
        self.shown: set[Cell] = set()
        self.through = 0
        self.chains: Mapping[str, tuple[str, ...]] = {}
        self.within: dict[str, list[str]] = {}
        self._grow(1)

    def _grow(self, month: int) -> None:
        """Let leaves count where they do by a month; what comes later is not known yet."""
        since = self.table.since
        if self.chains and not any(since[key] == month for key in since):
            return
        self.chains = {
            leaf: tuple(unit for unit in units if since.get((leaf, unit), 1) <= month)
            for leaf, units in self.table.leaves.items()
        }
        self.within = {unit: [] for unit in self.units}
        for leaf in sorted(self.chains):
            for unit in self.chains[leaf]:
                self.within[unit].append(leaf)

    def step(self, month: int) -> None:
        """Decide what can be shown since a month is over."""
        self.through = month
        self._grow(month)
        fresh = {
            (unit, span, part)
            for unit, span, part in product(self.units, spans_ending(month), Part)
        }
        small = sorted(cell for cell in fresh if self._is_small(cell))
        for cell in small:
            self.hidden[cell] = True
        again = [cell for cell, move in self.moves.items() if self._reach(move) & fresh]
        for cell in [*small, *again]:
            self._protect(cell)
        self.shown |= fresh - self.hidden.keys()

    def _is_small(self, cell: Cell) -> bool:
        values = (self.table.cell(cell), self.table.sums.get(cell, 0))
        return any(0 < value < self.at_least for value in values)

    def _reach(self, move: Move) -> set[Cell]:
        return set(touched(self.table, move))

    def _protect(self, cell: Cell) -> None:
        """Find the cheapest second world and hide what would tell it from the first."""
        best: tuple[int, Move] | None = None
        for kind_kept in (True, False):
            for move in self._tries(cell):
                cost = self._cost(cell, move, kind_kept=kind_kept)
                if cost is not None and (best is None or cost < best[0]):
                    best = (cost, move)
                    if cost == 0:
                        break
            if best is not None:
                self._take(cell, best[1], kind_kept=kind_kept)
                return
        self.hidden[cell] = False

    def _take(self, cell: Cell, move: Move, *, kind_kept: bool) -> None:
        self.moves[cell] = move
        for one in touched(self.table, move):
            if _over(one[1], self.through):
                said = self.hidden.get(one, self._is_small(one))
                self.hidden[one] = said and kind_kept

    def _cost(self, protects: Cell, move: Move, *, kind_kept: bool) -> int | None:
        """Return how much would be hidden besides; None where a shown figure would change.

        None too where the figure itself stays: two places that gave and took in a month are one
        in its quarter, if they were merged within it.
        """
        for atom, delta in move:
            if min(self.table.atoms.get(atom, 0), self.table.atoms.get(atom, 0) + delta) < (
                1 if kind_kept else 0
            ):
                return None
        changes, cost = touched(self.table, move), 0
        if protects not in changes:
            return None
        for cell, delta in changes.items():
            if not _over(cell[1], self.through):
                continue
            if cell in self.shown or (kind_kept and not self._same_kind(cell, delta)):
                return None
            if cell not in self.hidden:
                cost += _WEIGHT[cell[1][0] if cell[1] != YEAR else "y"] * len(self.within[cell[0]])
        return cost

    def _same_kind(self, cell: Cell, delta: int) -> bool:
        """Tell whether "none", "fewer than" or a number would be said of both worlds."""
        before = self.table.sums.get(cell, 0)
        kinds = [(v > 0) + (v >= self.at_least) for v in (before, before + delta)]
        return kinds[0] == kinds[1]

    def _tries(self, cell: Cell) -> Iterator[Move]:
        """Yield moves that change a figure, those that touch least first."""
        unit, span, part = cell
        if cell in self.moves:
            yield self.moves[cell]
        months = [month for month in months_in(span) if month <= self.through]
        for leaf, month in self._bases(unit, span, months):
            partners = [*self._partners(unit, leaf, month), None]
            others = [*self._other_months(span, month), None]
            for other, partner, parts in product(others, partners, _PARTS[part]):
                for sign in (1, -1):
                    yield _made(leaf, month, partner, other, parts, sign)
        for month in months:  # what protects a month protects the quarter, on that month alone
            move = self.moves.get((unit, span_of(month), part))
            if move is not None and span != span_of(month):
                yield tuple((atom, delta) for atom, delta in move if atom[1] == month)

    def _count(self, leaf: str, month: int) -> int:
        return sum(self.table.atoms.get((leaf, month, counted), 0) for counted in (True, False))

    def _bases(self, unit: str, span: str, months: list[int]) -> list[tuple[str, int]]:
        found = [
            (self._count(leaf, month), leaf, month)
            for leaf in self.within[unit]
            if counts_in(self.table.since, leaf, unit, span)
            for month in months
            if self._count(leaf, month)
        ]
        found.sort(key=lambda one: (-one[0], one[1], one[2]))
        return [(leaf, month) for _count, leaf, month in found[:BASES]]

    def _partners(self, unit: str, leaf: str, month: int) -> list[str]:
        """Return leaves that may take what this one gives: nobody's page first, then near ones."""
        mine = self.chains[leaf]
        above = mine[mine.index(unit) + 1 :]
        if not above:
            return []
        near = [
            other
            for other in self.within[above[0]]
            if unit not in self.chains[other] and self._count(other, month)
        ]
        near.sort(
            key=lambda other: (
                other in self.within,
                not any((other, span_of(month), part) in self.hidden for part in Part),
                -self._count(other, month),
                other,
            )
        )
        return near[:PARTNERS]

    def _other_months(self, span: str, month: int) -> list[int]:
        inside = set(months_in(span))
        others = [one for one in range(1, self.through + 1) if one not in inside]
        others.sort(key=lambda one: (quarter_of(one) != quarter_of(month), -one))
        return others


_WEIGHT = {"0": 1, "1": 1, "q": 3, "y": 6}
_PARTS: dict[Part, tuple[tuple[tuple[bool, int], ...], ...]] = {
    Part.WHOLE: (((True, 1),), ((False, 1),)),
    Part.COUNTED: (((True, 1), (False, -1)), ((True, 1),)),
    Part.REST: (((False, 1), (True, -1)), ((False, 1),)),
}


def _over(span: str, through: int) -> bool:
    return months_in(span)[-1] <= through


def _made(
    leaf: str,
    month: int,
    partner: str | None,
    other: int | None,
    parts: tuple[tuple[bool, int], ...],
    sign: int,
) -> Move:
    leaves = [(leaf, 1), *([(partner, -1)] if partner is not None else [])]
    months = [(month, 1), *([(other, -1)] if other is not None else [])]
    return tuple(
        ((one, when, counted), sign * a * b * c)
        for (one, a), (when, b), (counted, c) in product(leaves, months, parts)
    )
