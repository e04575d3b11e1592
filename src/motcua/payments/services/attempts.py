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
from motcua.payments.providers import Answer, Provider, ProviderDown, Started, Told, provider_of
from motcua.payments.queries.views import attempt_view
from motcua.payments.rules import next_ask
from motcua.payments.services.mismatches import mismatch_seen
from motcua.payments.services.orders import order_go, order_lock
from motcua.payments.services.settle import ASKABLE, attempt_settle
from motcua.payments.types import AttemptState, AttemptView, Method, OrderState

log = logging.getLogger(__name__)
FORGOTTEN = timedelta(minutes=15)
SKIPPED = timedelta(minutes=30)
WATCHED = timedelta(hours=1)  # a page of the platform is payable for 15 minutes


def attempt_begin(*, order_code: str, method: Method, return_path: str = "") -> AttemptView:
    """Begin to pay an order by transfer or on the platform; begun before, go on with that.

    The caller has looked the order up in the payer's scope. Call it outside a transaction: the
    platform is called between two. Raises Refused `not_payable`, `other_attempt_open`,
    `provider_down` (nothing was begun then), `method_unknown`. Two calls at once share one
    attempt: what one of them learns of the platform counts for both.
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
        with scope_use(SYSTEM):
            attempt = _not_started(attempt)
        if attempt.state is AttemptState.FAILED:
            raise provider_down() from None
        if attempt.state is not AttemptState.OPEN:
            raise _not_payable() from None
        return attempt
    with scope_use(SYSTEM):
        attempt = _started(attempt.id, started)
    if attempt.state is not AttemptState.OPEN:  # ended meanwhile: nobody shall pay it there
        _call_off(provider, attempt)
        raise _not_payable()
    return attempt


def _not_started(attempt: AttemptView) -> AttemptView:
    """Fail an attempt, unless another call has got a page for it: somebody may be paying there."""
    order_lock(pk=attempt.order_id)  # always before its attempts
    row = PaymentAttempt.objects.select_for_update().get(pk=attempt.id)
    if row.state == AttemptState.OPEN and not row.redirect_url:
        attempt_settle(attempt_id=row.pk, answer=Answer(Told.FAILED))
        row.refresh_from_db()
    return attempt_view(row)


def _started(attempt_id: int, started: Started) -> AttemptView:
    row = PaymentAttempt.objects.select_for_update().get(pk=attempt_id)
    if row.state == AttemptState.OPEN:
        row.external_id = row.external_id or started.external_id
        row.redirect_url = started.redirect_url
        row.save(update_fields=["external_id", "redirect_url"])
    return attempt_view(row)


def _call_off(provider: Provider, attempt: AttemptView) -> AttemptView:
    """Call a payment that has ended here off there; paid before, it is settled.

    When that cannot be made sure of, it is asked about again while it is watched.
    """
    try:
        answer: Answer | None = provider.cancel(attempt.reference)
    except ProviderDown:
        log.warning("payment %s: ended here, and not called off there", attempt.reference)
        answer = None
    with scope_use(SYSTEM):
        return _told(attempt.id, answer)


def _not_payable() -> Refused:
    return Refused("not_payable", _("This cannot be paid any more, or not just now."))


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
    if order.state not in {OrderState.PENDING, OrderState.PAYING}:
        raise _not_payable()  # also with a live attempt: money may have come by an earlier one
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
        raise _not_payable()
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
    it is asked again later. Any number of callers at once have one effect. What has ended here
    without money is asked about too: its page may have been paid, and is called off if not.
    """
    with scope_use(SYSTEM):
        attempt = attempt_view(PaymentAttempt.objects.get(reference=reference))
    provider = provider_of(attempt.method)
    if provider is None or attempt.state.value not in ASKABLE:
        _skip(reference)
        return attempt
    ended = attempt.state is not AttemptState.OPEN
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
    if ended and answer is not None and answer.told is Told.OPEN:
        return _call_off(provider, attempt)
    if moot and answer is not None:  # paid otherwise, or called off: nobody shall pay it there
        try:
            return attempt_give_up(reference)
        except Refused:
            return attempt  # still open, and so asked about again
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
    if row.state in ASKABLE:
        at = clock.now()
        watched = row.ended_at is None or at - row.ended_at < WATCHED
        row.ask_at = at + next_ask(row.asks) if watched else None
        row.asks, row.asked_at = min(row.asks + 1, 1000), at
        row.save(update_fields=["asks", "asked_at", "ask_at"])
    return attempt_view(row)


def _old(attempt_id: int) -> bool:
    started = PaymentAttempt.objects.values_list("started_at", flat=True).get(pk=attempt_id)
    return clock.now() - started > FORGOTTEN


def attempt_hint(reference: str) -> bool:
    """Take a call-back as a reason to ask at once, and as nothing else; return if it is known.

    What has ended here without money is asked about as well, however long ago that was.
    """
    with scope_use(SYSTEM):
        rows = PaymentAttempt.objects.filter(reference=reference)
        known = rows.exists()
        rows.filter(method=Method.PLATFORM.value, state__in=ASKABLE).update(ask_at=clock.now())
    return known


def attempts_poll(*, limit: int = 50) -> int:
    """Ask about attempts whose time has come; return how many. Call it outside a transaction.

    Live ones come first; what ended here without money is watched for an hour after its end.
    """
    with scope_use(SYSTEM):
        rows = PaymentAttempt.objects.filter(ask_at__lte=clock.now()).order_by("ask_at", "id")
        due = rows.values_list("reference", flat=True)
        references = list(due.filter(state=AttemptState.OPEN.value)[:limit])
        ended = due.filter(state__in=ASKABLE).exclude(state=AttemptState.OPEN.value)
        references += ended[: limit - len(references)]
    for reference in references:
        try:
            attempt_ask(reference)
        except Exception:
            log.exception("payment %s could not be asked about", reference)
            _skip(reference)
    return len(references)


def _skip(reference: str) -> None:
    """Leave one that cannot be asked about alone for a while, so that it holds no other up."""
    with scope_use(SYSTEM):
        rows = PaymentAttempt.objects.filter(reference=reference).exclude(ask_at=None)
        rows.update(ask_at=clock.now() + SKIPPED)


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


def transfer_seen(order: FeeOrder, answer: Answer) -> bool:
    """Take money of a statement as the transfer that the counter saw and booked, once.

    Tells whether it was that one; the bank's reference stands with it from then on, and that it
    was missing is clear by itself.
    """
    row = order_lock(pk=order.pk)
    if row.state != OrderState.PAID or answer.amount_vnd != row.amount_vnd:
        return False
    booked = PaymentAttempt.objects.filter(
        order=row, method=Method.TRANSFER.value, state=AttemptState.PAID.value, external_id=""
    )
    seen = bool(booked.update(external_id=answer.external_id))
    if seen:
        mismatch_seen(row, answer.external_id)
    return seen


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
