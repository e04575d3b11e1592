"""Plain rules of the citizens' realm."""

from __future__ import annotations

from datetime import date, datetime, timedelta


def assurance_met(*, have: int, wanted: int) -> bool:
    """Return whether a level of electronic identification is enough (Decree 69/2024/NĐ-CP)."""
    return have >= wanted


def session_over(
    *,
    started_at: datetime,
    seen_at: datetime,
    ended_at: datetime | None,
    at: datetime,
    idle: timedelta,
    absolute: timedelta,
) -> bool:
    """Return whether a sitting is over: ended, idle for so long, or so old."""
    return ended_at is not None or at - seen_at >= idle or at - started_at >= absolute


def relation_in_force(*, confirmed: bool, valid_to: date | None, today: date) -> bool:
    """Return whether somebody may act by a relation today; `valid_to` is the last day."""
    return confirmed and (valid_to is None or today <= valid_to)
