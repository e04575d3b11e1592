"""Seals: every minute a Merkle root over the chain heads that moved, also kept outside.

A seal covers the transactions from the last seal's horizon up to the oldest one still running in
this database: everything below is surely finished, so no event can slip in behind a seal.
Whoever cuts the tail of a chain leaves a seal that no longer fits; the copy outside the database
names the dossiers that it covered. ADR 0004.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection

from motcua.dossiers import chain
from motcua.dossiers.models import Seal
from motcua.dossiers.queries.horizon import HORIZON_SQL
from motcua.kernel import clock, signing
from motcua.kernel.failpoints import failpoint
from motcua.kernel.scope import SYSTEM, scope_use

log = logging.getLogger(__name__)
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
            cursor.execute(HORIZON_SQL)
            horizon = cursor.fetchone()[0]
            cursor.execute("SELECT coalesce(max(horizon_to), 0) FROM dossiers_seal")
            since = cursor.fetchone()[0]
        if horizon < since:  # transaction numbers began anew: the rows were loaded from a dump
            log.error("sealing stands still: its seals are of another server's transactions")
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
    """Return the seals kept outside the database.

    A line that cannot be read (torn by a crash, damaged) is left out; `motcua verify` names its
    seal unless the next export has written it again.
    """
    file = path or settings.SEALS_FILE
    if not file.exists():
        return []
    rows = (_parsed(line) for line in file.read_bytes().split(b"\n"))
    return [row for row in rows if row is not None]


def seals_export(path: Path | None = None) -> int:
    """Append the seals that the outside file lacks, durably; return how many.

    One exporter at a time. Only the end of the file is read: it grows by a line a minute.
    """
    file = path or settings.SEALS_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    with scope_use(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
        with file.open("a+b") as out:
            last, torn = _end_of(out)
            lines = [
                _line(seal) for seal in Seal.objects.filter(number__gt=last).order_by("number")
            ]
            if lines:
                out.write((("\n" if torn else "") + "\n".join(lines) + "\n").encode())
                out.flush()
                os.fsync(out.fileno())
    return len(lines)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and isinstance(row.get("number"), int) else None


def _end_of(file: BinaryIO) -> tuple[int, bool]:
    """Return the number of the last readable seal (0 for none), and whether the end is torn."""
    size = file.seek(0, os.SEEK_END)
    length, torn = 1 << 16, False
    while size:
        start = max(0, size - length)
        file.seek(start)
        text = file.read(size - start)
        torn = not text.endswith(b"\n")
        lines = text.split(b"\n")
        for line in reversed(lines if start == 0 else lines[1:]):
            row = _parsed(line)
            if row is not None:
                return int(row["number"]), torn
        if start == 0:
            break
        length *= 4
    return 0, torn


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
