"""How a difficulty stands by its events: guards, clock, and properties over random histories."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.oversight import rules
from motcua.oversight.rules import Happened, Way, problem, stand, step, system_key, way_of
from motcua.oversight.types import ENDED, RUNNING, Answer, Fact, Group, State

T0 = datetime(2026, 11, 23, 2, tzinfo=UTC)
UNIT, OTHER, MINISTRY = 5, 6, 40
ASKER, ANSWERER, KEEPER = 1, 2, 3


def happened(fact, by=ASKER, hours=0, **more):
    return Happened(fact, T0 + timedelta(hours=hours), by, **more)


REPORTED = happened(Fact.REPORTED, unit=UNIT, blocked=7)
ROUTED = happened(Fact.ROUTED, KEEPER, 1, addressee=MINISTRY)
ANSWERED = happened(Fact.ANSWERED, ANSWERER, 5, answer=Answer.GUIDANCE)


def test_the_way_from_a_report_to_its_end():
    at = stand([REPORTED, ROUTED])
    assert (at.state, at.addressee, at.places, at.opened_at) == (
        State.ASSIGNED, MINISTRY, (UNIT,), T0,
    )  # fmt: skip
    at = step(at, happened(Fact.ASKED, ANSWERER, 2))
    assert at.state is State.ASKED
    assert at.turn.stood == ((T0 + timedelta(hours=2), None),)
    at = step(at, happened(Fact.CLARIFIED, hours=4))
    assert at.state is State.ASSIGNED
    assert at.turn.stood == ((T0 + timedelta(hours=2), T0 + timedelta(hours=4)),)
    at = step(at, ANSWERED)
    at = step(at, happened(Fact.UNCLEAR, hours=6))
    assert (at.state, at.unclear, at.turn.since) == (
        State.UNCLEAR, 1, T0 + timedelta(hours=6),
    )  # fmt: skip
    at = step(at, happened(Fact.ANSWERED, ANSWERER, 7, answer=Answer.SOLVED))
    at = step(at, happened(Fact.CLOSED, hours=8))
    assert (at.state, at.closed_at) == (State.CLOSED, T0 + timedelta(hours=8))
    again = step(at, happened(Fact.REOPENED, hours=9))
    assert (again.state, again.closed_at, again.unclear) == (State.ASSIGNED, None, 1)


@pytest.mark.parametrize(
    ("before", "event", "code"),
    [
        ([REPORTED], ANSWERED, "not_there"),
        ([REPORTED, ROUTED], happened(Fact.UNCLEAR), "not_there"),
        ([REPORTED, ROUTED], happened(Fact.CLOSED), ""),  # it was a mistake, or went by itself
        ([REPORTED, ROUTED], happened(Fact.CLOSED, KEEPER, 999, keeper=True), "theirs_first"),
        ([REPORTED, ROUTED], ROUTED, "same_addressee"),
        ([REPORTED, ROUTED, ANSWERED], happened(Fact.CLOSED, ANSWERER, 6), "own_answer"),
        (
            [REPORTED, ROUTED, ANSWERED],
            happened(Fact.CLOSED, KEEPER, 5 + 239, keeper=True),
            "theirs_first",
        ),
        ([REPORTED, ROUTED, ANSWERED], happened(Fact.CLOSED, KEEPER, 5 + 240, keeper=True), ""),
        ([REPORTED, ROUTED, ANSWERED], happened(Fact.CLOSED), ""),
        ([REPORTED], happened(Fact.CLOSED), ""),
        ([REPORTED], happened(Fact.JOINED, unit=UNIT), "has_it"),
        ([REPORTED], happened(Fact.COUNTED, unit=OTHER), "has_not"),
        ([REPORTED], happened(Fact.LEFT, unit=UNIT), "reported_it"),
        ([REPORTED, happened(Fact.CLOSED)], happened(Fact.COUNTED, unit=UNIT), "ended"),
        ([REPORTED, happened(Fact.CLOSED)], happened(Fact.NOTED), ""),
        ([REPORTED, happened(Fact.CLOSED)], happened(Fact.PUBLISHED), "no_answer"),
        ([REPORTED, ROUTED], happened(Fact.PUBLISHED), "not_there"),
        ([REPORTED], happened(Fact.WITHDRAWN), "not_shown"),
        ([REPORTED], happened(Fact.SPLIT), "not_there"),
    ],
)  # fmt: skip
def test_what_may_not_follow_is_refused_with_its_reason(before, event, code):
    assert problem(stand(before), event) == code


def test_a_promise_is_broken_the_day_after_its_day():
    promised = happened(
        Fact.ANSWERED, ANSWERER, 5, answer=Answer.PROMISE, promised_on=date(2026, 11, 30)
    )
    at = stand([REPORTED, ROUTED, promised])
    assert not at.promise_broken(date(2026, 11, 30))
    assert at.promise_broken(date(2026, 12, 1))
    assert not step(at, happened(Fact.CLOSED)).promise_broken(date(2026, 12, 1))
    later = happened(
        Fact.ANSWERED, ANSWERER, 9, answer=Answer.PROMISE, promised_on=date(2026, 12, 31)
    )
    moved = step(at, later)  # a later promise does not heal the first one
    assert moved.promise_broken(date(2026, 12, 1))
    assert (moved.promised_on, moved.postponed) == (date(2026, 12, 31), 1)
    back = step(moved, happened(Fact.UNCLEAR, hours=10))
    assert back.promise_broken(date(2026, 12, 1))


def test_a_merger_taken_back_leaves_no_trace_in_the_state():
    before = stand([REPORTED, ROUTED])
    merged = step(before, happened(Fact.MERGED, KEEPER, 2, other=9))
    assert (merged.state, merged.merged_into) == (State.MERGED, 9)
    back = step(merged, happened(Fact.SPLIT, KEEPER, 3))
    assert (back.state, back.merged_into, back.closed_at) == (State.ASSIGNED, None, None)


def test_the_closest_rule_of_routing_holds_and_of_equals_the_newest():
    ways = [
        Way(1, 10),
        Way(2, 11, group="system"),
        Way(3, 12, system="hộ tịch điện tử"),
        Way(4, 13, procedure="2.000815"),
        Way(5, 14, system="hộ tịch điện tử"),
    ]

    def to(group=Group.SYSTEM, system="", procedure=""):
        return way_of(ways, group=group, system=system, procedure=procedure).addressee

    assert to(Group.SUPPORT) == 10
    assert to() == 11
    assert to(system="  Hộ tịch  ĐIỆN tử ") == 14
    assert to(system="Hộ tịch điện tử", procedure="2.000815") == 13
    assert way_of([ways[3]], group=Group.SYSTEM, system="", procedure="1.0") is None
    assert system_key("  A  b ") == "a b"


FACTS = st.sampled_from(list(Fact))
EVENTS = st.lists(
    st.tuples(
        FACTS,
        st.sampled_from([ASKER, ANSWERER, KEEPER]),
        st.sampled_from([UNIT, OTHER]),
        st.booleans(),
        st.integers(0, 400),
    ),
    max_size=40,
)


@given(EVENTS)
def test_no_history_ends_but_by_those_who_asked_or_after_silence(drawn):
    at, hours = stand([REPORTED]), 0
    for fact, by, unit, keeper, more in drawn:
        hours += more
        event = happened(
            fact, by, hours, unit=unit, blocked=more, addressee=MINISTRY + unit,
            answer=Answer.SOLVED, other=99, keeper=keeper,
        )  # fmt: skip
        if problem(at, event):
            continue
        before, at = at, step(at, event)
        assert at.places[0] == UNIT
        assert (at.closed_at is not None) == (at.state in ENDED)
        assert (at.merged_into is not None) == (at.state is State.MERGED)
        if at.state in RUNNING:
            assert at.addressee is not None
            assert at.turn is not None
            assert all(end is not None for _start, end in at.turn.stood)
        assert at.unclear >= before.unclear
        if before.state is State.ANSWERED and at.state is State.CLOSED:
            assert by != before.answered_by
            assert not keeper or event.at - before.answered_at >= rules.SILENCE
