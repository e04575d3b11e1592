"""Half-hours of a day, how many fit, when one may come, when one is reminded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reception import slots
from motcua.reception.slots import HALF_HOUR, HOUSE, AppointmentRefused
from motcua.reception.types import AppointmentState, Reminder

DAY = datetime(2026, 9, 10, tzinfo=UTC)
moments = st.integers(0, 24 * 60 - 1).map(lambda minute: DAY + timedelta(minutes=minute))
spans = st.lists(st.tuples(moments, moments).map(sorted).map(tuple), max_size=4)


@given(spans)
def test_half_hours_lie_wholly_in_a_session_and_begin_on_the_half_hour(given_spans):
    found = slots.half_hours(given_spans)
    assert found == sorted(set(found))
    for at in found:
        assert at.minute in {0, 30}
        assert any(start <= at and at + HALF_HOUR <= end for start, end in given_spans)


def test_a_common_day_has_sixteen():
    sessions = [
        (DAY + timedelta(hours=7, minutes=30), DAY + timedelta(hours=11, minutes=30)),
        (DAY + timedelta(hours=13), DAY + timedelta(hours=17)),
    ]
    assert len(slots.half_hours(sessions)) == 16


@given(st.integers(0, 20), st.integers(0, 40))
def test_what_is_left_and_what_is_booked_never_pass_the_capacity(capacity, booked):
    left = slots.places_left(capacity, booked)
    assert left == max(0, capacity - booked)
    at = DAY + timedelta(hours=9)
    offered = slots.offered([at], now=DAY, capacity=capacity, booked={at: booked})
    assert offered == ([(at, left)] if left else [])
    if left:
        slots.book_check(at, [at], now=DAY, capacity=capacity, booked=booked)
    else:
        with pytest.raises(AppointmentRefused) as refused:
            slots.book_check(at, [at], now=DAY, capacity=capacity, booked=booked)
        assert refused.value.reason == "full"


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (DAY + timedelta(minutes=59), "past"),
        (DAY + timedelta(days=HOUSE.days_ahead + 2), "far"),
        (DAY + timedelta(hours=9, minutes=10), "none"),
    ],
)
def test_what_cannot_be_booked_says_why(at, reason):
    starts = [DAY + timedelta(hours=9)]
    with pytest.raises(AppointmentRefused) as refused:
        slots.book_check(at, starts, now=DAY, capacity=5, booked=0)
    assert refused.value.reason == reason


@given(st.integers(-300, 300))
def test_one_comes_in_the_window_and_is_missed_only_after_it(minutes):
    at, now = DAY, DAY + timedelta(minutes=minutes)
    reason = ""
    try:
        slots.arrive_check(AppointmentState.BOOKED, at, now)
    except AppointmentRefused as refusal:
        reason = refusal.reason
    assert (reason == "early") == (minutes < -30)
    assert (reason == "late") == (minutes > 15)
    assert slots.is_missed(AppointmentState.BOOKED, at, now) == (reason == "late")


@pytest.mark.parametrize("state", [s for s in AppointmentState if s.value != "booked"])
def test_an_ended_appointment_lets_nobody_in_and_is_not_missed(state):
    with pytest.raises(AppointmentRefused) as refused:
        slots.arrive_check(state, DAY, DAY)
    assert refused.value.reason == "state"
    assert not slots.is_missed(state, DAY, DAY + timedelta(days=1))


@given(st.integers(0, 5000), st.integers(-60, 6000))
def test_nobody_is_reminded_of_what_they_have_just_done_nor_afterwards(made_before, now_before):
    at = DAY
    made_at, now = at - timedelta(minutes=made_before), at - timedelta(minutes=now_before)
    due = slots.reminder_due(at=at, made_at=made_at, now=now)
    if now >= at or now_before > 24 * 60:
        assert due is None
    if due is Reminder.DAY:
        assert made_before >= 24 * 60
    if due is Reminder.HOURS:
        assert made_before >= 120
        assert now_before <= 120
