"""Measuring working time. Public functions take aware instants; the rest works in legal time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from motcua.deadlines.rules.calendar import ONE_DAY, Calendar
from motcua.deadlines.types import DeadlineInvalid, Remaining
from motcua.kernel.clock import LEGAL_ZONE

ZERO = timedelta(0)
ONE_MINUTE = timedelta(minutes=1)


def to_legal(instant: datetime, field: str = "received") -> datetime:
    """Return the instant as a naive local one; DeadlineInvalid when it has no zone."""
    if instant.tzinfo is None:
        raise DeadlineInvalid("instant_without_zone", field, value=instant.isoformat())
    return instant.astimezone(LEGAL_ZONE).replace(tzinfo=None)


def from_legal(moment: datetime) -> datetime:
    """Return the UTC instant of a naive local one."""
    return moment.replace(tzinfo=LEGAL_ZONE).astimezone(UTC)


def into_session(moment: datetime, calendar: Calendar) -> datetime:
    """Return the moment if it lies in a session [opens, closes), else the next opening."""
    for opens, closes in calendar.day(moment.date()).spans:
        if moment < closes:
            return max(moment, opens)
    return calendar.working_day_from(moment.date() + ONE_DAY).opening


def consume(moment: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """Return the earliest moment by which `amount` of sessions has passed since `moment`."""
    if amount <= ZERO:
        return moment
    day = calendar.day(moment.date())
    while True:
        for opens, closes in day.spans:
            begin = max(opens, moment)
            if begin < closes:
                if amount <= closes - begin:
                    return begin + amount
                amount -= closes - begin
        day = calendar.working_day_from(day.date + ONE_DAY)


def working_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Return the time of sessions within [start, end); zero when end is not after start."""
    total = ZERO
    if end <= start:
        return total
    for day in calendar.days_between(start.date(), end.date()):
        for opens, closes in day.spans:
            begin, finish = max(opens, start), min(closes, end)
            if begin < finish:
                total += finish - begin
    return total


def next_session_start(instant: datetime, calendar: Calendar) -> datetime:
    """Return the instant itself when the unit is open then, else its next opening (UTC)."""
    return from_legal(into_session(to_legal(instant), calendar))


def working_minutes_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Return whole minutes of sessions from start to end; negative when end lies before start.

    Errors: CalendarInvalid for years the calendar does not know, DeadlineInvalid without zone.
    """
    begin, finish = to_legal(start, "start"), to_legal(end, "end")
    if finish < begin:
        return -(working_time(finish, begin, calendar) // ONE_MINUTE)
    return working_time(begin, finish, calendar) // ONE_MINUTE


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Return how many working days come after `start` up to and including `end`.

    Aware instants are taken as their legal dates. Negative when end lies before start.
    """
    first, last = _legal_date(start), _legal_date(end)
    if last < first:
        return -working_days_between(last, first, calendar)
    return sum(day.is_working for day in calendar.days_between(first + ONE_DAY, last))


def remaining(due: datetime, at: datetime, calendar: Calendar) -> Remaining:
    """Return how much working time is left until `due`, or has passed since, seen at `at`.

    Exactly at the due instant nothing is overdue (domain brief 3.7: open within limit).
    """
    overdue = at > due
    return Remaining(
        overdue=overdue,
        minutes=abs(working_minutes_between(at, due, calendar)),
        days=abs(working_days_between(at, due, calendar)),
    )


def _legal_date(value: date) -> date:
    return to_legal(value).date() if isinstance(value, datetime) else value
