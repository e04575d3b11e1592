"""Rules of comparison, plain Python: bases, intervals, peers, places with ties, classes of a map.

A ratio is exact (`Fraction`) until it is drawn; equal ratios are equal. None is "nothing to divide
by", which is neither good nor bad and never gets a place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from statistics import median, quantiles

NORMAL_95, NORMAL_99 = 1.959964, 2.575829
"""Two-sided quantiles of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds from a day on; `source` says who set it.

    `least`: with fewer in the denominator a unit has no place, no class and no standing.
    `answers`: with fewer ratings no share of the satisfied is said. `peers`: with fewer no quartile
    is said. `factors`: how many times more or less a peer may have received in the twelve months up
    to the period's end; the first that gives enough peers holds.
    """

    valid_from: date
    least: int
    answers: int
    peers: int
    factors: tuple[Fraction, ...]
    source: str


RULES: tuple[Rules, ...] = (
    Rules(
        date(2025, 7, 1),
        least=20,
        answers=10,
        peers=5,
        factors=(Fraction(3, 2), Fraction(2), Fraction(3)),
        source="rule of the house; places of the same level and scope, ties shared: 766/QĐ-TTg",
    ),
)


def rules_on(day: date, known: Sequence[Rules] = RULES) -> Rules:
    """Return the rules in force on a day; before the first ones, the first."""
    return max(
        (one for one in known if one.valid_from <= day),
        key=lambda one: one.valid_from,
        default=known[0],
    )


class Reach(StrEnum):
    """Whose sums a reader of boards sees besides those of their own units."""

    NONE = "none"
    BESIDE = "beside"  # of the units directly under each unit above their own, and no list behind


@dataclass(frozen=True, slots=True)
class Openness:
    """How open sums are among offices from a day on."""

    valid_from: date
    reach: Reach
    source: str


OPENNESS: tuple[Openness, ...] = (
    Openness(
        date(2025, 7, 1),
        Reach.BESIDE,
        "766/QĐ-TTg: results of provinces, and down to communes, are published and ranked",
    ),
)


def reach_on(day: date, known: Sequence[Openness] = OPENNESS) -> Reach:
    """Return how far a reader sees on a day; before the first rule, no further than their own."""
    found = [one for one in known if one.valid_from <= day]
    return max(found, key=lambda one: one.valid_from).reach if found else Reach.NONE


def wilson(part: float, whole: float, z: float = NORMAL_95) -> tuple[float, float]:
    """Return the Wilson score interval of a share; (0, 1) without a base.

    E. B. Wilson, Probable Inference, JASA 22 (1927). It stays within 0 and 1, holds the share, and
    is honest for few answers and for shares near 0 and 1.
    """
    if whole <= 0:
        return 0.0, 1.0
    share = min(max(part / whole, 0.0), 1.0)
    widened = 1 + z * z / whole
    middle = (share + z * z / (2 * whole)) / widened
    half = z / widened * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one unit (`key`: its id): the ratio, and how many it rests on."""

    key: int
    ratio: Fraction | None
    base: Fraction


@dataclass(frozen=True, slots=True)
class Place:
    """A unit and its place; `shared` when another has the same."""

    one: Measured
    place: int
    shared: bool


def placed(
    measured: Iterable[Measured], *, least: int, more_is_better: bool = True
) -> tuple[list[Place], list[Measured]]:
    """Return units in order of their places, and apart those that have none.

    A place is one more than the number of units that are strictly better, so equal units share it
    and the next place is left free (1, 2, 2, 4). Units with nothing to divide by, or with a base
    below `least`, have no place; they keep the order in which they came.
    """
    able: list[Measured] = []
    apart: list[Measured] = []
    for one in measured:
        (apart if one.ratio is None or one.base < least else able).append(one)
    sign = -1 if more_is_better else 1
    able.sort(key=lambda one: sign * (one.ratio or Fraction(0)))
    rows: list[Place] = []
    for number, one in enumerate(able, 1):
        tied = bool(rows) and rows[-1].one.ratio == one.ratio
        following = number < len(able) and able[number].ratio == one.ratio
        rows.append(Place(one, rows[-1].place if tied else number, tied or following))
    return rows, apart


def class_of(ratio: Fraction, breaks: Sequence[Fraction]) -> int:
    """Return the class, from 0, of a ratio: how many breaks it has reached."""
    return bisect_right(breaks, ratio)


@dataclass(frozen=True, slots=True)
class Peers:
    """Units of similar load, without the unit itself; `factor` is None where there are too few."""

    keys: tuple[int, ...]
    factor: Fraction | None


def peers_of(own: int, loads: Mapping[int, int], rules: Rules) -> Peers:
    """Return a unit's peers among units of its kind: of similar load, by the first wide factor.

    By one factor a unit is a peer of its peers; a peer with more units near it may hold by a
    narrower one. A unit that received nothing has none.
    """
    load = loads.get(own, 0)
    if load <= 0:
        return Peers((), None)
    for factor in rules.factors:
        near = tuple(
            key
            for key, other in loads.items()
            if key != own and other > 0 and other <= load * factor and load <= other * factor
        )
        if len(near) >= rules.peers:
            return Peers(near, factor)
    return Peers((), None)


class Standing(StrEnum):
    """How a unit stands to its peers."""

    ABOVE = "above"  # its interval lies wholly above their middle
    BELOW = "below"
    WITHIN = "within"  # no difference that chance would not make
    NONE = "none"  # too few to say


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle half of the peers, the unit's own interval, and what may be said of it."""

    low: Fraction
    middle: Fraction
    high: Fraction
    interval: tuple[float, float]
    standing: Standing
    number: int


def spread_of(own: Measured, peers: Iterable[Measured], rules: Rules) -> Spread | None:
    """Return how a unit lies among its peers; None where there are too few with enough to divide.

    A difference is named only where the unit's 99 % interval leaves out the middle of its peers
    (99 because a page looks at many rates at once).
    """
    values = sorted(one.ratio for one in peers if one.ratio is not None and one.base >= rules.least)
    if len(values) < rules.peers:
        return None
    low, _middle, high = quantiles(values, n=4, method="inclusive")
    middle = median(values)
    if own.ratio is None or own.base < rules.least:
        return Spread(low, middle, high, (0.0, 1.0), Standing.NONE, len(values))
    base = float(own.base)
    interval = wilson(float(own.ratio) * base, base, NORMAL_99)
    standing = Standing.WITHIN
    if interval[0] > middle:
        standing = Standing.ABOVE
    elif interval[1] < middle:
        standing = Standing.BELOW
    return Spread(low, middle, high, interval, standing, len(values))
