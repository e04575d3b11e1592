"""The queue as pure rules: what may follow what, who is next, how long it will take.

Source: behaviour of commune queue kiosks (domain brief 9.5): a call lasts 45 seconds, whoever is
not there goes to the end, the third time cancels; whoever brings a supplement, and whoever the law
puts first, goes before; numbers end at the closing. Figures are defaults; a centre may set its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from motcua.reception.types import (
    ENDS,
    Band,
    Estimate,
    Forecast,
    Ground,
    Pace,
    Step,
    Ticket,
    TicketState,
)


@dataclass(frozen=True, slots=True)
class House:
    """What a centre has decided. `firsts_in_a_row`: then one who has waited is called."""

    call_seconds: int = 45
    misses_most: int = 3
    firsts_in_a_row: int = 2


HOUSE = House()
PRIOR = Pace(served=4, mean=480.0, deviation=300.0)
"""What a queue without a past is taken for: as if four people had taken eight minutes each."""

S = TicketState
ALLOWED: Mapping[Step, frozenset[TicketState]] = {
    Step.PUT_FIRST: frozenset({S.WAITING}),
    Step.CALLED: frozenset({S.WAITING, S.PARKED}),
    Step.RECALLED: frozenset({S.CALLED}),
    Step.STARTED: frozenset({S.CALLED}),
    Step.NO_SHOW: frozenset({S.CALLED}),
    Step.PARKED: frozenset({S.SERVING}),
    Step.CAME_BACK: frozenset({S.PARKED}),
    Step.TRANSFERRED: frozenset({S.CALLED, S.SERVING, S.PARKED}),
    Step.DONE: frozenset({S.SERVING}),
    Step.GIVEN_UP: frozenset({S.WAITING, S.CALLED, S.PARKED}),
    Step.EXPIRED: frozenset({S.WAITING, S.CALLED, S.PARKED}),  # who is served is served
}


class StepRefused(ValueError):
    """The step cannot follow; `reason` is `state`, `counter`, `ground` or `too_early`."""

    def __init__(self, step: Step, reason: str) -> None:
        super().__init__(f"{step.value}: {reason}")
        self.step, self.reason = step, reason


@dataclass(frozen=True, slots=True)
class Happening:
    """A step with what belongs to it: the counter that acts, the new queue, the ground."""

    step: Step
    at: datetime
    counter: int | None = None
    queue: int | None = None
    ground: Ground = Ground.NONE


def apply(ticket: Ticket, one: Happening, house: House = HOUSE) -> Ticket:
    """Return the ticket after a step. Raises StepRefused.

    A call belongs to its counter: another one cannot start it or say that nobody came.
    """
    if ticket.state not in ALLOWED.get(one.step, frozenset()):
        raise StepRefused(one.step, "state")
    held = ticket.state in {S.CALLED, S.SERVING}
    if held and one.counter is not None and one.counter != ticket.counter:
        raise StepRefused(one.step, "counter")
    return _EFFECTS[one.step](ticket, one, house)


def _put_first(ticket: Ticket, one: Happening, _house: House) -> Ticket:
    if one.ground is Ground.NONE:
        raise StepRefused(one.step, "ground")
    return replace(ticket, ground=one.ground, band=min(ticket.band, Band.FIRST))


def _called(ticket: Ticket, one: Happening, _house: House) -> Ticket:
    if one.counter is None:
        raise StepRefused(one.step, "counter")
    return replace(ticket, state=S.CALLED, counter=one.counter, called_at=one.at)


def _recalled(ticket: Ticket, one: Happening, _house: House) -> Ticket:
    return replace(ticket, called_at=one.at)


def _started(ticket: Ticket, one: Happening, _house: House) -> Ticket:
    return replace(ticket, state=S.SERVING, started_at=ticket.started_at or one.at)


def call_ends(ticket: Ticket, house: House = HOUSE) -> datetime | None:
    """Return until when whoever was called may come; None when nobody is called."""
    if ticket.state is not S.CALLED or ticket.called_at is None:
        return None
    return ticket.called_at + timedelta(seconds=house.call_seconds)


def _no_show(ticket: Ticket, one: Happening, house: House) -> Ticket:
    ends = call_ends(ticket, house)
    if ends is not None and one.at < ends:
        raise StepRefused(one.step, "too_early")
    misses = ticket.misses + 1
    if misses >= house.misses_most:
        return _ended(replace(ticket, misses=misses), one, S.CANCELLED)
    # To the end: behind everybody who waits, whatever put the person first before.
    return replace(
        _waiting(ticket), misses=misses, band=Band.COMMON, ground=Ground.NONE, since=one.at
    )


def _parked(ticket: Ticket, _one: Happening, _house: House) -> Ticket:
    return replace(ticket, state=S.PARKED, counter=None)


def _came_back(ticket: Ticket, one: Happening, _house: House) -> Ticket:
    return replace(_waiting(ticket), band=Band.RETURNED, since=one.at)


def _transferred(ticket: Ticket, one: Happening, _house: House) -> Ticket:
    if one.queue is None or one.queue == ticket.queue:
        raise StepRefused(one.step, "queue")
    # Whoever was sent to the wrong counter does not wait again for those who came later.
    return replace(_waiting(ticket), queue=one.queue, band=Band.RETURNED, since=one.at)


def _done(ticket: Ticket, one: Happening, _house: House) -> Ticket:
    return _ended(ticket, one, S.DONE)


def _given_up(ticket: Ticket, one: Happening, _house: House) -> Ticket:
    return _ended(ticket, one, S.CANCELLED)


def _expired(ticket: Ticket, one: Happening, _house: House) -> Ticket:
    return _ended(ticket, one, S.EXPIRED)


def _waiting(ticket: Ticket) -> Ticket:
    return replace(ticket, state=S.WAITING, counter=None, called_at=None)


def _ended(ticket: Ticket, one: Happening, state: TicketState) -> Ticket:
    return replace(ticket, state=state, ended_at=one.at)


_EFFECTS: Mapping[Step, Callable[[Ticket, Happening, House], Ticket]] = {
    Step.PUT_FIRST: _put_first,
    Step.CALLED: _called,
    Step.RECALLED: _recalled,
    Step.STARTED: _started,
    Step.NO_SHOW: _no_show,
    Step.PARKED: _parked,
    Step.CAME_BACK: _came_back,
    Step.TRANSFERRED: _transferred,
    Step.DONE: _done,
    Step.GIVEN_UP: _given_up,
    Step.EXPIRED: _expired,
}


# --- who is next ------------------------------------------------------------------------------
def queue_order(ticket: Ticket) -> tuple[int, datetime, int]:
    """Return what waiting tickets are ordered by: band, then since when, then number."""
    return (ticket.band, ticket.place_from, ticket.number)


def next_of(
    tickets: Iterable[Ticket], *, firsts_before: int, house: House = HOUSE
) -> Ticket | None:
    """Return the ticket to call now, or None.

    `firsts_before` is how many tickets of a higher band were called in a row just before; after
    `house.firsts_in_a_row` of them one of those is called who came without priority, so that a
    morning full of priorities lets nobody wait for ever.
    """
    waiting = sorted((one for one in tickets if one.state is S.WAITING), key=queue_order)
    if not waiting:
        return None
    common = next((one for one in waiting if one.band is Band.COMMON), None)
    if common is not None and firsts_before >= house.firsts_in_a_row:
        return common
    return waiting[0]


def call_sequence(
    tickets: Iterable[Ticket], *, firsts_before: int = 0, house: House = HOUSE
) -> list[Ticket]:
    """Return waiting tickets in the order in which they will be called if nobody else comes."""
    waiting = [one for one in tickets if one.state is S.WAITING]
    sequence: list[Ticket] = []
    run = firsts_before
    while (chosen := next_of(waiting, firsts_before=run, house=house)) is not None:
        waiting.remove(chosen)
        sequence.append(chosen)
        run = 0 if chosen.band is Band.COMMON else run + 1
    return sequence


# --- how long ---------------------------------------------------------------------------------
def pace_of(seconds: Sequence[float], prior: Pace = PRIOR) -> Pace:
    """Return how a queue is served, from the handling times of its last tickets and a prior.

    The prior counts as if its tickets had been served too, so that one long case in the morning
    does not promise a long day.
    """
    n, known = prior.served, len(seconds)
    total = n + known
    mean = (n * prior.mean + sum(seconds)) / total
    spread = n * (prior.deviation**2 + (prior.mean - mean) ** 2)
    spread += sum((one - mean) ** 2 for one in seconds)
    return Pace(served=total, mean=mean, deviation=math.sqrt(spread / total))


def estimate_of(ahead: int, counters: int, pace: Pace) -> Estimate | None:
    """Return when a ticket is called with `ahead` before it; None while no counter is open.

    The interval is that of a sum of handling times at about 80 %, rounded outward to minutes:
    people plan by it whether they can go and have a coffee.
    """
    if counters < 1:
        return None
    rounds = ahead / counters
    middle = rounds * pace.mean
    half = 1.28 * math.sqrt(rounds) * pace.deviation / math.sqrt(counters)
    low = math.floor(max(0.0, middle - half) / 60)
    return Estimate(ahead, low, max(low, math.ceil((middle + half) / 60)))


def forecast_of(
    *,
    now: datetime,
    closing: datetime,
    waiting: int,
    counters: int,
    pace: Pace,
    arrivals: Sequence[tuple[datetime, float]],
    days_known: int,
) -> Forecast:
    """Return how the rest of the day will probably go.

    `arrivals` are expected tickets of each half-hour from its beginning on; of the one that runs
    only what is left counts. A half-hour's tickets are taken to come evenly.
    """
    half = timedelta(minutes=30)
    rest = [
        (max(start, now), share)
        for start, count in arrivals
        if (share := count * _left(start, now, min(start + half, closing), half)) > 0
    ]
    expected = sum(count for _start, count in rest)
    left = max(0.0, (closing - now).total_seconds())
    each = left / pace.mean
    capacity = counters * each
    work = waiting + expected
    return Forecast(
        waiting=waiting,
        expected=expected,
        served_by_closing=min(work, capacity),
        finished_at=_finished(now, closing, waiting, counters, pace, rest),
        counters_needed=math.ceil(work / each) if each > 0 and work else 0,
        days_known=days_known,
        by_half_hour=tuple(rest),
    )


def _left(start: datetime, now: datetime, end: datetime, half: timedelta) -> float:
    """Return which part of a half-hour still lies ahead."""
    return max(0.0, (end - max(start, now)) / half)


def _finished(
    now: datetime,
    closing: datetime,
    waiting: int,
    counters: int,
    pace: Pace,
    rest: Sequence[tuple[datetime, float]],
) -> datetime | None:
    """Return when the last of those who wait and will come is served, if before the closing."""
    if counters < 1:
        return None if waiting or rest else now
    ready = now + timedelta(seconds=waiting * pace.mean / counters)
    for start, count in rest:
        ready = max(ready, start) + timedelta(seconds=count * pace.mean / counters)
    return ready if ready <= closing else None


# --- numbers ----------------------------------------------------------------------------------
def ticket_name(prefix: str, number: int) -> str:
    """Return what is printed, shown and called: `A017`; more than 999 a day grow a digit."""
    return f"{prefix}{number:03d}"


def is_live(ticket: Ticket) -> bool:
    """Tell whether the ticket has not ended."""
    return ticket.state not in ENDS
