"""What a signal is: words, which events are looked at, which of them are cases, its parameters.

A signal looks at one dossier's events in order. What it says of an event depends on that event and
those before it only, so nothing that anybody does later takes a case away
(`tests/oversight/signals/test_defined.py` holds every signal to it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from motcua.dossiers import rules as dossier_rules
from motcua.dossiers.types import Fact, FactType, State
from motcua.kernel import clock

Words = Any
"""A text or its lazy translation."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a dossier with the states around it; `recorded_at` is the database's clock."""

    seq: int
    fact: Fact
    account_id: int | None
    recorded_at: datetime
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Life:
    """A dossier's events up to now, and what its first event says of it.

    Of an `imported` life other systems told the instants, and all of it was recorded at once:
    what asks when something was entered does not look at it. `on_slip`: it was taken in while the
    line was down, or by hand, and entered later as the rules of interim slips want it.
    """

    competent_unit_id: int
    receiving_unit_id: int
    steps: tuple[Step, ...]

    @property
    def imported(self) -> bool:
        """Whether it happened elsewhere and was taken in as a history."""
        return "imported" in self.steps[0].fact.data

    @property
    def on_slip(self) -> bool:
        """Whether a numbered interim slip stands for its true instant."""
        return "interim" in self.steps[0].fact.data


@dataclass(frozen=True, slots=True)
class Found:
    """An event that a signal looks at; a case names the events that make it one, itself the last.

    `at` is the instant by which it belongs to a month. `exposed` is 0 for an event that may be a
    case and is not itself among those that are counted as a base.
    """

    seq: int
    at: datetime
    case: bool = False
    seqs: tuple[int, ...] = ()
    account_id: int | None = None
    exposed: int = 1


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value from a day on, with the reason for it; `value` is a duration or a number."""

    name: str
    value: timedelta | int
    valid_from: date
    source: Words


@dataclass(frozen=True)
class Values:
    """The parameters of a signal that hold on a day; before the first value it holds too.

    A dossier that came from another system may be older than every rule.
    """

    parameters: tuple[Parameter, ...]
    day: date

    def span(self, name: str) -> timedelta:
        """Return a duration; raises KeyError for a parameter that the signal does not have."""
        value = self._value(name)
        assert isinstance(value, timedelta)
        return value

    def number(self, name: str) -> int:
        """Return a number; raises KeyError for a parameter that the signal does not have."""
        value = self._value(name)
        assert isinstance(value, int)
        return value

    def _value(self, name: str) -> timedelta | int:
        known = sorted(
            (one for one in self.parameters if one.name == name), key=lambda one: one.valid_from
        )
        if not known:
            raise KeyError(name)
        return next((one for one in reversed(known) if one.valid_from <= self.day), known[0]).value


Look = Callable[[Life, Callable[[datetime], Values]], Iterator[Found]]


@dataclass(frozen=True)
class Example:
    """A worked example, which is the signal's test: lives, and the events that are cases of each.

    `exposed` is how many events of all the lives are its base.
    """

    lives: tuple[Life, ...]
    cases: tuple[tuple[int, ...], ...]
    exposed: int


@dataclass(frozen=True)
class Signal:
    """One signal. `base` says in words what the cases are compared with, `unseen` what it misses.

    Where `together` is more than 1 a case counts only among so many of the same unit, each within
    the duration `within` of the next: a habit of the hand is not a burst.
    """

    id: str
    name: Words
    words: Words
    base: Words
    unseen: Words
    look: Look
    parameters: tuple[Parameter, ...]
    example: Example
    at_counter: bool = False  # it tells of the unit that receives, not of the one that resolves
    apart: bool = False  # its cases are no part of its base: they are other events

    def found(self, life: Life) -> Iterator[Found]:
        """Yield the events of a life that it looks at, in order."""
        return self.look(life, lambda at: Values(self.parameters, clock.local(at).date()))

    def unit_of(self, life: Life) -> int:
        """Return the id of the unit of which it tells."""
        return life.receiving_unit_id if self.at_counter else life.competent_unit_id

    def together(self, day: date) -> tuple[int, timedelta]:
        """Return how many cases make a burst, and how far apart they may be."""
        values = Values(self.parameters, day)
        try:
            return values.number("together"), values.span("within")
        except KeyError:
            return 1, timedelta(0)


def steps_of(links: Sequence[tuple[Fact, int | None, datetime]]) -> tuple[Step, ...]:
    """Return facts, each with whose hand it was and when it was recorded, with their states.

    Raises TransitionRefused for a chain that is no lawful life.
    """
    found: list[Step] = []
    state = State()
    for fact, account_id, recorded_at in links:
        after = dossier_rules.apply(state, fact)
        found.append(Step(after.seq, fact, account_id, recorded_at, state, after))
        state = after
    return tuple(found)


def left(step: Step) -> timedelta | None:
    """Return the time that was left until the due instant when a step happened; None: no clock."""
    if step.before.due_at is None or step.before.suspended_from is not None:
        return None
    return step.before.due_at - step.fact.at


def just_before_due(step: Step, values: Values) -> bool:
    """Tell whether a step lies in the last stretch before the due instant of its dossier.

    At most `before_due` and at most a quarter of the whole time from acceptance: of a matter of one
    day every instant is near its end.
    """
    rest = left(step)
    begun, due = step.before.accepted_at, step.before.due_at
    if rest is None or begun is None or due is None:
        return False
    return timedelta(0) <= rest <= min(values.span("before_due"), (due - begun) / 4)


CLOSED = frozenset({FactType.WITHDRAWN, FactType.STOPPED})
"""Ends without a result, of what had been accepted."""


def ends_accepted(step: Step) -> bool:
    """Tell whether a step ends a dossier that had been accepted."""
    return step.before.accepted_at is not None and (
        step.fact.type is FactType.DONE or step.fact.type in CLOSED
    )
