"""How the state of a non-conformity follows from its events, and what may come next.

TCVN ISO 9001:2015, 10.2.1: react and correct; find the cause; act; review whether it was
effective. A figure cannot be polished because nothing but the events makes the state: an end is
reached by an effective action that somebody else has checked, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from motcua.quality.types import (
    ENDED,
    NONCONFORM,
    ActionState,
    AuditFact,
    AuditState,
    Fact,
    Grade,
    Source,
    State,
)

TEXT_MOST = 4000
AUDITORS_MOST = 10


@dataclass(frozen=True)
class Happened:
    """The part of an event that makes the state."""

    fact: Fact
    by: int
    action: int = 0
    owner: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Action:
    """Where one corrective action stands; `turn` is the round of analysis that it belongs to."""

    state: ActionState
    owner: int
    due_on: date
    first_due_on: date
    turn: int
    owners: frozenset[int]  # everybody who ever had it
    done_by: int | None = None
    checked_by: int | None = None


@dataclass(frozen=True)
class Standing:
    """Where a non-conformity stands."""

    opened_by: int = 0
    corrected: bool = False
    analysed: bool = False
    dismissed: bool = False
    reopened: int = 0
    turn: int = 0
    actions: Mapping[int, Action] = field(default_factory=dict)

    @property
    def current(self) -> list[Action]:
        """Return the actions that count: those of this round, and unfinished ones before it."""
        unfinished = {ActionState.OPEN, ActionState.DONE}
        return [
            one for one in self.actions.values() if one.turn == self.turn or one.state in unfinished
        ]

    @property
    def state(self) -> State:
        """Return the state; it is kept beside the events only to be searched by."""
        if self.dismissed:
            return State.DISMISSED
        acted = any(one.turn == self.turn for one in self.actions.values())
        if not (self.corrected and self.analysed and acted):
            return State.OPEN
        states = {one.state for one in self.current}
        if ActionState.OPEN in states:
            return State.ACTING
        return State.CHECKING if ActionState.DONE in states else State.CLOSED

    @property
    def due_on(self) -> date | None:
        """Return the nearest day on which an open action is due."""
        if self.dismissed:
            return None
        days = [one.due_on for one in self.actions.values() if one.state is ActionState.OPEN]
        return min(days, default=None)


def stand(events: Iterable[Happened]) -> Standing:
    """Return where the events lead, from the first to the last."""
    found = Standing()
    for event in events:
        found = step(found, event)
    return found


def step(at: Standing, event: Happened) -> Standing:
    """Return where one more event leads."""
    if event.fact in _MARKS:
        return replace(at, **_MARKS[event.fact])
    if event.fact is Fact.OPENED:
        return replace(at, opened_by=event.by)
    if event.fact is Fact.REOPENED:
        return _again(replace(at, dismissed=False))
    if event.fact in {Fact.NOTED, Fact.CARRIED}:
        return at
    found = _changed(at, event)
    return _again(found) if event.fact is Fact.INEFFECTIVE else found


_MARKS: Mapping[Fact, dict[str, Any]] = {
    Fact.CORRECTED: {"corrected": True},
    Fact.ANALYSED: {"analysed": True},
    Fact.DISMISSED: {"dismissed": True},
}


def _again(at: Standing) -> Standing:
    """Begin a new round: the cause is looked for anew, and a new action follows from it."""
    return replace(at, analysed=False, reopened=at.reopened + 1, turn=at.turn + 1)


def _changed(at: Standing, event: Happened) -> Standing:
    actions = dict(at.actions)
    if event.fact is Fact.ACTION_SET:
        if event.owner is None or event.due_on is None:
            raise ValueError("an action has an owner and a day")
        actions[event.action] = Action(
            ActionState.OPEN,
            event.owner,
            event.due_on,
            event.due_on,
            at.turn,
            frozenset({event.owner}),
        )
        return replace(at, actions=actions)
    one = actions[event.action]
    if event.fact is Fact.MOVED:
        owner = event.owner or one.owner
        one = replace(
            one, owner=owner, owners=one.owners | {owner}, due_on=event.due_on or one.due_on
        )
    elif event.fact is Fact.DONE:
        one = replace(one, state=ActionState.DONE, done_by=event.by)
    else:
        state = ActionState.EFFECTIVE if event.fact is Fact.EFFECTIVE else ActionState.INEFFECTIVE
        one = replace(one, state=state, checked_by=event.by)
    actions[event.action] = one
    return replace(at, actions=actions)


_OF_ACTION = {
    Fact.MOVED: ActionState.OPEN,
    Fact.DONE: ActionState.OPEN,
    Fact.EFFECTIVE: ActionState.DONE,
    Fact.INEFFECTIVE: ActionState.DONE,
}


def problem(at: Standing, event: Happened, *, source: Source) -> str:
    """Return why an event may not follow, as a code; empty when it may.

    Codes: `ended`, `running`, `cause_first`, `no_action`, `own_check`, `own_move`,
    `own_dismissal`, `audit_found`, `acted`.
    """
    if event.fact is Fact.NOTED:
        return ""
    if (event.fact is Fact.REOPENED) is not (at.state in ENDED):
        return "running" if event.fact is Fact.REOPENED else "ended"
    if event.fact is Fact.ACTION_SET and not at.analysed:
        return "cause_first"
    if event.fact is Fact.DISMISSED:
        return _dismissal(at, event.by, source)
    return _of_action(at, event) if event.fact in _OF_ACTION else ""


def _of_action(at: Standing, event: Happened) -> str:
    one = at.actions.get(event.action)
    if one is None or one.state is not _OF_ACTION[event.fact]:
        return "no_action"
    if event.fact is Fact.MOVED and event.due_on is not None and event.by in one.owners:
        return "own_move"
    checks = event.fact in {Fact.EFFECTIVE, Fact.INEFFECTIVE}
    return "own_check" if checks and event.by in one.owners | {one.done_by} else ""


def _dismissal(at: Standing, by: int, source: Source) -> str:
    """Nobody takes back what an audit found, what was acted upon, or what they reported."""
    if source is Source.AUDIT:
        return "audit_found"
    if at.actions:
        return "acted"
    return "own_dismissal" if by == at.opened_by else ""


AUDIT_NEXT: Mapping[AuditState, frozenset[AuditFact]] = {
    AuditState.PLANNED: frozenset({AuditFact.CHANGED, AuditFact.BEGUN, AuditFact.CANCELLED}),
    AuditState.HELD: frozenset({AuditFact.CHANGED, AuditFact.CONCLUDED, AuditFact.CANCELLED}),
    AuditState.CONCLUDED: frozenset({AuditFact.CARRIED, AuditFact.CLOSED}),
    AuditState.CLOSED: frozenset(),
    AuditState.CANCELLED: frozenset(),
}
_AUDIT_STATE = {
    AuditFact.PLANNED: AuditState.PLANNED,
    AuditFact.BEGUN: AuditState.HELD,
    AuditFact.CONCLUDED: AuditState.CONCLUDED,
    AuditFact.CLOSED: AuditState.CLOSED,
    AuditFact.CANCELLED: AuditState.CANCELLED,
}


def audit_state(facts: Iterable[AuditFact]) -> AuditState:
    """Return the state of an audit to which these things happened in this order."""
    state = AuditState.PLANNED
    for fact in facts:
        state = _AUDIT_STATE.get(fact, state)
    return state


def audit_closes(states: Mapping[str, State], carried: Iterable[str]) -> list[str]:
    """Return the non-conformities that keep an audit open: neither ended nor carried over."""
    known = set(carried)
    return [code for code, state in states.items() if state not in ENDED and code not in known]


def opens(grade: Grade) -> bool:
    """Return whether a finding of this grade opens a non-conformity."""
    return grade in NONCONFORM


def code_of(kind: str, unit: str, year: int, number: int) -> str:
    """Return the number as people say it: `KPH.05528-2026-003`."""
    return f"{kind}.{unit}-{year}-{number:03d}"


def plan_problems(
    *,
    first_day: date,
    last_day: date,
    today: date,
    units: Sequence[int],
    auditors: Sequence[int],
    began: bool = False,
) -> dict[str, str]:
    """Return what is wrong with a plan: field and code."""
    found = {}
    if last_day < first_day:
        found["last_day"] = "order"
    elif (last_day - first_day).days > 92:
        found["last_day"] = "long"
    if not began and first_day < today:
        found["first_day"] = "past"
    if not units:
        found["unit_ids"] = "none"
    if not auditors or len(set(auditors)) > AUDITORS_MOST:
        found["auditor_ids"] = "none"
    return found


SOON_DAYS = 3
AGAIN_DAYS = 7


@dataclass(frozen=True)
class Reached:
    """A rung of reminding: `soon`, `late` or `check`, and the how-manieth time."""

    rung: str
    occurrence: int


def rung_of(
    *, state: ActionState, due_on: date, done_on: date | None, today: date
) -> Reached | None:
    """Return what is to be told today of an action, None for nothing.

    Three days before its day once; after it every seven days; done, but not checked, every seven
    days too. Days are calendar days: a reminder that falls on a day off goes out when the unit
    works again.
    """
    if state is ActionState.OPEN:
        if today > due_on:
            return Reached("late", (today - due_on).days // AGAIN_DAYS + 1)
        return Reached("soon", 1) if (due_on - today).days <= SOON_DAYS else None
    if state is ActionState.DONE and done_on is not None and today > done_on:
        return Reached("check", (today - done_on).days // AGAIN_DAYS + 1)
    return None
