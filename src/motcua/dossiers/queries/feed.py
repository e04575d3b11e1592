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
_FEED = """
SELECT e.txid, e.id, d.code, e.seq, e.type, e.at, e.hash, e.payload, r.reason, r.legal_basis
FROM dossiers_event e JOIN dossiers_dossier d ON d.id = e.dossier_id
LEFT JOIN dossiers_reason r ON r.dossier_id = e.dossier_id AND r.seq = e.seq
WHERE (e.txid, e.id) > (%s, %s) AND e.txid < %s
ORDER BY e.txid, e.id LIMIT %s
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
    """Return events of the scope's dossiers after a place in the feed; two statements.

    Raises Invalid at `after` for a place that does not exist.
    """
    txid, event_id = _place(key)
    with connection.cursor() as cursor:
        cursor.execute(HORIZON_SQL)
        horizon = cursor.fetchone()[0]
        cursor.execute(_FEED, [txid, event_id, horizon, limit])
        rows = cursor.fetchall()
    return tuple(
        FeedEvent(
            key=f"{txid}.{event_id}",
            id=event_id,
            code=code,
            seq=seq,
            type=type_,
            at=at,
            hash=bytes(digest).hex(),
            data=json.loads(payload)["data"] | words_of(reason, basis),
        )
        for txid, event_id, code, seq, type_, at, digest, payload, reason, basis in rows
    )


def _place(key: str) -> tuple[int, int]:
    if not key:
        return 0, 0
    parts = key.split(".")
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) < 19 for p in parts):
        raise Invalid([FieldProblem("after", _("This place in the list does not exist."))])
    return int(parts[0]), int(parts[1])
