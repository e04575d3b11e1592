"""What the finance office looks at: a day's figures, movements, differences, refunds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound
from motcua.payments.models import LedgerEntry, Mismatch, Refund, StatementLine
from motcua.payments.queries.views import mismatch_view, refund_views
from motcua.payments.types import (
    DayFigures,
    EntryKind,
    Method,
    MismatchView,
    RefundState,
    RefundView,
)

MOST = 500


@dataclass(frozen=True)
class EntryView:
    """One movement of money; `amount_vnd` is negative when it went out."""

    at: datetime
    kind: EntryKind
    method: Method
    amount_vnd: int
    reference: str
    external_id: str
    order_code: str
    receipt_number: str
    account_id: int | None = None

    @property
    def may_refund(self) -> bool:
        """Whether this is money for a receipt, of which a refund may be asked for."""
        return self.kind is EntryKind.RECEIPT and bool(self.receipt_number)


def day_figures(day: date, *, unit_ids: Iterable[int] | None = None) -> list[DayFigures]:
    """Return the figures of a day per method, every method named; one statement.

    Of the units given, else of all that the scope shows.
    """
    rows = LedgerEntry.objects.filter(day=day)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    came, back = Q(kind=EntryKind.RECEIPT.value), Q(kind=EntryKind.REFUND.value)
    found = {
        row["method"]: row
        for row in rows.values("method").annotate(
            received=Count("id", filter=came),
            received_vnd=Sum("amount_vnd", filter=came, default=0),
            refunded=Count("id", filter=back),
            refunded_vnd=Sum("amount_vnd", filter=back, default=0),
        )
    }
    nothing = {"received": 0, "received_vnd": 0, "refunded": 0, "refunded_vnd": 0}
    return [_figures(method, found.get(method.value) or nothing) for method in Method]


def _figures(method: Method, row: Mapping[str, Any]) -> DayFigures:
    return DayFigures(
        method, row["received"], row["received_vnd"], row["refunded"], -row["refunded_vnd"]
    )


def day_entries(
    day: date,
    *,
    method: Method | None = None,
    account_id: int | None = None,
    most: int | None = None,
) -> list[EntryView]:
    """Return the movements of a day in their order, all or the first `most`; one statement.

    With `method` or `account_id` only those of this way, or made by this account.
    """
    rows = LedgerEntry.objects.filter(day=day).select_related("order__receipt").order_by("at", "id")
    if method is not None:
        rows = rows.filter(method=method.value)
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    found = []
    for row in rows[:most]:
        receipt = getattr(row.order, "receipt", None) if row.order is not None else None
        found.append(
            EntryView(
                at=row.at,
                kind=EntryKind(row.kind),
                method=Method(row.method),
                amount_vnd=row.amount_vnd,
                reference=row.reference,
                external_id=row.external_id,
                order_code=row.order.code if row.order is not None else "",
                receipt_number=f"{receipt.year}/{receipt.serial:06d}" if receipt else "",
                account_id=row.account_id,
            )
        )
    return found


def mismatches(*, day: date | None = None) -> list[MismatchView]:
    """Return what is not clear yet, the oldest 500; of a day all, what was made clear too."""
    rows = Mismatch.objects.select_related("order").order_by("day", "id")
    wanted = rows.filter(resolved_at__isnull=True)[:MOST] if day is None else rows.filter(day=day)
    return [mismatch_view(row) for row in wanted]


def mismatches_explained() -> list[MismatchView]:
    """Return what somebody who had a part in it has explained, and another one is to approve."""
    rows = Mismatch.objects.select_related("order").order_by("explained_at", "id")
    waiting = rows.filter(resolved_at__isnull=True, explained_by__isnull=False)
    return [mismatch_view(row) for row in waiting[:MOST]]


def mismatch_get(mismatch_id: int) -> MismatchView:
    """Return one difference; raises NotFound when the scope does not show it."""
    row = Mismatch.objects.select_related("order").filter(pk=mismatch_id).first()
    if row is None:
        raise NotFound("mismatch_unknown", _("There is no such difference here."))
    return mismatch_view(row)


def statement_text(found: MismatchView) -> str:
    """Return what payer and bank wrote with the money of a difference; empty when unknown."""
    rows = StatementLine.objects.filter(bank_reference=found.external_id)
    return rows.values_list("text", flat=True).first() or "" if found.external_id else ""


def refunds_open() -> list[RefundView]:
    """Return refunds that wait for somebody, the oldest first."""
    waiting = [s.value for s in (RefundState.PROPOSED, RefundState.REQUESTED, RefundState.APPROVED)]
    return refund_views(Refund.objects.filter(state__in=waiting).order_by("id")[:MOST])


def refunds_of(order_code: str) -> list[RefundView]:
    """Return the refunds of one payment, the oldest first."""
    return refund_views(Refund.objects.filter(order__code=order_code).order_by("id"))


def refunds_closed(limit: int = 50) -> list[RefundView]:
    """Return refunds that ended, the newest first."""
    ended = [s.value for s in (RefundState.DONE, RefundState.FAILED, RefundState.REJECTED)]
    return refund_views(Refund.objects.filter(state__in=ended).order_by("-id")[:limit])


def refund_get(refund_id: int) -> RefundView:
    """Return one refund; raises NotFound when the scope does not show it."""
    found = refund_views(Refund.objects.filter(pk=refund_id))
    if not found:
        raise NotFound("refund_unknown", _("There is no such refund here."))
    return found[0]
