"""Measuring working time: how much is left, how much has passed."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.deadlines import at, calendar_make, written

from motcua.deadlines.rules import (
    Remaining,
    next_session_start,
    remaining,
    working_days_between,
    working_minutes_between,
)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-06-01T07:30", "2026-06-01T17:00", 480),
        ("2026-06-01T00:00", "2026-06-02T00:00", 480),
        ("2026-06-01T11:00", "2026-06-01T13:30", 60),
        ("2026-06-05T16:00", "2026-06-08T08:00", 90),
        ("2026-08-28T16:00", "2026-09-03T08:00", 90),
        ("2026-06-08T08:00", "2026-06-05T16:00", -90),
        ("2026-06-01T08:00", "2026-06-01T08:00:59", 0),
        ("2026-06-01T18:00", "2026-06-01T20:00", 0),
    ],
)
def test_working_minutes(start, end, minutes):
    assert working_minutes_between(at(start), at(end), calendar_make()) == minutes


def test_working_days_count_the_last_day_and_not_the_first():
    calendar = calendar_make()
    assert working_days_between(date(2026, 8, 28), date(2026, 9, 3), calendar) == 1
    assert working_days_between(date(2026, 9, 3), date(2026, 8, 28), calendar) == -1
    assert working_days_between(at("2026-08-21T23:00"), at("2026-08-22T01:00"), calendar) == 1
    assert working_days_between(date(2026, 6, 1), date(2026, 6, 1), calendar) == 0


def test_next_session_start():
    calendar = calendar_make()
    assert written(next_session_start(at("2026-08-28T17:00"), calendar)) == "2026-09-03T07:30"
    assert written(next_session_start(at("2026-08-28T16:00"), calendar)) == "2026-08-28T16:00"


def test_what_remains_is_measured_in_working_time():
    calendar, due = calendar_make(), at("2026-06-08T09:00")
    assert remaining(due, at("2026-06-05T15:30"), calendar) == Remaining(False, 180, 1)
    assert remaining(due, at("2026-06-08T09:00"), calendar) == Remaining(False, 0, 0)
    assert remaining(due, at("2026-06-09T10:00"), calendar) == Remaining(True, 540, 1)
    assert remaining(due, at("2026-06-01T09:00"), calendar) == Remaining(False, 2400, 5)
