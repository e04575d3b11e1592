"""Money that goes back: proposed or requested, approved by another person, sent, booked."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.events import emit
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.events import OrderRefunded
from motcua.payments.models import (
    FeeOrder,
    LedgerEntry,
    Mismatch,
    PaymentAttempt,
    Receipt,
    Refund,
)
from motcua.payments.providers import Answer, ProviderDown, Told, provider_of
from motcua.payments.services.closing import cash_open
from motcua.payments.services.locks import name_lock
from motcua.payments.types import AttemptState, EntryKind, Method, MismatchKind, RefundState

log = logging.getLogger(__name__)
OPEN = ("proposed", "requested", "approved")


def refund_propose(*, subject: str, reason: str) -> int:
    """Propose to give back what was paid for a subject that ended; return how many proposals.

    Nothing is proposed for what was given back already, or is being given back.
    """
    count = 0
    with transaction.atomic():
        paid = FeeOrder.objects.select_for_update().filter(subject=subject, state="paid")
        for order in paid.order_by("id"):
            left = refundable(order)
            if not left or order.refunds.filter(state__in=OPEN).exists():
                continue
            _make(order, left, reason, RefundState.PROPOSED, None)
            count += 1
    return count


def refund_request(
    *, actor: Actor, order_code: str, reason: str, amount_vnd: int | None = None
) -> None:
    """Ask for a refund of a paid order (of all that is left by default).

    A proposal of the system becomes the request. Raises NotFound, Forbidden, Invalid, Refused.
    """
    words = " ".join(reason.split())
    if not 5 <= len(words) <= 500:
        raise Invalid([FieldProblem("reason", _("Say why the money goes back."))])
    with transaction.atomic():
        order = FeeOrder.objects.select_for_update().filter(code=order_code, state="paid").first()
        if order is None:
            raise NotFound("payment_unknown", _("There is no such payment here."))
        posting = actor.posting_for(Action.REFUND_REQUEST, order.unit_id)
        open_ = order.refunds.filter(state__in=OPEN).first()
        if open_ is not None and open_.state != RefundState.PROPOSED:
            raise Refused("refund_open", _("This is being given back already, or was."))
        left = refundable(order)
        wanted = left if amount_vnd is None else amount_vnd
        if not 0 < wanted <= left:
            raise Invalid([FieldProblem("amount_vnd", _("No more than what was paid goes back."))])
        if open_ is not None:
            open_.state = RefundState.REJECTED.value  # its amount stays as it was made
            open_.save(update_fields=["state"])
        _make(order, wanted, words, RefundState.REQUESTED, posting.account_id)


def refund_approve(*, actor: Actor, refund_id: int) -> None:
    """Approve a requested refund, as another person than the one who asked for it.

    On the platform a job sends it; of cash and transfers somebody says by `refund_pay` that it
    was paid out. Raises NotFound, Forbidden, Refused.
    """
    with transaction.atomic():
        refund = _locked(refund_id)
        posting = actor.posting_for(Action.REFUND_APPROVE, refund.unit_id)
        if refund.state != RefundState.REQUESTED:
            raise Refused("refund_not_requested", _("This refund does not wait for approval."))
        if refund.requested_by == posting.account_id:
            raise Refused(
                "refund_by_two", _("Whoever asked for a refund cannot approve it. Ask a colleague.")
            )
        refund.state, refund.approved_by = RefundState.APPROVED.value, posting.account_id
        refund.save(update_fields=["state", "approved_by"])


def refund_reject(*, actor: Actor, refund_id: int) -> None:
    """Decide against a proposed or requested refund. Raises NotFound, Forbidden, Refused."""
    with transaction.atomic():
        refund = _locked(refund_id)
        posting = actor.posting_for(Action.REFUND_APPROVE, refund.unit_id)
        if refund.state not in {RefundState.PROPOSED, RefundState.REQUESTED}:
            raise Refused("refund_not_requested", _("This refund does not wait for approval."))
        refund.state = RefundState.REJECTED.value
        if refund.requested_by != posting.account_id:
            refund.approved_by = posting.account_id
        refund.save(update_fields=["state", "approved_by"])


def refund_pay(*, actor: Actor, refund_id: int, external_id: str) -> None:
    """Record that an approved refund was paid out by hand: the bank's reference, or a voucher.

    Raises NotFound, Forbidden, Invalid, Refused: also while it is not clear that the money ever
    came (`money_missing`), and of cash on a day that is closed.
    """
    proof = " ".join(external_id.split())[:60]
    if not proof:
        raise Invalid([FieldProblem("external_id", _("Enter the bank's reference or a voucher."))])
    with transaction.atomic():
        refund = _locked(refund_id)
        posting = actor.posting_for(Action.PAYMENT_RECONCILE, refund.unit_id)
        if refund.state != RefundState.APPROVED or refund.method == Method.PLATFORM:
            raise Refused("refund_not_approved", _("This refund is not to be paid out by hand."))
        if _missing(refund):
            raise Refused(
                "money_missing",
                _("No bank statement has brought this money. Make that difference clear first."),
            )
        if refund.method == Method.CASH:
            cash_open(refund.unit_id, clock.today())
        name_lock(f"refunds:{refund.unit_id}")
        if LedgerEntry.objects.filter(
            unit_id=refund.unit_id,
            method=refund.method,
            kind=EntryKind.REFUND.value,
            external_id=proof,
        ).exists():
            text = _("This reference stands with another refund already.")
            raise Invalid([FieldProblem("external_id", text)])
        refund_book(refund, external_id=proof, account_id=posting.account_id)


def _missing(refund: Refund) -> bool:
    """Tell whether it is still open that what goes back was booked here and never came."""
    open_ = Mismatch.objects.filter(order_id=refund.order_id, resolved_at__isnull=True)
    return open_.filter(kind=MismatchKind.HERE_NOT_THERE.value).exists()


def refunds_send() -> int:
    """Send approved refunds of the platform; return how many were made. Outside a transaction.

    Sent again after a break they have one effect, because the refund's reference is the same.
    """
    with scope_use(SYSTEM):
        rows = Refund.objects.filter(
            state=RefundState.APPROVED.value, method=Method.PLATFORM.value
        ).order_by("id")[:50]
        waiting = [(row.pk, row.order_id, row.reference, row.amount_vnd) for row in rows]
    return sum(_send(*one) for one in waiting)


def _send(refund_id: int, order_id: int, reference: str, amount_vnd: int) -> bool:
    provider = provider_of(Method.PLATFORM)
    if provider is None:
        return False
    with scope_use(SYSTEM):
        paid = PaymentAttempt.objects.get(order_id=order_id, state=AttemptState.PAID.value)
    try:
        answer = provider.refund(
            reference=paid.reference,
            refund_reference=reference,
            amount_vnd=amount_vnd,
            reason=reference,
        )
    except ProviderDown:
        log.warning("refund %s: the provider does not answer", reference)
        return False
    with scope_use(SYSTEM):
        return _sent(refund_id, answer)


def _sent(refund_id: int, answer: Answer) -> bool:
    refund = Refund.objects.select_for_update().get(pk=refund_id)
    if refund.state != RefundState.APPROVED:
        return False
    if answer.told is Told.PAID and answer.amount_vnd == refund.amount_vnd:
        refund_book(refund, external_id=answer.external_id, account_id=None)
        return True
    if answer.told in {Told.FAILED, Told.UNKNOWN, Told.PAID}:
        refund.state, refund.problem = RefundState.FAILED.value, answer.told.value
        refund.save(update_fields=["state", "problem"])
    return False


def refund_book(
    refund: Refund, *, external_id: str, account_id: int | None, reversal: bool = False
) -> None:
    """Write that money went back: state, movement, and tell others; in the caller's transaction."""
    at = clock.now()
    refund.state, refund.done_at = RefundState.DONE.value, at
    refund.external_id = external_id
    refund.save(update_fields=["state", "done_at", "external_id"])
    order = FeeOrder.objects.get(pk=refund.order_id)
    LedgerEntry.objects.create(
        unit_id=refund.unit_id,
        order=order,
        kind=EntryKind.REFUND.value,
        method=refund.method,
        amount_vnd=-refund.amount_vnd,
        external_id=external_id,
        reference=refund.reference[:20],
        at=at,
        day=clock.local(at).date(),
        account_id=account_id,
    )
    emit(
        OrderRefunded(
            order_id=order.pk,
            subject=order.subject,
            amount_vnd=refund.amount_vnd,
            refunded_at=at,
            whole=refundable(order) == 0,
            reversal=reversal,
        )
    )


def refundable(order: FeeOrder) -> int:
    """Return how much of a paid order has not gone back yet, in dong."""
    paid = Receipt.objects.filter(order=order).aggregate(total=Sum("amount_vnd"))["total"] or 0
    back = order.refunds.filter(state=RefundState.DONE.value).aggregate(total=Sum("amount_vnd"))
    return int(paid) - int(back["total"] or 0)


def refund_reference(order: FeeOrder) -> str:
    """Return the reference of an order's next refund."""
    return f"{order.code}-R{Refund.objects.filter(order=order).count() + 1}"


def _make(
    order: FeeOrder, amount: int, reason: str, state: RefundState, account_id: int | None
) -> None:
    Refund.objects.create(
        order=order,
        unit_id=order.unit_id,
        reference=refund_reference(order),
        amount_vnd=amount,
        reason=reason[:500],
        state=state.value,
        method=order.method,
        made_at=clock.now(),
        requested_by=account_id,
    )


def _locked(refund_id: int) -> Refund:
    refund = Refund.objects.select_for_update().filter(pk=refund_id).first()
    if refund is None:
        raise NotFound("refund_unknown", _("There is no such refund here."))
    return refund
