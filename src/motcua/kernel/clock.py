"""The only place that asks what time it is.

Instants are UTC; law is counted in Asia/Ho_Chi_Minh (domain brief, chapter 3).
Tests and the demo set the clock with `clock_set`; nothing else may.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_fixed: ContextVar[datetime | None] = ContextVar("motcua_clock", default=None)


def now() -> datetime:
    """Return the present instant in UTC."""
    return _fixed.get() or datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """Return the same instant as people in the country write it."""
    return instant.astimezone(LEGAL_ZONE)


def today() -> date:
    """Return the present day in the legal zone."""
    return local(now()).date()


def midnight(day: date) -> datetime:
    """Return the first instant of a day of the legal zone."""
    return datetime(day.year, day.month, day.day, tzinfo=LEGAL_ZONE)


@contextmanager
def clock_set(instant: datetime) -> Iterator[None]:
    """Hold the clock at an aware instant while the block runs."""
    if instant.tzinfo is None:
        raise ValueError("the clock needs an aware instant")
    token = _fixed.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
