"""Trying to pay: begin, ask, give up; the provider is asked outside of every lock."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.models import FeeOrder, PaymentAttempt
from motcua.payments.providers import Answer, Provider, ProviderDown, Told, provider_of
from motcua.payments.queries.views import attempt_view
from motcua.payments.rules import next_ask
from motcua.payments.services.orders import order_go, order_lock
from motcua.payments.services.settle import attempt_settle
from motcua.payments.types import AttemptState, AttemptView, Method, OrderState

log = logging.getLogger(__name__)
FORGOTTEN = timedelta(minutes=15)


def attempt_begin(*, order_code: str, method: Method, return_path: str = "") -> AttemptView:
    """Begin to pay an order by transfer or on the platform; begun before, go on with that.

    The caller has looked the order up in the payer's scope. Call it outside a transaction: the
    platform is called between two. Raises Refused `not_payable`, `other_attempt_open`,
    `provider_down` (nothing was begun then), `method_unknown`.
    """
    provider = provider_of(method)
    if method is Method.CASH or (method is Method.PLATFORM and provider is None):
        raise Refused("method_unknown", _("This way of paying is not offered here."))
    with scope_use(SYSTEM):
        attempt, description = _open(order_code, method)
    if provider is None or attempt.redirect_url:
        return attempt
    try:
        started = provider.start(
            reference=attempt.reference,
            amount_vnd=attempt.amount_vnd,
            description=description,
            return_url=f"{settings.PUBLIC_URL}{return_path}",
        )
    except ProviderDown:
        with scope_use(SYSTEM):  # nobody has seen a page where it could be paid
            attempt_settle(attempt_id=attempt.id, answer=Answer(Told.FAILED))
        raise provider_down() from None
    with scope_use(SYSTEM):
        row = PaymentAttempt.objects.select_for_update().get(pk=attempt.id)
        row.external_id = row.external_id or started.external_id
        row.redirect_url = started.redirect_url
        row.save(update_fields=["external_id", "redirect_url"])
        return attempt_view(row)


def provider_down() -> Refused:
    """Return the plain words for a platform that does not answer."""
    return Refused(
        "provider_down",
        _(
            "The payment platform does not answer at the moment. Nothing was taken from your"
            " account. Try again in a few minutes, or pay by bank transfer."
        ),
    )


def _open(order_code: str, method: Method) -> tuple[AttemptView, str]:
    order = order_lock(code=order_code)
    live = PaymentAttempt.objects.filter(order=order, state=AttemptState.OPEN.value).first()
    description = f"{order.purpose.get('vi', '')} {order.code}".strip()
    if live is not None:
        if live.method != method:
            raise Refused(
                "other_attempt_open",
                _("Another payment of this has been begun. Finish it, or give it up first."),
            )
        return attempt_view(live), description
    if order.state != OrderState.PENDING:
        raise Refused("not_payable", _("This cannot be paid any more, or not just now."))
    number = PaymentAttempt.objects.filter(order=order).count() + 1
    at = clock.now()
    row = PaymentAttempt.objects.create(
        order=order,
        unit_id=order.unit_id,
        reference=f"{order.code}-{number}",
        method=method.value,
        state=AttemptState.OPEN.value,
        amount_vnd=order.amount_vnd,
        started_at=at,
        ask_at=at + next_ask(0) if method is Method.PLATFORM else None,
    )
    order_go(order, OrderState.PAYING)
    return attempt_view(row), description


def attempt_ask(reference: str) -> AttemptView:
    """Ask the provider what is true about an attempt, write what follows, return how it stands.

    Call it outside a transaction. When the provider does not answer nothing changes, except that
    it is asked again later. Any number of callers at once have one effect.
    """
    with scope_use(SYSTEM):
        attempt = attempt_view(PaymentAttempt.objects.get(reference=reference))
    provider = provider_of(attempt.method)
    if provider is None or attempt.state is not AttemptState.OPEN:
        return attempt
    answer = _asked(provider, reference)
    with scope_use(SYSTEM):
        attempt = _told(attempt.id, answer)
        orders = FeeOrder.objects.filter(pk=attempt.order_id)
        moot = (
            attempt.state is AttemptState.OPEN
            and orders.exclude(
                state__in=[OrderState.PENDING.value, OrderState.PAYING.value]
            ).exists()
        )
    if moot and answer is not None:  # paid otherwise, or called off: nobody shall pay it there
        return attempt_give_up(reference)
    return attempt


def _asked(provider: Provider, reference: str) -> Answer | None:
    try:
        return provider.ask(reference)
    except ProviderDown:
        log.warning("payment %s: the provider does not answer", reference)
        return None


def _told(attempt_id: int, answer: Answer | None) -> AttemptView:
    if answer is not None:
        if answer.told is Told.UNKNOWN and _old(attempt_id):
            answer = Answer(Told.EXPIRED)  # never announced: the process ended in between
        attempt_settle(attempt_id=attempt_id, answer=answer)
    row = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
    if row.state == AttemptState.OPEN:
        at = clock.now()
        row.asks, row.asked_at, row.ask_at = min(row.asks + 1, 1000), at, at + next_ask(row.asks)
        row.save(update_fields=["asks", "asked_at", "ask_at"])
    return attempt_view(row)


def _old(attempt_id: int) -> bool:
    started = PaymentAttempt.objects.values_list("started_at", flat=True).get(pk=attempt_id)
    return clock.now() - started > FORGOTTEN


def attempt_hint(reference: str) -> bool:
    """Take a call-back as a reason to ask at once, and as nothing else; return if it is known."""
    with scope_use(SYSTEM):
        open_ = PaymentAttempt.objects.filter(reference=reference, state=AttemptState.OPEN.value)
        known = PaymentAttempt.objects.filter(reference=reference).exists()
        open_.exclude(ask_at=None).update(ask_at=clock.now())
    return known


def attempts_poll(*, limit: int = 50) -> int:
    """Ask about attempts whose time has come; return how many. Call it outside a transaction."""
    with scope_use(SYSTEM):
        rows = PaymentAttempt.objects.filter(state=AttemptState.OPEN.value, ask_at__lte=clock.now())
        references = list(rows.order_by("ask_at").values_list("reference", flat=True)[:limit])
    for reference in references:
        attempt_ask(reference)
    return len(references)


def attempt_give_up(reference: str) -> AttemptView:
    """End a live attempt so that another way may be chosen; paid meanwhile, it counts as paid.

    On the platform the payment is called off there first, so that nobody can pay it later. Call
    it outside a transaction. Raises Refused `provider_down` when that cannot be made sure of.
    """
    with scope_use(SYSTEM):
        attempt = attempt_view(PaymentAttempt.objects.get(reference=reference))
    if attempt.state is not AttemptState.OPEN:
        return attempt
    provider = provider_of(attempt.method)
    answer = Answer(Told.CANCELLED)
    if provider is not None and attempt.method is Method.PLATFORM:
        try:
            answer = provider.cancel(reference)
        except ProviderDown:
            raise provider_down() from None
        if answer.told is Told.UNKNOWN:
            answer = Answer(Told.CANCELLED)
    with scope_use(SYSTEM), transaction.atomic():
        attempt_settle(attempt_id=attempt.id, answer=answer)
        return attempt_view(PaymentAttempt.objects.get(pk=attempt.id))


def transfer_settle(order: FeeOrder, answer: Answer) -> None:
    """Settle money that a bank statement tells of; without a live attempt one is made for it."""
    rows = PaymentAttempt.objects.filter(order=order, method=Method.TRANSFER.value)
    attempt = rows.filter(state=AttemptState.OPEN.value).first()
    if attempt is None:
        number = PaymentAttempt.objects.filter(order=order).count() + 1
        attempt = PaymentAttempt.objects.create(
            order=order,
            unit_id=order.unit_id,
            reference=f"{order.code}-{number}",
            method=Method.TRANSFER.value,
            state=AttemptState.EXPIRED.value,  # nobody began it here; the money settles it
            amount_vnd=order.amount_vnd,
            started_at=answer.at or clock.now(),
        )
    attempt_settle(attempt_id=attempt.pk, answer=answer)
