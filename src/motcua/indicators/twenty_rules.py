"""The procedures that matter: cumulative shares, the fewest that bring 80 %, where work pays most.

Nothing is weighted: a row keeps its counts side by side, and what is multiplied says its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MOST_OF = Fraction(4, 5)
"""The share at which the curve is marked: the fewest procedures that bring 80 %."""
TWENTY = 20
DAYS_OF_YEAR = 365
FULL = "full"


class Matter(StrEnum):
    """By what procedures are put in order."""

    DOSSIERS = "dossiers"
    ONLINE = "online"
    LATE = "late"
    REUSED = "reused"


@dataclass(frozen=True, slots=True)
class Reuse:
    """Indicator 4.3 of a procedure: dossiers with re-used data, of those known, and the others."""

    reused: int = 0
    known: int = 0
    unknown: int = 0

    @property
    def without(self) -> int:
        """Return the dossiers of which it is known that nothing was re-used."""
        return self.known - self.reused


@dataclass(frozen=True, slots=True)
class Matters:
    """What a procedure brought in a period, and what its record says.

    `counter`, `post` and `online` are together `received`; `late` ended late in the period,
    `overdue` are open past their due instant at its end. `level` is full, partial, none or empty
    (not known); `held` of its `papers` are such that a data source of the State can stand for them.
    """

    procedure_id: int
    code: str
    label: str
    received: int = 0
    online: int = 0
    counter: int = 0
    post: int = 0
    late: int = 0
    overdue: int = 0
    reuse: Reuse = Reuse()
    level: str = ""
    held: int = 0
    papers: int = 0

    @property
    def offline(self) -> int:
        """Return the dossiers that were not filed online."""
        return self.counter + self.post

    def of(self, matter: Matter) -> int:
        """Return what counts in an order; late are those that ended late or are overdue."""
        return {
            Matter.DOSSIERS: self.received,
            Matter.ONLINE: self.online,
            Matter.LATE: self.late + self.overdue,
            Matter.REUSED: self.reuse.reused,
        }[matter]


@dataclass(frozen=True, slots=True)
class Placed:
    """A procedure in an order: its share of the whole, and the share of all up to it."""

    place: int
    row: Matters
    share: Fraction
    together: Fraction


def ordered(rows: Iterable[Matters], matter: Matter) -> tuple[Placed, ...]:
    """Return those that bring any, the most first; equal ones in the order of their codes."""
    found = sorted((row for row in rows if row.of(matter)), key=lambda r: (-r.of(matter), r.code))
    whole = sum(row.of(matter) for row in found)
    placed, together = [], 0
    for place, row in enumerate(found, 1):
        together += row.of(matter)
        placed.append(
            Placed(place, row, Fraction(row.of(matter), whole), Fraction(together, whole))
        )
    return tuple(placed)


def fewest(placed: Sequence[Placed], share: Fraction = MOST_OF) -> int:
    """Return how many procedures it takes at least to bring a share; 0 when there is nothing."""
    return next((one.place for one in placed if one.together >= share), 0)


def share_of_first(placed: Sequence[Placed], count: int = TWENTY) -> Fraction:
    """Return the share that the first so many bring together; 0 when there is nothing."""
    return placed[min(count, len(placed)) - 1].together if placed else Fraction(0)


def per_year(count: int, days: int) -> Fraction:
    """Return what a count in a period of days is in a year, if it went on; `days` at least 1."""
    return Fraction(count * DAYS_OF_YEAR, max(days, 1))


@dataclass(frozen=True, slots=True)
class Pays:
    """Where work pays: the parts, and what they come to in a year."""

    row: Matters
    part: int
    times: int
    yearly: Fraction


def full_service_pays(rows: Iterable[Matters], days: int) -> tuple[Pays, ...]:
    """Return procedures without a full online service, by dossiers a year that were not online.

    Where the level is not known it is not known to be full: such a procedure stands among them.
    """
    return _paying(
        (row for row in rows if row.level != FULL), lambda row: row.offline, lambda _row: 1, days
    )


def data_pays(rows: Iterable[Matters], days: int) -> tuple[Pays, ...]:
    """Return procedures with papers that the State holds, by the papers a year that were brought.

    Dossiers of which nothing was re-used × papers for which a data source can stand.
    """
    return _paying(
        (row for row in rows if row.held), lambda row: row.reuse.without, lambda row: row.held, days
    )


def _paying(
    rows: Iterable[Matters],
    part: Callable[[Matters], int],
    times: Callable[[Matters], int],
    days: int,
) -> tuple[Pays, ...]:
    found = [
        Pays(row, part(row), times(row), per_year(part(row) * times(row), days))
        for row in rows
        if part(row) and times(row)
    ]
    return tuple(sorted(found, key=lambda one: (-one.yearly, one.row.code)))
