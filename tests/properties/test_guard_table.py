"""The guard table, stated a second time from the domain brief 2.3, against the rules.

Stations are the national codes; 5i is a supplement before acceptance, 5a one during appraisal;
1w and 5w are 1 and 5i of a dossier that waits for another one's result.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.rules import TransitionRefused, apply, fold, is_open
from motcua.dossiers.types import Fact, FactType, Finance, Phase, State, Status

# fact: where it may happen > where it leads; "=" stays where it is.
TABLE = """
submitted            0            > 1
accepted             1 5i         > 2
refused              1 5i 1w 5w   > 3
assigned             2 4          > 4
supplement_proposed  4            > =
supplement_received  5a           > 4
obligation_requested 4            > 6
obligation_fulfilled 6            > 4
withdrawn            1 2 4 5i 5a 6 1w 5w > 7
stopped              2 4 5a 6     > 8
appraised            4            > =
opinion_given        4 5a 6       > =
opinion_asked        4 5a 6       > =
opinion_reminded     4 5a 6       > =
opinion_extended     4 5a 6       > =
opinion_recalled     4 5a 6       > =
opinion_waived       4 5a 6       > =
opinion_silent       4            > =
returned_inside      4            > =
return_answered      4 5a 6       > =
return_recalled      4 5a 6       > =
approved             4            > =
sent_back            4            > =
done                 4            > 9
returned             9            > 10
reopened             9            > 4
fee_paid             1 2 4 5i 5a 6 9 10 1w 5w > =
fee_refunded         1 2 3 4 5i 5a 6 7 8 9 10 1w 5w > =
fee_changed          2 4          > =
due_changed          2 4 5a 6     > =
document_added       1 2 4 5i 5a 6 9 1w 5w > =
step_completed       2 4 9        > =
handed_over          2 4 9        > =
letter_proposed      1 2 4 5i 5a 6 1w 5w > =
letter_decided       1 2 4 5i 5a 6 1w 5w > =
signed               4            > =
apologised           2 4 6        > =
lateness_explained   2 4 5a 6 9 10 > =
digitised            1 2 4 5i 5a 6 9 1w 5w > =
copy_signed          1 2 4 5i 5a 6 9 1w 5w > =
original_returned    1 2 3 4 5i 5a 6 7 8 9 10 1w 5w > =
paper_sent           1 2 3 4 5i 5a 6 7 8 9 10 1w 5w > =
paper_received       1 2 3 4 5i 5a 6 7 8 9 10 1w 5w > =
paper_damaged        1 2 3 4 5i 5a 6 7 8 9 10 1w 5w > =
paper_missing        1 2 3 4 5i 5a 6 7 8 9 10 1w 5w > =
paper_explained      1 2 3 4 5i 5a 6 7 8 9 10 1w 5w > =
"""
MOVES: dict[str, dict[str, str]] = {
    "supplement_requested": {"1": "5i", "5i": "5i", "4": "5a", "1w": "5w", "5w": "5w"},
    "held": {"1": "1w", "5i": "5w"},
    "released": {"1w": "1", "5w": "5i"},
}
for _line in TABLE.strip().splitlines():
    _places, _goal = _line.split(">")
    _name, *_from = _places.split()
    MOVES[_name] = {one: one if _goal.strip() == "=" else _goal.strip() for one in _from}
START = datetime(2026, 9, 10, 2, tzinfo=UTC)
DATA = {
    "accepted": {"due_at": (START + timedelta(days=400)).isoformat()},
    "stopped": {"kind": "final"},
    "apologised": {"cause": "workload", "promised_at": (START + timedelta(days=500)).isoformat()},
    "lateness_explained": {"cause": "staff"},
}
facts = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 200), st.booleans()), max_size=30
)


def station(state: State) -> str:
    if state.status is None:
        return "0"
    if state.waiting and state.status in {Status.REGISTERED, Status.SUPPLEMENT}:
        return f"{int(state.status)}w"
    phase = {Phase.INTAKE: "i", Phase.APPRAISAL: "a"}.get(state.phase, "")
    return f"{int(state.status)}{phase if state.status is Status.SUPPLEMENT else ''}"


def test_the_table_speaks_of_every_fact():
    assert set(MOVES) == {fact.value for fact in FactType}


@given(facts)
def test_random_lives_go_exactly_where_the_table_says(drawn):
    state, at, told = State(), START, []
    for name, hours, pauses in drawn:
        at += timedelta(hours=hours)
        fact = Fact(FactType(name), at, {"pauses": pauses, **DATA.get(name, {})})
        goal = MOVES[name].get(station(state))
        if name == "apologised" and (state.promised_at or state.suspended_from):
            goal = None  # once, and never while the clock stands
        if goal is None:
            with pytest.raises(TransitionRefused):
                apply(state, fact)
            continue
        state = apply(state, fact)
        told.append(fact)
        assert station(state) == goal
        holds(state)
    assert fold(told) == state


def holds(state: State) -> None:
    """Say what is true of every state that facts lead to."""
    assert (state.due_at is None) == (state.accepted_at is None)
    assert state.due_at is None or state.due_at >= state.accepted_at
    assert (state.ended_at is not None) == (station(state) in {"3", "7", "8", "9", "10"})
    assert (state.returned_at is not None) == (station(state) == "10")
    assert is_open(state) == (state.accepted_at is not None and state.ended_at is None)
    closed, last = state.suspensions[:-1], state.suspensions[-1:]
    assert all(one.end is not None and one.start <= one.end for one in closed)
    paused = station(state) in {"5a", "6"}
    assert state.suspended_from is None or paused
    assert station(state) != "5a" or state.suspended_from is not None
    assert all(one.end is None or one.start <= one.end for one in last)
    assert state.result_version >= (station(state) in {"9", "10"})
    assert state.finance in Finance


@given(facts, st.data())
def test_no_fact_may_lie_before_the_one_it_stands_on(drawn, data):
    state = apply(State(), Fact(FactType.SUBMITTED, START))
    name = data.draw(st.sampled_from(sorted(n for n in MOVES if "1" in MOVES[n])))
    early = Fact(FactType(name), START - timedelta(seconds=1), DATA.get(name, {}))
    with pytest.raises(TransitionRefused):
        apply(state, early)


def test_nothing_follows_a_final_end_but_the_money_and_why_it_was_late():
    for end in ("3", "7", "8", "10"):
        assert {name for name, moves in MOVES.items() if end in moves} <= {
            "fee_paid",
            "fee_refunded",
            "lateness_explained",
            "original_returned",
            "paper_damaged",
            "paper_explained",
            "paper_missing",
            "paper_received",
            "paper_sent",
        }
