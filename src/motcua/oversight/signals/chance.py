"""Whether a unit has more cases than chance explains: exact tails against its peers.

Two questions are asked of each unit, and the greater (kinder) answer counts:

1. *If all units had the same rate*: of the K cases of unit and peers together, each falls on the
   unit with the chance n / N of its share of what was exposed. P(at least k of K) is an exact
   binomial tail: no rate is estimated.
2. *Units differ lawfully* (other matters, other people): rates spread around the peers' mean as a
   gamma distribution, whose spread is estimated from the peers by moments and taken at the upper
   end of its uncertainty (empirical Bayes). P(at least k) is a negative binomial tail.

The peers of a unit are all others of its kind, never itself. Over all units and signals the
Benjamini–Hochberg step keeps the expected share of falsely named units below `Level.share`; where
nobody cheats, the expected number of names is no more than about that share of one. Units that
stand out are then taken out of the peers of the others, once more (`named`), so that many cheats
do not hide each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, inf, lgamma, log, log1p, sqrt
from typing import Any

UPPER = 1.645  # one-sided 95 % of the normal distribution
TINY = 1e-17
ROUNDS = 6
HIGHEST = 0.1
WIDER = 1.8
"""How much the variance of the lower nine tenths is less than that of all, for a skewed spread."""


@dataclass(frozen=True, slots=True)
class Level:
    """When a unit is named; dated, with the reason."""

    valid_from: date
    share: float  # expected share of falsely named units among the named
    exposed: int  # fewer than so many: not compared
    cases: int  # fewer than so many: not named
    times: float  # at least so many times what was to be expected
    peers: int  # fewer units to compare with: not compared
    source: Any


@dataclass(frozen=True, slots=True)
class Count:
    """What a unit has of a signal: `cases` among `exposed`; `group` are its peers' and its own."""

    signal: str
    unit_id: int
    group: str
    exposed: int
    cases: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit beside its peers; `chance` is None where it is not compared."""

    count: Count
    expected: float
    chance: float | None
    named: bool
    peers: int


@dataclass(slots=True)
class _Sums:
    """What the peers' rate and spread are made of; a unit is taken out by subtracting it."""

    units: int = 0
    exposed: float = 0
    cases: float = 0
    squares: float = 0  # of exposed
    per: float = 0  # cases squared per exposed
    inverse: float = 0  # 1 per exposed

    def add(self, one: Count, sign: int = 1) -> None:
        n, k = one.exposed, one.cases
        self.units += sign
        self.exposed += sign * n
        self.cases += sign * k
        self.squares += sign * n * n
        self.per += sign * k * k / n
        self.inverse += sign / n

    def without(self, one: Count) -> _Sums:
        found = _Sums(self.units, self.exposed, self.cases, self.squares, self.per, self.inverse)
        found.add(one, -1)
        return found


def compare(counts: Iterable[Count], level: Level) -> list[Standing]:
    """Return every count beside its peers, in the order given; which units are named."""
    given = list(counts)
    out = _highest(given, level)
    found: list[Standing] = []
    for number in range(ROUNDS):
        found = _compared(given, level, out, WIDER if number == 0 else 1.0)
        named = frozenset((one.count.signal, one.count.unit_id) for one in found if one.named)
        if named == out:
            break
        out = named
    return found


def _highest(given: Sequence[Count], level: Level) -> frozenset[tuple[str, int]]:
    """Return the tenth of each signal and group that lies highest above what was to be expected."""
    sums = _sums(given, level, frozenset())
    groups: dict[tuple[str, str], list[tuple[float, tuple[str, int]]]] = {}
    for one in given:
        whole = sums[one.signal, one.group]
        if one.exposed >= level.exposed and whole.cases:
            expected = one.exposed * whole.cases / whole.exposed
            above = (one.cases - expected) / sqrt(expected)
            key = (one.signal, one.unit_id)
            groups.setdefault((one.signal, one.group), []).append((-above, key))
    return frozenset(
        key
        for rows in groups.values()
        for above, key in sorted(rows)[: int(len(rows) * HIGHEST)]
        if above < 0
    )


def _compared(
    given: Sequence[Count], level: Level, out: frozenset[tuple[str, int]], wider: float
) -> list[Standing]:
    sums = _sums(given, level, out)
    chances: list[float | None] = []
    rows: list[tuple[Count, float, int]] = []
    for one in given:
        peers = sums[one.signal, one.group]
        among = one.exposed >= level.exposed and (one.signal, one.unit_id) not in out
        peers = peers.without(one) if among else peers
        expected = one.exposed * peers.cases / peers.exposed if peers.exposed > 0 else 0.0
        told = one.exposed >= level.exposed and peers.units >= level.peers
        chances.append(_chance(one, expected, peers, level, wider) if told else None)
        rows.append((one, expected, peers.units))
    bound = _step_up([one for one in chances if one is not None], level.share)
    return [
        Standing(one, expected, chance, chance is not None and chance <= bound, peers)
        for (one, expected, peers), chance in zip(rows, chances, strict=True)
    ]


def _sums(
    given: Sequence[Count], level: Level, out: frozenset[tuple[str, int]]
) -> Mapping[tuple[str, str], _Sums]:
    found: dict[tuple[str, str], _Sums] = {}
    for one in given:
        sums = found.setdefault((one.signal, one.group), _Sums())
        if one.exposed >= level.exposed and (one.signal, one.unit_id) not in out:
            sums.add(one)
    return found


def _chance(one: Count, expected: float, peers: _Sums, level: Level, wider: float) -> float:
    """Return how likely so many cases or more are; 1 where a unit could not be named anyway."""
    if one.cases < level.cases or one.cases < level.times * expected:
        return 1.0
    whole = round(peers.cases) + one.cases
    same = binomial_tail(one.cases, whole, one.exposed / (peers.exposed + one.exposed))
    # Peers without any case tell nothing of a rate; half a case is the least that is assumed.
    rate = max(peers.cases, 0.5) / peers.exposed
    spread = _spread(peers, rate, wider)
    return max(same, negative_binomial_tail(one.cases, one.exposed * rate, spread))


def _spread(peers: _Sums, rate: float, wider: float) -> float:
    """Return the variance of the peers' relative rates, at the upper end of what it may be."""
    free = peers.units - 1
    weight = rate * (peers.exposed - peers.squares / peers.exposed)
    if free < 1 or weight <= 0:
        return 0.0
    chi = wider * max(0.0, peers.per / rate - peers.cases)
    doubt = UPPER * sqrt(2 * peers.units + peers.inverse / rate) * max(1.0, chi / free)
    return max(0.0, (chi + doubt - free) / weight)


def _step_up(chances: Sequence[float], share: float) -> float:
    """Return the greatest chance that is named (Benjamini–Hochberg); below 0: nobody is."""
    bound = -1.0
    for place, chance in enumerate(sorted(chances), 1):
        if chance <= share * place / len(chances):
            bound = chance
    return bound


def binomial_tail(k: int, n: int, p: float) -> float:
    """Return P(X ≥ k) of a binomial variable, exact but for rounding. 0 ≤ p ≤ 1."""
    if k <= 0:
        return 1.0
    if k > n or p <= 0:
        return 0.0
    if p >= 1:
        return 1.0
    if k < n * p:
        return max(0.0, 1.0 - _sum(_binomial_log(k - 1, n, p), _down_binomial(k - 1, n, p)))
    return min(1.0, _sum(_binomial_log(k, n, p), _up_binomial(k, n, p)))


def negative_binomial_tail(k: int, mean: float, spread: float) -> float:
    """Return P(X ≥ k) of a Poisson variable whose mean is gamma distributed.

    `spread` is the variance of the relative mean: 0 is Poisson, 1 exponential.
    """
    if k <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if spread < 1e-9:
        return poisson_tail(k, mean)
    size = 1 / spread
    odds = mean / (mean + size)
    first = (
        lgamma(k + size) - lgamma(size) - lgamma(k + 1)
        + size * log1p(-odds) + k * log(odds)
    )  # fmt: skip
    if k < mean:
        below = (
            lgamma(k - 1 + size) - lgamma(size) - lgamma(k)
            + size * log1p(-odds) + (k - 1) * log(odds)
        )  # fmt: skip
        down = (j / ((j - 1 + size) * odds) for j in range(k - 1, 0, -1))
        return max(0.0, 1.0 - _sum(below, down))
    up = ((j + size) * odds / (j + 1) for j in _count(k))
    return min(1.0, _sum(first, up))


def poisson_tail(k: int, mean: float) -> float:
    """Return P(X ≥ k) of a Poisson variable."""
    if k <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if k < mean:
        below = (k - 1) * log(mean) - mean - lgamma(k)
        return max(0.0, 1.0 - _sum(below, (j / mean for j in range(k - 1, 0, -1))))
    first = k * log(mean) - mean - lgamma(k + 1)
    return min(1.0, _sum(first, (mean / (j + 1) for j in _count(k))))


def _count(first: int) -> Iterable[int]:
    return range(first, first + 1_000_000)


def _binomial_log(k: int, n: int, p: float) -> float:
    if k < 0:
        return -inf
    return (
        lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
        + k * log(p) + (n - k) * log1p(-p)
    )  # fmt: skip


def _up_binomial(k: int, n: int, p: float) -> Iterable[float]:
    odds = p / (1 - p)
    return ((n - j) / (j + 1) * odds for j in range(k, n))


def _down_binomial(k: int, n: int, p: float) -> Iterable[float]:
    odds = (1 - p) / p
    return (j / (n - j + 1) * odds for j in range(k, 0, -1))


def _sum(first: float, ratios: Iterable[float]) -> float:
    """Sum a series by its first term's logarithm and the ratios of neighbours, until it is flat."""
    total = term = exp(first)
    if not total:
        return 0.0
    for ratio in ratios:
        term *= ratio
        total += term
        if ratio < 1 and term < total * TINY:
            break
    return total


LEVELS = (
    Level(
        valid_from=date(2025, 7, 1),
        share=0.05,
        exposed=20,
        cases=3,
        times=2.0,
        peers=8,
        source="Benjamini & Hochberg 1995; 5 %",
    ),
)


def level_on(day: date) -> Level:
    """Return the level that holds on a day; the first one before there was any."""
    fitting = [one for one in LEVELS if one.valid_from <= day]
    return max(fitting, key=lambda one: one.valid_from) if fitting else LEVELS[0]
