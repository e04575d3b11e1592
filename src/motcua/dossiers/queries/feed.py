"""The feed of facts for other systems: every event once, in an order that never skips one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from motcua.dossiers.queries.horizon import HORIZON_SQL
from motcua.dossiers.queries.parts import words_of
from motcua.kernel.errors import FieldProblem, Invalid

# Ids are given before transactions commit, so an order by id would lose the events of a slow
# transaction. Only events of transactions older than every running one are told, by transaction;
# the horizon is asked first, so that what lies below it is visible to the second statement.
# A restore into another server begins a new count of transactions; the anchors of the seals part
# the counts by the events' ids. What was before is finished, whatever its numbers.
_NOW = f"""
SELECT ({HORIZON_SQL}), ARRAY(
  SELECT after_event FROM dossiers_seal WHERE reason <> '' ORDER BY number)
"""  # noqa: S608 - our own text
_LAST = 2**63 - 1
_FEED = """
SELECT e.txid, e.id, d.code, e.seq, e.type, e.at, e.hash, e.payload, r.reason, r.legal_basis
FROM dossiers_event e JOIN dossiers_dossier d ON d.id = e.dossier_id
LEFT JOIN dossiers_reason r ON r.dossier_id = e.dossier_id AND r.seq = e.seq
WHERE (e.txid, e.id) > (%s, %s) AND e.txid < %s AND e.id > %s AND e.id <= %s
ORDER BY e.txid, e.id LIMIT %s
"""

_TOUCHED = """
SELECT txid, id, dossier_id FROM dossiers_event
WHERE (txid, id) > (%s, %s) AND txid < %s AND id > %s AND id <= %s
ORDER BY txid, id LIMIT %s
"""

_WHEN = _TOUCHED.replace("dossier_id FROM", "at FROM")

_LINKS = _TOUCHED.replace("dossier_id FROM", "dossier_id, seq FROM")

_NEWEST = """
SELECT txid, id FROM dossiers_event WHERE txid < %s AND id > %s AND id <= %s
ORDER BY txid DESC, id DESC LIMIT 1
"""


@dataclass(frozen=True)
class FeedEvent:
    """One fact; `key` is the place in the feed after it."""

    key: str
    id: int
    code: str
    seq: int
    type: str
    at: datetime
    hash: str
    data: dict[str, Any]


def events_after(key: str = "", *, limit: int = 100) -> tuple[FeedEvent, ...]:
    """Return events of the scope's dossiers after a place in the feed.

    Two statements, and one more for each restore from a dump since that place.
    Raises Invalid at `after` for a place that does not exist.
    """
    return tuple(_event(number, row) for number, row in _rows_after(_FEED, key, limit))


def dossiers_after(key: str = "", *, limit: int = 100) -> tuple[str, tuple[int, ...], int]:
    """Return the dossiers of the next events, the place after them, and how many events.

    For whoever keeps something beside the dossiers up with their events, each event once.
    """
    rows = _rows_after(_TOUCHED, key, limit)
    if rows:
        key = _key(rows[-1][0], *rows[-1][1][:2])
    return key, tuple(dict.fromkeys(row[2] for _number, row in rows)), len(rows)


def links_after(key: str = "", *, limit: int = 100) -> tuple[str, dict[int, frozenset[int]], int]:
    """Return the next events as numbers by dossier id, the place after them, and how many.

    For whoever counts something of each event exactly once.
    """
    rows = _rows_after(_LINKS, key, limit)
    if rows:
        key = _key(rows[-1][0], *rows[-1][1][:2])
    found: dict[int, set[int]] = {}
    for _number, row in rows:
        found.setdefault(row[2], set()).add(row[3])
    return key, {one: frozenset(seqs) for one, seqs in found.items()}, len(rows)


def unread_about(key: str, until: datetime, *, most: int = 1_000) -> bool:
    """Tell whether events after a place in the feed tell of an instant up to another one.

    True also where more than `most` wait: nobody knows then.
    """
    rows = _rows_after(_WHEN, key, most + 1)
    return len(rows) > most or any(row[2] <= until for _number, row in rows)


def feed_end() -> str:
    """Return the place after the newest event of a finished transaction; empty without any.

    Two statements, and one more for each restore after which nothing has happened yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        horizon, floors = cursor.fetchone()
        bounds = [0, *floors, _LAST]
        for number in range(len(floors), -1, -1):
            until = horizon if number == len(floors) else _LAST
            cursor.execute(_NEWEST, [until, *bounds[number : number + 2]])
            found = cursor.fetchone()
            if found is not None:
                return _key(number, *found)
    return ""


def dossiers_unread(key: str) -> frozenset[int]:
    """Return the dossiers of every event after a place, of transactions that still run too."""
    rows = _rows_after(_TOUCHED, key, _LAST, finished=False)
    return frozenset(row[2] for _number, row in rows)


def _rows_after(
    text: str, key: str, limit: int, *, finished: bool = True
) -> list[tuple[int, tuple[Any, ...]]]:
    """Return rows that begin with transaction and id, each with the count that it belongs to."""
    count, txid, event_id = _place(key)
    found: list[tuple[int, tuple[Any, ...]]] = []
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        horizon, floors = cursor.fetchone()
        bounds = [0, *floors, _LAST]
        for number in range(count, len(bounds) - 1):
            until = horizon if finished and number == len(floors) else _LAST
            after, upto = bounds[number : number + 2]
            place = (txid, event_id) if number == count else (0, 0)
            cursor.execute(text, [*place, until, after, upto, limit - len(found)])
            found += [(number, row) for row in cursor.fetchall()]
            if len(found) == limit:
                break
    return found


def _key(count: int, txid: int, event_id: int) -> str:
    place = f"{txid}.{event_id}"
    return f"{count}.{place}" if count else place


def _event(count: int, row: tuple[Any, ...]) -> FeedEvent:
    txid, event_id, code, seq, type_, at, digest, payload, reason, basis = row
    return FeedEvent(
        key=_key(count, txid, event_id),
        id=event_id,
        code=code,
        seq=seq,
        type=type_,
        at=at,
        hash=bytes(digest).hex(),
        data=json.loads(payload)["data"] | words_of(reason, basis),
    )


def _place(key: str) -> tuple[int, int, int]:
    """Return count, transaction and id; the first count is left out of a key."""
    if not key:
        return 0, 0, 0
    parts = key.split(".")
    if not all(p.isascii() and p.isdigit() and len(p) < 19 for p in parts):
        parts = []
    if len(parts) == 2:
        parts = ["0", *parts]
    if len(parts) != 3:
        raise Invalid([FieldProblem("after", _("This place in the list does not exist."))])
    return int(parts[0]), int(parts[1]), int(parts[2])
