"""Targets: exact shares, forecasts, colours by published rules."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.oversight.target_rules import (
    METRICS,
    Count,
    Metric,
    Status,
    colour_of,
    days_of,
    forecast_of,
    missing_of,
    reached,
    standing_of,
)

IN_TIME, OVERDUE = METRICS[Metric.IN_TIME], METRICS[Metric.OVERDUE]
GOAL = Fraction(90, 100)


@pytest.mark.parametrize(
    ("so_far", "recent", "left", "status", "missing"),
    [
        (Count(90, 100), Count(0, 0), 10, Status.GREEN, 0),
        (Count(89, 100), Count(28, 28), 28, Status.AMBER, 1),
        (Count(89, 100), Count(28, 28), 0, Status.RED, 1),
        (Count(50, 100), Count(10, 28), 28, Status.RED, 40),
        (Count(0, 0), Count(0, 0), 28, Status.NONE, 0),
    ],
)
def test_how_a_unit_stands(so_far, recent, left, status, missing):
    at = standing_of(IN_TIME, GOAL, so_far, recent, days_left=left, days=28)
    assert (at.status, at.missing) == (status, missing)


def test_of_a_stock_nothing_is_projected_and_less_is_better():
    at = standing_of(OVERDUE, Fraction(1, 100), Count(2, 100), Count(0, 50), days_left=9, days=28)
    assert (at.status, at.missing, at.forecast) == (Status.RED, 1, Fraction(2, 100))
    at = standing_of(OVERDUE, Fraction(2, 100), Count(2, 100), Count(0, 50), days_left=9, days=28)
    assert at.status is Status.GREEN


def test_a_unit_has_the_colour_of_its_worst_target():
    assert colour_of([Status.GREEN, Status.AMBER, Status.NONE]) is Status.AMBER
    assert colour_of([Status.GREEN, Status.RED]) is Status.RED
    assert colour_of([Status.NONE, Status.GREEN]) is Status.GREEN
    assert colour_of([Status.NONE]) is Status.NONE
    assert colour_of([]) is Status.NONE


def test_only_whole_days_of_the_period_count():
    first, last = date(2026, 1, 1), date(2026, 1, 10)
    assert days_of(first, last, date(2025, 12, 31)) == (0, 10)
    assert days_of(first, last, first) == (0, 10)
    assert days_of(first, last, date(2026, 1, 4)) == (3, 7)
    assert days_of(first, last, last) == (9, 1)
    assert days_of(first, last, last + timedelta(days=40)) == (10, 0)


COUNTS = st.tuples(st.integers(0, 900), st.integers(0, 900)).map(
    lambda pair: Count(min(pair), max(pair))
)
GOALS = st.integers(0, 10_000).map(lambda number: Fraction(number, 10_000))


@given(COUNTS, GOALS, st.booleans())
def test_what_is_missing_reaches_the_goal_and_one_less_does_not(count, goal, at_least):
    if count.share is None:
        return
    missing = missing_of(count, goal, at_least=at_least)
    sign = 1 if at_least else -1
    assert reached(Fraction(count.part + sign * missing, count.whole), goal, at_least=at_least)
    if missing:
        short = Fraction(count.part + sign * (missing - 1), count.whole)
        assert not reached(short, goal, at_least=at_least)


@given(COUNTS, COUNTS, st.integers(0, 400), st.integers(1, 28))
def test_a_forecast_lies_between_what_was_and_what_goes_on(so_far, recent, left, days):
    later = forecast_of(so_far, recent, days_left=left, days=days)
    shares = [one for one in (so_far.share, recent.share) if one is not None]
    if later is not None:
        assert min(shares) <= later <= max(shares)
    if left == 0:
        assert later == so_far.share
