"""The rules of slips written by hand: where each number stands, which time is believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reception.handwritten import (
    NUMBERS_MOST,
    Number,
    Written,
    numbers_stand,
    reprint_problem,
    time_impossible,
    written_doubts,
)
from motcua.reception.interim import BOUNDS, HOUSE, Doubt, House, InterimState

START = datetime(2026, 9, 10, 1, 0, tzinfo=UTC)
STATES = st.sampled_from(InterimState)


def hour(hours):
    return START + timedelta(hours=hours)


def doubts(at=1.0, now=5.0, house=HOUSE, **over):
    slip = {
        "at": hour(at), "issued_at": START, "ends_at": START + timedelta(days=180),
        "closed": False, "is_open": True, "before": None, "after": None,
    }  # fmt: skip
    return written_doubts(Written(**slip | over), hour(now), house)


@given(
    st.integers(1, NUMBERS_MOST),
    st.integers(0, NUMBERS_MOST),
    st.lists(st.tuples(st.integers(1, NUMBERS_MOST), STATES)),
)
def test_every_number_of_a_book_is_accounted_for(numbers, used, known):
    known = [(seq, state) for seq, state in known if seq <= numbers]
    stands = numbers_stand(numbers, min(used, numbers), known)
    assert list(stands) == list(range(1, numbers + 1))
    brought = dict(reversed(known))  # the first of each counts
    written = [seq for seq, state in brought.items() if state is not InterimState.CANCELLED]
    highest = max([min(used, numbers), *written])
    for seq, where in stands.items():
        assert (where is Number.BLANK) == (seq > highest and seq not in brought)
        assert (where is Number.OPEN) == (seq <= highest and seq not in brought)


def test_a_gap_is_open_and_what_was_counted_by_hand_too():
    known = [(1, InterimState.ACCEPTED), (3, InterimState.CANCELLED), (4, InterimState.DOUBT)]
    assert [one.value for one in numbers_stand(7, 5, known).values()] == [
        "used", "open", "spoilt", "begun", "open", "blank", "blank",
    ]  # fmt: skip
    assert reprint_problem([2, 3, 6, 9], numbers_stand(7, 5, known)) == [2, 3, 9]


def test_a_time_within_the_hours_and_soon_brought_is_only_to_be_typed_in():
    assert doubts() == [Doubt.WRITTEN]


@pytest.mark.parametrize(
    ("over", "doubt"),
    [
        ({"now": 1 + 24 * 3 + 0.1}, Doubt.WINDOW),
        ({"closed": True}, Doubt.WINDOW),
        ({"ends_at": hour(0.5)}, Doubt.WINDOW),
        ({"is_open": False}, Doubt.HOURS),
        ({"before": hour(2)}, Doubt.ORDER),
        ({"after": hour(0.2)}, Doubt.ORDER),
    ],
)
def test_what_speaks_against_a_time(over, doubt):
    assert doubts(**over) == [Doubt.WRITTEN, doubt]


def test_sheets_of_a_stack_need_not_be_taken_in_order_to_the_minute():
    assert doubts(before=hour(1.4), after=hour(0.6)) == [Doubt.WRITTEN]


def test_a_unit_may_believe_longer():
    late = {"now": 24 * 5.0}
    assert Doubt.WINDOW in doubts(**late)
    assert doubts(**late, house=House(late_days=7)) == [Doubt.WRITTEN]


def test_a_time_to_come_or_before_the_printing_cannot_be():
    assert time_impossible(hour(6), issued_at=START, now=hour(5))
    assert time_impossible(hour(-1), issued_at=START, now=hour(5))
    assert not time_impossible(hour(1), issued_at=START, now=hour(5))


def test_what_comes_with_the_system_lies_within_its_own_bounds():
    for name, (low, high) in BOUNDS.items():
        assert low <= getattr(HOUSE, name) <= high
