"""Lives for the worked examples: a dossier of a week in September 2026, told by hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from motcua.dossiers.types import Fact, FactType
from motcua.kernel.clock import LEGAL_ZONE
from motcua.oversight.signals.definition import Life, steps_of

BEGIN = datetime(2026, 9, 7, 8, tzinfo=LEGAL_ZONE)  # a Monday morning
LIMIT = 120  # hours until it is due
CENTRE, OFFICE = 1, 2
COUNTER, SPECIALIST, LEADER, CLERK = 11, 12, 13, 14

Told = tuple[Any, ...]
"""Type, hour of the legal instant, then optionally account, hours until recorded, data."""


def hour(number: float) -> datetime:
    """Return an instant by its hours after the beginning."""
    return BEGIN + timedelta(hours=number)


def life(*told: Told, imported: bool = False, on_slip: bool = False) -> Life:
    """Return the life that some steps tell; see `Told`."""
    links = [_link(*one) for one in told]
    first = links[0][0]
    if imported:
        first.data["imported"] = "sample"
    if on_slip:
        first.data["interim"] = {"number": "1"}
    return Life(OFFICE, CENTRE, steps_of(links))


def accepted(*later: Told, at: float = 0, after: float = 0) -> tuple[Told, ...]:
    """Return the steps of a dossier that was taken in at an hour, and what came later.

    `after`: so many hours later it was entered.
    """
    due = hour(at + LIMIT).isoformat()
    return (
        (FactType.SUBMITTED, at, COUNTER, after, {"receiving": CENTRE, "competent": OFFICE}),
        (FactType.ACCEPTED, at, COUNTER, after, {"due_at": due}),
        (FactType.ASSIGNED, at, COUNTER, after),
        *later,
    )


def _link(
    kind: FactType,
    at: float,
    account_id: int | None = SPECIALIST,
    after: float = 0,
    data: dict[str, Any] | None = None,
) -> tuple[Fact, int | None, datetime]:
    return Fact(kind, hour(at), dict(data or {})), account_id, hour(at + after)
