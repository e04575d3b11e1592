"""What follows from what a provider told: once, under the order's lock."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import connection

from motcua.kernel import clock
from motcua.kernel.events import emit
from motcua.kernel.failpoints import failpoint
from motcua.payments.events import OrderPaid
from motcua.payments.models import FeeOrder, LedgerEntry, PaymentAttempt, Receipt
from motcua.payments.providers import Answer, Told
from motcua.payments.rules import next_ask
from motcua.payments.services.mismatches import mismatch_note
from motcua.payments.services.orders import order_go, order_lock
from motcua.payments.types import AttemptState, EntryKind, Method, MismatchKind, OrderState

ENDS = {
    Told.FAILED: AttemptState.FAILED,
    Told.CANCELLED: AttemptState.CANCELLED,
    Told.EXPIRED: AttemptState.EXPIRED,
}
# Live, or ended here without money: only the platform knows whether its page was paid after all.
ASKABLE = frozenset({AttemptState.OPEN.value, *(state.value for state in ENDS.values())})
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def attempt_settle(*, attempt_id: int, answer: Answer, account_id: int | None = None) -> None:
    """Write what follows from an answer; the same answer again changes nothing.

    Call it inside a transaction. Money that does not agree with the order never makes a receipt:
    it is kept in suspense and goes to the mismatches, and the order is held.
    """
    order_id = PaymentAttempt.objects.values_list("order_id", flat=True).get(pk=attempt_id)
    order = order_lock(pk=order_id)
    attempt = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.state in {AttemptState.PAID, AttemptState.HELD}:
        return
    if answer.told is Told.PAID:
        _paid(order, attempt, answer, account_id)
    elif attempt.state == AttemptState.OPEN and answer.told in ENDS:
        _attempt_end(attempt, ENDS[answer.told])
        if order.state == OrderState.PAYING:
            order_go(order, OrderState.PENDING)


def _paid(order: FeeOrder, attempt: PaymentAttempt, answer: Answer, account_id: int | None) -> None:
    at = answer.at or clock.now()
    attempt.external_id = answer.external_id or attempt.external_id
    wrong = _wrong(order, answer)
    if wrong is None:
        _attempt_end(attempt, AttemptState.PAID)
        others = PaymentAttempt.objects.filter(order=order, state=AttemptState.OPEN.value)
        others.exclude(ask_at=None).update(ask_at=clock.now())  # to be called off
        order_receive(order, attempt, at=at, account_id=account_id)
        return
    _attempt_end(attempt, AttemptState.HELD)
    money_suspend(
        unit_id=order.unit_id,
        order=order,
        method=Method(attempt.method),
        amount_vnd=answer.amount_vnd,
        external_id=attempt.external_id,
        reference=attempt.reference,
        at=at,
    )
    mismatch_note(
        unit_id=order.unit_id,
        order=order,
        day=clock.local(at).date(),
        kind=wrong,
        method=Method(attempt.method),
        external_id=attempt.external_id,
        reference=attempt.reference,
        here_vnd=order.amount_vnd,
        there_vnd=answer.amount_vnd,
    )
    if order.state in {OrderState.PAYING, OrderState.PENDING}:
        if order.state == OrderState.PENDING:
            order_go(order, OrderState.PAYING)
        order.held_reason = wrong.value
        order_go(order, OrderState.HELD)


def _wrong(order: FeeOrder, answer: Answer) -> MismatchKind | None:
    """Return what speaks against a receipt for this money."""
    if order.state == OrderState.PAID:
        return MismatchKind.TWICE
    if order.state in {OrderState.CANCELLED, OrderState.EXPIRED}:
        return MismatchKind.LATE
    if answer.amount_vnd != order.amount_vnd:
        return MismatchKind.AMOUNT
    return MismatchKind.TWICE if order.state == OrderState.HELD else None


def order_receive(
    order: FeeOrder, attempt: PaymentAttempt, *, at: datetime, account_id: int | None
) -> Receipt:
    """Write money in full: state, receipt with the unit's next number, movement; tell others."""
    method = Method(attempt.method)
    if order.state == OrderState.PENDING:
        order_go(order, OrderState.PAYING)
    order.paid_at, order.method = at, method.value
    order_go(order, OrderState.PAID)
    issued = clock.now()
    year = clock.local(issued).year
    receipt = Receipt.objects.create(
        order=order,
        unit_id=order.unit_id,
        year=year,
        serial=_serial(order.unit_id, year),
        code="".join(secrets.choice(CODE_SIGNS) for _sign in range(16)),
        payer_name=order.payer_name,
        amount_vnd=order.amount_vnd,
        method=method.value,
        issued_at=issued,
        issued_by=account_id,
    )
    LedgerEntry.objects.create(
        unit_id=order.unit_id,
        order=order,
        kind=EntryKind.RECEIPT.value,
        method=method.value,
        amount_vnd=order.amount_vnd,
        external_id=attempt.external_id,
        reference=attempt.reference,
        at=at,
        day=clock.local(at).date(),
        account_id=account_id,
    )
    failpoint("operation.written")
    emit(
        OrderPaid(
            order_id=order.pk,
            subject=order.subject,
            amount_vnd=order.amount_vnd,
            receipt_number=f"{receipt.year}/{receipt.serial:06d}",
            paid_at=at,
            method=method.value,
        )
    )
    return receipt


def money_suspend(
    *,
    unit_id: int,
    order: FeeOrder | None,
    method: Method,
    amount_vnd: int,
    external_id: str,
    reference: str,
    at: datetime,
) -> None:
    """Write money that came and belongs to no receipt (yet); written before, change nothing."""
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                unit_id=unit_id,
                order=order,
                kind=EntryKind.SUSPENSE.value,
                method=method.value,
                amount_vnd=amount_vnd,
                external_id=external_id,
                reference=reference,
                at=at,
                day=clock.local(at).date(),
            )
        ],
        ignore_conflicts=True,
    )


def _attempt_end(attempt: PaymentAttempt, state: AttemptState) -> None:
    at = clock.now()
    watched = attempt.method == Method.PLATFORM and state.value in ASKABLE
    attempt.state, attempt.ended_at = state.value, at
    attempt.ask_at = at + next_ask(0) if watched else None
    attempt.save(update_fields=["state", "ended_at", "ask_at", "external_id"])


def _serial(unit_id: int, year: int) -> int:
    """Take the next number; the row is locked until commit, so that a rollback gives it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_receiptcounter (unit_id, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (unit_id, year) DO UPDATE SET last = payments_receiptcounter.last + 1"
            " RETURNING last",
            [unit_id, year],
        )
        serial: int = cursor.fetchone()[0]
    return serial
