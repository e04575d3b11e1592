"""Facts that identity publishes, inside the transaction of the change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.identity.types import Role


@dataclass(frozen=True)
class PostingOpened:
    """Somebody got a role in a unit from `valid_from` on."""

    posting_id: int
    account_id: int
    unit_id: int
    role: Role
    valid_from: datetime


@dataclass(frozen=True)
class PostingEnded:
    """A posting ends at `valid_to` (now, or later); open work is to be handed over by then."""

    posting_id: int
    account_id: int
    unit_id: int
    role: Role
    valid_to: datetime


@dataclass(frozen=True)
class AccountDeactivated:
    """Nobody can sign in to this account any more; its open work is to be handed over."""

    account_id: int


@dataclass(frozen=True)
class FactorReset:
    """An administrator took away somebody's second factor; the person is to be told.

    `record_id` is the line of the record of rights: each reset is told once.
    """

    account_id: int
    record_id: int
    at: datetime
    email: str


@dataclass(frozen=True)
class SubstitutionChanged:
    """Somebody's work goes to somebody else for a time, or that time has changed.

    `change` is made, moved (another end) or ended; `record_id` is the line of the record of
    rights: each change is told once. E-mail addresses are empty where an account has none.
    """

    substitution_id: int
    change: str
    record_id: int
    account_id: int
    account_email: str
    substitute_id: int
    substitute_email: str
    valid_from: datetime
    valid_to: datetime
