"""Who has how much to do by when, and how it could be shared more evenly: plain functions.

Times of work are minutes of the steps' shares; what somebody can do is the working time of the
calendar that is left to them. A proposal moves nothing: the head takes it over or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from motcua.workflow.types import WAITING_ACTS

DAYS = 5
PROPOSALS_MAX = 20
UNDO_TIME = timedelta(minutes=10)  # in which a re-assignment may be taken back


@dataclass(frozen=True, slots=True)
class LoadItem:
    """A live piece of work as the workload counts it; `person` is None while nobody has it."""

    id: int
    version: int
    subject: str
    act: str
    role: str
    unit_id: int
    person: int | None
    for_person: int | None
    due_at: datetime
    minutes: int
    paused: bool

    @property
    def moves(self) -> bool:
        """Whether it may be proposed to somebody else: its clock runs, and nobody stands in."""
        return not (self.paused or self.waits) and self.for_person is None

    @property
    def waits(self) -> bool:
        """Whether it waits for somebody to come: due on no day, and never overdue."""
        return self.act in WAITING_ACTS


@dataclass(frozen=True)
class Load:
    """What one person has: items by the day they are due, and minutes.

    `days` are items due today and on the five working days after it; `minutes_due` the shares of
    what is overdue or due by the last of them, `minutes` of everything whose clock runs. What waits
    for the applicant to come counts under `later`.
    """

    person: int | None
    items: tuple[LoadItem, ...] = ()
    overdue: int = 0
    days: tuple[int, ...] = field(default=(0,) * (DAYS + 1))
    later: int = 0
    paused: int = 0
    minutes: int = 0
    minutes_due: int = 0

    @property
    def open(self) -> int:
        """How many pieces of work there are."""
        return len(self.items)


def loads(
    items: Iterable[LoadItem],
    people: Iterable[int],
    *,
    now: datetime,
    ends: Sequence[datetime],
) -> dict[int | None, Load]:
    """Return the load of everybody named and of whoever has an item, nobody's under None.

    `ends` are the ends of today and of the five working days after it.
    """
    by_person: dict[int | None, list[LoadItem]] = {person: [] for person in people}
    by_person[None] = []
    for item in items:
        by_person.setdefault(item.person, []).append(item)
    return {person: _load(person, found, now, ends) for person, found in by_person.items()}


def _load(
    person: int | None, items: list[LoadItem], now: datetime, ends: Sequence[datetime]
) -> Load:
    load = Load(person, tuple(sorted(items, key=lambda one: (one.paused, one.due_at, one.id))))
    days = [0] * len(ends)
    overdue = later = paused = minutes = minutes_due = 0
    for item in items:
        if item.paused:
            paused += 1
            continue
        if item.waits:
            later += 1
            continue
        minutes += item.minutes
        if item.due_at < now:
            overdue += 1
            minutes_due += item.minutes
            continue
        place = next((n for n, end in enumerate(ends) if item.due_at < end), None)
        if place is None:
            later += 1
        else:
            days[place] += 1
            minutes_due += item.minutes
    return replace(
        load,
        overdue=overdue,
        days=tuple(days),
        later=later,
        paused=paused,
        minutes=minutes,
        minutes_due=minutes_due,
    )


@dataclass(frozen=True)
class Proposal:
    """One item to one person, with the numbers that speak for it (minutes due, minutes there)."""

    item: LoadItem
    giver: int
    receiver: int
    giver_before: int
    giver_after: int
    giver_there: int
    receiver_before: int
    receiver_after: int
    receiver_there: int


def even_out(
    loads_now: Mapping[int | None, Load],
    there: Mapping[int, int],
    *,
    now: datetime,
    horizon: datetime,
    able: Mapping[int, Collection[int]],
) -> list[Proposal]:
    """Return moves that make the fullest less full, at most twenty; empty when all is well.

    `there` are minutes that a person works until `horizon`; `able` the people who may do an item,
    by its id. Never moved: what is overdue (whoever has it knows it best), paused, due later, or
    held for somebody else. A move is proposed only where the receiver stays less filled than the
    giver was, so that every move makes the fullest of the two less full.
    """
    due = {person: load.minutes_due for person, load in loads_now.items() if person is not None}
    movable = {
        person: [
            item
            for item in reversed(load.items)  # the latest due first: the least begun
            if item.moves and now <= item.due_at < horizon
        ]
        for person, load in loads_now.items()
        if person is not None
    }
    found: list[Proposal] = []
    for giver in sorted(due, key=lambda one: (-_fill(due[one], there.get(one, 0)), one)):
        for item in movable[giver]:
            if len(found) == PROPOSALS_MAX:
                return found
            receiver = _receiver(item, giver, due, there, able)
            if receiver is None:
                continue
            found.append(
                Proposal(
                    item,
                    giver,
                    receiver,
                    due[giver],
                    due[giver] - item.minutes,
                    there.get(giver, 0),
                    due[receiver],
                    due[receiver] + item.minutes,
                    there.get(receiver, 0),
                )
            )
            due[giver] -= item.minutes
            due[receiver] += item.minutes
    return found


def _receiver(
    item: LoadItem,
    giver: int,
    due: Mapping[int, int],
    there: Mapping[int, int],
    able: Mapping[int, Collection[int]],
) -> int | None:
    """Return the least filled person who may do an item and would stay below the giver."""
    before = _fill(due[giver], there.get(giver, 0))
    fitting = [
        (_fill(due[one] + item.minutes, there[one]), one)
        for one in able.get(item.id, ())
        if one != giver and one in due and there.get(one, 0) > 0
    ]
    if not fitting:
        return None
    after, receiver = min(fitting)
    return receiver if after < before else None


def _fill(minutes: int, there: int) -> float:
    """Return how full somebody is: work due by working time; without any time left, very."""
    return minutes / there if there else float(minutes) * 1_000
