"""Offices for signatures: who is head, who is deputy, who signs by a document."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from motcua.identity.capacity_rules import Office
from motcua.identity.services import OfficeInput, office_set
from motcua.identity.types import Actor, Role

LONG_AGO = datetime(2025, 7, 1, tzinfo=UTC)


def office_held(actor: Actor, office: Office | None = Office.HEAD, **over: Any) -> Actor:
    """Record the office of somebody's leading posting; return the same person."""
    posting = next(one for one in actor.postings if one.role in {Role.LEADER, Role.DIRECTOR})
    given = OfficeInput(office, **{"valid_from": LONG_AGO, **over})
    office_set(actor=None, posting_id=posting.id, given=given)
    return actor
