"""When a centre gives numbers: from an hour before it opens to its closing, on working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import Day
from motcua.deadlines.types import CalendarInvalid, Names
from motcua.kernel import clock
from motcua.reception.queries.house import house_of

BEFORE_OPENING = timedelta(hours=1)  # whoever comes early is served in the order of coming


@dataclass(frozen=True, slots=True)
class Hours:
    """Whether numbers are given now; until when today, and when the centre opens next."""

    closing: datetime | None  # None: no numbers now
    opens: datetime | None  # the next opening; None: not in the calendar, or numbers are given now
    day_off: Names | None = None  # what today is, when the calendar names it: a holiday, a closing


def hours_of(unit_id: int, now: datetime) -> Hours:
    """Return the hours of a centre as of an instant, by its own calendar."""
    local = clock.local(now)
    calendar = calendar_for(unit_id)
    ended = house_of(unit_id).ended_on == local.date()  # by hand: no more numbers today
    day = calendar.day(local.date())
    if day.is_working:
        opening = day.opening.replace(tzinfo=local.tzinfo)
        closing = day.closing.replace(tzinfo=local.tzinfo)
        if opening - BEFORE_OPENING <= local < closing and not ended:
            return Hours(closing, None)
        if local < opening and not ended:
            return Hours(None, opening)
    try:
        following = calendar.working_day_after(local.date(), 1)
    except CalendarInvalid:  # the holidays of the next year are not announced yet
        return Hours(None, None, _day_off(day))
    return Hours(None, following.opening.replace(tzinfo=local.tzinfo), _day_off(day))


def _day_off(day: Day) -> Names | None:
    """Return what the calendar calls a day that is not worked; None where it says nothing."""
    named = day.entry is not None and day.entry.names.vi and not day.is_working
    return day.entry.names if named and day.entry is not None else None
