"""Appointments as pure rules: which half-hours there are, how many fit, when one may come.

A half-hour is offered when it lies wholly within a session of the centre's calendar. Figures are
defaults of the house; how many people fit into a half-hour each queue says itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.reception.types import AppointmentState, Reminder

HALF_HOUR = timedelta(minutes=30)
REMINDED_FROM = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SlotHouse:
    """What holds for every centre. `open_most`: appointments of one person at a time."""

    days_ahead: int = 14
    notice: timedelta = timedelta(hours=1)  # later than this before it, a number is as quick
    early: timedelta = timedelta(minutes=30)
    late: timedelta = timedelta(minutes=15)  # after the beginning; then the place is given up
    open_most: int = 3


HOUSE = SlotHouse()
A = AppointmentState


class AppointmentRefused(ValueError):
    """It cannot be so; `reason` is `past`, `far`, `none`, `full`, `state`, `early` or `late`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def half_hours(spans: Iterable[tuple[datetime, datetime]]) -> list[datetime]:
    """Return the beginnings of the half-hours that lie wholly within sessions, in order."""
    found = []
    for start, end in spans:
        minutes = -(-(start.hour * 60 + start.minute) // 30) * 30
        at = start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)
        while at + HALF_HOUR <= end:
            found.append(at)
            at += HALF_HOUR
    return sorted(set(found))


def places_left(capacity: int, booked: int) -> int:
    """Return how many more fit; never less than none, also after the capacity was lowered."""
    return max(0, capacity - booked)


def offered(
    starts: Sequence[datetime],
    *,
    now: datetime,
    capacity: int,
    booked: Mapping[datetime, int],
    house: SlotHouse = HOUSE,
) -> list[tuple[datetime, int]]:
    """Return the half-hours that can still be booked, each with how many fit."""
    return [
        (at, left)
        for at in starts
        if now + house.notice <= at and (left := places_left(capacity, booked.get(at, 0))) > 0
    ]


def book_check(
    at: datetime,
    starts: Iterable[datetime],
    *,
    now: datetime,
    capacity: int,
    booked: int,
    house: SlotHouse = HOUSE,
) -> None:
    """Raise AppointmentRefused unless the half-hour can be booked now."""
    if at < now + house.notice:
        raise AppointmentRefused("past")
    if at > now + timedelta(days=house.days_ahead + 1):
        raise AppointmentRefused("far")
    if at not in set(starts):
        raise AppointmentRefused("none")
    if places_left(capacity, booked) < 1:
        raise AppointmentRefused("full")


def arrive_check(
    state: AppointmentState, at: datetime, now: datetime, house: SlotHouse = HOUSE
) -> None:
    """Raise AppointmentRefused unless whoever has the appointment may take the number now."""
    if state is not A.BOOKED:
        raise AppointmentRefused("state")
    if now < at - house.early:
        raise AppointmentRefused("early")
    if now > at + house.late:
        raise AppointmentRefused("late")


def is_missed(
    state: AppointmentState, at: datetime, now: datetime, house: SlotHouse = HOUSE
) -> bool:
    """Tell whether an appointment is over without anybody having come."""
    return state is A.BOOKED and now > at + house.late


def reminder_due(*, at: datetime, made_at: datetime, now: datetime) -> Reminder | None:
    """Return which reminder is due now: the day before, and two hours before.

    Who booked within that time is not reminded of what they have just done.
    """
    for reminder, before in (
        (Reminder.HOURS, timedelta(hours=2)),
        (Reminder.DAY, timedelta(days=1)),
    ):
        if at - before <= now < at and made_at <= at - before:
            return reminder
    return None
