"""Locks by name where no row is there yet that two people at once could meet at."""

from __future__ import annotations

from datetime import date

from django.db import connection

from motcua.organisations.queries import unit_get


def name_lock(name: str) -> None:
    """Let one transaction at a time go on under a name; it ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def statements_lock() -> None:
    """Take in one statement at a time: the province and a commune may bring the same lines."""
    name_lock("statements")


def day_lock(unit_id: int, day: date) -> None:
    """Let cash of a unit move on a day while nobody closes it, there or above.

    Any number of officials take cash at once; whoever closes waits for them, and they for that.
    Lock the order's row first: who closes a day locks no row.
    """
    with connection.cursor() as cursor:
        for one in unit_get(unit_id).path_ids:
            cursor.execute(
                "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [_cash(one, day)]
            )


def day_lock_whole(unit_id: int, day: date) -> None:
    """Let no cash move on a day in a unit or below it, while it is closed or opened again."""
    name_lock(_cash(unit_id, day))


def _cash(unit_id: int, day: date) -> str:
    return f"cash:{unit_id}:{day.isoformat()}"


def till_lock(unit_id: int, account_id: int) -> None:
    """Let cash leave a till one by one: the same is not handed over twice, or over and back."""
    name_lock(f"till:{unit_id}:{account_id}")
