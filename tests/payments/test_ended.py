"""Money on an attempt that has ended here: never lost, never taken without a word."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
import requests
from tests.builders.organisations import commune_make
from tests.builders.payments import order_make

from motcua.exchange import payments as adapter
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import queries, services
from motcua.payments.models import FeeOrder, LedgerEntry, Mismatch, PaymentAttempt, Receipt
from motcua.payments.providers import ProviderDown, Told
from motcua.payments.services import attempts
from motcua.payments.types import AttemptState, Method, OrderState

pytestmark = pytest.mark.usefixtures("db")
ENDED = ["failed", "cancelled", "expired"]


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


def attempt_row(attempt):
    with scope_use(SYSTEM):
        return PaymentAttempt.objects.get(pk=attempt.id)


def kinds():
    with scope_use(SYSTEM):
        rows = Mismatch.objects.filter(order__isnull=False)
        return sorted(rows.values_list("kind", flat=True))


def receipts():
    with scope_use(SYSTEM):
        return Receipt.objects.count()


def end_here(attempt, state="failed", order_state="pending", **over):
    """Let an attempt have ended here alone, as an older version or a time-out left it."""
    with scope_use(SYSTEM):
        PaymentAttempt.objects.filter(pk=attempt.id).update(
            **{"state": state, "ended_at": clock.now(), "ask_at": None, **over}
        )
        FeeOrder.objects.filter(pk=attempt.order_id).update(state=order_state)


def withdraw(order):
    with scope_use(SYSTEM):
        assert services.order_cancel(subject=order.subject) == 1


def refuse(monkeypatch, status=422):
    """Let the platform refuse everything it is asked."""
    answer = SimpleNamespace(status_code=status, json=dict)
    monkeypatch.setattr(requests, "request", lambda *_args, **_named: answer)


def test_of_two_tabs_the_one_that_times_out_takes_the_other_s_page(platform, order, monkeypatch):
    real, other = adapter.Platform.start, []

    def start(self, **named):
        monkeypatch.setattr(adapter.Platform, "start", real)
        other.append(begin(order))
        raise ProviderDown("time-out")

    monkeypatch.setattr(adapter.Platform, "start", start)
    mine = begin(order)
    assert (mine.reference, mine.redirect_url) == (other[0].reference, other[0].redirect_url)
    assert mine.state is AttemptState.OPEN
    platform.end(mine)
    assert services.attempt_ask(mine.reference).state is AttemptState.PAID
    assert now(order).state is OrderState.PAID


def test_of_two_tabs_the_later_page_of_a_failed_attempt_is_called_off(platform, order, monkeypatch):
    real = adapter.Platform.start

    def down(self, **named):
        raise ProviderDown("time-out")

    def start(self, **named):
        started = real(self, **named)
        monkeypatch.setattr(adapter.Platform, "start", down)
        with pytest.raises(Refused) as refusal:
            begin(order)
        assert refusal.value.code == "provider_down"
        return started

    monkeypatch.setattr(adapter.Platform, "start", start)
    with pytest.raises(Refused) as refusal:
        begin(order)
    assert refusal.value.code == "not_payable"
    with scope_use(SYSTEM):
        row = PaymentAttempt.objects.get()
    assert (row.state, row.redirect_url) == ("failed", "")
    assert adapter.Platform().ask(row.reference).told is Told.CANCELLED
    monkeypatch.setattr(adapter.Platform, "start", real)
    assert now(order).state is OrderState.PENDING
    assert begin(order).reference != row.reference


def test_a_time_out_after_the_announcement_is_called_off_there(platform, order, monkeypatch):
    real = adapter.Platform.start

    def start(self, **named):
        real(self, **named)
        raise ProviderDown("time-out")

    monkeypatch.setattr(adapter.Platform, "start", start)
    with pytest.raises(Refused, match="does not answer"):
        begin(order)
    with clock.clock_set(clock.now() + timedelta(seconds=11)):
        assert services.attempts_poll() == 1
    with scope_use(SYSTEM):
        reference = PaymentAttempt.objects.get().reference
    assert adapter.Platform().ask(reference).told is Told.CANCELLED


def test_withdrawn_while_paying_the_page_is_called_off(platform, order):
    attempt = begin(order)
    withdraw(order)
    assert services.attempts_poll() == 1
    assert adapter.Platform().ask(attempt.reference).told is Told.CANCELLED
    assert attempt_row(attempt).state == "cancelled"
    assert kinds() == []


def test_withdrawn_and_paid_before_it_was_called_off_it_waits_for_a_person(platform, order):
    attempt = begin(order)
    withdraw(order)
    platform.end(attempt)
    assert services.attempts_poll() == 1
    assert (attempt_row(attempt).state, kinds()) == ("held", ["late"])
    assert now(order).state is OrderState.CANCELLED
    with scope_use(SYSTEM):
        assert LedgerEntry.objects.get().kind == "suspense"
    assert services.attempts_poll() == receipts() == 0


@pytest.mark.parametrize("state", ENDED)
@pytest.mark.parametrize("way", ["hint", "ask", "reconcile"])
def test_money_on_an_ended_attempt_gets_its_receipt(platform, order, way, state):
    attempt = begin(order)
    end_here(attempt, state)
    platform.end(attempt)
    assert services.attempts_poll() == 0
    if way == "hint":
        assert services.attempt_hint(attempt.reference)
        assert services.attempts_poll() == 1
    elif way == "ask":
        assert services.attempt_ask(attempt.reference).state is AttemptState.PAID
    else:
        services.day_reconcile(clock.today())
    assert now(order).state is OrderState.PAID
    assert attempt_row(attempt).state == "paid"
    services.day_reconcile(clock.today())
    assert (receipts(), kinds()) == (1, [])


def test_money_on_two_attempts_is_one_receipt_and_one_difference(platform, order):
    first = begin(order)
    end_here(first)
    second = begin(order)
    for attempt in (first, second):
        platform.end(attempt)
    services.attempt_ask(first.reference)
    with pytest.raises(Refused) as refusal:
        begin(order)  # paid by the first: nobody is sent to the second's page
    assert refusal.value.code == "not_payable"
    assert services.attempts_poll() == 1  # the second is asked about at once
    assert (receipts(), kinds()) == (1, ["twice"])


def test_paid_by_an_ended_attempt_the_live_one_is_called_off(platform, order):
    first = begin(order)
    end_here(first)
    second = begin(order)
    platform.end(first)
    services.attempt_ask(first.reference)
    assert services.attempts_poll() == 1
    assert adapter.Platform().ask(second.reference).told is Told.CANCELLED
    assert attempt_row(second).state == "cancelled"


def test_an_ended_attempt_is_watched_for_an_hour_and_then_only_when_called_back(platform, order):
    attempt = begin(order)
    platform.end(attempt, "fail")
    services.attempt_ask(attempt.reference)
    at = clock.now()
    with clock.clock_set(at + timedelta(minutes=59)):
        assert services.attempts_poll() == 1
        assert services.attempts_poll() == 0
    with clock.clock_set(at + timedelta(minutes=75)):
        assert services.attempts_poll() == 1
        assert attempt_row(attempt).ask_at is None
        services.attempt_hint(attempt.reference)
        assert services.attempts_poll() == 1
        assert attempt_row(attempt).ask_at is None


def test_a_transfer_that_ended_is_never_asked_about(platform, order):
    attempt = begin(order, Method.TRANSFER)
    services.attempt_give_up(attempt.reference)
    assert services.attempt_hint(attempt.reference)
    assert attempt_row(attempt).ask_at is None
    assert services.attempts_poll() == 0


def test_a_refusal_of_cancel_or_ask_is_not_unknown(platform, order, monkeypatch):
    attempt = begin(order)
    provider = adapter.Platform()
    refuse(monkeypatch)
    for call in (provider.ask, provider.cancel) * 2:
        with pytest.raises(ProviderDown, match="refused"):  # and the breaker stays closed
            call(attempt.reference)
    with pytest.raises(Refused) as refusal:
        services.attempt_give_up(attempt.reference)
    assert refusal.value.code == "provider_down"
    with clock.clock_set(clock.now() + timedelta(hours=1)):
        assert services.attempt_ask(attempt.reference).state is AttemptState.OPEN
    back = {"refund_reference": "R", "amount_vnd": 1, "reason": "x"}
    assert provider.refund(reference=attempt.reference, **back).told is Told.FAILED
    refuse(monkeypatch, 404)
    assert provider.ask(attempt.reference).told is Told.UNKNOWN
    assert provider.cancel(attempt.reference).told is Told.UNKNOWN


def test_a_refused_call_off_stops_nobody_else_s_questions(platform, order, monkeypatch):
    first, other = begin(order), order_make(order.unit_id)
    second = begin(other)
    platform.end(second)
    end_here(first, "open", "expired", ended_at=None, ask_at=clock.now())
    services.attempt_hint(second.reference)

    def cancel(self, reference):
        raise ProviderDown("refused")

    monkeypatch.setattr(adapter.Platform, "cancel", cancel)
    assert services.attempts_poll() == 2
    assert now(other).state is OrderState.PAID
    assert attempt_row(first).state == "open"


def test_attempts_that_cannot_be_asked_about_stand_before_no_other(platform, order, monkeypatch):
    attempt = begin(order)
    asked = []

    def broken(reference):
        asked.append(reference)
        raise RuntimeError("broken")

    monkeypatch.setattr(attempts, "attempt_ask", broken)
    with clock.clock_set(clock.now() + timedelta(seconds=11)):
        assert services.attempts_poll() == 1
        assert services.attempts_poll() == 0  # left alone for a while
    with clock.clock_set(clock.now() + timedelta(hours=1)):
        assert services.attempts_poll() == 1
    assert asked == [attempt.reference] * 2
