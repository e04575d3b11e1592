"""Days as whole months and what differs from these at both ends, as totals are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
LATER = (
    ("2", ">= %(later_months)s", ""),
    ("1", "BETWEEN %(later_from)s AND %(later_to)s", "%(later_sign)s * "),
)
"""What a statement reads of all later days (the fields of `Later`): grain, days, times what."""
WITHIN = (
    ("2", "BETWEEN %(months_from)s AND %(months_to)s", ""),
    ("1", "BETWEEN %(head_from)s AND %(head_to)s", "%(head_sign)s * "),
    ("1", "BETWEEN %(tail_from)s AND %(tail_to)s", "%(tail_sign)s * "),
)
"""What a statement reads of days (the fields of `Stretch`): grain, which days, times what."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months, and the days at both ends: to be added, or taken off (`head_sign`, `tail_sign` -1).

    Of a month that is nearly whole less is read if what is not asked for is taken off. Where an
    end lies before its beginning there is nothing.
    """

    months_from: date
    months_to: date
    head_from: date
    head_to: date
    head_sign: int
    tail_from: date
    tail_to: date
    tail_sign: int


def stretch_of(first: date, last: date, *, months: bool = True) -> Stretch:
    """Return how some days are read; without `months` each by itself. No day: `last` before it."""
    nothing = (date.max, date.min)
    begin, end = first.replace(day=1), last.replace(day=1)
    if not months or last < first or (begin == end and not _nearly(first, last)):
        return Stretch(*nothing, first, last, 1, *nothing, 1)
    head = (begin, first - ONE_DAY, -1)
    if begin != end and not _nearly(first, month_after(first) - ONE_DAY):
        begin = month_after(first)
        head = (first, begin - ONE_DAY, 1)
    tail = (last + ONE_DAY, month_after(last) - ONE_DAY, -1)
    if end >= begin and first.replace(day=1) != end and not _nearly(end, last):
        tail = (end, last, 1)
        end = (end - ONE_DAY).replace(day=1)
    return Stretch(begin, end, *head, *tail)


@dataclass(frozen=True, slots=True)
class Later:
    """All months from one on, and days to be added or taken off (`later_sign` -1)."""

    later_months: date
    later_from: date
    later_to: date
    later_sign: int


def later_of(last: date, today: date) -> Later:
    """Return how all days after one are read.

    Whole months and the rest of this one; or this one too, and its days up to then taken off,
    where these are fewer. Of days after today there is next to nothing: they cost nothing.
    """
    begin, after = last.replace(day=1), month_after(last)
    left = (min(after - ONE_DAY, today) - last).days
    if left <= (last - begin).days + 1:
        return Later(after, last + ONE_DAY, after - ONE_DAY, 1)
    return Later(begin, begin, last, -1)


def _nearly(first: date, last: date) -> bool:
    """Tell whether some days of a month are more than all its other days."""
    days = (last - first).days + 1
    return 2 * days > (month_after(first) - first.replace(day=1)).days


def month_after(day: date) -> date:
    """Return the first day of the month that follows a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
