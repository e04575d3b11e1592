"""Waiting and handling times of a day as pure folds of what happened to its numbers.

Waiting: from taking the number to the first beginning at a counter. Handling: the time at
counters, from each beginning to the next parking, passing on or end; what somebody spends at the
side table counts for neither. Who was never served has no times and is counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from motcua.reception.types import Ground, Step, TicketState

PAUSES = frozenset({Step.PARKED, Step.TRANSFERRED, Step.DONE, Step.EXPIRED, Step.GIVEN_UP})


@dataclass(frozen=True, slots=True)
class Course:
    """A number of the day: what is measured of it."""

    queue: int
    counter: int | None
    taken_at: datetime
    started_at: datetime | None
    state: TicketState
    aim: timedelta
    steps: tuple[tuple[Step, datetime], ...]

    @property
    def waited(self) -> timedelta | None:
        """The time until the first beginning; None for who was never served."""
        return self.started_at - self.taken_at if self.started_at else None

    @property
    def handled(self) -> timedelta:
        """The time at counters."""
        total, since = timedelta(), None
        for step, at in self.steps:
            if step is Step.STARTED:
                since = at
            elif step in PAUSES and since is not None:
                total, since = total + (at - since), None
        return total


@dataclass(frozen=True, slots=True)
class Figures:
    """What is said of some numbers together. Times in minutes; None where nobody was served."""

    taken: int
    served: int
    waited_median: float | None
    waited_longest: float | None
    handled_median: float | None
    within: int  # of those served: waited no longer than the aim
    no_shows: int  # calls to which nobody came
    cancelled: int
    expired: int

    @property
    def share(self) -> float | None:
        """The share of those served who waited no longer than the aim, 0 to 1."""
        return self.within / self.served if self.served else None


def figures_of(courses: Sequence[Course]) -> Figures:
    """Return the figures of some numbers."""
    served = [one for one in courses if one.waited is not None]
    waits = [_minutes(one.waited) for one in served if one.waited is not None]
    handled = [_minutes(one.handled) for one in served if one.state is TicketState.DONE]
    return Figures(
        taken=len(courses),
        served=len(served),
        waited_median=median(waits) if waits else None,
        waited_longest=max(waits) if waits else None,
        handled_median=median(handled) if handled else None,
        within=sum(1 for one in served if one.waited is not None and one.waited <= one.aim),
        no_shows=sum(1 for one in courses for step, _at in one.steps if step is Step.NO_SHOW),
        cancelled=sum(1 for one in courses if one.state is TicketState.CANCELLED),
        expired=sum(1 for one in courses if one.state is TicketState.EXPIRED),
    )


def figures_by(
    courses: Iterable[Course], key: Callable[[Course], Hashable]
) -> dict[Hashable, Figures]:
    """Return the figures of each group; those without a key are left out."""
    groups: dict[Hashable, list[Course]] = {}
    for one in courses:
        found = key(one)
        if found is not None:
            groups.setdefault(found, []).append(one)
    return {found: figures_of(group) for found, group in groups.items()}


def grounds_of(events: Iterable[Ground]) -> Mapping[Ground, int]:
    """Return how often each ground was used."""
    found: dict[Ground, int] = {}
    for ground in events:
        if ground is not Ground.NONE:
            found[ground] = found.get(ground, 0) + 1
    return found


def _minutes(time: timedelta | None) -> float:
    return time.total_seconds() / 60 if time is not None else 0.0
