"""The ladder as plain functions: every rung at most once, in order, never while the clock stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.deadlines.rules import DEFAULT_WEEK, Calendar
from motcua.deadlines.types import DayEntry, DayReason, Layer, Level, Names
from motcua.dossiers.ladder_rules import (
    DEFAULT_LADDER,
    Places,
    Rung,
    RungCode,
    Turn,
    is_open_hour,
    ladder_problems,
    rung_now,
    shifted,
)

DUE = datetime(2026, 9, 17, 3, tzinfo=UTC)  # Thursday 10:00 in Hà Nội
NAMES = Names("", "", "")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RANK = {rung.code: number for number, rung in enumerate(DEFAULT_LADDER)}


def calendar_of(off: frozenset[int] = frozenset()) -> Calendar:
    first = date(2026, 1, 1)
    days = {date(year, 1, 1) for year in (2025, 2026, 2027)}
    days |= {first + timedelta(days=n) for n in off}
    entries = tuple(DayEntry(day, DayReason.HOLIDAY, NAMES) for day in sorted(days))
    return Calendar([Layer(Level.NATIONAL, entries, (DEFAULT_WEEK,))])


PLAIN = calendar_of()


def walk(calendar: Calendar, due: datetime, *, start: datetime, step: timedelta, count: int):
    """Return what is told on a walk through time, as (instant, rung, occurrence)."""
    sent: set[tuple[str, int]] = set()
    told = []
    for number in range(count):
        now = start + step * number
        found = rung_now(
            due_at=due, now=now, paused=False, calendar=calendar, ladder=DEFAULT_LADDER, sent=sent
        )
        if found is not None:
            assert found.at <= now
            told.append((now, found.code, found.occurrence))
            sent.add((found.code.value, found.occurrence))
    return told


def test_the_four_rungs_and_five_days_after_them():
    told = walk(PLAIN, DUE, start=DUE - 8 * DAY, step=HOUR, count=24 * 30)
    assert [(code, turn) for _now, code, turn in told] == [
        (RungCode.BEFORE_TWO, 0),
        (RungCode.BEFORE_ONE, 0),
        (RungCode.DUE, 0),
        *((RungCode.OVERDUE, turn) for turn in range(5)),
    ]
    assert told[0][0] == datetime(2026, 9, 15, 3, tzinfo=UTC)  # two working days before
    assert told[3][0] == datetime(2026, 9, 18, 3, tzinfo=UTC)  # the Friday after it
    assert told[4][0] == datetime(2026, 9, 21, 3, tzinfo=UTC)  # Monday: no working day between


def test_working_days_are_counted_back_over_a_weekend():
    monday = datetime(2026, 9, 14, 3, tzinfo=UTC)
    assert shifted(monday, -2, PLAIN) == datetime(2026, 9, 10, 3, tzinfo=UTC)
    assert shifted(monday, 0, PLAIN) == monday


@given(
    off=st.frozensets(st.integers(min_value=100, max_value=300), max_size=60),
    due=st.integers(min_value=0, max_value=100 * 24 * 4),
    step=st.integers(min_value=15, max_value=72 * 60),
    late=st.integers(min_value=0, max_value=20),
)
def test_every_rung_is_told_at_most_once_and_in_order(off, due, step, late):
    due_at = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(minutes=15 * due)
    calendar = calendar_of(off)
    start = due_at - 12 * DAY + late * DAY
    told = walk(
        calendar, due_at, start=start, step=timedelta(minutes=step), count=40 * 24 * 60 // step
    )
    keys = [(code, turn) for _now, code, turn in told]
    assert len(keys) == len(set(keys))
    order = [(RANK[code], turn) for code, turn in keys]
    assert order == sorted(order)
    for now, code, _turn in told:
        assert (now < due_at) == (code in {RungCode.BEFORE_TWO, RungCode.BEFORE_ONE})


@given(hours=st.integers(min_value=-400, max_value=400))
def test_nothing_is_told_while_the_clock_stands(hours):
    assert (
        rung_now(
            due_at=DUE,
            now=DUE + hours * HOUR,
            paused=True,
            calendar=PLAIN,
            ladder=DEFAULT_LADDER,
        )
        is None
    )


def test_only_the_last_rung_reached_is_told_and_nothing_long_over():
    found = rung_now(
        due_at=DUE, now=DUE + HOUR, paused=False, calendar=PLAIN, ladder=DEFAULT_LADDER
    )
    assert found is not None
    assert found.code is RungCode.DUE
    assert (
        rung_now(
            due_at=DUE, now=DUE + 60 * DAY, paused=False, calendar=PLAIN, ladder=DEFAULT_LADDER
        )
        is None
    )


def test_reminders_keep_to_the_hours_of_the_unit():
    assert is_open_hour(DUE, PLAIN)
    assert not is_open_hour(DUE + 9 * HOUR, PLAIN)  # 19:00
    assert not is_open_hour(DUE + 2 * DAY, PLAIN)  # Saturday


def test_each_person_is_told_once_and_the_substitute_with_who_is_away():
    places = Places(
        holders=frozenset({1}),
        heads=frozenset({2}),
        leaders=frozenset({2, 3}),
        directors=frozenset({4}),
        substitutes={1: 9},
    )
    assert places.of({Turn.HOLDER}) == {1: Turn.HOLDER, 9: Turn.HOLDER}
    assert places.of(set(Turn)) == {
        1: Turn.HOLDER,
        9: Turn.HOLDER,
        2: Turn.HEAD,
        3: Turn.LEADER,
        4: Turn.DIRECTOR,
    }
    nobody = Places(frozenset(), frozenset({2}), frozenset(), frozenset(), {})
    assert nobody.of({Turn.HOLDER}) == {2: Turn.HEAD}


@pytest.mark.parametrize(
    ("rungs", "problem"),
    [
        ((Rung(RungCode.DUE, 0, frozenset()),), {"due": "turns"}),
        ((Rung(RungCode.DUE, 40, frozenset({Turn.HEAD})),), {"due": "days"}),
        ((Rung(RungCode.DUE, 0, frozenset({Turn.HEAD}), times=0),), {"due": "times"}),
        (
            (
                Rung(RungCode.BEFORE_TWO, -1, frozenset({Turn.HEAD})),
                Rung(RungCode.BEFORE_ONE, -2, frozenset({Turn.HEAD})),
            ),
            {"before_one": "order"},
        ),
        (DEFAULT_LADDER, {}),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused_rung_by_rung(rungs, problem):
    assert ladder_problems(rungs) == problem
