"""Budgets: how often something may be tried in a while, shared by all processes.

For what can be guessed (the second factor of tracking: threat T2 of the reliability brief). A
budget is a name and a key, such as ("track-code", "H19-250701-0001"); keys are kept as keyed
digests only, because addresses are personal data. The window slides: what was spent in the
window before counts by the share of it that still lies within reach.

Spend outside of a transaction that a refusal would roll back (mark the view `no_transaction`).
"""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from motcua.kernel import clock
from motcua.kernel.signing import keyed_digest

_SPEND = """
INSERT INTO kernel_budget AS b (digest, number, spent, before, ends_at)
VALUES (%(digest)s, %(number)s, %(amount)s, 0, %(ends_at)s)
ON CONFLICT (digest) DO UPDATE SET
    before = CASE WHEN b.number >= excluded.number THEN b.before
                  WHEN b.number = excluded.number - 1 THEN b.spent ELSE 0 END,
    spent = CASE WHEN b.number >= excluded.number THEN least(b.spent + excluded.spent, %(most)s)
                 ELSE excluded.spent END,
    number = greatest(b.number, excluded.number),
    ends_at = greatest(b.ends_at, excluded.ends_at)
RETURNING number, spent, before
"""


def budget_spend(name: str, key: str, limit: int, seconds: int, *, amount: int = 1) -> bool:
    """Count one try; return whether it was within `limit` tries per `seconds`.

    What costs more than another counts with its `amount`. One statement; parallel tries are
    counted one after the other.
    """
    number, _left = _window(seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            _SPEND,
            {
                "digest": _digest(name, key),
                "number": number,
                "ends_at": datetime.fromtimestamp((number + 2) * seconds, UTC),
                "amount": min(amount, limit + 1),
                "most": limit + 1,  # who goes on trying when it is spent does not wait longer
            },
        )
        row = cursor.fetchone()
    return _used(row, seconds) <= limit


def budget_left(name: str, key: str, limit: int, seconds: int, *, amount: int = 1) -> bool:
    """Return whether one more try is within the budget, without counting it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, spent, before FROM kernel_budget WHERE digest = %s",
            [_digest(name, key)],
        )
        row = cursor.fetchone()
    return (0 if row is None else _used(row, seconds)) + amount <= limit


def budgets_tidy() -> int:
    """Forget windows that count no more; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_budget WHERE ends_at < %s", [clock.now()])
        gone: int = cursor.rowcount
    return gone


def network_of(request: HttpRequest) -> str:
    """Return the network a request comes from: /24 of IPv4, /56 of IPv6, as a budget's key.

    Behind `MOTCUA_PROXIES` reverse proxies the address is the one that the outermost of them
    added to X-Forwarded-For; what a client writes there itself is never believed.
    """
    proxies: int = getattr(settings, "PROXIES", 0)
    address = request.META.get("REMOTE_ADDR", "")
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(chain) >= proxies:
        address = chain[-proxies]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    prefix = 24 if parsed.version == 4 else 56
    return str(ipaddress.ip_network((parsed, prefix), strict=False))


def _digest(name: str, key: str) -> str:
    return keyed_digest(f"budget:{name}", key).hex()[:40]


def _window(seconds: int) -> tuple[int, float]:
    """Return the present window's number, and the share of it that is still to come."""
    number, into = divmod(clock.now().timestamp(), seconds)
    return int(number), 1 - into / seconds


def _used(row: tuple[int, int, int], seconds: int) -> float:
    number, left = _window(seconds)
    kept, spent, before = row
    if kept >= number:
        return spent + before * left
    return spent * left if kept == number - 1 else 0
