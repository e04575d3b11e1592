"""Money that an official takes in at the counter: receipt at once, reversal on the same day."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.payments.models import FeeOrder, PaymentAttempt, Refund
from motcua.payments.providers import Answer, Told
from motcua.payments.queries.tills import reversal_refusal
from motcua.payments.queries.views import order_views
from motcua.payments.services.closing import cash_open
from motcua.payments.services.locks import till_lock
from motcua.payments.services.orders import order_go, order_lock
from motcua.payments.services.refunds import refund_book, refund_reference
from motcua.payments.services.settle import attempt_settle
from motcua.payments.types import (
    AttemptState,
    Method,
    OrderState,
    OrderView,
    ReceiptView,
    RefundState,
)


def cash_take(*, order: OrderView, posting: PostingView, method: Method) -> ReceiptView:
    """Take an order's money at the counter and return its receipt; in the caller's transaction.

    A transfer that the payer has begun from home gives way; a payment on the platform does not,
    because it may succeed any moment: Refused `payment_under_way`. On a day whose cash is closed
    none is taken (`cash_closed`); a transfer seen there still is, as the bank's money comes anyhow.
    """
    with transaction.atomic():
        row = order_lock(pk=order.id)
        at = clock.now()
        live = PaymentAttempt.objects.filter(order=row, state=AttemptState.OPEN.value).first()
        if live is not None and live.method == Method.PLATFORM:
            raise Refused(
                "payment_under_way",
                _(
                    "This is being paid on the payment platform just now. Wait until it is known"
                    " how that ended, or let the payer give it up."
                ),
            )
        if live is not None:
            attempt_settle(attempt_id=live.pk, answer=Answer(Told.CANCELLED))
            row = order_lock(pk=order.id)
        if row.state != OrderState.PENDING:
            raise Refused("not_payable", _("This cannot be paid any more, or not just now."))
        if method is Method.CASH:
            cash_open(row.unit_id, clock.local(at).date())
        number = PaymentAttempt.objects.filter(order=row).count() + 1
        attempt = PaymentAttempt.objects.create(
            order=row,
            unit_id=row.unit_id,
            reference=f"{row.code}-{number}",
            method=method.value,
            state=AttemptState.OPEN.value,
            amount_vnd=row.amount_vnd,
            started_at=at,
        )
        order_go(row, OrderState.PAYING)
        attempt_settle(
            attempt_id=attempt.pk,
            answer=Answer(Told.PAID, row.amount_vnd, at=at),
            account_id=posting.account_id,
        )
        receipt = order_views([FeeOrder.objects.get(pk=row.pk)])[0].receipt
        assert receipt is not None
    return receipt


def cash_reverse(*, subject: str, posting: PostingView, reason: str) -> ReceiptView:
    """Give cash back on the day it was taken, because it was taken by mistake; return the receipt.

    Only who took it does so, out of the same till, and before the till's money was handed over.
    The receipt keeps its number and is void. Otherwise it takes a refund that two people decide.
    Raises NotFound without cash for the subject, Invalid without a reason, Refused.
    """
    words = " ".join(reason.split())
    if len(words) < 5:
        raise Invalid([FieldProblem("reason", _("Say in a few words what was found and done."))])
    with transaction.atomic():
        row = (
            FeeOrder.objects.select_for_update()
            .filter(subject=subject, state="paid", method=Method.CASH.value)
            .order_by("-id")
            .first()
        )
        if row is None:
            raise NotFound("receipt_unknown", _("There is no such receipt here."))
        receipt = order_views([row])[0].receipt
        assert receipt is not None
        till_lock(row.unit_id, posting.account_id)
        cash_open(row.unit_id, clock.today())
        refusal = reversal_refusal(receipt, posting.account_id)
        if refusal is not None:
            raise refusal
        if row.refunds.exclude(state__in=["rejected", "failed"]).exists():
            raise Refused("refund_open", _("This is being given back already, or was."))
        refund = Refund.objects.create(
            order=row,
            unit_id=row.unit_id,
            reference=refund_reference(row),
            amount_vnd=row.amount_vnd,
            reason=words[:500],
            state=RefundState.APPROVED.value,
            method=Method.CASH.value,
            made_at=clock.now(),
            requested_by=posting.account_id,
        )
        refund_book(refund, external_id="", account_id=posting.account_id, reversal=True)
        view = order_views([row])[0].receipt
        assert view is not None
    return view
