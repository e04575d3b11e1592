"""Whether anything in the directory of units changed."""

from __future__ import annotations

from django.db import connection

_STATE = """
SELECT max(id), count(valid_to), max(valid_to), (SELECT max(id) FROM organisations_succession)
FROM organisations_unitversion
"""


def directory_state() -> str:
    """Return a text that changes whenever a page about units may; one statement.

    Every change of a unit ends a version, writes one, or does both; a day's end is the caller's.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return "-".join(str(part or 0) for part in cursor.fetchone())
