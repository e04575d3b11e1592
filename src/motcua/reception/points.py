"""Extra reception points as pure rules: when one is open, and the next times it is.

A time is a weekday of every week, or one day; hours are the point's own. A day on which the unit
does not work is left out, unless the time was set for that very day: a market may be on a Sunday.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

AHEAD_DAYS = 28


@dataclass(frozen=True, slots=True)
class PointTime:
    """When a point is open: each `weekday` (0 is Monday) of a period, or on one `day`.

    `until` is the last day, included; None: until it is ended.
    """

    id: int
    begins: time
    ends: time
    weekday: int | None = None
    day: date | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A point open on a day."""

    day: date
    begins: time
    ends: time


def openings(
    times: Iterable[PointTime],
    *,
    since: date,
    days: int,
    works: Callable[[date], bool],
    off: Iterable[date] = (),
) -> list[Opening]:
    """Return when a point is open in `days` days from `since` on, in order."""
    left_out, found = set(off), set()
    for one in times:
        for ahead in range(days):
            day = since + timedelta(days=ahead)
            if day not in left_out and _holds(one, day, works):
                found.add((day, one.begins, one.ends))
    return [Opening(*one) for one in sorted(found)]


def _holds(one: PointTime, day: date, works: Callable[[date], bool]) -> bool:
    if one.day is not None:
        return one.day == day
    if (one.since is not None and day < one.since) or (one.until is not None and day > one.until):
        return False
    return one.weekday == day.weekday() and works(day)


def is_open(found: Iterable[Opening], at: datetime) -> bool:
    """Tell whether a point is open at a local instant."""
    return any(one.day == at.date() and one.begins <= at.time() < one.ends for one in found)
