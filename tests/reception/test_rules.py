"""The queue: who may do what with a ticket, who is next, how long it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reception import rules
from motcua.reception.rules import Happening, House, StepRefused
from motcua.reception.types import Band, Ground, Pace, Step, Ticket, TicketState

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 08:00 in Hà Nội


def ticket(number=1, *, minutes=0, queue=1, **over):
    return Ticket(queue=queue, number=number, taken_at=NOW + timedelta(minutes=minutes), **over)


def after(one, *steps, house=rules.HOUSE):
    """Apply steps, each given as (step, seconds from NOW, further parts)."""
    for step, seconds, more in steps:
        one = rules.apply(one, Happening(step, NOW + timedelta(seconds=seconds), **more), house)
    return one


CALL = (Step.CALLED, 60, {"counter": 3})


def test_a_turn_from_the_kiosk_to_the_end():
    done = after(
        ticket(), CALL, (Step.STARTED, 80, {"counter": 3}), (Step.DONE, 400, {"counter": 3})
    )
    assert (done.state, done.counter) == (TicketState.DONE, 3)
    assert done.started_at == NOW + timedelta(seconds=80)
    assert done.ended_at == NOW + timedelta(seconds=400)


def test_a_call_lasts_its_seconds_and_a_recall_begins_them_anew():
    called = after(ticket(), CALL)
    with pytest.raises(StepRefused, match="too_early"):
        after(called, (Step.NO_SHOW, 104, {"counter": 3}))
    assert after(called, (Step.NO_SHOW, 105, {"counter": 3})).state is TicketState.WAITING
    again = after(called, (Step.RECALLED, 100, {"counter": 3}))
    with pytest.raises(StepRefused, match="too_early"):
        after(again, (Step.NO_SHOW, 144, {"counter": 3}))


def test_who_is_not_there_goes_to_the_end_without_priority_and_the_third_time_loses_the_ticket():
    one = after(ticket(1), (Step.PUT_FIRST, 0, {"ground": Ground.ELDERLY}))
    others = [ticket(2, minutes=1), ticket(3, minutes=2)]
    seconds = 600
    for miss in (1, 2):
        one = after(
            one,
            (Step.CALLED, seconds, {"counter": 3}),
            (Step.NO_SHOW, seconds + 45, {"counter": 3}),
        )
        assert one.misses == miss
        assert rules.call_sequence([one, *others]) == [*others, one]
        seconds += 60
    lost = after(
        one, (Step.CALLED, seconds, {"counter": 3}), (Step.NO_SHOW, seconds + 45, {"counter": 3})
    )
    assert lost.state is TicketState.CANCELLED
    assert lost.ended_at == NOW + timedelta(seconds=seconds + 45)


@pytest.mark.parametrize("step", [Step.STARTED, Step.NO_SHOW, Step.RECALLED])
def test_a_call_belongs_to_its_counter(step):
    with pytest.raises(StepRefused, match="counter"):
        after(ticket(), CALL, (step, 300, {"counter": 4}))


def test_priority_needs_a_ground_and_waits_for_a_waiting_ticket():
    with pytest.raises(StepRefused, match="ground"):
        after(ticket(), (Step.PUT_FIRST, 0, {}))
    with pytest.raises(StepRefused, match="state"):
        after(ticket(), CALL, (Step.PUT_FIRST, 70, {"ground": Ground.DISABLED}))


def test_from_the_side_table_one_is_next_and_may_be_called_by_another_counter():
    parked = after(ticket(), CALL, (Step.STARTED, 70, {}), (Step.PARKED, 90, {"counter": 3}))
    assert parked.counter is None
    back = after(parked, (Step.CAME_BACK, 300, {}))
    first = after(ticket(2), (Step.PUT_FIRST, 0, {"ground": Ground.MERIT}))
    assert rules.call_sequence([first, back])[0] == back
    taken = after(back, (Step.CALLED, 310, {"counter": 5}), (Step.STARTED, 320, {"counter": 5}))
    assert taken.counter == 5
    assert taken.started_at == NOW + timedelta(seconds=70), "handling began at the first counter"


def test_a_wrong_counter_costs_no_second_wait():
    moved = after(
        ticket(1, queue=1), CALL, (Step.STARTED, 70, {}), (Step.TRANSFERRED, 90, {"queue": 2})
    )
    assert (moved.queue, moved.state) == (2, TicketState.WAITING)
    assert rules.call_sequence([ticket(9, queue=2), moved])[0] == moved
    with pytest.raises(StepRefused, match="queue"):
        after(ticket(queue=1), CALL, (Step.TRANSFERRED, 70, {"queue": 1}))


@pytest.mark.parametrize("state", sorted(rules.ENDS))
@pytest.mark.parametrize("step", sorted(rules.ALLOWED))
def test_nothing_follows_an_end(state, step):
    with pytest.raises(StepRefused, match="state"):
        rules.apply(replace(ticket(), state=state), Happening(step, NOW, 1, 2, Ground.OTHER))


def test_the_closing_ends_numbers_but_not_whoever_is_at_a_counter():
    assert after(ticket(), (Step.EXPIRED, 900, {})).state is TicketState.EXPIRED
    with pytest.raises(StepRefused):
        after(ticket(), CALL, (Step.STARTED, 70, {}), (Step.EXPIRED, 900, {}))


# --- who is next ------------------------------------------------------------------------------
BANDS = st.sampled_from([Band.COMMON, Band.COMMON, Band.FIRST, Band.RETURNED])
HALLS = st.lists(st.tuples(st.integers(0, 300), BANDS), max_size=40).map(
    lambda rows: [
        ticket(number, minutes=minutes, band=band)
        for number, (minutes, band) in enumerate(rows, start=1)
    ]
)


@given(hall=HALLS, run=st.integers(0, 5), limit=st.integers(1, 4))
def test_everybody_is_called_once_and_priority_lets_nobody_wait_for_ever(hall, run, limit):
    sequence = rules.call_sequence(hall, firsts_before=run, house=House(firsts_in_a_row=limit))
    assert sorted(one.number for one in sequence) == [one.number for one in hall]
    common = [one for one in sequence if one.band is Band.COMMON]
    assert common == sorted(common, key=rules.queue_order), "in the order of arrival"
    for place, one in enumerate(sequence):
        if one.band is Band.COMMON:
            overtaken = [other for other in sequence[:place] if other.band is not Band.COMMON]
            assert len(overtaken) <= limit * (common.index(one) + 1)


@given(hall=HALLS)
def test_whoever_comes_later_in_the_same_band_changes_nothing_for_those_before(hall):
    latest = ticket(99, minutes=400)
    before = rules.call_sequence(hall)
    assert [one for one in rules.call_sequence([*hall, latest]) if one != latest] == before
    assert rules.call_sequence([*hall, latest])[-1:] == [latest] or any(
        one.band is not Band.COMMON for one in hall
    )


# --- lives ------------------------------------------------------------------------------------
STEPS = st.lists(st.tuples(st.sampled_from(sorted(Step)), st.integers(0, 90)), max_size=30)


@given(steps=STEPS)
def test_whatever_happens_a_ticket_is_in_one_place_and_ends_once(steps):
    one, at = ticket(), NOW
    for step, seconds in steps:
        at += timedelta(seconds=seconds)
        try:
            changed = rules.apply(
                one, Happening(step, at, counter=1, queue=one.queue + 1, ground=Ground.OTHER)
            )
        except StepRefused:
            continue
        assert rules.is_live(one), "nothing follows an end"
        one = changed
        assert (one.ended_at is None) is rules.is_live(one)
        assert (one.counter is not None) or one.state not in {
            TicketState.CALLED,
            TicketState.SERVING,
        }
        assert one.misses <= rules.HOUSE.misses_most


# --- how long ---------------------------------------------------------------------------------
def test_without_a_counter_nobody_promises_anything():
    assert rules.estimate_of(3, 0, rules.PRIOR) is None


def test_with_nobody_ahead_it_is_now():
    soon = rules.estimate_of(0, 1, rules.PRIOR)
    assert (soon.ahead, soon.minutes_low, soon.minutes_high) == (0, 0, 0)


@given(
    ahead=st.integers(0, 200),
    counters=st.integers(1, 20),
    mean=st.floats(10, 3600),
    deviation=st.floats(0, 3600),
)
def test_more_ahead_is_never_sooner_and_more_counters_never_later(ahead, counters, mean, deviation):
    pace = Pace(10, mean, deviation)
    one = rules.estimate_of(ahead, counters, pace)
    assert 0 <= one.minutes_low <= one.minutes_high
    assert rules.estimate_of(ahead + 1, counters, pace).minutes_high >= one.minutes_high
    assert rules.estimate_of(ahead, counters + 1, pace).minutes_high <= one.minutes_high


@given(seconds=st.lists(st.floats(1, 7200), max_size=50))
def test_a_pace_lies_between_what_was_seen_and_what_was_expected(seconds):
    pace = rules.pace_of(seconds)
    known = [*seconds, rules.PRIOR.mean]
    assert min(known) - 1e-6 <= pace.mean <= max(known) + 1e-6
    assert pace.deviation >= 0


def test_one_long_case_does_not_promise_a_long_day():
    assert rules.pace_of([3600.0]).mean == pytest.approx((4 * 480 + 3600) / 5)


# --- the rest of the day ------------------------------------------------------------------------
CLOSING = NOW + timedelta(hours=3)
PACE = Pace(20, 600.0, 200.0)  # ten minutes each


def forecast(**over):
    given = {
        "now": NOW,
        "closing": CLOSING,
        "waiting": 6,
        "counters": 2,
        "pace": PACE,
        "arrivals": [(NOW + timedelta(minutes=30 * n), 2.0) for n in range(6)],
        "days_known": 4,
    }
    return rules.forecast_of(**{**given, **over})


def test_the_rest_of_the_day_in_figures():
    said = forecast()
    assert said.expected == 12
    assert said.served_by_closing == 18, "18 to do, 36 could be done"
    assert said.counters_needed == 1
    assert NOW < said.finished_at <= CLOSING


def test_of_the_half_hour_that_runs_only_the_rest_counts():
    said = forecast(now=NOW + timedelta(minutes=15))
    assert said.expected == 11
    assert said.by_half_hour[0] == (NOW + timedelta(minutes=15), 1.0)


def test_too_few_counters_are_told_with_how_many_it_takes():
    said = forecast(waiting=40, counters=1)
    assert said.finished_at is None
    assert said.served_by_closing == 18
    assert said.counters_needed == 3  # 52 people, 18 by each counter


def test_after_the_closing_nothing_is_promised():
    said = forecast(now=CLOSING + timedelta(minutes=1))
    assert (said.expected, said.served_by_closing, said.finished_at) == (0, 0, None)


def test_no_counter_and_nobody_is_done():
    assert forecast(waiting=0, counters=0, arrivals=[]).finished_at == NOW


def test_numbers_are_read_out_and_grow():
    assert rules.ticket_name("A", 17) == "A017"
    assert rules.ticket_name("A", 1234) == "A1234"
