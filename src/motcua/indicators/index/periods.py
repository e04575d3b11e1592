"""Periods as people write them: 2026, 2026-Q3, 2026-10, 2026-10-05, 2026-10-01/2026-10-15."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from motcua.indicators.types import Period

_WRITTEN = re.compile(r"^(\d{4})(?:-(?:[Qq]([1-4])|(\d{2})(?:-(\d{2}))?))?$")


def period_parse(text: str) -> Period:
    """Return the whole days that a text names; raises ValueError for what is no period."""
    first, slash, last = text.strip().partition("/")
    begins = _period(first)
    if not slash:
        return begins
    ends = _period(last)
    if ends.last < begins.first:
        raise ValueError(f"{text}: it ends before it begins")
    return Period(begins.first, ends.last)


def months_of(period: Period) -> int:
    """Return how many months begin in a period: 1 for a month, 3 for a quarter, 12 for a year."""
    before = period.first.year * 12 + period.first.month - (period.first.day == 1)
    return period.last.year * 12 + period.last.month - before


def _period(text: str) -> Period:
    found = _WRITTEN.match(text)
    if found is None:
        raise ValueError(f"{text}: write 2026, 2026-Q3, 2026-10, 2026-10-05 or two of them and /")
    year, quarter, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return Period(date(year, month, day), date(year, month, day))
    if month:
        return Period(date(year, month, 1), _month_end(year, month))
    if quarter:
        return Period(date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter))
    return Period(date(year, 1, 1), date(year, 12, 31))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
