"""The chain of events: canonical text, link hashes, Merkle roots, second factors.

Pure but for the installation's keys. No personal data enters an event: people and papers are
bound by the hash of the submission's content.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from motcua.dossiers.types import Fact, FactType
from motcua.kernel.signing import keyed_digest

GENESIS = bytes(32)
# 1: without `rows`; what stands beside the dossier is bound by no event. 2: with them.
VERSION = 2
# Made once: `json.dumps` with options makes an encoder for every call.
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(value: Any) -> str:
    """Return JSON with sorted keys and no spaces: the same value is always the same text."""
    return _encode(value)


def instant_text(instant: datetime) -> str:
    """Return an instant as UTC text with microseconds, the only form used in events."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def payload(
    *, code: str, seq: int, fact: Fact, by: dict[str, Any], rows: Mapping[str, str] | None = None
) -> str:
    """Return the canonical text of one event; `rows` are the hashes of what it binds."""
    return canonical(
        {
            "at": instant_text(fact.at),
            "by": by,
            "data": fact.data,
            "dossier": code,
            "rows": fact.rows if rows is None else rows,
            "seq": seq,
            "type": fact.type.value,
            "v": VERSION,
        }
    )


def fact_of(text: str) -> Fact:
    """Return the fact that an event's payload tells; raises ValueError when it is not one."""
    return link_of(text).fact


@dataclass(frozen=True, slots=True)
class Link:
    """What an event's payload tells: the fact, whose hand it was, the payload's version."""

    fact: Fact
    account_id: int | None
    version: int


def link_of(text: str) -> Link:
    """Return what an event's payload tells; raises KeyError or ValueError when it is not one."""
    raw = json.loads(text)
    at = datetime.fromisoformat(raw["at"])
    fact = Fact(FactType(raw["type"]), at, raw["data"], raw.get("rows", {}))
    return Link(fact, raw["by"]["account"], raw["v"])


def row_text(columns: Iterable[tuple[str, Any]]) -> str:
    """Return the canonical text of a row.

    What is empty (nothing, no text, false, 0, no element) is left out, so that a column that is
    added to a table later changes no hash of before.
    """
    return canonical({name: _plain(value) for name, value in columns if value})


def rows_digest(*, salt: bytes, code: str, name: str, texts: Iterable[str]) -> str:
    """Return the salted SHA-256 that binds some rows of a dossier, in whatever order."""
    whole = canonical([code, name, *sorted(texts)])
    return hashlib.sha256(salt + whole.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value as it is after a way through the database and back."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > 2**53):
        return _number(value)
    return value


def _number(value: float) -> str:
    """Return a number's text; jsonb tells neither 1e22 from its digits nor zero from minus zero."""
    try:
        return f"{float(value) + 0.0:.17g}"
    except OverflowError:
        return str(value)


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
    signs = _signs(keyed_digest("security-code", code)[:5])
    return f"{signs[:4]}-{signs[4:]}"


def _signs(raw: bytes) -> str:
    """Return bytes as signs that people do not confuse, eight for each five bytes."""
    number, bits = int.from_bytes(raw), 8 * len(raw)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(bits - 5, -1, -5))


def letter_code(code: str, seq: int) -> str:
    """Return the check code of the letter that the event `seq` issues: 16 signs, 80 bits."""
    return _signs(keyed_digest("letter-code", f"{code}:{seq}")[:10])


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
