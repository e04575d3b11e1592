"""Expected arrivals: the interval holds what it says, days off get nothing, nothing is random."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.indicators.forecast_models import (
    Model,
    OpenDay,
    expect,
    interval_of,
    spread_of,
)
from motcua.indicators.forecast_rules import (
    ORIGINS_LEAST,
    WEEKS_LEAST,
    judge,
    outlook_of,
    series_of,
)

LAST = date(2026, 11, 22)  # a Sunday
FIRST = LAST + timedelta(days=1)
WEEKDAYS = (1.5, 1.1, 0.9, 0.8, 0.7)


def poisson(random, mu):
    if mu > 50:
        return max(0, round(random.gauss(mu, math.sqrt(mu))))
    edge, count, chance = math.exp(-mu), 0, random.random()
    while chance > edge:
        chance *= random.random()
        count += 1
    return count


def open_days(weeks, last=LAST, off=()):
    """Return Monday to Friday without the days off, each told whether a holiday lies before it."""
    days, holiday = [], False
    first = last - timedelta(days=7 * weeks - 1)
    for number in range(7 * weeks):
        day = first + timedelta(days=number)
        if day.weekday() >= 5:
            continue
        if day in off:
            holiday = True
            continue
        days.append(OpenDay(day, holiday))
        holiday = False
    return days


def came(days, mean=20.0, seed=1, spread=0.0):
    random = Random(seed)
    found = {}
    for one in days:
        mu = mean * WEEKDAYS[one.day.weekday()] * (1.6 if one.after_holiday else 1.0)
        if spread:
            mu *= random.gammavariate(1 / spread, spread)
        found[one.day] = poisson(random, mu)
    return found


def ahead_of(off=()):
    return tuple(open_days(4, LAST + timedelta(days=28), off))


def outlook(weeks=40, *, mean=20.0, seed=1, spread=0.0, times=1):
    days = open_days(weeks)
    arrivals = {day: n * times for day, n in came(days, mean, seed, spread).items()}
    return outlook_of(series_of(arrivals, days), ahead_of(), FIRST)


@pytest.mark.parametrize(("mean", "spread"), [(3.0, 0.0), (20.0, 0.0), (60.0, 0.05), (900.0, 0.02)])
def test_the_interval_holds_about_as_many_days_as_it_says(mean, spread):
    held = counted = 0
    for seed in range(8):
        found = outlook(mean=mean, spread=spread, seed=seed)
        future = came([OpenDay(one.first) for one in found.days], mean, 1000 + seed, spread)
        held += sum(one.low <= future[one.first] <= one.high for one in found.days)
        counted += len(found.days)
        judged = found.judged
        assert judged.days > 100
        assert 0.65 <= judged.days_held / judged.days <= 1
    assert 0.74 <= held / counted <= 0.95


def test_a_day_off_gets_nothing_and_the_days_around_it_are_told():
    off = (LAST + timedelta(days=2),)
    ahead = ahead_of(off)
    days = open_days(40)
    found = outlook_of(series_of(came(days), days), ahead, FIRST)
    assert off[0] not in {one.first for one in found.days}
    assert [one.open_days for one in found.weeks] == [4, 5, 5, 5]
    assert found.weeks[0].value == pytest.approx(sum(one.value for one in found.days[:4]))


def test_more_is_expected_after_a_holiday_where_more_came_after_holidays():
    off = {LAST - timedelta(days=n) for n in (20, 48, 76, 104, 132, 160, 188, 216)}
    days = open_days(40, off=off)
    arrivals = came(days, 40.0)
    series = series_of(arrivals, days)
    plain, after = expect(
        Model.FACTORS,
        series.days,
        series.counts,
        [OpenDay(FIRST), OpenDay(FIRST, after_holiday=True)],
    )
    assert after > plain * 1.15


def test_the_same_history_gives_the_same_answer():
    one = outlook(seed=5)
    outlook_of.cache_clear()
    assert outlook(seed=5) == one


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 1000), st.integers(2, 9))
def test_as_many_times_the_arrivals_as_many_times_the_expectation(seed, times):
    one, more = outlook(seed=seed), outlook(seed=seed, times=times)
    assert more.judged.winner is one.judged.winner
    assert [day.value for day in more.days] == pytest.approx([d.value * times for d in one.days])


def test_the_winner_errs_no_more_than_the_plainest_model():
    for seed in range(5):
        judged = outlook(seed=seed).judged
        best = judged.errors[judged.winner].relative
        assert best == min(error.relative for error in judged.errors.values())
        assert best <= judged.errors[Model.LAST_WEEK].relative
        assert judged.tested >= ORIGINS_LEAST


def test_nothing_later_than_its_origin_moves_what_a_model_said():
    days = open_days(40)
    arrivals = came(days)
    changed = arrivals | {day: 999 for day in arrivals if day > LAST - timedelta(days=7)}
    one = judge(series_of(arrivals, days).until(LAST - timedelta(days=7)), LAST - timedelta(days=7))
    two = judge(series_of(changed, days).until(LAST - timedelta(days=7)), LAST - timedelta(days=7))
    assert one == two


def test_too_little_history_says_so_and_expects_nothing():
    found = outlook(WEEKS_LEAST - 1)
    assert (found.judged, found.days, found.weeks) == (None, (), ())
    assert found.weeks_known == WEEKS_LEAST - 1
    assert outlook(WEEKS_LEAST).judged is not None
    few = outlook(40, mean=0.05)
    assert few.judged is None
    assert few.arrivals < 26


def test_what_came_on_a_day_off_counts_on_the_next_open_day():
    days = open_days(2)
    monday = days[5].day
    series = series_of({monday - timedelta(days=1): 3, monday: 4, days[0].day: 1}, days)
    assert series.counts[5] == 7
    assert sum(series.counts) == 8


def test_history_begins_anew_after_a_long_silence():
    days = open_days(60)
    arrivals = came(days)
    silent = {one.day for one in days[100:130]}
    series = series_of({day: n for day, n in arrivals.items() if day not in silent}, days)
    assert series.days[0].day == days[130].day
    assert series_of({}, days).days == ()


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 3000), st.floats(0, 2))
def test_an_interval_holds_its_expectation_or_lies_near_it(mu, spread):
    low, high = interval_of(mu, spread)
    assert 0 <= low <= high
    assert high >= mu * 0.2 or mu < 5
    assert low <= mu


def test_scatter_beyond_chance_is_found_again():
    random = Random(7)
    expected = [30.0] * 4000
    plain = [poisson(random, mu) for mu in expected]
    wide = [poisson(random, mu * random.gammavariate(5, 0.2)) for mu in expected]
    assert spread_of(expected, plain) < 0.01
    assert spread_of(expected, wide) == pytest.approx(0.2, abs=0.03)


def test_what_comes_in_rare_bursts_is_not_expected():
    days = open_days(40)
    random = Random(4)
    arrivals = {one.day: 12 for one in days if random.random() < 0.12}
    found = outlook_of(series_of(arrivals, days), ahead_of(), FIRST)
    assert (found.weeks_known, found.arrivals) == (40, 240)
    assert (found.judged, found.days) == (None, ())
