"""Orders: made from lines, called off, run out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.payments.models import LIVE, FeeOrder, OrderLine, PaymentAttempt
from motcua.payments.queries.views import order_views
from motcua.payments.rules import may_follow, reference_make
from motcua.payments.types import AttemptState, Collection, LineInput, OrderState, OrderView


def order_make(
    *,
    subject: str,
    unit_id: int,
    payer_name: str,
    lines: Sequence[LineInput],
    purpose: Mapping[str, str],
    persons: Iterable[int] = (),
    collection: Collection = Collection.INTAKE,
    return_url: str = "",
    expires_at: datetime | None = None,
) -> OrderView:
    """Make an order for what is owed and return it; asked again for the same, return the same.

    `subject` is a kind and an id such as `dossier:17`, `unit_id` who collects, `persons` who of
    the citizens' realm sees and pays it, `purpose` texts by language, `return_url` a path of the
    portal. One live order per subject and time of collection: when what is owed has changed, an
    order that nobody has begun to pay gives way to a new one. Raises Refused `nothing_to_pay`,
    `payment_under_way`.
    """
    owed = [line for line in lines if line.amount_vnd > 0]
    if not owed:
        raise Refused("nothing_to_pay", _("There is nothing to pay."))
    if return_url and (not return_url.startswith("/") or return_url.startswith("//")):
        raise ValueError("return_url is a path of the portal")
    amount = sum(line.amount_vnd for line in owed)
    with transaction.atomic():
        live = _live(subject, collection)
        if live is not None and live.amount_vnd == amount:
            return _again(live, return_url)
        if live is not None:
            _give_way(live)
        row = FeeOrder.objects.create(
            code=reference_make(secrets.randbelow(31**9)),
            subject=subject,
            unit_id=unit_id,
            persons=sorted(set(persons)),
            payer_name=payer_name[:200],
            purpose=dict(purpose),
            collection=int(collection),
            amount_vnd=amount,
            state=OrderState.PENDING.value,
            made_at=clock.now(),
            expires_at=expires_at,
            return_url=return_url[:300],
        )
        OrderLine.objects.bulk_create(_lines(row, owed))
    return order_views([row])[0]


def _again(live: FeeOrder, return_url: str) -> OrderView:
    """Return an order that stands; one made before anybody came to pay it learns the way back."""
    if return_url and not live.return_url:
        live.return_url = return_url[:300]
        live.save(update_fields=["return_url"])
    return order_views([live])[0]


def _live(subject: str, collection: Collection) -> FeeOrder | None:
    rows = FeeOrder.objects.select_for_update()
    return rows.filter(subject=subject, collection=collection, state__in=LIVE).first()


def _give_way(live: FeeOrder) -> None:
    if live.state != OrderState.PENDING:
        raise Refused(
            "payment_under_way",
            _("A payment for this is under way. Wait until it is known how it ended."),
        )
    order_end(live, OrderState.CANCELLED)


def _lines(row: FeeOrder, owed: Sequence[LineInput]) -> list[OrderLine]:
    return [
        OrderLine(
            order=row,
            position=position,
            texts={"name": dict(line.name), "how": dict(line.how)},
            amount_vnd=line.amount_vnd,
            basis=line.basis[:300],
        )
        for position, line in enumerate(owed, start=1)
    ]


def order_cancel(*, subject: str) -> int:
    """Call off the live orders of a subject that ended; return how many.

    An order that is being paid is called off too: money that still comes goes to the mismatches.
    """
    count = 0
    with transaction.atomic():
        rows = FeeOrder.objects.select_for_update().filter(subject=subject, state__in=LIVE)
        for row in rows.order_by("id"):
            order_end(row, OrderState.CANCELLED)
            count += 1
    return count


def orders_expire() -> int:
    """End pending orders whose time is over; return how many. Being paid, an order waits."""
    at, count = clock.now(), 0
    with transaction.atomic():
        rows = FeeOrder.objects.select_for_update(skip_locked=True)
        over = rows.filter(state=OrderState.PENDING.value, expires_at__lte=at)
        for row in over.order_by("expires_at", "id")[:500]:
            order_end(row, OrderState.EXPIRED)
            count += 1
    return count


def order_lock(**wanted: object) -> FeeOrder:
    """Return an order with its row locked; raises NotFound when the scope does not show it."""
    try:
        return FeeOrder.objects.select_for_update().get(**wanted)
    except FeeOrder.DoesNotExist:
        raise NotFound("payment_unknown", _("There is no such payment here.")) from None


def order_go(row: FeeOrder, after: OrderState) -> None:
    """Move a locked order on; a step that the rules forbid is a bug of the caller."""
    if row.state == after:
        return
    if not may_follow(OrderState(row.state), after):
        raise RuntimeError(f"order {row.pk} cannot go from {row.state} to {after.value}")
    row.state = after.value
    row.held_reason = "" if after is not OrderState.HELD else row.held_reason
    row.save(update_fields=["state", "held_reason", "paid_at", "method"])


def order_end(row: FeeOrder, after: OrderState) -> None:
    """End a locked order without payment, with its live attempt.

    The platform's page is still payable then: it is asked at once, outside of this lock, and the
    payment called off there or its money taken to the mismatches.
    """
    at = clock.now()
    live = PaymentAttempt.objects.filter(order=row, state=AttemptState.OPEN.value)
    live.exclude(ask_at=None).update(ask_at=at)
    live.update(state=AttemptState.CANCELLED.value, ended_at=at)
    order_go(row, after)
