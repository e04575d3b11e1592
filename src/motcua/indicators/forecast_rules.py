"""Arrivals expected in the next four weeks, by the model that has erred least on the own history.

Rolling origin: each model is asked again and again, at the ends of past weeks, for the four weeks
after them, and knows nothing later than what a reader knew then. The least sum of errors wins; the
error that is shown is the winner's on these weeks, beside the plainest model's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from motcua.indicators.forecast_models import Model, OpenDay, expect, interval_of, spread_of

WEEK = timedelta(days=7)
AHEAD_WEEKS = 4
TRAINING_WEEKS = 8
"""A model is asked for the first time after so many weeks."""
ORIGINS_MOST = 20
ORIGINS_LEAST = 8
WEEKS_LEAST = TRAINING_WEEKS + AHEAD_WEEKS + ORIGINS_LEAST - 1
ARRIVALS_LEAST = 26
"""Fewer in the last half year: no model can be told from chance."""
HALF_YEAR = timedelta(days=182)
SILENCE_DAYS = 20
"""After so many open days without any arrival the unit is taken to have begun anew."""


@dataclass(frozen=True, slots=True)
class Series:
    """Open days in order and what came on each."""

    days: tuple[OpenDay, ...]
    counts: tuple[float, ...]

    @property
    def weeks(self) -> int:
        """Return over how many whole weeks it reaches."""
        if not self.days:
            return 0
        return ((self.days[-1].day - self.days[0].day).days + 1 + 6) // 7

    def until(self, last: date) -> Series:
        """Return the part up to a day, this included."""
        count = sum(1 for one in self.days if one.day <= last)
        return Series(self.days[:count], self.counts[:count])


def series_of(arrivals: Mapping[date, int], open_days: Sequence[OpenDay]) -> Series:
    """Return arrivals by open day, from the first after the last long silence on.

    What came on a day off counts on the next open day; what came after the last one does not.
    """
    counts = [0.0] * len(open_days)
    places = iter(enumerate(open_days))
    at, one = next(places, (0, None))
    for day in sorted(arrivals):
        while one is not None and one.day < day:
            at, one = next(places, (0, None))
        if one is None:
            break
        counts[at] += arrivals[day]
    begin, silent = 0, 0
    for place, count in enumerate(counts):
        silent = 0 if count else silent + 1
        if silent >= SILENCE_DAYS:
            begin = place + 1
    while begin < len(counts) and not counts[begin]:
        begin += 1
    return Series(tuple(open_days[begin:]), tuple(counts[begin:]))


@dataclass(frozen=True, slots=True)
class Erred:
    """How a model erred: mean per open day, and the sum of errors over the sum of what came."""

    mean: float
    relative: float


@dataclass(frozen=True)
class Judged:
    """The back-test: the winner, how each model erred, how many days and weeks the interval held.

    `tested` are the times that a model was asked; intervals are judged only where enough was known
    before to draw them.
    """

    winner: Model
    errors: Mapping[Model, Erred]
    tested: int
    days_held: int
    days: int
    weeks_held: int
    weeks: int
    spread: float
    week_spread: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected in a time, and between which counts 80 % of such times should lie."""

    first: date
    last: date
    open_days: int
    value: float
    low: int
    high: int

    @property
    def per_day(self) -> float:
        """Return what that is per open day; 0 without any."""
        return self.value / self.open_days if self.open_days else 0.0


@dataclass(frozen=True)
class Outlook:
    """What is expected of one series; without `judged` there was too little to go by.

    `weeks_known` of `WEEKS_LEAST` weeks of history, `arrivals` in the last half year.
    """

    weeks_known: int
    arrivals: int
    judged: Judged | None = None
    days: tuple[Expected, ...] = ()
    weeks: tuple[Expected, ...] = ()


@dataclass
class _Asked:
    """What a model said at one origin, and what came: by day, and by block of seven days."""

    origin: date
    expected: list[float]
    came: list[float]
    week_expected: list[float] = field(default_factory=list)
    week_came: list[float] = field(default_factory=list)


@lru_cache(maxsize=512)
def outlook_of(series: Series, ahead: tuple[OpenDay, ...], first: date) -> Outlook:
    """Return what is expected in the four weeks from `first` on; `ahead` are their open days.

    Remembered: the same history gives the same answer, and a day's history stands until midnight.
    """
    recent = sum(
        count
        for one, count in zip(series.days, series.counts, strict=True)
        if one.day >= first - HALF_YEAR
    )
    found = Outlook(series.weeks, int(recent))
    if series.weeks < WEEKS_LEAST or recent < ARRIVALS_LEAST:
        return found
    judged = judge(series, first - timedelta(days=1))
    if judged is None or judged.errors[judged.winner].relative >= 1:
        return found  # wrong by more than what came: that nothing comes would be as good
    values = expect(judged.winner, series.days, series.counts, ahead)
    days = tuple(
        Expected(one.day, one.day, 1, value, *interval_of(value, judged.spread))
        for one, value in zip(ahead, values, strict=True)
    )
    return Outlook(series.weeks, int(recent), judged, days, _weeks(days, first, judged.week_spread))


def _weeks(days: Sequence[Expected], first: date, spread: float) -> tuple[Expected, ...]:
    weeks = []
    for number in range(AHEAD_WEEKS):
        begin = first + number * WEEK
        mine = [one for one in days if begin <= one.first < begin + WEEK]
        value = sum(one.value for one in mine)
        end = begin + timedelta(days=6)
        weeks.append(Expected(begin, end, len(mine), value, *interval_of(value, spread)))
    return tuple(weeks)


def judge(series: Series, last: date) -> Judged | None:
    """Return the back-test of a history that ends with `last`; None where it is too short."""
    asked = {model: list(_ask(model, series, last)) for model in Model}
    tested = len(asked[Model.LAST_WEEK])
    if tested < ORIGINS_LEAST:
        return None
    errors = {model: _erred(found) for model, found in asked.items()}
    winner = min(Model, key=lambda model: (errors[model].relative, list(Model).index(model)))
    won = asked[winner]
    days_held, days = _held(won, weekly=False)
    weeks_held, weeks = _held(won, weekly=True)
    return Judged(
        winner, errors, tested, days_held, days, weeks_held, weeks,
        spread_of(*_flat(won, weekly=False)), spread_of(*_flat(won, weekly=True)),
    )  # fmt: skip


def _ask(model: Model, series: Series, last: date) -> Iterable[_Asked]:
    """Yield what a model said at the ends of past weeks, the earliest first."""
    for number in reversed(range(ORIGINS_MOST)):
        origin = last - (AHEAD_WEEKS + number) * WEEK
        known = series.until(origin)
        if known.weeks < TRAINING_WEEKS:
            continue
        end = origin + AHEAD_WEEKS * WEEK
        later = [
            (one, count)
            for one, count in zip(series.days, series.counts, strict=True)
            if origin < one.day <= end
        ]
        ahead = [one for one, _count in later]
        found = _Asked(
            origin, expect(model, known.days, known.counts, ahead), [count for _one, count in later]
        )
        for week in range(AHEAD_WEEKS):
            begin = origin + week * WEEK
            mine = [place for place, one in enumerate(ahead) if begin < one.day <= begin + WEEK]
            if mine:
                found.week_expected.append(sum(found.expected[place] for place in mine))
                found.week_came.append(sum(found.came[place] for place in mine))
        yield found


def _flat(asked: Iterable[_Asked], *, weekly: bool) -> tuple[list[float], list[float]]:
    expected: list[float] = []
    came: list[float] = []
    for one in asked:
        expected += one.week_expected if weekly else one.expected
        came += one.week_came if weekly else one.came
    return expected, came


def _erred(asked: Sequence[_Asked]) -> Erred:
    expected, came = _flat(asked, weekly=False)
    wrong = sum(abs(mu - y) for mu, y in zip(expected, came, strict=True))
    whole = sum(came)
    return Erred(wrong / len(came) if came else 0.0, wrong / whole if whole else float("inf"))


def _held(asked: Sequence[_Asked], *, weekly: bool) -> tuple[int, int]:
    """Return how often the interval held what came, drawn only from what was known by then."""
    held = counted = 0
    for one in asked:
        before = [past for past in asked if past.origin + AHEAD_WEEKS * WEEK <= one.origin]
        if not before:
            continue
        spread = spread_of(*_flat(before, weekly=weekly))
        for mu, y in zip(*_flat([one], weekly=weekly), strict=True):
            low, high = interval_of(mu, spread)
            held += low <= y <= high
            counted += 1
    return held, counted
