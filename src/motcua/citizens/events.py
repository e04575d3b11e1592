"""Facts that the citizens' realm publishes to those above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.citizens.types import ConsentPurpose, PersonView, ReviewState


class RelationTurn(StrEnum):
    """What became of a relation."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ENDED = "ended"  # by one of both sides
    EXPIRED = "expired"  # its last day is over


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """A person allowed something, or took that back; emitted in the transaction that wrote it."""

    person_id: int
    purpose: ConsentPurpose
    given: bool


@dataclass(frozen=True, slots=True)
class IdentityReviewed:
    """A refused sign-in was decided; `known` are whom the number or account belonged to.

    They stand as before the decision: whoever was let in by mistake must not be the only one told.
    `email`, `phone` and `language` are those that were claimed: of somebody without an account.
    """

    review_id: int
    decision: ReviewState
    decided_at: datetime
    known: tuple[PersonView, ...]
    email: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class RelationTurned:
    """A relation was decided or ended, `by_person` on one side's own word; in that transaction.

    `subject_id` is None for a claim that nobody confirmed: that side is not told of it.
    """

    relation_id: int
    turn: RelationTurn
    person_id: int
    subject_id: int | None
    by_person: int | None = None
