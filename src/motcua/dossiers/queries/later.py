"""What was recorded about dossiers after an instant: why a figure of the past is another one now.

Reads every unit's events: the caller has the scope of the system.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max, Q

from motcua.dossiers.models import Event, Seal
from motcua.dossiers.queries.horizon import HORIZON_SQL


@dataclass(frozen=True)
class LaterEvent:
    """An event about `at` that was recorded at `recorded_at`."""

    seq: int
    type: str
    at: datetime
    recorded_at: datetime


# As for seals, but the asking transaction itself is none of those that may still write.
_FINISHED = f"""
SELECT CASE WHEN h.below < x.most THEN h.below ELSE greatest(x.most, x.own + 1) END
  FROM ({HORIZON_SQL}) h (below), (
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS most,
           pg_current_xact_id()::text::bigint AS own) x
"""  # noqa: S608 - constants


def events_place() -> tuple[int, int, int, str]:
    """Return up to where the events can be read now.

    The last event's id; the number below which every transaction is finished, for one with a
    smaller id that is still being written; number and hash of the last seal (0 and "" without).
    """
    with connection.cursor() as cursor:
        cursor.execute(_FINISHED)
        below = int(cursor.fetchone()[0])
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    seal = Seal.objects.order_by("-number").first()
    return last, below, seal.number if seal else 0, bytes(seal.hash).hex() if seal else ""


def events_later(
    codes: Collection[str], *, event: int, horizon: int
) -> dict[str, tuple[LaterEvent, ...]]:
    """Return what was recorded about these dossiers after such a place, by code, in order."""
    rows = Event.objects.filter(
        Q(pk__gt=event) | Q(txid__gte=horizon), dossier__code__in=list(codes)
    ).order_by("dossier_id", "seq")
    found: dict[str, list[LaterEvent]] = {}
    for code, seq, kind, at, recorded in rows.values_list(
        "dossier__code", "seq", "type", "at", "recorded_at"
    ):
        found.setdefault(code, []).append(LaterEvent(seq, kind, at, recorded))
    return {code: tuple(told) for code, told in found.items()}
