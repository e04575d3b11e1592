"""Whatever happens in whatever order: the state follows from the events and cannot be polished."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from motcua.quality import rules
from motcua.quality.types import ENDED, ActionState, AuditFact, AuditState, Fact, Source, State

DAY = date(2026, 11, 20)
PEOPLE = st.integers(1, 3)
ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from(sorted(set(Fact) - {Fact.OPENED})), PEOPLE, PEOPLE, st.integers(1, 3)
    ),
    max_size=40,
)


def played(attempts, source=Source.OBSERVATION):
    """Return the events that were let through, with the standing after each."""
    first = rules.Happened(Fact.OPENED, 1)
    history = [(first, rules.step(rules.Standing(), first))]
    for fact, by, owner, chosen in attempts:
        at = history[-1][1]
        number = len(at.actions) + 1 if fact is Fact.ACTION_SET else chosen
        of_action = fact in {
            Fact.ACTION_SET, Fact.MOVED, Fact.DONE, Fact.EFFECTIVE, Fact.INEFFECTIVE,
        }  # fmt: skip
        dated = fact in {Fact.ACTION_SET, Fact.MOVED}
        event = rules.Happened(
            fact,
            by,
            number if of_action else 0,
            owner if dated else None,
            DAY + timedelta(days=number) if dated else None,
        )
        if not rules.problem(at, event, source=source):
            history.append((event, rules.step(at, event)))
    return history


@given(ATTEMPTS)
def test_the_state_is_a_fold_of_the_events(attempts):
    history = played(attempts)
    assert rules.stand(event for event, _at in history) == history[-1][1]


@given(ATTEMPTS)
def test_nobody_closes_by_checking_what_they_did(attempts):
    for event, at in played(attempts):
        if event.fact in {Fact.EFFECTIVE, Fact.INEFFECTIVE}:
            one = at.actions[event.action]
            assert event.by != one.done_by
            assert event.by not in one.owners


@given(ATTEMPTS)
def test_closed_means_corrected_analysed_and_every_current_action_found_effective(attempts):
    for _event, at in played(attempts):
        if at.state is State.CLOSED:
            assert at.corrected
            assert at.analysed
            assert at.current
            assert {one.state for one in at.current} == {ActionState.EFFECTIVE}
            assert any(one.turn == at.turn for one in at.actions.values())


@given(ATTEMPTS)
def test_after_an_end_nothing_but_opening_again_or_a_note_follows(attempts):
    history = played(attempts)
    for (_before, at), (event, _after) in pairwise(history):
        if at.state in ENDED:
            assert event.fact in {Fact.REOPENED, Fact.NOTED}


@given(ATTEMPTS)
def test_an_action_never_vanishes_and_its_first_day_never_changes(attempts):
    history = played(attempts)
    for (_one, before), (_two, after) in pairwise(history):
        assert before.actions.keys() <= after.actions.keys()
        for number, one in before.actions.items():
            assert after.actions[number].first_due_on == one.first_due_on
            assert one.owners <= after.actions[number].owners
        assert after.reopened >= before.reopened


@given(ATTEMPTS)
def test_what_an_audit_found_is_never_dismissed(attempts):
    assert all(at.state is not State.DISMISSED for _e, at in played(attempts, Source.AUDIT))


@given(st.lists(st.sampled_from(AuditFact), max_size=12))
def test_an_audit_ends_once(facts):
    state = AuditState.PLANNED
    taken = []
    for fact in facts:
        if fact in rules.AUDIT_NEXT[state]:
            taken.append(fact)
            state = rules.audit_state(taken)
    ends = [one for one in taken if one in {AuditFact.CLOSED, AuditFact.CANCELLED}]
    assert len(ends) <= 1
    if AuditFact.CLOSED in ends:
        assert taken.index(AuditFact.BEGUN) < taken.index(AuditFact.CONCLUDED)


def test_an_audit_stays_open_for_what_is_neither_ended_nor_carried_over():
    states = {"a": State.CLOSED, "b": State.ACTING, "c": State.OPEN, "d": State.DISMISSED}
    assert rules.audit_closes(states, ["c"]) == ["b"]
