"""Plain seasonal models of arrivals per open day, and the interval around what they expect.

Pure Python over open days only: a day off has no arrivals of its own (`forecast_rules.series_of`).
Each model is linear in the counts: twice the arrivals, twice the expectation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

SAME_DAYS = 8
"""How many days of the same weekday the median looks back on."""
LEVEL_DAYS = 40
"""How many open days (about eight weeks) say how much comes at present."""
WEEKDAY_DAYS = 130
"""How many open days (about half a year) say how weekdays differ."""
TREND_MOST = 1.5
"""A trend of the last weeks is followed no further than this, up or down."""
PRIOR_DAYS = 4
"""A factor is drawn towards 1 as by so many ordinary days: few days prove little."""
YEAR = 364  # whole weeks, so that weekdays fit
SHARE = 0.8
"""The share of days that the interval is meant to hold."""


class Model(StrEnum):
    """A way to expect; of equally good ones the first, which is the plainest, wins."""

    LAST_WEEK = "last-week"
    MEDIAN = "median"
    FACTORS = "factors"


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day on which the unit works; `after_holiday`: a holiday lies between it and the last."""

    day: date
    after_holiday: bool = False


def expect(
    model: Model, days: Sequence[OpenDay], counts: Sequence[float], ahead: Sequence[OpenDay]
) -> list[float]:
    """Return what is expected on each open day ahead, from the open days so far; never below 0."""
    return MODELS[model](days, counts, ahead)


def _last_week(
    days: Sequence[OpenDay], counts: Sequence[float], ahead: Sequence[OpenDay]
) -> list[float]:
    """As on the last open day of the same weekday."""
    last = {one.day.weekday(): count for one, count in zip(days, counts, strict=True)}
    usual = _mean(counts[-LEVEL_DAYS:])
    return [last.get(one.day.weekday(), usual) for one in ahead]


def _median(
    days: Sequence[OpenDay], counts: Sequence[float], ahead: Sequence[OpenDay]
) -> list[float]:
    """The median of the last eight same weekdays, moved by how the last four weeks differ."""
    same: dict[int, list[float]] = {}
    for one, count in zip(days, counts, strict=True):
        same.setdefault(one.day.weekday(), []).append(count)
    half = LEVEL_DAYS // 2
    now, before = _mean(counts[-half:]), _mean(counts[-LEVEL_DAYS:])
    trend = min(max(now / before, 1 / TREND_MOST), TREND_MOST) if before else 1.0
    usual = _mean(counts[-LEVEL_DAYS:])
    middle = {weekday: median(found[-SAME_DAYS:]) for weekday, found in same.items()}
    return [middle.get(one.day.weekday(), usual) * trend for one in ahead]


def _factors(
    days: Sequence[OpenDay], counts: Sequence[float], ahead: Sequence[OpenDay]
) -> list[float]:
    """Present level × weekday × day after a holiday × the same weeks of the years before."""
    level_all = _mean(counts[-WEEKDAY_DAYS:])
    if not level_all:
        return [0.0] * len(ahead)
    weekday = _weekday_factors(days[-WEEKDAY_DAYS:], counts[-WEEKDAY_DAYS:], level_all)
    after = _after_holiday(days, counts, weekday)
    season = _Season(days, counts)
    recent = list(zip(days[-LEVEL_DAYS:], counts[-LEVEL_DAYS:], strict=True))
    shape = [
        weekday.get(one.day.weekday(), 1.0)
        * (after if one.after_holiday else 1.0)
        * season.factor(one.day)
        for one, _count in recent
    ]
    weight = sum(shape)
    level = sum(count for _one, count in recent) / weight if weight else 0.0
    return [
        level
        * weekday.get(one.day.weekday(), 1.0)
        * (after if one.after_holiday else 1.0)
        * season.factor(one.day)
        for one in ahead
    ]


MODELS: Mapping[
    Model, Callable[[Sequence[OpenDay], Sequence[float], Sequence[OpenDay]], list[float]]
] = {Model.LAST_WEEK: _last_week, Model.MEDIAN: _median, Model.FACTORS: _factors}


def _weekday_factors(
    days: Sequence[OpenDay], counts: Sequence[float], level: float
) -> dict[int, float]:
    sums: dict[int, list[float]] = {}
    for one, count in zip(days, counts, strict=True):
        if not one.after_holiday:
            sums.setdefault(one.day.weekday(), []).append(count)
    return {
        weekday: (sum(found) + PRIOR_DAYS * level) / ((len(found) + PRIOR_DAYS) * level)
        for weekday, found in sums.items()
    }


def _after_holiday(
    days: Sequence[OpenDay], counts: Sequence[float], weekday: Mapping[int, float]
) -> float:
    """Return how much more comes on a day after a holiday than on the days around it."""
    came, usual, seen = 0.0, 0.0, 0
    for place, one in enumerate(days):
        if not one.after_holiday:
            continue
        around = [*counts[max(0, place - 10) : place], *counts[place + 1 : place + 11]]
        if around:
            came += counts[place]
            usual += _mean(around) * weekday.get(one.day.weekday(), 1.0)
            seen += 1
    if not seen or not usual:
        return 1.0
    return (came / usual * seen + PRIOR_DAYS) / (seen + PRIOR_DAYS)


class _Season:
    """How the same weeks of the years before lay against their surroundings.

    The five weeks around a day one and two years before, against the half year around them; 1
    where the series does not reach back so far.
    """

    def __init__(self, days: Sequence[OpenDay], counts: Sequence[float]) -> None:
        self._sums = [0.0]
        for count in counts:
            self._sums.append(self._sums[-1] + count)
        self._days = [one.day.toordinal() for one in days]
        self._known: dict[int, int] = {}

    def factor(self, day: date) -> float:
        """Return the factor of a day, drawn towards 1."""
        found = []
        for years in (1, 2):
            middle = (day - timedelta(days=YEAR * years)).toordinal()
            near, wide = self._mean(middle, 17), self._mean(middle, 91)
            if near is not None and wide:
                found.append(near / wide)
        return (sum(found) + 1) / (len(found) + 1)

    def _mean(self, middle: int, reach: int) -> float | None:
        if not self._days or middle - reach < self._days[0]:
            return None
        low, high = self._place(middle - reach), self._place(middle + reach + 1)
        if high <= low:
            return None
        return (self._sums[high] - self._sums[low]) / (high - low)

    def _place(self, ordinal: int) -> int:
        found = self._known.get(ordinal)
        if found is None:
            low, high = 0, len(self._days)
            while low < high:
                half = (low + high) // 2
                low, high = (half + 1, high) if self._days[half] < ordinal else (low, half)
            found = self._known[ordinal] = low
        return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


# --- interval -------------------------------------------------------------------------------------
EXACT_BELOW = 400.0
"""Above it the normal curve says the same as the exact sum, and sooner."""
TAIL = 1.2815515655446004  # the normal quantile of 0.9


def spread_of(expected: Sequence[float], came: Sequence[float]) -> float:
    """Return how much more than by chance counts scatter: α of variance = μ + α μ²; at least 0.

    By moments, over what was expected and what came. 0 is Poisson's law, above it the negative
    binomial's.
    """
    squares = sum(one * one for one in expected)
    if not squares:
        return 0.0
    beyond = sum((y - mu) ** 2 - mu for mu, y in zip(expected, came, strict=True))
    return max(0.0, beyond / squares)


def interval_of(expected: float, spread: float) -> tuple[int, int]:
    """Return the lowest and highest count of the middle 80 %, both included."""
    if expected <= 0:
        return 0, 0
    if expected > EXACT_BELOW:
        half = TAIL * math.sqrt(expected + spread * expected * expected)
        return max(0, math.floor(expected - half)), math.ceil(expected + half)
    edge = (1 - SHARE) / 2
    low, total, count = -1, 0.0, 0
    chance = _none(expected, spread)
    most = 60 + int(60 * (expected + spread * expected * expected))
    while True:
        total += chance
        if low < 0 and total >= edge:
            low = count
        if total >= 1 - edge or count >= most:
            return max(low, 0), count
        chance *= _next(expected, spread, count)
        count += 1


def _none(mu: float, spread: float) -> float:
    """Return the chance that nothing comes."""
    if spread < 1e-9:
        return math.exp(-mu)
    return math.exp(-math.log1p(spread * mu) / spread)


def _next(mu: float, spread: float, count: int) -> float:
    """Return the chance of one more over the chance of this count."""
    if spread < 1e-9:
        return mu / (count + 1)
    size = 1 / spread
    return (count + size) / (count + 1) * (mu / (mu + size))
