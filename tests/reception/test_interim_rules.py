"""The rules of interim slips as plain functions: numbers, window, order, doubles, gaps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reception.interim import (
    HOUSE,
    Doubt,
    Earlier,
    Told,
    book_end,
    doubles,
    number_read,
    number_text,
    time_doubts,
    unused,
)

START = datetime(2026, 9, 10, 1, 0, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2099, 12, 31))
BOOKS = st.integers(1, 99)
SEQS = st.integers(1, 999)


def hour(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def doubts(at, *, now=8.0, before=None, after=None, moved_ms=0):
    return time_doubts(
        Told(at, 1000, 1000 + moved_ms),
        issued_at=START,
        ends_at=book_end(START),
        now=hour(now),
        before=before,
        after=after,
    )


@given(DAYS, BOOKS, SEQS)
def test_a_number_is_read_as_it_was_written(day, book, seq):
    assert number_read(number_text(day, book, seq)) == (day, book, seq)


@given(DAYS, BOOKS, SEQS, DAYS, BOOKS, SEQS)
def test_two_places_never_bear_one_number(day, book, seq, day_2, book_2, seq_2):
    same = number_text(day, book, seq) == number_text(day_2, book_2, seq_2)
    assert same == ((day, book, seq) == (day_2, book_2, seq_2))


@pytest.mark.parametrize(
    "text", ["", "T261122-03", "T261399-03-001", "261122-03-001", "T261122-3-1"]
)
def test_what_is_no_number_is_none(text):
    assert number_read(text) is None


def test_a_number_is_read_however_it_was_typed():
    assert number_read(" t261122 - 03 - 007 ") == (date(2026, 11, 22), 3, 7)


@given(st.floats(0, 8))
def test_inside_of_the_window_nothing_speaks_against_a_time(hours):
    assert doubts(hour(hours)) == []


@given(st.floats(0.05, 1000))
def test_outside_of_the_window_it_is_doubted(hours):
    assert doubts(START - timedelta(hours=hours)) == [Doubt.WINDOW]
    assert doubts(hour(8 + hours)) == [Doubt.WINDOW]  # in the future
    assert doubts(book_end(START) + timedelta(hours=hours), now=5000) == [Doubt.WINDOW]


def test_a_block_holds_for_more_than_four_hours():
    assert book_end(START) - START >= timedelta(hours=4)


@pytest.mark.parametrize(("moved", "doubted"), [(0, 0), (119_999, 0), (120_001, 1), (-120_001, 1)])
def test_a_clock_that_was_moved_is_doubted(moved, doubted):
    assert len(doubts(hour(1), moved_ms=moved)) == doubted


def test_times_grow_with_the_numbers():
    assert doubts(hour(2), before=hour(1), after=hour(3)) == []
    assert doubts(hour(2), before=hour(3)) == [Doubt.ORDER]
    assert doubts(hour(2), after=hour(1)) == [Doubt.ORDER]
    assert doubts(hour(2), before=hour(2) + HOUSE.slack) == []  # two in one minute


@given(st.floats(-500, 500), st.booleans())
def test_a_double_is_near_in_time_or_still_waits(hours, waits):
    found = [Earlier("A", hour(hours), waits)]
    near = abs(hours) <= HOUSE.near / timedelta(hours=1)
    assert doubles(found, START) == (("A",) if waits or near else ())


@given(st.sets(st.integers(1, 200)), st.integers(0, 200))
def test_every_reserved_number_is_accounted_for(known, used):
    never, missing = unused(200, used, sorted(known))
    assert never + len(missing) + len(known) == 200
    assert not set(missing) & known
