"""What does not agree: noted once, made clear by a person with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.payments.models import FeeOrder, LedgerEntry, Mismatch, TillHandOver
from motcua.payments.types import EntryKind, Method, MismatchKind, OrderState

APPROVES = Action.REFUND_APPROVE  # whoever answers for money: leader, director, finance
REASON_MAX = 500
TILL = "till:"  # with the hand-over's number, the reference of what differs in a till


def mismatch_note(
    *,
    unit_id: int,
    day: date,
    kind: MismatchKind,
    method: Method,
    order: FeeOrder | None = None,
    external_id: str = "",
    reference: str = "",
    here_vnd: int | None = None,
    there_vnd: int | None = None,
) -> bool:
    """Note that something does not agree; return whether it is new. Inside a transaction."""
    _row, new = Mismatch.objects.get_or_create(
        unit_id=unit_id,
        kind=kind.value,
        method=method.value,
        external_id=external_id,
        reference=reference,
        defaults={
            "order": order,
            "day": day,
            "here_vnd": here_vnd,
            "there_vnd": there_vnd,
            "found_at": clock.now(),
        },
    )
    return new


def mismatch_seen(order: FeeOrder, external_id: str) -> None:
    """Clear that a transfer was missing on the statements: one has brought it under this number.

    Nobody did that: `resolved_by` stays empty. The order is locked.
    """
    Mismatch.objects.filter(
        order=order,
        kind=MismatchKind.HERE_NOT_THERE.value,
        method=Method.TRANSFER.value,
        resolved_at__isnull=True,
    ).update(resolved_at=clock.now(), resolution=external_id, explained_by=None, explained_at=None)


def mismatch_resolve(*, actor: Actor, mismatch_id: int, reason: str) -> bool:
    """Say how a mismatch was made clear; return whether that closes it.

    Money in suspense for it is cleared (it was sent back or booked elsewhere by hand, as the reason
    says), and a held order without any other open mismatch may be paid anew. Who had a part in it
    (counted the cash, booked the transfer) explains it as well, and then another person approves
    that: False. Raises NotFound outside the scope, Forbidden, Invalid without a reason, Refused
    when somebody did it before and for what is missing in one's own till.
    """
    words = " ".join(reason.split())
    if not 5 <= len(words) <= REASON_MAX:
        raise Invalid([FieldProblem("reason", _("Say in a few words what was found and done."))])
    with transaction.atomic():
        row = mismatch_lock(mismatch_id)
        posting = actor.posting_for(Action.PAYMENT_RECONCILE, row.unit_id)
        _own_cash_check(row, posting.account_id)
        if posting.account_id in _concerned(row):
            row.explained_by, row.explained_at = posting.account_id, clock.now()
            row.resolution = words
            row.save(update_fields=["explained_by", "explained_at", "resolution"])
            return False
        row.explained_by = row.explained_at = None  # another person's words take their place
        mismatch_clear(row, posting.account_id, words)
        if row.order_id is not None:
            _order_release(row.order_id)
    return True


def mismatch_approve(*, actor: Actor, mismatch_id: int, explained_at: datetime) -> None:
    """Close a difference with the explanation of somebody who had a part in it.

    `explained_at` says which explanation was read. Raises NotFound, Forbidden, Refused: for whoever
    had a part in it themselves, when nothing waits, when it was explained anew meanwhile.
    """
    with transaction.atomic():
        row = mismatch_lock(mismatch_id)
        posting = actor.posting_for(APPROVES, row.unit_id)
        if row.explained_by is None:
            raise Refused("not_explained", _("No explanation waits to be approved here."))
        _own_cash_check(row, posting.account_id)
        if posting.account_id in {row.explained_by, *_concerned(row)}:
            raise by_two()
        if row.explained_at != explained_at:
            raise Refused(
                "explained_anew", _("It was explained anew meanwhile. Read it, then approve it.")
            )
        mismatch_clear(row, posting.account_id, row.resolution)
        if row.order_id is not None:
            _order_release(row.order_id)


def _concerned(row: Mismatch) -> frozenset[int]:
    """Return who had a part in what does not agree: who counted the cash, who booked the transfer.

    Alone they explain nothing away, as nobody approves their own refund or bank account.
    """
    if row.kind == MismatchKind.CASH:
        till = row.reference.removeprefix(TILL)
        rows = TillHandOver.objects.filter(pk=till)
        return frozenset(one for one in rows.values_list("received_by", flat=True) if one)
    if row.kind == MismatchKind.HERE_NOT_THERE and row.method == Method.TRANSFER and row.order_id:
        return booked_by(row.order_id)
    return frozenset()


def booked_by(order_id: int) -> frozenset[int]:
    """Return who took an order's money at the counter; empty where a bank or platform told it."""
    entries = LedgerEntry.objects.filter(order_id=order_id, kind=EntryKind.RECEIPT.value)
    return frozenset(one for one in entries.values_list("account_id", flat=True) if one)


def by_two() -> Refused:
    """Return the plain words for somebody who would confirm what they did themselves."""
    return Refused(
        "mismatch_by_two",
        _("Who counted, booked or explained this cannot approve it. Ask a colleague."),
    )


def _own_cash_check(row: Mismatch, account_id: int) -> None:
    """Refuse whoever handed over the cash that does not agree: a colleague says why."""
    if row.kind != MismatchKind.CASH:
        return
    till = row.reference.removeprefix(TILL)
    if TillHandOver.objects.filter(pk=till, account_id=account_id).exists():
        raise own_cash()


def own_cash() -> Refused:
    """Return the plain words for somebody who would judge their own till."""
    return Refused("hand_over_own", _("Nobody counts their own cash. Ask a colleague."))


def mismatch_lock(mismatch_id: int) -> Mismatch:
    """Return an open difference, locked; raises NotFound, or Refused when it is closed.

    Its order is locked before, as where money comes in, else the two would block each other.
    """
    order = Mismatch.objects.filter(pk=mismatch_id).values_list("order_id", flat=True).first()
    if order is not None:
        FeeOrder.objects.select_for_update().filter(pk=order).first()
    row = Mismatch.objects.select_for_update().filter(pk=mismatch_id).first()
    if row is None:
        raise NotFound("mismatch_unknown", _("There is no such difference here."))
    if row.resolved_at is not None:
        raise Refused("mismatch_resolved", _("Somebody has made this clear already."))
    return row


def mismatch_clear(row: Mismatch, account_id: int, words: str) -> None:
    """Close a difference with what was found; money in suspense for it is cleared."""
    row.resolved_at, row.resolved_by, row.resolution = clock.now(), account_id, words
    row.save()
    _suspense_clear(row, account_id)


def _suspense_clear(row: Mismatch, account_id: int) -> None:
    if not row.external_id:
        return
    held = LedgerEntry.objects.filter(
        unit_id=row.unit_id,
        method=row.method,
        external_id=row.external_id,
        kind=EntryKind.SUSPENSE.value,
    ).first()
    if held is None:
        return
    at = clock.now()
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                unit_id=held.unit_id,
                order_id=held.order_id,
                kind=EntryKind.CLEARED.value,
                method=held.method,
                amount_vnd=-held.amount_vnd,
                external_id=held.external_id,
                reference=held.reference,
                at=at,
                day=clock.local(at).date(),
                account_id=account_id,
            )
        ],
        ignore_conflicts=True,
    )


def _order_release(order_id: int) -> None:
    order = FeeOrder.objects.select_for_update().get(pk=order_id)
    still = Mismatch.objects.filter(order=order, resolved_at__isnull=True).exists()
    if order.state == OrderState.HELD and not still:
        order.state, order.held_reason = OrderState.PENDING.value, ""
        order.save(update_fields=["state", "held_reason"])
