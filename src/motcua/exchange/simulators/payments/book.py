"""The platform's book, in the memory of this one process."""

from __future__ import annotations

import itertools
import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from motcua.kernel import clock

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
LIFE = timedelta(minutes=15)


@dataclass
class Payment:
    """One announced payment."""

    id: str
    token: str
    merchant: str
    reference: str
    amount: int
    description: str
    return_url: str
    callback_url: str
    made_at: datetime
    state: str = "open"
    paid_amount: int = 0
    paid_at: datetime | None = None
    refunds: dict[str, tuple[str, int, datetime]] = field(default_factory=dict)

    def told(self) -> dict[str, object]:
        """Return what the query says."""
        return {
            "id": self.id,
            "reference": self.reference,
            "amount": self.amount,
            "state": self.state,
            "paid_amount": self.paid_amount,
            "paid_at": self.paid_at.isoformat() if self.paid_at else None,
        }


class Book:
    """All payments by reference; safe for several threads."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.payments: dict[str, Payment] = {}
        self._numbers = itertools.count(1)

    def number(self, kind: str) -> str:
        """Return the next number of a kind."""
        return f"{kind}{clock.now():%y%m%d%H%M%S}{next(self._numbers):06d}"

    def announce(self, merchant: str, data: dict[str, str], amount: int) -> Payment | None:
        """Keep a payment; None when the reference is known with another amount."""
        with self.lock:
            known = self.payments.get(data["reference"])
            if known is not None:
                return known if known.amount == amount else None
            made = Payment(
                id=self.number("P"),
                token=secrets.token_urlsafe(16),
                merchant=merchant,
                amount=amount,
                made_at=clock.now(),
                reference=data["reference"],
                description=data["description"],
                return_url=data["return_url"],
                callback_url=data["callback_url"],
            )
            self.payments[made.reference] = made
            return made

    def find(self, reference: str) -> Payment | None:
        """Return a payment, expired if its time is over."""
        with self.lock:
            found = self.payments.get(reference)
            if found and found.state == "open" and clock.now() - found.made_at > LIFE:
                found.state = "expired"
            return found

    def by_token(self, token: str) -> Payment | None:
        """Return the payment that a page belongs to."""
        with self.lock:
            found = next((p for p in self.payments.values() if p.token == token), None)
            return self.find(found.reference) if found else None

    def end(self, payment: Payment, state: str, *, paid: int = 0) -> bool:
        """End an open payment; return whether it was open."""
        with self.lock:
            if payment.state != "open":
                return False
            payment.state = state
            if state == "paid":
                payment.paid_amount, payment.paid_at = paid, clock.now()
            return True

    def refund(self, payment: Payment, reference: str, amount: int) -> tuple[str, int] | None:
        """Give money back once per reference; None when there is not so much left."""
        with self.lock:
            if reference in payment.refunds:
                number, before, _at = payment.refunds[reference]
                return number, before
            back = sum(one for _number, one, _at in payment.refunds.values())
            if payment.state != "paid" or not 0 < amount <= payment.paid_amount - back:
                return None
            number = self.number("R")
            payment.refunds[reference] = (number, amount, clock.now())
            return number, amount

    def day(self, merchant: str, day: str) -> list[dict[str, object]]:
        """Return what moved on a legal day."""
        moves: list[tuple[datetime, str, str, int]] = []
        with self.lock:
            for one in self.payments.values():
                if one.merchant == merchant and one.paid_at is not None:
                    moves.append((one.paid_at, one.id, one.reference, one.paid_amount))
                    moves += [
                        (at, number, reference, -amount)
                        for reference, (number, amount, at) in one.refunds.items()
                    ]
        return [
            {"id": number, "reference": reference, "amount": amount, "at": at.isoformat()}
            for at, number, reference, amount in sorted(moves)
            if at.astimezone(HERE).date().isoformat() == day
        ]
