"""Daily reconciliation: our movements of a day against the platform's, every difference named."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.organisations.types import PROVINCE_KINDS
from motcua.payments.models import FeeOrder, LedgerEntry, PaymentAttempt, Refund
from motcua.payments.providers import Movement, ProviderDown, provider_of
from motcua.payments.services.attempts import attempt_ask
from motcua.payments.services.mismatches import mismatch_note
from motcua.payments.services.settle import ASKABLE
from motcua.payments.services.unseen import transfers_unseen
from motcua.payments.types import EntryKind, Method, MismatchKind

log = logging.getLogger(__name__)
DAYS_BACK = 2


def day_reconcile(day: date) -> int | None:
    """Compare a day with the platform and note what differs; return how many are new.

    Before, attempts that the platform calls paid and we do not, live or ended, are asked about,
    so that a lost call-back is no mismatch and late money gets its receipt or its reason.
    None when there is no platform or it does not answer. Call it outside a transaction; repeated,
    it notes nothing twice.
    """
    provider = provider_of(Method.PLATFORM)
    if provider is None:
        return None
    try:
        there = provider.day(day)
    except ProviderDown:
        return None
    with scope_use(SYSTEM):
        wanted = {move.reference for move in there if move.amount_vnd > 0}
        unanswered = PaymentAttempt.objects.filter(
            reference__in=wanted, method=Method.PLATFORM.value, state__in=ASKABLE
        )
        references = list(unanswered.order_by("id").values_list("reference", flat=True))
    for reference in references:
        attempt_ask(reference)
    with scope_use(SYSTEM), transaction.atomic():
        return _compare(day, there)


def _compare(day: date, there: Sequence[Movement]) -> int:
    """Match by the platform's own number; days may differ by one around midnight."""
    ids = {move.external_id for move in there}
    here = LedgerEntry.objects.filter(method=Method.PLATFORM.value).exclude(
        kind=EntryKind.CLEARED.value
    )
    known = {entry.external_id: entry for entry in here.filter(external_id__in=ids)}
    new = 0
    for move in there:
        entry = known.get(move.external_id)
        if entry is None:
            new += _only_there(day, move)
        elif abs(entry.amount_vnd) != abs(move.amount_vnd):
            new += mismatch_note(
                unit_id=entry.unit_id,
                order=entry.order,
                day=day,
                kind=MismatchKind.AMOUNT,
                method=Method.PLATFORM,
                external_id=move.external_id,
                reference=move.reference,
                here_vnd=entry.amount_vnd,
                there_vnd=move.amount_vnd,
            )
    ours = here.filter(day=day).exclude(external_id__in=ids).select_related("order")
    for entry in ours.order_by("at", "id"):
        back = entry.kind == EntryKind.REFUND
        new += mismatch_note(
            unit_id=entry.unit_id,
            order=entry.order,
            day=day,
            kind=MismatchKind.REFUND_ONLY_HERE if back else MismatchKind.HERE_NOT_THERE,
            method=Method.PLATFORM,
            external_id=entry.external_id,
            reference=entry.reference,
            here_vnd=entry.amount_vnd,
        )
    return new


def _only_there(day: date, move: Movement) -> int:
    order = _order_of(move)
    unit_id = order.unit_id if order is not None else _unit_for_strangers()
    if unit_id is None:
        log.error("the platform knows %s of %s, and nothing is known here", move.external_id, day)
        return 0
    back = move.amount_vnd < 0
    return mismatch_note(
        unit_id=unit_id,
        order=order,
        day=day,
        kind=MismatchKind.REFUND_ONLY_THERE if back else MismatchKind.THERE_NOT_HERE,
        method=Method.PLATFORM,
        external_id=move.external_id,
        reference=move.reference,
        there_vnd=move.amount_vnd,
    )


def _order_of(move: Movement) -> FeeOrder | None:
    attempt = PaymentAttempt.objects.filter(reference=move.reference).first()
    if attempt is not None:
        return attempt.order
    refund = Refund.objects.filter(reference=move.reference).first()
    if refund is not None:
        return refund.order
    return FeeOrder.objects.filter(code=move.reference.partition("-")[0]).first()


def _unit_for_strangers() -> int | None:
    """Return who looks into money of which nothing is known here: the province that collects."""
    some = FeeOrder.objects.order_by("id").values_list("unit_id", flat=True).first()
    if some is None:
        return None
    above = units_by_ids(unit_get(some).path_ids)
    return next((one.id for one in above.values() if one.kind in PROVINCE_KINDS), some)


def days_reconcile() -> None:
    """Compare the days that may still change: today's are complete only tomorrow.

    And name what the counter saw being transferred and no bank statement has brought.
    """
    for back in range(1, DAYS_BACK + 1):
        day_reconcile(clock.today() - timedelta(days=back))
    with scope_use(SYSTEM):
        transfers_unseen()
