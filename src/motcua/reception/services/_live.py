"""What happens in a hall is told to the live process, in the transaction in which it happens.

PostgreSQL delivers a notification when, and only when, its transaction commits. Calls of one
centre are told in the order of their serials: they take turns at a lock that lasts to the commit,
so that a listener that has seen a serial has seen all before it.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.db import connection

from motcua.reception.types import CHANNEL

CALLS_LOCK = 728_101  # class of the advisory locks; the key is the centre


def calls_in_turn(unit_id: int) -> None:
    """Wait until no other call of the centre is on its way; holds to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CALLS_LOCK, unit_id % 2**31])


def change_tell(unit_id: int) -> None:
    """Tell that somebody came, left or is done: who shows how many wait asks again."""
    _tell({"unit": unit_id})


def call_tell(unit_id: int, *, serial: int, name: str, counter: int, at: datetime) -> None:
    """Tell a call: what the display shows of it, and nothing else."""
    _tell(
        {
            "unit": unit_id,
            "call": {"serial": serial, "name": name, "counter": counter, "at": at.isoformat()},
        }
    )


def gone_tell(unit_id: int, device_id: int) -> None:
    """Tell that a device's link was taken back."""
    _tell({"unit": unit_id, "gone": device_id})


def _tell(what: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(what)])
