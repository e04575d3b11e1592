"""From rows to views."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum

from motcua.payments.models import (
    FeeOrder,
    Mismatch,
    OrderLine,
    PaymentAttempt,
    Receipt,
    Refund,
)
from motcua.payments.types import (
    AttemptState,
    AttemptView,
    Collection,
    LineView,
    Method,
    MismatchKind,
    MismatchView,
    OrderState,
    OrderView,
    ReceiptView,
    RefundState,
    RefundView,
)


def order_views(rows: Iterable[FeeOrder]) -> list[OrderView]:
    """Return orders with lines, attempts and receipts; a fixed number of statements."""
    listed = list(rows)
    ids = [row.pk for row in listed]
    lines: dict[int, list[LineView]] = {}
    for line in OrderLine.objects.filter(order_id__in=ids).order_by("position"):
        lines.setdefault(line.order_id, []).append(
            LineView(line.texts, line.amount_vnd, line.basis)
        )
    attempts: dict[int, list[AttemptView]] = {}
    for attempt in PaymentAttempt.objects.filter(order_id__in=ids).order_by("id"):
        attempts.setdefault(attempt.order_id, []).append(attempt_view(attempt))
    given: dict[int, int] = dict(
        Refund.objects.filter(order_id__in=ids, state=RefundState.DONE.value)
        .values_list("order_id")
        .annotate(total=Sum("amount_vnd"))
    )
    orders = {row.pk: row for row in listed}
    receipts = {
        row.order_id: receipt_view(
            row,
            orders[row.order_id],
            tuple(lines.get(row.order_id, ())),
            given.get(row.order_id, 0),
        )
        for row in Receipt.objects.filter(order_id__in=ids)
    }
    return [
        _order(row, tuple(lines.get(row.pk, ())), attempts.get(row.pk, []), receipts.get(row.pk))
        for row in listed
    ]


def _order(
    row: FeeOrder,
    lines: tuple[LineView, ...],
    attempts: list[AttemptView],
    receipt: ReceiptView | None,
) -> OrderView:
    live = [attempt for attempt in attempts if attempt.state is AttemptState.OPEN]
    return OrderView(
        id=row.pk,
        code=row.code,
        subject=row.subject,
        unit_id=row.unit_id,
        payer_name=row.payer_name,
        purpose=row.purpose,
        collection=Collection(row.collection),
        amount_vnd=row.amount_vnd,
        state=OrderState(row.state),
        made_at=row.made_at,
        expires_at=row.expires_at,
        paid_at=row.paid_at,
        method=row.method,
        return_url=row.return_url,
        held_reason=row.held_reason,
        lines=lines,
        attempt=live[0] if live else None,
        receipt=receipt,
        last=attempts[-1] if attempts else None,
        attempts=tuple(attempts),
    )


def attempt_view(row: PaymentAttempt) -> AttemptView:
    """Return one attempt."""
    return AttemptView(
        id=row.pk,
        order_id=row.order_id,
        reference=row.reference,
        method=Method(row.method),
        state=AttemptState(row.state),
        amount_vnd=row.amount_vnd,
        started_at=row.started_at,
        external_id=row.external_id,
        redirect_url=row.redirect_url,
        asked_at=row.asked_at,
        asks=row.asks,
    )


def receipt_view(
    row: Receipt, order: FeeOrder, lines: tuple[LineView, ...], refunded_vnd: int
) -> ReceiptView:
    """Return one receipt."""
    return ReceiptView(
        id=row.pk,
        order_id=row.order_id,
        unit_id=row.unit_id,
        year=row.year,
        serial=row.serial,
        code=row.code,
        payer_name=row.payer_name,
        amount_vnd=row.amount_vnd,
        method=Method(row.method),
        issued_at=row.issued_at,
        lines=lines,
        purpose=order.purpose,
        subject=order.subject,
        refunded_vnd=refunded_vnd,
        issued_by=row.issued_by,
        order_code=order.code,
    )


def refund_views(rows: Iterable[Refund]) -> list[RefundView]:
    """Return refunds with their orders; a fixed number of statements."""
    listed = list(rows)
    orders = {
        view.id: view
        for view in order_views(FeeOrder.objects.filter(pk__in={row.order_id for row in listed}))
    }
    return [
        RefundView(
            id=row.pk,
            order=orders[row.order_id],
            amount_vnd=row.amount_vnd,
            reason=row.reason,
            state=RefundState(row.state),
            method=Method(row.method),
            made_at=row.made_at,
            requested_by=row.requested_by,
            approved_by=row.approved_by,
            done_at=row.done_at,
            problem=row.problem,
        )
        for row in listed
    ]


def mismatch_view(row: Mismatch) -> MismatchView:
    """Return one mismatch; its order has been selected along."""
    return MismatchView(
        id=row.pk,
        unit_id=row.unit_id,
        day=row.day,
        kind=MismatchKind(row.kind),
        method=Method(row.method),
        external_id=row.external_id,
        reference=row.reference,
        order_code=row.order.code if row.order is not None else "",
        here_vnd=row.here_vnd,
        there_vnd=row.there_vnd,
        found_at=row.found_at,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
        resolution=row.resolution,
        explained_by=row.explained_by,
        explained_at=row.explained_at,
    )
