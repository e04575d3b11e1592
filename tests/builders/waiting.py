"""Waiting until two connections really meet at a lock, for trials of two people at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection

BLOCKED = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def somebody_waits(*, unless: Callable[[], bool] = lambda: False) -> None:
    """Return once a connection to this database waits for a lock, or `unless` is true.

    A transaction sees in `pg_stat_activity` only the connections of its first look, so one that
    opens a moment later would never be found waiting: what it saw is forgotten before each look.

    :raises AssertionError: nobody waited within ten seconds.
    """
    for _turn in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(BLOCKED)
            if cursor.fetchone()[0] or unless():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waited")
