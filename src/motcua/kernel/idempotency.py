"""One effect per key: its row is written in the transaction of the effect.

Two requests with one key meet at the unique index: the second waits for the first to commit and
then gets its answer. Another body under the same key is refused (IETF draft on Idempotency-Key).
Whoever looks at the answer within its transaction writes the row first (`key_claim`); whoever ends
the transaction when refused writes it last, with the answer (`key_spend`): one write, not two.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel import batch, clock, wire
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.models import IdempotencyKey

KEY_MAX = 255
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer that was given the first time."""

    status: int
    response: Any


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that a request wants to be the only one to use, and a digest of its body."""

    client: str
    key: str
    digest: bytes


class KeyTaken(Refused):
    """The key was used before; the transaction must end, `key_first` then tells the answer."""


_CLAIM = """
INSERT INTO kernel_idempotencykey (client, key, request_hash, subject, status)
VALUES (%s, %s, %s, '', 0) ON CONFLICT (client, key) DO NOTHING
"""
_SPEND = """
INSERT INTO kernel_idempotencykey (client, key, request_hash, subject, status, response)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (client, key) DO NOTHING
"""
_FIRST = """
SELECT request_hash, status, response::text FROM kernel_idempotencykey
WHERE client = %s AND key = %s
"""


def key_claim(*, client: str, key: str, body: bytes) -> Replay | None:
    """Claim `key` in the present transaction; None means: go on, the effect is yours.

    Returns the first answer when the key was used for the same body.
    Raises Refused `idempotency_key_reused` (422) for another body, Invalid for a bad key.
    """
    claim = _claim(client, key, body)
    [answer] = wire.exchange([wire.Statement(_CLAIM, [client, key, claim.digest])])
    return None if answer.count else key_first(claim)


def key_wanted(*, client: str, key: str, body: bytes) -> Claim:
    """Return the claim that `key_spend` writes; nothing is sent. Raises Invalid for a bad key."""
    return _claim(client, key, body)


def key_spend(claim: Claim, *, status: int, response: Any, subject: str = "") -> None:
    """Write a key with its answer, as the last thing of the effect; KeyTaken if it was used.

    For callers that end the transaction when refused, and then ask `key_first`.
    """
    batch.write(
        _SPEND,
        [claim.client, claim.key, claim.digest, subject, status, json.dumps(response)],
        rows=1,
        otherwise=KeyTaken("idempotency_key_used", _("This key was used before.")),
    )


def key_first(claim: Claim) -> Replay | None:
    """Return the answer that was given to the same request first, None when there was none.

    Raises Refused `idempotency_key_reused` (422) when the key belongs to another body.
    """
    rows = wire.fetch(_FIRST, [claim.client, claim.key])
    if not rows:
        return None
    digest, status, response = rows[0]
    if bytes(digest) != claim.digest:
        refused = Refused(
            "idempotency_key_reused", _("This key was used before for a different request.")
        )
        refused.status = 422
        raise refused
    return Replay(status, json.loads(response) if response else None)


def _claim(client: str, key: str, body: bytes) -> Claim:
    if not key or len(key) > KEY_MAX:
        raise Invalid(
            [FieldProblem("Idempotency-Key", _("The key must have 1 to 255 characters."))]
        )
    return Claim(client, key, hashlib.sha256(body).digest())


def key_find(*, client: str, keys: Sequence[str]) -> Replay | None:
    """Return the answer that was given under any of these keys, None when none was used."""
    row = IdempotencyKey.objects.filter(client=client, key__in=keys, status__gt=0).first()
    return None if row is None else Replay(row.status, row.response)


def key_answer(*, client: str, key: str, status: int, response: Any, subject: str = "") -> None:
    """Keep the answer for repetitions, in the transaction of the effect."""
    batch.write(
        "UPDATE kernel_idempotencykey SET status = %s, response = %s::jsonb, subject = %s"
        " WHERE client = %s AND key = %s",
        [status, json.dumps(response), subject, client, key],
        rows=1,
    )


def keys_forget(*, older_than: timedelta = KEPT) -> int:
    """Remove keys that nobody repeats any more; return how many."""
    return IdempotencyKey.objects.filter(created_at__lt=clock.now() - older_than).delete()[0]
