"""What an outsider needs to recompute a figure: every sealed event, and the seals over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from motcua.dossiers.models import Seal
from motcua.dossiers.services.seal import anchors, seal_line, window_of

_CHUNK = 5_000
# All that finished transactions of before the newest seal wrote; what an anchor ended is finished.
_EVENTS = """
SELECT d.code, e.seq, e.payload, e.hash
  FROM dossiers_event e JOIN dossiers_dossier d ON d.id = e.dossier_id
 WHERE e.id <= %s OR e.txid < %s
 ORDER BY d.code COLLATE "C", e.seq
"""


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """One event as it is sealed; `payload` is the text that the hash was computed over."""

    code: str
    seq: int
    payload: str
    hash: str


def sealed_events(last: Seal) -> Iterator[SealedEvent]:
    """Yield every event that a seal up to `last` covers, by code and number; system work."""
    floor = max((floor for _number, floor in anchors()), default=0)
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [floor, 0 if last.reason else last.horizon_to])
        while rows := cursor.fetchmany(_CHUNK):
            for code, seq, payload, digest in rows:
                yield SealedEvent(code, seq, payload, bytes(digest).hex())


def sealed_lines(last: Seal) -> Iterator[dict[str, Any]]:
    """Yield every seal up to `last` with the heads of chains that it covers, as kept outside."""
    known = anchors()
    for seal in Seal.objects.filter(number__lte=last.number).order_by("number"):
        yield seal_line(seal, window_of(seal, known))
