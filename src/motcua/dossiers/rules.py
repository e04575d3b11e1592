"""The life of a dossier as pure rules: which fact may follow which, and what it changes.

Source: the guard table of the national status codes (domain brief 2.3). Services, the import of
histories and `motcua verify` all fold the same facts with the same function, so that a stored
state that no chain of events explains cannot exist unnoticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from motcua.dossiers.types import (
    ENDED,
    Fact,
    FactType,
    Finance,
    Interval,
    LateCause,
    Phase,
    State,
    Status,
    StopKind,
)


class TransitionRefused(ValueError):
    """The fact cannot follow; `status` is where the dossier stands, `waiting` for another one."""

    def __init__(self, fact: FactType, status: Status | None, *, waiting: bool = False) -> None:
        super().__init__(f"{fact.value} cannot follow status {status}")
        self.fact = fact
        self.status = status
        self.waiting = waiting


S = Status
# Papers are digitised as long as the dossier is not closed (domain brief 8.1).
OPEN_FOR_COPIES: frozenset[Status | None] = frozenset(
    set(S) - {S.REFUSED, S.WITHDRAWN, S.STOPPED, S.RETURNED}
)
# Where each fact may happen. A fact that is missing here would be a bug, not a refusal.
ALLOWED: dict[FactType, frozenset[Status | None]] = {
    FactType.SUBMITTED: frozenset({None}),
    FactType.ACCEPTED: frozenset({S.REGISTERED, S.SUPPLEMENT}),  # 1→2; 5→2 before acceptance only
    FactType.REFUSED: frozenset({S.REGISTERED, S.SUPPLEMENT}),  # 1→3; 5→3 before acceptance only
    FactType.ASSIGNED: frozenset({S.ACCEPTED, S.PROCESSING}),
    FactType.APPRAISED: frozenset({S.PROCESSING}),
    FactType.OPINION_GIVEN: frozenset({S.PROCESSING, S.SUPPLEMENT, S.OBLIGATION}),
    **{
        fact: frozenset({S.PROCESSING, S.SUPPLEMENT, S.OBLIGATION})
        for fact in (
            FactType.OPINION_ASKED,
            FactType.OPINION_REMINDED,
            FactType.OPINION_EXTENDED,
            FactType.OPINION_RECALLED,
            FactType.OPINION_WAIVED,
            FactType.RETURN_ANSWERED,
            FactType.RETURN_RECALLED,
        )
    },
    FactType.RETURNED_INSIDE: frozenset({S.PROCESSING}),
    FactType.OPINION_SILENT: frozenset({S.PROCESSING}),
    FactType.APPROVED: frozenset({S.PROCESSING}),
    FactType.SENT_BACK: frozenset({S.PROCESSING}),
    FactType.SUPPLEMENT_PROPOSED: frozenset({S.PROCESSING}),
    FactType.SUPPLEMENT_REQUESTED: frozenset({S.REGISTERED, S.PROCESSING, S.SUPPLEMENT}),
    FactType.SUPPLEMENT_RECEIVED: frozenset({S.SUPPLEMENT}),
    FactType.OBLIGATION_REQUESTED: frozenset({S.PROCESSING}),
    FactType.OBLIGATION_FULFILLED: frozenset({S.OBLIGATION}),
    FactType.FEE_PAID: frozenset(set(S) - {S.REFUSED, S.WITHDRAWN, S.STOPPED}),
    FactType.FEE_REFUNDED: frozenset(S),
    FactType.FEE_CHANGED: frozenset({S.ACCEPTED, S.PROCESSING}),
    FactType.WITHDRAWN: frozenset(
        {S.REGISTERED, S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT, S.OBLIGATION}
    ),
    FactType.STOPPED: frozenset({S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT, S.OBLIGATION}),
    FactType.DONE: frozenset({S.PROCESSING}),
    FactType.RETURNED: frozenset({S.DONE}),
    FactType.REOPENED: frozenset({S.DONE}),
    FactType.DUE_CHANGED: frozenset({S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT, S.OBLIGATION}),
    FactType.DOCUMENT_ADDED: frozenset(set(S) - {S.REFUSED, S.WITHDRAWN, S.STOPPED, S.RETURNED}),
    FactType.STEP_COMPLETED: frozenset({S.ACCEPTED, S.PROCESSING, S.DONE}),
    FactType.HANDED_OVER: frozenset({S.ACCEPTED, S.PROCESSING, S.DONE}),
    FactType.RELEASED: frozenset({S.REGISTERED, S.SUPPLEMENT}),
    FactType.HELD: frozenset({S.REGISTERED, S.SUPPLEMENT}),
    FactType.LETTER_PROPOSED: frozenset(
        {S.REGISTERED, S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT, S.OBLIGATION}
    ),
    FactType.LETTER_DECIDED: frozenset(
        {S.REGISTERED, S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT, S.OBLIGATION}
    ),
    FactType.SIGNED: frozenset({S.PROCESSING}),
    FactType.DIGITISED: OPEN_FOR_COPIES,
    FactType.COPY_SIGNED: OPEN_FOR_COPIES,
    FactType.ORIGINAL_RETURNED: frozenset(set(S)),
    FactType.PAPER_SENT: frozenset(set(S)),
    FactType.PAPER_RECEIVED: frozenset(set(S)),
    FactType.PAPER_DAMAGED: frozenset(set(S)),
    FactType.PAPER_MISSING: frozenset(set(S)),
    FactType.PAPER_EXPLAINED: frozenset(set(S)),
    FactType.APOLOGISED: frozenset({S.ACCEPTED, S.PROCESSING, S.OBLIGATION}),
    FactType.LATENESS_EXPLAINED: frozenset(
        {S.ACCEPTED, S.PROCESSING, S.SUPPLEMENT, S.OBLIGATION, S.DONE, S.RETURNED}
    ),
}
# What may not happen while a dossier waits for another one's result, and what needs that it does.
NOT_WAITING = frozenset({FactType.ACCEPTED, FactType.HELD})
ONLY_WAITING = frozenset({FactType.RELEASED})
# With a supplement outstanding before acceptance, these are possible all the same.
DURING_INTAKE = frozenset(
    {
        FactType.ACCEPTED,
        FactType.REFUSED,
        FactType.SUPPLEMENT_REQUESTED,
        FactType.RELEASED,
        FactType.HELD,
    }
)

# With a supplement outstanding, these need that the dossier had been accepted.
DURING_APPRAISAL = frozenset(
    {
        FactType.SUPPLEMENT_RECEIVED,
        FactType.STOPPED,
        FactType.DUE_CHANGED,
        FactType.OPINION_GIVEN,
        FactType.OPINION_ASKED,
        FactType.OPINION_REMINDED,
        FactType.OPINION_EXTENDED,
        FactType.OPINION_RECALLED,
        FactType.OPINION_WAIVED,
        FactType.RETURN_ANSWERED,
        FactType.RETURN_RECALLED,
        FactType.LATENESS_EXPLAINED,
    }
)


def may_follow(state: State, fact: FactType) -> bool:
    """Tell whether a fact of this type may be recorded now."""
    if state.status not in ALLOWED[fact] or fact in (
        NOT_WAITING if state.waiting else ONLY_WAITING
    ):
        return False
    if fact is FactType.APOLOGISED:  # once, and not while the clock stands
        return state.promised_at is None and state.suspended_from is None
    if state.status is not Status.SUPPLEMENT:
        return True
    # Before acceptance (phase INTAKE) a supplement leads to acceptance, a further request or,
    # when it never comes, refusal (domain brief 3.6); during appraisal back to processing.
    if fact in DURING_INTAKE:
        return state.phase is Phase.INTAKE
    if fact in DURING_APPRAISAL:
        return state.phase is Phase.APPRAISAL
    return True


def apply(state: State, fact: Fact) -> State:
    """Return the state after `fact`.

    Raises TransitionRefused when the guard table forbids it or the fact lies before the legal
    instant that it follows: submission, acceptance, the suspension that lasts, the end.
    """
    if not may_follow(state, fact.type):
        raise TransitionRefused(fact.type, state.status, waiting=state.waiting)
    legal = (state.submitted_at, state.accepted_at, state.suspended_from, state.ended_at)
    if any(instant is not None and fact.at < instant for instant in legal):
        raise TransitionRefused(fact.type, state.status)
    effect = _EFFECTS.get(fact.type)
    changed = state if effect is None else effect(state, fact)
    return replace(changed, seq=state.seq + 1)


def fold(facts: Iterable[Fact]) -> State:
    """Return the state that a whole chain of facts leads to."""
    state = State()
    for fact in facts:
        state = apply(state, fact)
    return state


def _instant(fact: Fact, key: str) -> datetime | None:
    raw = fact.data.get(key)
    return None if raw is None else datetime.fromisoformat(raw)


def _suspend(state: State, fact: Fact, cause: str) -> tuple[Interval, ...]:
    return (*state.suspensions, Interval(fact.at, None, cause))


def _close_suspension(state: State, at: datetime) -> tuple[Interval, ...]:
    if state.suspended_from is None:
        return state.suspensions
    return (*state.suspensions[:-1], replace(state.suspensions[-1], end=at))


def _submitted(state: State, fact: Fact) -> State:
    finance = Finance(fact.data.get("finance", Finance.NONE))
    waits = bool(fact.data.get("waits_for"))
    return replace(
        state, status=Status.REGISTERED, submitted_at=fact.at, finance=finance, waiting=waits
    )


def _accepted(state: State, fact: Fact) -> State:
    due = _instant(fact, "due_at")
    return replace(
        state,
        status=Status.ACCEPTED,
        phase=Phase.NONE,
        accepted_at=fact.at,
        due_at=due,
        due_original_at=due,
    )


def _refused(state: State, fact: Fact) -> State:
    return _dropped(state, fact, Status.REFUSED)


def _assigned(state: State, fact: Fact) -> State:
    del fact
    return replace(state, status=Status.PROCESSING)


def _supplement_requested(state: State, fact: Fact) -> State:
    if state.status is not Status.PROCESSING:
        return replace(state, status=Status.SUPPLEMENT, phase=Phase.INTAKE)
    return replace(
        state,
        status=Status.SUPPLEMENT,
        phase=Phase.APPRAISAL,
        supplement_count=state.supplement_count + 1,
        suspensions=_suspend(state, fact, "supplement"),
    )


def _resumed(state: State, fact: Fact) -> State:
    return replace(
        state,
        status=Status.PROCESSING,
        phase=Phase.NONE,
        suspensions=_close_suspension(state, fact.at),
        due_at=_instant(fact, "due_at") or state.due_at,
    )


def _obligation_requested(state: State, fact: Fact) -> State:
    pauses = bool(fact.data.get("pauses"))
    return replace(
        state,
        status=Status.OBLIGATION,
        suspensions=_suspend(state, fact, "obligation") if pauses else state.suspensions,
    )


def _fee_paid(state: State, fact: Fact) -> State:
    del fact
    return replace(state, finance=Finance.PAID)


def _fee_refunded(state: State, fact: Fact) -> State:
    """Given back for good; taken by mistake and given back at once, it is owed as before."""
    return replace(state, finance=Finance.UNPAID if fact.data.get("again") else Finance.REFUNDED)


def _withdrawn(state: State, fact: Fact) -> State:
    return _dropped(state, fact, Status.WITHDRAWN)


def _stopped(state: State, fact: Fact) -> State:
    ended = _dropped(state, fact, Status.STOPPED)
    return replace(ended, stop_kind=StopKind(fact.data["kind"]))


def _done(state: State, fact: Fact) -> State:
    ended = _ended(state, fact, Status.DONE)
    return replace(ended, result_version=state.result_version + 1)


def _ended(state: State, fact: Fact, status: Status) -> State:
    return replace(
        state,
        status=status,
        phase=Phase.NONE,
        waiting=False,
        ended_at=fact.at,
        suspensions=_close_suspension(state, fact.at),
    )


def _dropped(state: State, fact: Fact, status: Status) -> State:
    """End without a result: a fee that was not paid is owed no more."""
    ended = _ended(state, fact, status)
    unpaid = state.finance is Finance.UNPAID
    return replace(ended, finance=Finance.CANCELLED) if unpaid else ended


def _returned(state: State, fact: Fact) -> State:
    return replace(state, status=Status.RETURNED, returned_at=fact.at)


def _reopened(state: State, fact: Fact) -> State:
    del fact
    return replace(state, status=Status.PROCESSING, ended_at=None)


def _released(state: State, fact: Fact) -> State:
    del fact
    return replace(state, waiting=False)


def _held(state: State, fact: Fact) -> State:
    del fact
    return replace(state, waiting=True)


def _due_changed(state: State, fact: Fact) -> State:
    return replace(state, due_at=_instant(fact, "due_at") or state.due_at)


def _apologised(state: State, fact: Fact) -> State:
    """A promise stands beside the due date: being late stays being late (domain brief 3.8)."""
    return replace(
        state, promised_at=_instant(fact, "promised_at"), late_cause=LateCause(fact.data["cause"])
    )


def _lateness_explained(state: State, fact: Fact) -> State:
    return replace(state, late_cause=LateCause(fact.data["cause"]))


_EFFECTS: dict[FactType, Callable[[State, Fact], State]] = {
    FactType.SUBMITTED: _submitted,
    FactType.ACCEPTED: _accepted,
    FactType.REFUSED: _refused,
    FactType.ASSIGNED: _assigned,
    FactType.SUPPLEMENT_REQUESTED: _supplement_requested,
    FactType.SUPPLEMENT_RECEIVED: _resumed,
    FactType.OBLIGATION_REQUESTED: _obligation_requested,
    FactType.OBLIGATION_FULFILLED: _resumed,
    FactType.FEE_PAID: _fee_paid,
    FactType.FEE_REFUNDED: _fee_refunded,
    FactType.WITHDRAWN: _withdrawn,
    FactType.STOPPED: _stopped,
    FactType.DONE: _done,
    FactType.RETURNED: _returned,
    FactType.REOPENED: _reopened,
    FactType.DUE_CHANGED: _due_changed,
    FactType.RELEASED: _released,
    FactType.HELD: _held,
    FactType.APOLOGISED: _apologised,
    FactType.LATENESS_EXPLAINED: _lateness_explained,
}


def is_open(state: State) -> bool:
    """Tell whether the dossier was accepted and has not ended: the clock concerns it."""
    return state.accepted_at is not None and state.status not in ENDED


def dossier_code(agency_identifier: str, day: str, serial: int) -> str:
    """Return `{agency identifier}-{yymmdd}-{serial}`, four digits and more when a day needs more.

    Source: Circular 03/2025/TT-VPCP; growth past 9,999 is our own rule (domain brief 2.4).
    """
    return f"{agency_identifier}-{day}-{serial:04d}"
