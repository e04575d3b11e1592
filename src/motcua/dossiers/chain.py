"""The chain of events: canonical text, link hashes, Merkle roots, second factors.

Pure but for the installation's keys. No personal data enters an event: people and papers are
bound by the hash of the submission's content.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from motcua.dossiers.types import Fact, FactType
from motcua.kernel.signing import keyed_digest

GENESIS = bytes(32)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(value: Any) -> str:
    """Return JSON with sorted keys and no spaces: the same value is always the same text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def instant_text(instant: datetime) -> str:
    """Return an instant as UTC text with microseconds, the only form used in events."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def payload(*, code: str, seq: int, fact: Fact, by: dict[str, Any]) -> str:
    """Return the canonical text of one event."""
    return canonical(
        {
            "at": instant_text(fact.at),
            "by": by,
            "data": fact.data,
            "dossier": code,
            "seq": seq,
            "type": fact.type.value,
            "v": 1,
        }
    )


def fact_of(text: str) -> Fact:
    """Return the fact that an event's payload tells; raises ValueError when it is not one."""
    raw = json.loads(text)
    return Fact(FactType(raw["type"]), datetime.fromisoformat(raw["at"]), raw["data"])


def link(prev_hash: bytes, text: str) -> bytes:
    """Return the hash of an event that follows `prev_hash`."""
    return hashlib.sha256(prev_hash + text.encode()).digest()


def head_leaf(code: str, seq: int, head: bytes) -> bytes:
    """Return the Merkle leaf of one dossier's chain head."""
    return hashlib.sha256(b"\x00" + f"{code}|{seq}|".encode() + head).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of a Merkle tree (RFC 6962 style prefixes; an odd node moves up)."""
    level = list(leaves) or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        pairs: Iterable[int] = range(0, len(level) - 1, 2)
        above = [hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in pairs]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def tracking_token(code: str) -> str:
    """Return the 128-bit token in the slip's QR (26 characters)."""
    raw = keyed_digest("tracking-token", code)[:16]
    return base64.b32encode(raw).decode().rstrip("=").lower()


def security_code(code: str) -> str:
    """Return the 8-character second factor printed on the slip (40 bits, behind a budget)."""
    number = int.from_bytes(keyed_digest("security-code", code)[:5])
    digits = "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{digits[:4]}-{digits[4:]}"


def tracking_token_valid(code: str, given: str) -> bool:
    """Tell whether `given` is the token of `code`, in constant time."""
    return hmac.compare_digest(given.strip().lower().encode(), tracking_token(code).encode())


def second_factor_valid(code: str, given: str) -> bool:
    """Tell whether `given` is the token or the security code of `code`, in constant time."""
    cleaned = given.strip().replace("-", "").replace(" ", "")
    as_code = cleaned.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    good_code = security_code(code).replace("-", "")
    first = hmac.compare_digest(as_code.encode(), good_code.encode())
    second = hmac.compare_digest(cleaned.lower().encode(), tracking_token(code).encode())
    return first or second
