"""The table of rights, half-open periods, the ends of a session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.identity import rules
from motcua.identity.types import ROW_ACTIONS, Action, Role

NOON = datetime(2025, 8, 1, 5, tzinfo=UTC)
instants = st.integers(0, 50).map(lambda n: NOON + timedelta(hours=n))
periods = st.tuples(instants, st.one_of(st.none(), instants)).filter(
    lambda p: p[1] is None or p[0] <= p[1]
)


def test_every_action_has_its_row():
    assert set(rules.PERMISSIONS) == set(Action)
    assert all(rules.PERMISSIONS.values())


@pytest.mark.parametrize(
    ("role", "action"),
    [
        (Role.COUNTER, Action.DOSSIER_APPRAISE),  # does not decide substance
        (Role.COUNTER, Action.DOSSIER_APPROVE),
        (Role.SPECIALIST, Action.DOSSIER_APPROVE),  # does not sign
        (Role.COORDINATOR, Action.DOSSIER_APPRAISE),  # does not change the dossier's state
        (Role.LEADER, Action.DOSSIER_ISSUE),  # does not number
        (Role.LEADER, Action.DOSSIER_INTAKE),  # does not re-date
        (Role.CLERK, Action.DOSSIER_APPROVE),
        (Role.DIRECTOR, Action.DOSSIER_APPROVE),
        (Role.FINANCE, Action.DOSSIER_APPRAISE),
        (Role.VIEWER, Action.DOSSIER_READ),
        (Role.BUSINESS_ADMIN, Action.ACCOUNT_ADMIN),
    ],
)
def test_what_the_domain_forbids_is_not_in_the_table(role, action):
    assert action not in rules.actions_of(role)


def test_a_technical_administrator_needs_no_rows_of_dossiers():
    actions = rules.actions_of(Role.TECHNICAL_ADMIN)
    assert actions == {Action.OFFICE_ENTER, Action.PROCEDURE_READ, Action.ACCOUNT_ADMIN}
    assert not actions & ROW_ACTIONS


def test_inspectors_and_viewers_change_nothing():
    reading = {action for action in Action if action.value.endswith((".read", ".enter"))}
    # An inspector concludes what a signal was; it changes no dossier and no figure.
    assert rules.actions_of(Role.INSPECTOR) <= reading | {Action.SIGNAL_CONCLUDE}
    assert rules.actions_of(Role.VIEWER) <= reading


def test_only_administrators_of_accounts_give_rights():
    assert rules.PERMISSIONS[Action.ACCOUNT_ADMIN] == {Role.TECHNICAL_ADMIN}


@given(periods, instants)
def test_a_period_is_half_open(period, at):
    start, end = period
    held = rules.in_force(valid_from=start, valid_to=end, at=at)
    assert held == (at >= start and (end is None or at < end))
    if end is not None:
        assert not rules.in_force(valid_from=start, valid_to=end, at=end)


@given(periods, periods)
def test_periods_overlap_exactly_when_an_instant_lies_in_both(first, second):
    hours = [NOON + timedelta(hours=n) for n in range(60)]
    shared = any(
        rules.in_force(valid_from=first[0], valid_to=first[1], at=at)
        and rules.in_force(valid_from=second[0], valid_to=second[1], at=at)
        for at in hours
    )
    assert rules.periods_overlap(first=first, second=second) == shared
    assert rules.periods_overlap(first=second, second=first) == shared


@pytest.mark.parametrize(
    ("idle_minutes", "age_hours", "ended"),
    [(0, 0, False), (29, 1, False), (30, 1, True), (0, 9, False), (0, 10, True)],
)
def test_a_session_ends_idle_or_old(idle_minutes, age_hours, ended):
    assert ended == rules.session_ended(
        signed_in_at=NOON - timedelta(hours=age_hours),
        seen_at=NOON - timedelta(minutes=idle_minutes),
        at=NOON,
        idle=timedelta(minutes=30),
        absolute=timedelta(hours=10),
    )


@given(st.sampled_from(Role), st.sets(st.sampled_from(Action)))
def test_a_token_never_has_more_than_its_role_and_its_scopes(role, wanted):
    allowed = rules.token_actions(role=role, wanted=wanted)
    assert allowed <= rules.actions_of(role)
    assert allowed <= wanted
    assert Action.ACCOUNT_ADMIN not in allowed
