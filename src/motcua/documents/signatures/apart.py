"""The check in a process of its own: what a hostile file does to the parser ends with it.

The process gets the file and the trusted certificates on its input, lives without the
application's environment (no secrets, no database), and its memory, time and files are limited.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import resource
import subprocess
import sys
import threading
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from motcua.documents.signatures.registry import Trust
from motcua.documents.signatures.types import FileCheck, Found, Level, StampVerdict, Verdict

MEMORY: Final = 768 * 1024 * 1024  # bytes of address space
SECONDS: Final = 20
WAIT: Final = 5  # whoever waits for a place keeps others from being answered
_AT_ONCE = threading.BoundedSemaphore(2)
_SOURCE = str(Path(__file__).resolve().parents[3])
_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from motcua.documents.signatures import apart; apart.serve()"
)


class Busy(Exception):
    """Too many files are being checked at this moment."""


def file_check_apart(
    data: bytes, trust: Trust, *, now: datetime, known_at: datetime | None = None
) -> FileCheck:
    """Return what `check.file_check` says of a file, from a process that may die of it.

    Raises Busy when no place is free within some seconds.
    """
    head = json.dumps(
        {
            "trust": {
                "roots": _texts(trust.roots),
                "certificates": _texts(trust.certificates),
                "crls": _texts(trust.crls),
            },
            "now": now.isoformat(),
            "known_at": known_at.isoformat() if known_at else None,
        }
    ).encode()
    if not _AT_ONCE.acquire(timeout=WAIT):
        raise Busy
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-I", "-c", _CODE, _SOURCE],
            input=len(head).to_bytes(4) + head + data,
            capture_output=True,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd="/",
            timeout=SECONDS,
            check=False,
        )
        return _read(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return FileCheck(hashlib.sha256(data).hexdigest(), "complex")
    finally:
        _AT_ONCE.release()


def _texts(blobs: tuple[bytes, ...]) -> list[str]:
    return [base64.b64encode(blob).decode() for blob in blobs]


def _read(raw: dict[str, Any]) -> FileCheck:
    return FileCheck(
        sha256=str(raw["sha256"]),
        problem=str(raw["problem"]),
        signatures=tuple(_found(one) for one in raw["signatures"]),
        prefixes=tuple(raw["prefixes"]),
    )


def _found(raw: dict[str, Any]) -> Found:
    for name in ("claimed_at", "stamped_at", "valid_from", "valid_to", "revoked_at"):
        raw[name] = datetime.fromisoformat(raw[name]) if raw[name] else None
    return Found(
        **{
            **{one.name: raw[one.name] for one in fields(Found)},
            "verdict": Verdict(raw["verdict"]),
            "stamp": StampVerdict(raw["stamp"]),
            "level": Level(raw["level"]),
        }
    )


# --- the other side ------------------------------------------------------------------------
def serve() -> None:
    """Check the file on the standard input and write what was found."""
    from motcua.documents.signatures.check import file_check

    given = sys.stdin.buffer.read()
    size = int.from_bytes(given[:4])
    head, data = json.loads(given[4 : 4 + size]), given[4 + size :]
    _limit()
    blobs = {
        name: tuple(base64.b64decode(text) for text in texts)
        for name, texts in head["trust"].items()
    }
    trust = Trust(blobs["roots"], blobs["certificates"], blobs["crls"])
    known = head["known_at"]
    found = file_check(
        data,
        trust,
        now=datetime.fromisoformat(head["now"]),
        known_at=datetime.fromisoformat(known) if known else None,
    )
    sys.stdout.write(json.dumps(asdict(found), default=str))


def _limit() -> None:
    for what, amount in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        wanted = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(what, (wanted, wanted))
