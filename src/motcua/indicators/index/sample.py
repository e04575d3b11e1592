"""Rows for worked examples: days of October 2026, everything unsaid as in a plain dossier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from motcua.indicators.index.definition import Span

UNIT = 1
BEGIN = datetime(2026, 9, 30, 17, tzinfo=UTC)  # 1 October 2026, 00:00 in the legal zone
SPAN = Span(BEGIN, BEGIN + timedelta(days=31) - timedelta(microseconds=1))
Row = Mapping[str, object]


def day(number: float | None) -> datetime | None:
    """Return noon of a day of October 2026 (0 and less: before it); None stays None."""
    return None if number is None else BEGIN + timedelta(days=number - 1, hours=12)


def dossier(
    code: str,
    *,
    accepted: float | None = 2,
    due: float | None = 10,
    ended: float | None = None,
    stands: float | None = None,
    **over: object,
) -> Row:
    """Return a dossier; days are of October 2026."""
    return {
        "code": code,
        "version": 1,
        "valid_from": day(-60),
        "valid_to": None,
        "identity": code,
        "mirrored": False,
        "unit_id": UNIT,
        "receiving_unit_id": UNIT,
        "procedure_code": "1.1",
        "procedure_version_id": 11,
        "channel": 1,
        "status": 9 if ended is not None else 4,
        "submitted_at": day(accepted),
        "accepted_at": day(accepted),
        "due_at": day(due),
        "ended_at": day(ended),
        "returned_at": None,
        "stands_since": day(stands),
        "supplements": 0,
        "spent_seconds": _seconds(accepted, ended if ended is not None else stands),
        "ran_from": _second(accepted),
        "e_result": ended is not None,
        "has_file": True,
        "all_digital": True,
        "reused": False,
        "from_store": False,
        "shared": False,
        "fee_due": False,
        "paid_online": 0,
        "identified": False,
        "population": False,
        "synchronised": False,
        **over,
    }


def _second(number: float | None) -> int | None:
    at = day(number)
    return None if at is None else int(at.timestamp())


def _seconds(first: float | None, last: float | None) -> int | None:
    begin, end = _second(first), _second(last)
    return None if begin is None or end is None else end - begin


def procedure(code: str = "1.1", version_id: int = 11, **over: object) -> Row:
    """Return a version of a procedure in force."""
    return {
        "version_id": version_id,
        "code": code,
        "field_code": "A",
        "valid_from": day(-900),
        "valid_to": None,
        "announced_at": None,
        "announce_by": None,
        "published_at": None,
        "unpublished": None,
        "publish_by": None,
        "complete": True,
        "online": "partial",
        "has_fee": False,
        "fee_online": None,
        "paper_result": True,
        "for_citizens": True,
        "limit_seconds": None,
        **over,
    }


def offering(code: str = "1.1", **over: object) -> Row:
    """Return that the sample unit resolves a procedure."""
    return {
        "unit_id": UNIT,
        "procedure_code": code,
        "valid_from": day(-900),
        "valid_to": None,
        **over,
    }


def petition(number: str, received: float = 5, closed: float | None = None, **over: object) -> Row:
    """Return a petition; days are of October 2026."""
    return {
        "number": number,
        "unit_id": UNIT,
        "dossier_code": "",
        "procedure_code": "1.1",
        "kind": "regulation",
        "received_at": day(received),
        "state": "received" if closed is None else "answered",
        "closed_at": day(closed),
        "in_time": True if closed is not None else None,
        "due_at": None if closed is not None else day(received + 15),
        "published_in_time": None,
        "repeated": False,
        "disliked": False,
        **over,
    }


def rating(dossier_code: str, score: int, rated: float = 12) -> Row:
    """Return what somebody said of a dossier."""
    return {"dossier_code": dossier_code, "score": score, "rated_at": day(rated)}


def month(**over: object) -> Row:
    """Return what the national systems count of the sample unit in October 2026."""
    return {
        "unit_id": UNIT,
        "month": BEGIN,
        "reported": 0,
        "on_portal": 0,
        "synchronised": 0,
        "last_year": 0,
        **over,
    }
