"""Home visits as pure rules: words, what may follow what, who comes first, figures.

A request tells why somebody cannot come by one word of a short list and nothing about an illness
(domain brief 8.3). Who has waited longest is proposed first; nobody goes before by grounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

ERASED_AFTER = timedelta(days=90)
"""So long after its end a request keeps name, address and telephone: for questions about it."""
OPEN_MOST = 3  # requests of one person at a time
WAITS_LONG = 14  # days; from then on a request stands out in the list
PRESSED_EARLIER = timedelta(hours=14)  # a press that was kept on the tablet arrives the same day
PRESSED_LATER = timedelta(minutes=2)  # the tablet's clock may be ahead by so much


class VisitState(StrEnum):
    """Where a request stands. Of the last four only the officials can take it up again."""

    REQUESTED = "requested"
    PLANNED = "planned"
    ON_THE_WAY = "on_the_way"
    THERE = "there"
    DONE = "done"
    NOT_MET = "not_met"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class VisitStep(StrEnum):
    """What can happen to a request."""

    ASKED = "asked"
    CHANGED = "changed"
    PLANNED = "planned"
    TAKEN_OUT = "taken_out"  # of its round
    LEFT = "left"  # the officials are on the way
    ARRIVED = "arrived"
    DONE = "done"
    NOT_MET = "not_met"
    TAKEN_BACK = "taken_back"  # a press on the tablet that was a mistake
    REFUSED = "refused"
    CANCELLED = "cancelled"
    AGAIN = "again"  # back on the list, with its waiting time


class VisitReason(StrEnum):
    """Why somebody cannot come; no word about an illness is asked for or kept."""

    ELDERLY = "elderly"
    ILL = "ill"
    DISABLED = "disabled"
    CHILD = "child"  # alone with a small child
    NO_WAY = "no_way"  # no vehicle, or the road is cut


class AskedBy(StrEnum):
    """How a request came."""

    PORTAL = "portal"
    PHONE = "phone"
    COUNTER = "counter"
    HELPER = "helper"  # village head, community digital team: the assisting person


S = VisitState
LIVE = frozenset({S.REQUESTED, S.PLANNED, S.ON_THE_WAY, S.THERE})
IN_ROUND = frozenset({S.PLANNED, S.ON_THE_WAY, S.THERE})
ALLOWED: Mapping[VisitStep, frozenset[VisitState]] = {
    VisitStep.ASKED: frozenset({S.REQUESTED}),
    VisitStep.CHANGED: LIVE,
    VisitStep.PLANNED: frozenset({S.REQUESTED}),
    VisitStep.TAKEN_OUT: frozenset({S.PLANNED, S.ON_THE_WAY, S.THERE}),
    VisitStep.LEFT: frozenset({S.PLANNED}),
    VisitStep.ARRIVED: frozenset({S.PLANNED, S.ON_THE_WAY}),
    VisitStep.DONE: IN_ROUND,  # on the road nobody is held up by a press that was forgotten
    VisitStep.NOT_MET: IN_ROUND,
    VisitStep.TAKEN_BACK: frozenset({S.ON_THE_WAY, S.THERE, S.DONE, S.NOT_MET}),
    VisitStep.REFUSED: frozenset({S.REQUESTED}),
    VisitStep.CANCELLED: frozenset({S.REQUESTED, S.PLANNED}),
    VisitStep.AGAIN: frozenset({S.NOT_MET, S.REFUSED, S.CANCELLED}),
}
AFTER: Mapping[VisitStep, VisitState] = {
    VisitStep.PLANNED: S.PLANNED,
    VisitStep.TAKEN_OUT: S.REQUESTED,
    VisitStep.LEFT: S.ON_THE_WAY,
    VisitStep.ARRIVED: S.THERE,
    VisitStep.DONE: S.DONE,
    VisitStep.NOT_MET: S.NOT_MET,
    VisitStep.TAKEN_BACK: S.PLANNED,
    VisitStep.REFUSED: S.REFUSED,
    VisitStep.CANCELLED: S.CANCELLED,
    VisitStep.AGAIN: S.REQUESTED,
}
ON_THE_ROAD = (VisitStep.LEFT, VisitStep.ARRIVED, VisitStep.DONE, VisitStep.NOT_MET)


class VisitRefused(ValueError):
    """The step cannot follow."""


def visit_after(state: VisitState, step: VisitStep) -> VisitState:
    """Return the state after a step. Raises VisitRefused."""
    if state not in ALLOWED.get(step, frozenset()):
        raise VisitRefused(step.value)
    return AFTER.get(step, state)


def is_repeated(state: VisitState, step: VisitStep) -> bool:
    """Tell whether a press came twice: the request stands already where the step leads."""
    return step in ON_THE_ROAD and AFTER[step] is state


def true_instant(pressed: datetime | None, now: datetime) -> datetime:
    """Return when something happened: the tablet's own time if it can be true, else now."""
    if pressed is None or not now - PRESSED_EARLIER <= pressed <= now + PRESSED_LATER:
        return now
    return min(pressed, now)


def half_of(weekday: int, afternoon: int) -> int:
    """Return a half-day of the week as one number: 0 is Monday morning, 13 Sunday afternoon."""
    return weekday * 2 + afternoon


def wishes_on(wishes: Iterable[int], day: date) -> tuple[int, ...]:
    """Return which halves of a day are wished: 0 morning, 1 afternoon; both without any wish."""
    named = sorted(set(wishes))
    if not named:
        return (0, 1)
    return tuple(one % 2 for one in named if one // 2 == day.weekday())


def waiting_days(asked_at: date, until: date) -> int:
    """Return how many days a request has waited; the day on which it came counts nothing."""
    return max(0, (until - asked_at).days)


@dataclass(frozen=True, slots=True)
class Lived:
    """What figures need of a request."""

    state: VisitState
    reason: VisitReason
    asked_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class VisitFigures:
    """Requests of a period in figures. Waiting in days, from the request to the visit."""

    asked: int
    done: int
    not_met: int
    refused: int
    cancelled: int
    waiting: int
    waited_median: float | None
    waited_longest: int | None
    waiting_longest: int | None  # of those who still wait


def visit_figures(rows: Sequence[Lived], today: date) -> VisitFigures:
    """Return the figures of some requests."""
    waits = [
        waiting_days(one.asked_on, one.ended_on)
        for one in rows
        if one.state is S.DONE and one.ended_on is not None
    ]
    live = [waiting_days(one.asked_on, today) for one in rows if one.state in LIVE]
    count = {state: sum(1 for one in rows if one.state is state) for state in S}
    return VisitFigures(
        asked=len(rows),
        done=count[S.DONE],
        not_met=count[S.NOT_MET],
        refused=count[S.REFUSED],
        cancelled=count[S.CANCELLED],
        waiting=len(live),
        waited_median=median(waits) if waits else None,
        waited_longest=max(waits, default=None),
        waiting_longest=max(live, default=None),
    )
