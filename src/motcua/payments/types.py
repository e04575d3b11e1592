"""Words of payments that others may use. Amounts are whole dong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from motcua.procedures.types import worded


def said(texts: Mapping[str, str]) -> str:
    """Return the text of the active language out of texts by language."""
    return worded(texts.get("vi", ""), texts.get("en", ""), texts.get("id", ""))


class Collection(IntEnum):
    """When a fee is collected (HinhThucThu, domain brief 2.5)."""

    INTAKE = 1
    SUPPLEMENT = 2
    RETURN = 4


class OrderState(StrEnum):
    """Where an order stands; HELD waits for a person because something does not agree."""

    PENDING = "pending"
    PAYING = "paying"
    PAID = "paid"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    HELD = "held"


class Method(StrEnum):
    """How money moves; `providers` has one entry for each."""

    PLATFORM = "platform"  # national payment platform
    TRANSFER = "transfer"  # bank transfer by VietQR
    CASH = "cash"  # at the counter


class AttemptState(StrEnum):
    """Where one try to pay stands; OPEN is the live one of an order."""

    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    HELD = "held"


class RefundState(StrEnum):
    """PROPOSED by the system, REQUESTED by one person, APPROVED by another, then sent."""

    PROPOSED = "proposed"
    REQUESTED = "requested"
    APPROVED = "approved"
    DONE = "done"
    FAILED = "failed"
    REJECTED = "rejected"


class MismatchKind(StrEnum):
    """What does not agree between our books and the other side's."""

    THERE_NOT_HERE = "there_not_here"
    HERE_NOT_THERE = "here_not_there"
    AMOUNT = "amount"
    TWICE = "twice"
    LATE = "late"  # paid after the order was cancelled or had run out
    REFUND_ONLY_HERE = "refund_only_here"
    REFUND_ONLY_THERE = "refund_only_there"
    CASH = "cash"  # what a till handed over is not what it had taken


class ChangeState(StrEnum):
    """Where a new bank account stands: one person enters it, another confirms it."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class EntryKind(StrEnum):
    """A movement of money: for a receipt, back to the payer, or waiting to be made clear."""

    RECEIPT = "receipt"
    REFUND = "refund"
    SUSPENSE = "suspense"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class LineInput:
    """One line of an order; `name` and `how` are texts by language (`vi`, `en`, `id`)."""

    name: Mapping[str, str]
    amount_vnd: int
    how: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""


@dataclass(frozen=True)
class LineView:
    """One line of an order in the active language."""

    texts: Mapping[str, Mapping[str, str]]
    amount_vnd: int
    basis: str

    @property
    def name(self) -> str:
        """Return what is paid for."""
        return said(self.texts.get("name", {}))

    @property
    def how(self) -> str:
        """Return how the amount was reckoned."""
        return said(self.texts.get("how", {}))


@dataclass(frozen=True)
class AttemptView:
    """One try to pay an order."""

    id: int
    order_id: int
    reference: str
    method: Method
    state: AttemptState
    amount_vnd: int
    started_at: datetime
    external_id: str
    redirect_url: str
    asked_at: datetime | None = None
    asks: int = 0


@dataclass(frozen=True)
class ReceiptView:
    """Proof that money was received; `number` has no gap within unit and year."""

    id: int
    order_id: int
    unit_id: int
    year: int
    serial: int
    code: str
    payer_name: str
    amount_vnd: int
    method: Method
    issued_at: datetime
    lines: tuple[LineView, ...]
    purpose: Mapping[str, str]
    subject: str
    refunded_vnd: int = 0
    issued_by: int | None = None
    order_code: str = ""

    @property
    def purpose_text(self) -> str:
        """Return what it is for, in the active language."""
        return said(self.purpose)

    @property
    def number(self) -> str:
        """Return the number as it is printed, such as `2026/000123`."""
        return f"{self.year}/{self.serial:06d}"

    @property
    def voided(self) -> bool:
        """Whether all of it was given back."""
        return self.refunded_vnd >= self.amount_vnd


@dataclass(frozen=True)
class OrderView:
    """What somebody owes, for what, and how it stands."""

    id: int
    code: str
    subject: str
    unit_id: int
    payer_name: str
    purpose: Mapping[str, str]
    collection: Collection
    amount_vnd: int
    state: OrderState
    made_at: datetime
    expires_at: datetime | None
    paid_at: datetime | None
    method: str
    return_url: str
    held_reason: str
    lines: tuple[LineView, ...] = ()
    attempt: AttemptView | None = None
    receipt: ReceiptView | None = None
    last: AttemptView | None = None
    attempts: tuple[AttemptView, ...] = ()

    @property
    def unsure(self) -> tuple[AttemptView, ...]:
        """Return the tries on the platform that may have been paid there, the newest first.

        Live ones, and those that ended here without money: their page may have been paid all the
        same, and only the platform knows.
        """
        over = {AttemptState.PAID, AttemptState.HELD}
        return tuple(
            one
            for one in reversed(self.attempts)
            if one.method is Method.PLATFORM and one.state not in over
        )

    @property
    def purpose_text(self) -> str:
        """Return what it is for, in the active language."""
        return said(self.purpose)

    @property
    def payable(self) -> bool:
        """Whether it may still be paid."""
        return self.state in {OrderState.PENDING, OrderState.PAYING}


@dataclass(frozen=True)
class RefundView:
    """Money that goes back, or is proposed to."""

    id: int
    order: OrderView
    amount_vnd: int
    reason: str
    state: RefundState
    method: Method
    made_at: datetime
    requested_by: int | None
    approved_by: int | None
    done_at: datetime | None
    problem: str


@dataclass(frozen=True)
class MismatchView:
    """One thing that does not agree; a person makes it clear and says why."""

    id: int
    unit_id: int
    day: date
    kind: MismatchKind
    method: Method
    external_id: str
    reference: str
    order_code: str
    here_vnd: int | None
    there_vnd: int | None
    found_at: datetime
    resolved_at: datetime | None
    resolved_by: int | None
    resolution: str
    explained_by: int | None = None
    explained_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether it is explained by somebody who had a part in it, and another one decides."""
        return self.resolved_at is None and self.explained_by is not None


@dataclass(frozen=True)
class DayFigures:
    """What moved on a day by one method: how often, how much came, how much went back."""

    method: Method
    received: int
    received_vnd: int
    refunded: int
    refunded_vnd: int


@dataclass(frozen=True)
class BankAccountView:
    """The account of a unit that transfers go to; `bank_bin` is the bank's NAPAS number."""

    bank_bin: str
    bank_name: str
    number: str
    holder: str


@dataclass(frozen=True)
class AccountPeriod:
    """A unit's account from a day until before another one, and who entered and confirmed it."""

    unit_id: int
    account: BankAccountView
    valid_from: date
    valid_to: date | None
    source: str
    entered_by: int | None
    confirmed_by: int | None


@dataclass(frozen=True)
class AccountChangeView:
    """An account that somebody entered; it holds once another person has confirmed it."""

    id: int
    unit_id: int
    account: BankAccountView
    valid_from: date
    source: str
    state: ChangeState
    entered_by: int
    entered_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True)
class HandOverView:
    """One hand-over of a till's cash, until the finance office has counted it and after."""

    id: int
    unit_id: int
    account_id: int
    day: date
    due_vnd: int
    handed_vnd: int
    note: str
    made_at: datetime
    received_vnd: int | None
    received_by: int | None
    received_at: datetime | None


@dataclass(frozen=True)
class TillView:
    """The cash of one official at one unit on a day, in dong."""

    unit_id: int
    account_id: int
    day: date
    taken: int = 0
    taken_vnd: int = 0
    reversed: int = 0
    reversed_vnd: int = 0
    hand_overs: tuple[HandOverView, ...] = ()

    @property
    def due_vnd(self) -> int:
        """Return what the books say: taken less given back."""
        return self.taken_vnd - self.reversed_vnd

    @property
    def left_vnd(self) -> int:
        """Return what no hand-over accounts for yet."""
        return self.due_vnd - sum(one.due_vnd for one in self.hand_overs)

    @property
    def handed_vnd(self) -> int:
        """Return what the official says was handed over."""
        return sum(one.handed_vnd for one in self.hand_overs)

    @property
    def received_vnd(self) -> int:
        """Return what the finance office has counted."""
        return sum(one.received_vnd or 0 for one in self.hand_overs)

    @property
    def settled(self) -> bool:
        """Whether everything was handed over and counted."""
        return not self.left_vnd and all(one.received_at for one in self.hand_overs)

    @property
    def difference_vnd(self) -> int:
        """Return how much more (or less, negative) was counted than the books say."""
        counted = (one for one in self.hand_overs if one.received_vnd is not None)
        return sum((one.received_vnd or 0) - one.due_vnd for one in counted)


@dataclass(frozen=True)
class ClosingView:
    """That a day's books were looked through and closed, with the figures of that moment."""

    unit_id: int
    day: date
    closed_by: int
    closed_at: datetime
    figures: Mapping[str, Mapping[str, int]]
    note: str
    reopened_by: int | None = None
    reopened_at: datetime | None = None
    reopen_reason: str = ""
