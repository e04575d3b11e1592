"""Home visits as rules: what may follow what, wishes, waiting, figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reception.visiting import (
    LIVE,
    Lived,
    VisitReason,
    VisitRefused,
    VisitState,
    VisitStep,
    half_of,
    is_repeated,
    true_instant,
    visit_after,
    visit_figures,
    waiting_days,
    wishes_on,
)

NOW = datetime(2026, 9, 10, 3, 0, tzinfo=UTC)
S, T = VisitState, VisitStep


def walk(*steps):
    state = S.REQUESTED
    for step in steps:
        state = visit_after(state, step)
    return state


def test_a_visit_from_the_request_to_its_end():
    assert walk(T.ASKED, T.PLANNED, T.LEFT, T.ARRIVED, T.DONE) is S.DONE
    assert walk(T.PLANNED, T.DONE) is S.DONE, "a press that was forgotten holds nobody up"
    assert walk(T.PLANNED, T.NOT_MET, T.AGAIN, T.PLANNED) is S.PLANNED
    assert walk(T.PLANNED, T.TAKEN_OUT) is S.REQUESTED
    assert walk(T.PLANNED, T.DONE, T.TAKEN_BACK) is S.PLANNED
    assert walk(T.CANCELLED, T.AGAIN, T.REFUSED) is S.REFUSED


@pytest.mark.parametrize(
    "steps",
    [
        (T.LEFT,), (T.DONE,), (T.PLANNED, T.PLANNED), (T.PLANNED, T.REFUSED),
        (T.PLANNED, T.LEFT, T.CANCELLED), (T.PLANNED, T.DONE, T.NOT_MET), (T.REFUSED, T.PLANNED),
        (T.AGAIN,), (T.PLANNED, T.DONE, T.AGAIN),
    ],
)  # fmt: skip
def test_what_cannot_follow_is_refused(steps):
    with pytest.raises(VisitRefused):
        walk(*steps)


@given(st.lists(st.sampled_from(list(T)), max_size=12))
def test_only_the_list_leads_to_a_round(steps):
    state = S.REQUESTED
    for step in steps:
        try:
            after = visit_after(state, step)
        except VisitRefused:
            continue
        if step is T.PLANNED:
            assert state is S.REQUESTED
        if after in LIVE and state not in LIVE:
            assert step in {T.AGAIN, T.TAKEN_BACK}
        state = after


def test_a_press_that_comes_twice_is_known():
    assert is_repeated(S.THERE, T.ARRIVED)
    assert is_repeated(S.DONE, T.DONE)
    assert not is_repeated(S.PLANNED, T.TAKEN_BACK), "taking back is no press of the road"
    assert not is_repeated(S.THERE, T.DONE)


def test_the_tablets_time_is_believed_within_the_day_and_never_ahead():
    earlier = NOW - timedelta(hours=2)
    assert true_instant(earlier, NOW) == earlier
    assert true_instant(NOW + timedelta(minutes=1), NOW) == NOW
    for wrong in (None, NOW - timedelta(days=2), NOW + timedelta(hours=1)):
        assert true_instant(wrong, NOW) == NOW


def test_wishes_hold_for_a_weekday_and_nothing_wished_is_any_time():
    thursday = date(2026, 9, 10)
    assert wishes_on([], thursday) == (0, 1)
    assert wishes_on([half_of(3, 1)], thursday) == (1,)
    assert wishes_on([half_of(0, 0)], thursday) == ()


def test_figures_of_a_month():
    day = date(2026, 9, 1)
    rows = [
        Lived(S.DONE, VisitReason.ILL, day, day + timedelta(days=4)),
        Lived(S.DONE, VisitReason.ELDERLY, day, day + timedelta(days=8)),
        Lived(S.NOT_MET, VisitReason.ILL, day, day + timedelta(days=2)),
        Lived(S.REQUESTED, VisitReason.CHILD, day, None),
        Lived(S.CANCELLED, VisitReason.CHILD, day, day),
    ]
    found = visit_figures(rows, day + timedelta(days=20))
    assert (found.asked, found.done, found.not_met, found.cancelled) == (5, 2, 1, 1)
    assert (found.waited_median, found.waited_longest, found.waiting_longest) == (6, 8, 20)
    empty = visit_figures([], day)
    assert (empty.asked, empty.waited_median, empty.waiting_longest) == (0, None, None)
    assert waiting_days(day, day - timedelta(days=1)) == 0
