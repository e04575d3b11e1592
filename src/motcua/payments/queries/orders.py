"""Orders, attempts and receipts as the present scope sees them; what is not in it is not found."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound
from motcua.kernel.pages import Page
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.models import LIVE, FeeOrder, PaymentAttempt, Receipt
from motcua.payments.queries.views import attempt_view, order_views
from motcua.payments.types import (
    AttemptView,
    OrderState,
    OrderView,
    ReceiptView,
)


def order_get(code: str) -> OrderView:
    """Return an order; raises NotFound when the scope does not show it."""
    found = order_views(FeeOrder.objects.filter(code=code))
    if not found:
        raise _unknown()
    return found[0]


def order_of(subject: str) -> OrderView | None:
    """Return the order of a subject that counts: the live one, else the latest paid one."""
    rows = FeeOrder.objects.filter(subject=subject).order_by("-id")
    live = rows.filter(state__in=LIVE).first() or rows.filter(state="paid").first()
    return order_views([live])[0] if live is not None else None


def orders_list(
    *, states: Iterable[OrderState] | None = None, after: int | None = None, limit: int = 25
) -> Page[OrderView]:
    """Return the scope's orders, the newest first, a page at a time; fixed statements.

    `states` narrows to some; what was cancelled is never listed.
    """
    rows = FeeOrder.objects.exclude(state="cancelled").order_by("-id")
    if states is not None:
        rows = rows.filter(state__in=[one.value for one in states])
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = order_views(rows[: limit + 1])
    return Page(tuple(found[:limit]), str(found[limit - 1].id) if len(found) > limit else "", None)


def attempt_get(reference: str) -> AttemptView:
    """Return an attempt; raises NotFound when the scope does not show it."""
    row = PaymentAttempt.objects.filter(reference=reference).first()
    if row is None:
        raise _unknown()
    return attempt_view(row)


def receipt_get(order_code: str) -> ReceiptView:
    """Return the receipt of an order; raises NotFound when there is none, or not in the scope."""
    receipt = order_get(order_code).receipt
    if receipt is None:
        raise NotFound("receipt_unknown", _("There is no such receipt here."))
    return receipt


def receipt_find(text: str, unit_ids: Iterable[int]) -> ReceiptView | None:
    """Return the receipt that somebody names, of some units only; None unless exactly one is.

    By the payment's code, the receipt's number (`2026/000123`; several units may have it) or its
    verification code, as they stand on paper: blanks and small letters do not matter.
    """
    words = "".join(text.replace("\x00", "").split()).upper()  # PostgreSQL knows no NUL
    rows = Receipt.objects.filter(unit_id__in=list(unit_ids)).select_related("order")
    number = re.fullmatch(r"(\d{4})/(\d{1,9})", words)
    if number:
        rows = rows.filter(year=int(number[1]), serial=int(number[2]))
    else:
        rows = rows.filter(Q(order__code=words) | Q(code=words))
    found = list(rows.order_by("id")[:2])
    return order_views([found[0].order])[0].receipt if len(found) == 1 else None


def order_persons(code: str) -> tuple[str, tuple[int, ...]]:
    """Return an order's subject and who of the citizens' realm it is of; empty when unknown."""
    row = FeeOrder.objects.filter(code=code).first()
    return (row.subject, tuple(row.persons)) if row is not None else ("", ())


def receipts_of(*subjects: str) -> list[ReceiptView]:
    """Return the receipts of subjects, the newest first, those given back too."""
    paid = FeeOrder.objects.filter(subject__in=subjects, state="paid").order_by("-id")
    return [view.receipt for view in order_views(paid) if view.receipt is not None]


def receipt_verify(code: str) -> ReceiptView | None:
    """Return the receipt that bears a verification code: whoever holds the paper may check it."""
    if not code.isalnum() or len(code) > 24:
        return None
    with scope_use(SYSTEM):
        row = Receipt.objects.filter(code=code).select_related("order").first()
        return order_views([row.order])[0].receipt if row is not None else None


def _unknown() -> NotFound:
    return NotFound("payment_unknown", _("There is no such payment here."))
