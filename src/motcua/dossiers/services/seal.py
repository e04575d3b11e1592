"""Seals: every minute a Merkle root over the chain heads that moved, also kept outside.

A seal covers the transactions from the last seal's horizon up to the oldest one still running in
this database: everything below is surely finished, so no event can slip in behind a seal.
Whoever cuts the tail of a chain leaves a seal that no longer fits; the copy outside the database
names the dossiers that it covered. ADR 0004.

Transaction numbers begin anew in another server (a restore from a dump), so a seal says whose they
are. There an anchor (`services/reanchor.py`) ends what was and begins a new count; each event
belongs to one count by its id, which a dump carries on.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
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
         WHERE txid >= %s AND txid < %s AND id > %s AND id <= %s GROUP BY dossier_id) h
  JOIN dossiers_event e ON e.dossier_id = h.dossier_id AND e.seq = h.seq
  JOIN dossiers_dossier d ON d.id = h.dossier_id
 ORDER BY d.code COLLATE "C"
"""
LAST = 2**63 - 1  # no number and no id lies above it
Head = tuple[str, int, bytes]


@dataclass(frozen=True, slots=True)
class Window:
    """What a seal covers: transactions [since, until), events with ids in (after, upto]."""

    since: int
    until: int
    after: int = 0
    upto: int = LAST


def seal_make() -> Seal | None:
    """Seal what was written since the last seal; None when nothing was. Raises nothing expected.

    One sealer at a time (advisory lock). The file outside gets every seal of the database that
    it lacks, so that a crash between the two is made good by the next run.
    """
    with scope_use(SYSTEM):
        lock()
        horizon, last = horizon_now(), last_seal()
        if foreign(last, horizon):
            log.error("sealing stands still: run `motcua verify --reanchor REASON` once")
            seal = None
        else:
            # An anchor ends the count of another server; ours begins after it.
            since = last.horizon_to if last and not last.reason else 0
            after = max((floor for _number, floor in anchors()), default=0)
            heads = heads_between(Window(since, horizon, after))
            seal = seal_write(last, Window(since, horizon, after), heads) if heads else None
    failpoint("seal.written")
    seals_export()
    return seal


def lock() -> None:
    """Let nobody else seal until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])


def horizon_now() -> int:
    """Return the number below which every transaction of this database is finished."""
    with connection.cursor() as cursor:
        cursor.execute(HORIZON_SQL)
        return int(cursor.fetchone()[0])


def cluster_now() -> str:
    """Return the identifier of the server, whose transaction numbers are its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier::text FROM pg_control_system()")
        return str(cursor.fetchone()[0])


def last_seal() -> Seal | None:
    """Return the newest seal."""
    return Seal.objects.order_by("-number").first()


def foreign(last: Seal | None, horizon: int) -> bool:
    """Tell whether the newest seal counts another server's transactions.

    A seal of before says no server; then numbers that go backwards tell.
    """
    if last is None:
        return False
    return last.cluster != cluster_now() if last.cluster else horizon < last.horizon_to


def anchors() -> list[tuple[int, int]]:
    """Return (number, last event of what was before) of every anchor."""
    found = Seal.objects.exclude(reason="").order_by("number")
    return list(found.values_list("number", "after_event"))


def window_of(seal: Seal, known: Sequence[tuple[int, int]], upto: int = LAST) -> Window:
    """Return what a seal covers; `known` are the anchors, `upto` ends the newest count."""
    after = max((floor for number, floor in known if number < seal.number), default=0)
    upto = min((floor for number, floor in known if number >= seal.number), default=upto)
    return Window(seal.horizon_from, seal.horizon_to, after, upto)


def heads_between(window: Window) -> list[Head]:
    """Return (code, seq, hash) of the heads that finished transactions of a window wrote."""
    with connection.cursor() as cursor:
        cursor.execute(HEADS_SQL, [window.since, window.until, window.after, window.upto])
        return [(code, seq, bytes(head)) for code, seq, head in cursor.fetchall()]


def root_of(heads: list[Head]) -> bytes:
    """Return the Merkle root over heads in the order of their codes."""
    return chain.merkle_root([chain.head_leaf(*head) for head in heads])


def seal_text(seal: Seal) -> str:
    """Return the text that a seal's hash and signature cover."""
    window = f"{seal.horizon_from}|{seal.horizon_to}|{seal.heads}"
    chained = f"{bytes(seal.root).hex()}|{bytes(seal.prev_hash).hex()}"
    if not seal.cluster:  # a seal of before
        return f"motcua-seal-1|{seal.number}|{window}|{chained}"
    where = f"{seal.cluster}|{seal.after_event}"
    return f"motcua-seal-2|{seal.number}|{where}|{window}|{chained}|{seal.reason}"


def seal_write(
    last: Seal | None, window: Window, heads: list[Head], *, after_event: int = 0, reason: str = ""
) -> Seal:
    """Write the seal that follows `last`; with a reason it is an anchor."""
    seal = Seal(
        number=last.number + 1 if last else 1,
        made_at=clock.now(),
        cluster=cluster_now(),
        after_event=after_event,
        reason=reason,
        horizon_from=window.since,
        horizon_to=window.until,
        heads=len(heads),
        root=root_of(heads),
        prev_hash=bytes(last.hash) if last else chain.GENESIS,
    )
    text = seal_text(seal)
    seal.hash, seal.signature = hashlib.sha256(text.encode()).digest(), signing.sign(text)
    seal.save()
    return seal


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
        lock()
        known = anchors()
        with file.open("a+b") as out:
            last, torn = end_of(out)
            lines = [
                chain.canonical(seal_line(seal, window_of(seal, known)))
                for seal in Seal.objects.filter(number__gt=last).order_by("number")
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


def end_of(file: BinaryIO) -> tuple[int, bool]:
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


def seal_line(seal: Seal, window: Window) -> dict[str, Any]:
    """Return a seal with the heads that it covers, as the copy outside keeps it."""
    heads = heads_between(window)
    return {
        "number": seal.number,
        "made_at": chain.instant_text(seal.made_at),
        "cluster": seal.cluster,
        "after": seal.after_event,
        "reason": seal.reason,
        "from": seal.horizon_from,
        "to": seal.horizon_to,
        "root": bytes(seal.root).hex(),
        "hash": bytes(seal.hash).hex(),
        "prev": bytes(seal.prev_hash).hex(),
        "signature": seal.signature,
        "heads": [[code, seq, head.hex()] for code, seq, head in heads],
    }
