"""Seals: every minute a Merkle root over the chain heads that moved, also kept outside.

A seal covers the transactions from the last seal's horizon up to the oldest one still running
(`pg_snapshot_xmin`): everything below is surely finished, so no event can slip in behind a seal.
Whoever cuts the tail of a chain leaves a seal that no longer fits; the copy outside the database
names the dossiers that it covered. ADR 0004.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from motcua.dossiers import chain
from motcua.dossiers.models import Seal
from motcua.kernel import clock, signing
from motcua.kernel.failpoints import failpoint
from motcua.kernel.scope import SYSTEM, scope_use

SEAL_LOCK = 728_002
HEADS_SQL = """
SELECT d.code, e.seq, e.hash
  FROM (SELECT dossier_id, max(seq) AS seq FROM dossiers_event
         WHERE txid >= %s AND txid < %s GROUP BY dossier_id) h
  JOIN dossiers_event e ON e.dossier_id = h.dossier_id AND e.seq = h.seq
  JOIN dossiers_dossier d ON d.id = h.dossier_id
 ORDER BY d.code COLLATE "C"
"""
Head = tuple[str, int, bytes]


def seal_make() -> Seal | None:
    """Seal what was written since the last seal; None when nothing was. Raises nothing expected.

    One sealer at a time (advisory lock). The file outside gets every seal of the database that
    it lacks, so that a crash between the two is made good by the next run.
    """
    with scope_use(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
            cursor.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
                " (SELECT coalesce(max(horizon_to), 0) FROM dossiers_seal)"
            )
            horizon, since = cursor.fetchone()
        heads = heads_between(since, horizon)
        seal = _seal_write(since, horizon, heads) if heads else None
    failpoint("seal.written")
    seals_export()
    return seal


def heads_between(horizon_from: int, horizon_to: int) -> list[Head]:
    """Return (code, seq, hash) of the heads that finished transactions of a window wrote."""
    with connection.cursor() as cursor:
        cursor.execute(HEADS_SQL, [horizon_from, horizon_to])
        return [(code, seq, bytes(head)) for code, seq, head in cursor.fetchall()]


def root_of(heads: list[Head]) -> bytes:
    """Return the Merkle root over heads in the order of their codes."""
    return chain.merkle_root([chain.head_leaf(*head) for head in heads])


def seal_text(number: int, since: int, horizon: int, count: int, root: bytes, prev: bytes) -> str:
    """Return the text that a seal's hash and signature cover."""
    return f"motcua-seal-1|{number}|{since}|{horizon}|{count}|{root.hex()}|{prev.hex()}"


def _seal_write(since: int, horizon: int, heads: list[Head]) -> Seal:
    last = Seal.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    prev = bytes(last.hash) if last else chain.GENESIS
    root = root_of(heads)
    text = seal_text(number, since, horizon, len(heads), root, prev)
    return Seal.objects.create(
        number=number,
        made_at=clock.now(),
        horizon_from=since,
        horizon_to=horizon,
        heads=len(heads),
        root=root,
        prev_hash=prev,
        hash=hashlib.sha256(text.encode()).digest(),
        signature=signing.sign(text),
    )


def seals_outside(path: Path | None = None) -> list[dict[str, Any]]:
    """Return the seals kept outside the database; a torn last line is left out."""
    file = path or settings.SEALS_FILE
    if not file.exists():
        return []
    found: list[dict[str, Any]] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            break
    return found


def seals_export(path: Path | None = None) -> int:
    """Append the seals that the outside file lacks, durably; return how many."""
    file = path or settings.SEALS_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    with scope_use(SYSTEM):
        kept = seals_outside(file)
        last = kept[-1]["number"] if kept else 0
        missing = list(Seal.objects.filter(number__gt=last).order_by("number"))
        lines = [_line(seal) for seal in missing]
    if lines:
        whole = file.exists() and not file.read_bytes().endswith(b"\n") and file.stat().st_size
        with file.open("a", encoding="utf-8") as out:
            out.write(("\n" if whole else "") + "\n".join(lines) + "\n")
            out.flush()
            os.fsync(out.fileno())
    return len(lines)


def _line(seal: Seal) -> str:
    heads = heads_between(seal.horizon_from, seal.horizon_to)
    return chain.canonical(
        {
            "number": seal.number,
            "made_at": chain.instant_text(seal.made_at),
            "from": seal.horizon_from,
            "to": seal.horizon_to,
            "root": bytes(seal.root).hex(),
            "hash": bytes(seal.hash).hex(),
            "prev": bytes(seal.prev_hash).hex(),
            "signature": seal.signature,
            "heads": [[code, seq, head.hex()] for code, seq, head in heads],
        }
    )
