"""Locks by name where no row is there yet that two people at once could meet at."""

from __future__ import annotations

from django.db import connection


def name_lock(name: str) -> None:
    """Let one transaction at a time go on under a name; it ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def till_lock(unit_id: int, account_id: int) -> None:
    """Let cash leave a till one by one: the same is not handed over twice, or over and back."""
    name_lock(f"till:{unit_id}:{account_id}")
