"""Money that named nothing is booked on the payment that it was for, by a person."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.payments.models import FeeOrder, LedgerEntry
from motcua.payments.providers import Answer, Told
from motcua.payments.services.attempts import transfer_seen, transfer_settle
from motcua.payments.services.locks import statements_lock
from motcua.payments.services.mismatches import booked_by, by_two, mismatch_clear, mismatch_lock
from motcua.payments.types import EntryKind, Method, MismatchKind, MismatchView, OrderState


def mismatch_bookable(found: MismatchView) -> bool:
    """Tell whether a difference is money of a transfer that waits for its payment."""
    return (
        found.resolved_at is None
        and found.kind is MismatchKind.THERE_NOT_HERE
        and found.method is Method.TRANSFER
    )


def mismatch_book(*, actor: Actor, mismatch_id: int, order_code: str) -> None:
    """Book a transfer that named nothing on a payment of the same amount, and close the difference.

    That may be a payment that the counter booked because it saw the transfer: then it is found,
    but not by whoever booked it. Raises NotFound, Forbidden, Invalid when there is no such payment
    or its amount is another one, Refused when somebody closed the difference before, and
    `mismatch_by_two`.
    """
    with transaction.atomic():
        statements_lock()  # else what is found here could be named as missing just now
        row = mismatch_lock(mismatch_id)
        posting = actor.posting_for(Action.PAYMENT_RECONCILE, row.unit_id)
        code = order_code.strip().upper()
        orders = FeeOrder.objects.select_for_update()  # else it may be paid another way meanwhile
        order = orders.filter(code=code, unit_id__in=posting.unit_ids).first()
        held = LedgerEntry.objects.filter(
            unit_id=row.unit_id,
            method=Method.TRANSFER.value,
            external_id=row.external_id,
            kind=EntryKind.SUSPENSE.value,
        ).first()
        if row.kind != MismatchKind.THERE_NOT_HERE or held is None:
            raise _wrong(_("This difference holds no money that could be booked."))
        if order is None:
            raise _wrong(_("There is no such payment here."))
        if order.amount_vnd != held.amount_vnd:
            raise _wrong(_("This payment is of another amount."))
        answer = Answer(Told.PAID, held.amount_vnd, held.external_id, held.at)
        seen = transfer_seen(order, answer)  # what the counter had booked, and no statement named
        if seen and posting.account_id in booked_by(order.pk):
            raise by_two()
        if not seen and order.state not in {OrderState.PENDING, OrderState.PAYING}:
            raise _wrong(_("This cannot be paid any more, or not just now."))
        row.order = order  # whose money it was: readings of its text are theirs from now on
        mismatch_clear(row, posting.account_id, f"→ {order.code}")
        if not seen:
            transfer_settle(order, answer)


def _wrong(message: str) -> Invalid:
    return Invalid([FieldProblem("order_code", message)])
