"""Facts that payments publish inside their own transaction (`kernel.events`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OrderPaid:
    """An order was paid and has its receipt; `subject` says for what, such as `dossier:17`."""

    order_id: int
    subject: str
    amount_vnd: int
    receipt_number: str
    paid_at: datetime
    method: str


@dataclass(frozen=True, slots=True)
class OrderRefunded:
    """Money of an order went back to the payer; `whole` when nothing of it is left."""

    order_id: int
    subject: str
    amount_vnd: int
    refunded_at: datetime
    whole: bool
    reversal: bool = False  # taken by mistake and given back at once: it is owed again
