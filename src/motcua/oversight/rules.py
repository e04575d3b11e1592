"""How a difficulty stands, by its events; who has to answer it; what may come next.

Source: domain brief 6.5 (weekly reports on difficulties since July 2025). Nothing but the events
makes the state: it is closed by whoever has it or keeps the register, never by whoever answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from motcua.oversight.types import ENDED, RUNNING, Answer, Fact, Group, Severity, State

TITLE_MOST = 200
TEXT_MOST = 4000
CODES_MOST = 50
BLOCKED_MOST = 100_000
SILENCE = timedelta(days=10)
"""After an answer that nobody who asked has spoken to, the register may close it."""


@dataclass(frozen=True)
class Happened:
    """The part of an event that makes the state; times are instants, in order."""

    fact: Fact
    at: datetime
    by: int
    unit: int = 0
    blocked: int | None = None
    addressee: int | None = None
    answer: Answer | None = None
    promised_on: date | None = None
    other: int | None = None  # the difficulty into which this one was merged
    keeper: bool = False  # by whoever keeps the register, not by a unit that has it


@dataclass(frozen=True)
class Turn:
    """One run of the clock: since when it is somebody's, and when it stood, half-open."""

    since: datetime
    stood: tuple[tuple[datetime, datetime | None], ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where a difficulty stands. `blocked` are dossiers by unit, the reporting one first."""

    state: State = State.NEW
    opened_at: datetime | None = None
    blocked: Mapping[int, int] = field(default_factory=dict)
    addressee: int | None = None
    turn: Turn | None = None
    answered_by: int | None = None
    answered_at: datetime | None = None
    answer: Answer | None = None
    promised_on: date | None = None
    first_promised_on: date | None = None
    postponed: int = 0
    unclear: int = 0
    closed_at: datetime | None = None
    merged_into: int | None = None
    before_merger: State = State.NEW
    published: bool = False

    @property
    def places(self) -> tuple[int, ...]:
        """Return the units that have it, the reporting one first."""
        return tuple(self.blocked)

    def promise_broken(self, today: date) -> bool:
        """Return whether what was first promised until a day is not over after it.

        A later promise does not heal the first one.
        """
        return (
            self.state not in ENDED
            and self.first_promised_on is not None
            and today > self.first_promised_on
        )


def stand(events: Iterable[Happened]) -> Standing:
    """Return where the events lead, from the first to the last."""
    found = Standing()
    for event in events:
        found = step(found, event)
    return found


def step(at: Standing, event: Happened) -> Standing:
    """Return where one more event leads."""
    if event.fact in {Fact.REPORTED, Fact.JOINED, Fact.COUNTED}:
        counted = {**at.blocked, event.unit: event.blocked or 0}
        opened = event.at if event.fact is Fact.REPORTED else at.opened_at
        return replace(at, blocked=counted, opened_at=opened)
    if event.fact is Fact.LEFT:
        return replace(at, blocked={k: n for k, n in at.blocked.items() if k != event.unit})
    if event.fact in {Fact.MERGED, Fact.SPLIT}:
        return _merged(at, event)
    if event.fact in {Fact.PUBLISHED, Fact.WITHDRAWN}:
        return replace(at, published=event.fact is Fact.PUBLISHED)
    return _clock(at, event)


def _merged(at: Standing, event: Happened) -> Standing:
    if event.fact is Fact.SPLIT:
        return replace(at, state=at.before_merger, merged_into=None, closed_at=None)
    return replace(
        at,
        state=State.MERGED,
        before_merger=at.state,
        merged_into=event.other,
        closed_at=event.at,
    )


def _clock(at: Standing, event: Happened) -> Standing:
    change = _CLOCK.get(event.fact)
    return change(at, event) if change is not None else at


def _routed(at: Standing, event: Happened) -> Standing:
    return replace(
        at,
        state=State.ASSIGNED,
        addressee=event.addressee,
        turn=Turn(event.at),
        answer=None,
        promised_on=None,
    )


def _asked(at: Standing, event: Happened) -> Standing:
    if at.turn is None:
        raise ValueError("a question is asked back by whoever has to answer it")
    stood = (*at.turn.stood, (event.at, None))
    return replace(at, state=State.ASKED, turn=replace(at.turn, stood=stood))


def _clarified(at: Standing, event: Happened) -> Standing:
    if at.turn is None:
        raise ValueError("what was not asked cannot be clarified")
    stood = (*at.turn.stood[:-1], (at.turn.stood[-1][0], event.at))
    return replace(at, state=State.ASSIGNED, turn=replace(at.turn, stood=stood))


def _answered(at: Standing, event: Happened) -> Standing:
    first, day = at.first_promised_on, event.promised_on
    return replace(
        at,
        state=State.ANSWERED,
        answer=event.answer,
        answered_by=event.by,
        answered_at=event.at,
        promised_on=day,
        first_promised_on=first or day,
        postponed=at.postponed + (first is not None and day is not None and day > first),
    )


def _again(at: Standing, event: Happened) -> Standing:
    unclear = event.fact is Fact.UNCLEAR
    state = State.UNCLEAR if unclear else State.ASSIGNED
    return replace(
        at,
        state=state if at.addressee else State.NEW,
        unclear=at.unclear + unclear,
        turn=Turn(event.at) if at.addressee else None,
        closed_at=None,
        promised_on=None,
        first_promised_on=at.first_promised_on if unclear else None,
        postponed=at.postponed if unclear else 0,
    )


def _closed(at: Standing, event: Happened) -> Standing:
    return replace(at, state=State.CLOSED, closed_at=event.at, merged_into=None)


_CLOCK: Mapping[Fact, Callable[[Standing, Happened], Standing]] = {
    Fact.ROUTED: _routed,
    Fact.ASKED: _asked,
    Fact.CLARIFIED: _clarified,
    Fact.ANSWERED: _answered,
    Fact.UNCLEAR: _again,
    Fact.REOPENED: _again,
    Fact.CLOSED: _closed,
}
_AFTER: Mapping[Fact, frozenset[State]] = {
    Fact.ROUTED: frozenset(State) - ENDED,
    Fact.ASKED: RUNNING,
    Fact.CLARIFIED: frozenset({State.ASKED}),
    Fact.ANSWERED: RUNNING | {State.ASKED, State.ANSWERED},
    Fact.UNCLEAR: frozenset({State.ANSWERED}),
    Fact.CLOSED: frozenset(State) - {State.CLOSED},
    Fact.COUNTED: frozenset(State) - {State.CLOSED},
    Fact.REOPENED: frozenset({State.CLOSED}),
    Fact.MERGED: frozenset(State) - ENDED,
    Fact.SPLIT: frozenset({State.MERGED}),
    Fact.PUBLISHED: frozenset({State.ANSWERED, State.CLOSED}),
}


def problem(at: Standing, event: Happened) -> str:
    """Return why an event may not follow, as a code; empty when it may.

    Codes: `ended`, `not_there`, `same_addressee`, `own_answer`, `has_it`, `has_not`,
    `reported_it`, `theirs_first`, `no_answer`, `shown`, `not_shown`.
    """
    if event.fact is Fact.NOTED:
        return ""
    allowed = _AFTER.get(event.fact, frozenset(State) - ENDED)
    if event.fact is Fact.WITHDRAWN:
        return "" if at.published else "not_shown"
    if at.state not in allowed:
        return "ended" if at.state in ENDED else "not_there"
    return _more(at, event)


def _more(at: Standing, event: Happened) -> str:
    if event.fact is Fact.CLOSED:
        return _closing(at, event)
    has = event.unit in at.blocked
    doubts = {
        "same_addressee": (
            event.fact is Fact.ROUTED and at.addressee == event.addressee and at.state in RUNNING
        ),
        "has_it": event.fact is Fact.JOINED and has,
        "has_not": event.fact in {Fact.COUNTED, Fact.LEFT} and not has,
        "reported_it": event.fact is Fact.LEFT and has and event.unit == at.places[0],
        "no_answer": event.fact is Fact.PUBLISHED and at.answer is None,
        "shown": event.fact is Fact.PUBLISHED and at.published,
    }
    return next((code for code, doubt in doubts.items() if doubt), "")


def _closing(at: Standing, event: Happened) -> str:
    """Nobody closes by their own answer; the register waits for those who asked.

    A unit may say at any time that what it reported is over, or was a mistake.
    """
    if event.by == at.answered_by and at.state is State.ANSWERED:
        return "own_answer"
    if not event.keeper or at.state is State.NEW:
        return ""
    silent = at.answered_at is not None and event.at >= at.answered_at + SILENCE
    return "" if at.state is State.ANSWERED and silent else "theirs_first"


@dataclass(frozen=True)
class Way:
    """A rule of routing; an empty part fits everything."""

    id: int
    addressee: int
    group: str = ""
    system: str = ""
    procedure: str = ""


def way_of(ways: Sequence[Way], *, group: Group, system: str, procedure: str) -> Way | None:
    """Return the rule that fits most closely: procedure before system before group.

    Of equals the newest (greatest id) holds: a rule is changed by a later one.
    """
    fitting = [
        one
        for one in ways
        if one.group in {"", group}
        and one.system in {"", system_key(system)}
        and one.procedure in {"", procedure}
    ]
    return max(
        fitting,
        key=lambda one: (bool(one.procedure), bool(one.system), bool(one.group), one.id),
        default=None,
    )


def system_key(name: str) -> str:
    """Return what two ways of writing a system's name have in common."""
    return " ".join(name.casefold().split())


def code_of(unit: str, year: int, number: int) -> str:
    """Return the number as people say it: `VM.19-2026-003` (vướng mắc)."""
    return f"VM.{unit}-{year}-{number:03d}"


_WEIGHT = {Severity.BLOCKS: 0, Severity.SLOWS: 1, Severity.ASKS: 2}


def weight(severity: Severity) -> int:
    """Return the order of a severity: what blocks comes first."""
    return _WEIGHT[severity]
