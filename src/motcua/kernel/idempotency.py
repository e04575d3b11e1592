"""One effect per key: the row is written first, in the transaction of the effect.

Two requests with one key meet at the unique index: the second waits for the first to commit and
then gets its answer. Another body under the same key is refused (IETF draft on Idempotency-Key).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from motcua.kernel import batch, clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.models import IdempotencyKey

KEY_MAX = 255
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer that was given the first time."""

    status: int
    response: Any


def key_claim(*, client: str, key: str, body: bytes) -> Replay | None:
    """Claim `key` in the present transaction; None means: go on, the effect is yours.

    Returns the first answer when the key was used for the same body.
    Raises Refused `idempotency_key_reused` (422) for another body, Invalid for a bad key.
    """
    if not key or len(key) > KEY_MAX:
        raise Invalid(
            [FieldProblem("Idempotency-Key", _("The key must have 1 to 255 characters."))]
        )
    digest = hashlib.sha256(body).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_idempotencykey (client, key, request_hash, subject, status)"
            " VALUES (%s, %s, %s, '', 0) ON CONFLICT (client, key) DO NOTHING RETURNING id",
            [client, key, digest],
        )
        if cursor.fetchone() is not None:
            return None
    row = IdempotencyKey.objects.get(client=client, key=key)
    if bytes(row.request_hash) != digest:
        refused = Refused(
            "idempotency_key_reused", _("This key was used before for a different request.")
        )
        refused.status = 422
        raise refused
    return Replay(row.status, row.response)


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
