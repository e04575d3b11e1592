"""Paying on the national platform: the real adapter by HTTP against the simulator's process."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
import requests
from django.db import DatabaseError, transaction
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.builders.payments import account_make, order_make

from motcua.exchange import payments as adapter
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import queries, services
from motcua.payments.models import FeeOrder, LedgerEntry, Mismatch, PaymentAttempt, Receipt, Refund
from motcua.payments.types import AttemptState, Method, MismatchKind, OrderState

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def order():
    with scope_use(SYSTEM):
        unit = commune_make()
    return order_make(unit)


def begin(order, method=Method.PLATFORM):
    return services.attempt_begin(order_code=order.code, method=method, return_path="/my/payments/")


def now(order):
    with scope_use(SYSTEM):
        return queries.order_get(order.code)


def count(model, **wanted):
    with scope_use(SYSTEM):
        return model.objects.filter(**wanted).count()


def compare(order):
    """Compare today with the platform; return what is named of the order's unit.

    The platform also knows payments of other tests, of which nothing is known here.
    """
    services.day_reconcile(clock.today())
    with scope_use(SYSTEM):
        return sorted(
            Mismatch.objects.filter(unit_id=order.unit_id, order__isnull=False).values_list(
                "kind", flat=True
            )
        )


def heard(call):
    return adapter.callback_reference(
        method="POST", path=call.path, headers=call.headers, body=call.body
    )


def test_a_payment_succeeds_and_gives_one_receipt(platform, order):
    attempt = begin(order)
    assert now(order).state is OrderState.PAYING
    where = platform.end(attempt)
    assert (
        where.startswith("http://localhost:8000/my/payments/?reference=") or "reference=" in where
    )
    assert now(order).state is OrderState.PAYING  # a browser that comes back proves nothing
    assert services.attempt_ask(attempt.reference).state is AttemptState.PAID
    paid = now(order)
    assert paid.state is OrderState.PAID
    assert paid.receipt.amount_vnd == 8_000
    assert paid.receipt.number == f"{clock.today().year}/000001"
    services.attempt_ask(attempt.reference)
    assert count(Receipt) == count(LedgerEntry) == 1


def test_a_call_back_only_makes_us_ask(platform, order):
    attempt = begin(order)
    assert services.attempts_poll() == 0  # not yet
    platform.end(attempt)
    [call] = platform.called(1)
    assert heard(call) == attempt.reference
    assert services.attempt_hint(attempt.reference)
    assert now(order).state is OrderState.PAYING
    assert services.attempts_poll() == 1
    assert now(order).state is OrderState.PAID


def test_a_forged_call_back_is_not_heard(platform, order):
    platform.fault("forge")
    attempt = begin(order)
    platform.end(attempt, "cancel")
    true, forged = platform.called(2)
    assert heard(true) == attempt.reference
    assert json.loads(forged.body)["state"] == "paid"
    assert heard(forged) is None
    services.attempt_hint(attempt.reference)
    services.attempts_poll()
    assert now(order).state is OrderState.PENDING  # what it claimed was asked for, and was a lie
    assert count(Receipt) == 0


def test_a_call_back_altered_late_or_of_another_merchant_is_not_heard(platform, order, settings):
    platform.end(begin(order))
    [call] = platform.called(1)
    late = {"method": "POST", "path": call.path, "headers": call.headers, "body": call.body}
    assert adapter.callback_reference(**late, now=time.time() + 301) is None
    assert adapter.callback_reference(**late, now=time.time() - 301) is None
    assert adapter.callback_reference(**{**late, "path": "/else/"}) is None
    assert adapter.callback_reference(**{**late, "method": "PUT"}) is None
    assert adapter.callback_reference(**{**late, "body": call.body + b" "}) is None
    for name in ("X-Signature", "X-Timestamp", "X-Merchant"):
        headers = {**call.headers, name: "ễ"}
        assert adapter.callback_reference(**{**late, "headers": headers}) is None
    settings.PAYMENT_SECRET = ""
    assert heard(call) is None


def test_repeated_call_backs_have_one_effect(platform, order):
    platform.fault("repeat")
    attempt = begin(order)
    platform.end(attempt)
    for call in platform.called(3):
        services.attempt_hint(heard(call))
        services.attempts_poll()
    assert count(Receipt) == count(LedgerEntry) == 1


def test_a_lost_call_back_is_made_good_by_asking(platform, order):
    platform.fault("lose")
    attempt = begin(order)
    platform.end(attempt)
    with clock.clock_set(clock.now() + timedelta(seconds=11)):
        assert services.attempts_poll() == 1
    assert now(order).state is OrderState.PAID
    assert platform.calls == []


def test_a_delayed_call_back_after_the_answer_changes_nothing(platform, order):
    platform.fault("delay", 0.3)
    attempt = begin(order)
    platform.end(attempt)
    services.attempt_ask(attempt.reference)
    [call] = platform.called(1)
    services.attempt_hint(heard(call))
    assert services.attempts_poll() == 0
    assert count(Receipt) == 1


def test_another_amount_than_owed_is_held_and_named(platform, order):
    platform.fault("lie")
    attempt = begin(order)
    platform.end(attempt)
    assert services.attempt_ask(attempt.reference).state is AttemptState.HELD
    held = now(order)
    assert (held.state, held.held_reason) == (OrderState.HELD, "amount")
    assert held.receipt is None
    with scope_use(SYSTEM):
        found = Mismatch.objects.get()
        assert (found.kind, found.here_vnd, found.there_vnd) == ("amount", 8_000, 7_000)
        assert LedgerEntry.objects.get().kind == "suspense"
        finance = actor_make(role=Role.FINANCE, unit=order.unit_id)
        services.mismatch_resolve(actor=finance, mismatch_id=found.pk, reason="Đã trả lại 7.000 đ")
        assert sum(LedgerEntry.objects.values_list("amount_vnd", flat=True)) == 0
    assert now(order).state is OrderState.PENDING


@pytest.mark.parametrize("mode", ["down", "slow"])
def test_a_platform_that_is_down_or_slow_takes_nothing_and_leaves_the_other_way(
    platform, order, mode, settings
):
    settings.PAYMENT_TIMEOUT_SECONDS = 0.2
    platform.fault(mode, 0.6)
    with pytest.raises(Refused) as refusal:
        begin(order)
    assert refusal.value.code == "provider_down"
    assert now(order).state is OrderState.PENDING
    assert begin(order, Method.TRANSFER).state is AttemptState.OPEN


def test_down_after_the_payment_it_stays_unknown_and_is_asked_about_later(platform, order):
    attempt = begin(order)
    platform.end(attempt)
    platform.fault("down")
    assert services.attempt_ask(attempt.reference).state is AttemptState.OPEN
    waits = services.attempt_ask(attempt.reference)
    assert waits.asks == 2
    with pytest.raises(Refused, match="does not answer"):
        services.attempt_give_up(attempt.reference)
    platform.fault("")
    adapter.breaker.reset()
    assert services.attempt_ask(attempt.reference).state is AttemptState.PAID


def test_refused_by_the_bank_it_may_be_tried_again(platform, order):
    first = begin(order)
    platform.end(first, "fail")
    assert services.attempt_ask(first.reference).state is AttemptState.FAILED
    second = begin(order)
    assert second.reference != first.reference
    platform.end(second)
    services.attempt_ask(second.reference)
    assert now(order).state is OrderState.PAID


def test_begun_twice_it_is_one_payment_and_another_way_waits(platform, order):
    first, again = begin(order), begin(order)
    assert (first.reference, first.redirect_url) == (again.reference, again.redirect_url)
    with pytest.raises(Refused) as refusal:
        begin(order, Method.TRANSFER)
    assert refusal.value.code == "other_attempt_open"


def test_given_up_it_cannot_be_paid_there_any_more(platform, order):
    attempt = begin(order)
    assert services.attempt_give_up(attempt.reference).state is AttemptState.CANCELLED
    assert "đã kết thúc" in requests.get(attempt.redirect_url, timeout=5).text
    assert begin(order, Method.TRANSFER).state is AttemptState.OPEN


def test_given_up_too_late_it_is_paid(platform, order):
    attempt = begin(order)
    platform.end(attempt)
    assert services.attempt_give_up(attempt.reference).state is AttemptState.PAID
    assert now(order).state is OrderState.PAID


def test_paid_after_the_order_was_called_off_it_waits_for_a_person(platform, order):
    attempt = begin(order)
    platform.end(attempt)
    with scope_use(SYSTEM):
        assert services.order_cancel(subject=order.subject) == 1
        row = PaymentAttempt.objects.get()
        from motcua.payments.providers import provider_of
        from motcua.payments.services.settle import attempt_settle

        attempt_settle(attempt_id=row.pk, answer=provider_of(Method.PLATFORM).ask(row.reference))
        assert Mismatch.objects.get().kind == MismatchKind.LATE
    assert count(Receipt) == 0
    assert now(order).state is OrderState.CANCELLED


def test_a_refund_goes_back_on_the_platform_once(platform, order):
    attempt = begin(order)
    platform.end(attempt)
    services.attempt_ask(attempt.reference)
    with scope_use(SYSTEM):
        one = actor_make(role=Role.FINANCE, unit=order.unit_id)
        other = actor_make(role=Role.FINANCE, unit=order.unit_id)
        services.refund_request(actor=one, order_code=order.code, reason="Rút hồ sơ")
        refund = Refund.objects.get()
        with pytest.raises(Refused) as refusal:
            services.refund_approve(actor=one, refund_id=refund.pk)
        assert refusal.value.code == "refund_by_two"
    assert services.refunds_send() == 0  # not approved yet
    with scope_use(SYSTEM):
        services.refund_approve(actor=other, refund_id=refund.pk)
    platform.fault("down")
    assert services.refunds_send() == 0
    platform.fault("")
    adapter.breaker.reset()
    assert services.refunds_send() == 1
    assert services.refunds_send() == 0
    with scope_use(SYSTEM):
        assert Refund.objects.get().state == "done"
        assert sum(LedgerEntry.objects.values_list("amount_vnd", flat=True)) == 0
    assert now(order).receipt.voided


def test_the_day_s_file_names_what_we_do_not_know_and_what_they_do_not(platform, order):
    paid, lost = order, order_make(order.unit_id)
    first = begin(paid)
    platform.end(first)
    services.attempt_ask(first.reference)
    unheard = begin(lost)
    platform.fault("lose")
    platform.end(unheard)
    assert compare(order) == []  # the lost call-back is made good by asking
    assert now(lost).state is OrderState.PAID
    platform.fault("forget")
    assert compare(order) == ["here_not_there"] * 2
    assert services.day_reconcile(clock.today()) == 0  # nothing twice
    platform.fault("down")
    assert services.day_reconcile(clock.today()) is None


def test_money_there_that_nobody_began_here_is_named(platform, order):
    started = adapter.Platform().start(
        reference=f"{order.code}-9",
        amount_vnd=8_000,
        description="x",
        return_url="http://localhost/",
    )
    requests.post(started.redirect_url, data={"end": "pay"}, timeout=5, allow_redirects=False)
    assert compare(order) == ["there_not_here"]
    with scope_use(SYSTEM):
        found = Mismatch.objects.get(order__isnull=False)
    assert (found.kind, found.there_vnd) == ("there_not_here", 8_000)


def test_a_refund_made_there_alone_is_named(platform, order):
    attempt = begin(order)
    platform.end(attempt)
    services.attempt_ask(attempt.reference)
    adapter.Platform().refund(
        reference=attempt.reference,
        refund_reference=f"{order.code}-R9",
        amount_vnd=8_000,
        reason="by hand",
    )
    assert compare(order) == [MismatchKind.REFUND_ONLY_THERE]


def test_amounts_and_receipts_cannot_be_changed(platform, order):
    attempt = begin(order)
    platform.end(attempt)
    services.attempt_ask(attempt.reference)
    for change in (
        lambda: FeeOrder.objects.update(amount_vnd=1),
        lambda: PaymentAttempt.objects.update(amount_vnd=1),
        lambda: Receipt.objects.update(amount_vnd=1),
        lambda: LedgerEntry.objects.all().delete(),
        lambda: FeeOrder.objects.all().delete(),
    ):
        with scope_use(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_account_above_serves_the_units_below(order):
    with scope_use(SYSTEM):
        from motcua.organisations.queries import unit_get

        assert queries.account_of(order.unit_id) is None
        above = unit_get(order.unit_id).parent_id
        account = account_make(above)
        assert queries.account_of(order.unit_id) == account
        text = queries.transfer_qr(account, reference=order.code, amount_vnd=order.amount_vnd)
    assert order.code in text
