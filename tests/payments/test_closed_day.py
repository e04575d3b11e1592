"""A day that is closed: no cash moves on it, until somebody opens it again with a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.builders.payments import order_make

from motcua.identity.types import Action, Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, Refused
from motcua.organisations.queries import unit_get
from motcua.payments import queries, services
from motcua.payments.models import DayClosing, LedgerEntry, Refund
from motcua.payments.types import Method, OrderState

MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = MORNING.date()


@pytest.fixture
def unit(system_scope):
    return commune_make()


@pytest.fixture
def counter(unit):
    return actor_make(role=Role.COUNTER, unit=unit)


@pytest.fixture
def finance(unit):
    return actor_make(role=Role.FINANCE, unit=unit)


@pytest.fixture(autouse=True)
def _day():
    with clock.clock_set(MORNING):
        yield


def take(order, actor, method=Method.CASH):
    posting = actor.posting_for(Action.DOSSIER_FEE, order.unit_id)
    return services.cash_take(order=order, posting=posting, method=method)


def closed(work):
    """Assert that this is refused because the cash of the day is closed."""
    with pytest.raises(Refused) as refusal:
        work()
    assert refusal.value.code == "cash_closed"
    assert "open this day again" in str(refusal.value)


def test_no_cash_is_taken_on_a_closed_day_and_nothing_is_left_of_the_try(unit, counter, finance):
    order = order_make(unit)
    services.day_close(actor=finance, day=DAY)
    closed(lambda: take(order, counter))
    assert queries.order_get(order.code).state is OrderState.PENDING
    assert not LedgerEntry.objects.exists()
    with clock.clock_set(MORNING + timedelta(days=1)):
        assert take(order, counter).serial == 1


def test_a_transfer_is_still_seen_and_yesterday_s_closing_closes_no_other_day(
    unit, counter, finance
):
    services.day_close(actor=finance, day=DAY - timedelta(days=1))
    take(order_make(unit), counter)
    other = commune_make()
    services.day_close(actor=actor_make(role=Role.FINANCE, unit=other), day=DAY)
    take(order_make(unit), counter)
    take(order_make(other), actor_make(role=Role.COUNTER, unit=other), Method.TRANSFER)


def test_a_province_s_closing_closes_its_communes(unit, counter, finance):
    order = order_make(unit)
    province = unit_get(unit.parent_id)
    services.day_close(actor=actor_make(role=Role.FINANCE, unit=province), day=DAY)
    closed(lambda: take(order, counter))
    with pytest.raises(Refused, match="This day is open"):
        services.day_reopen(actor=finance, day=DAY, reason="Còn người nộp tiền")


def test_cash_that_was_taken_does_not_go_back_on_a_closed_day(unit, counter, finance):
    order = order_make(unit)
    take(order, counter)
    one = services.till_hand_over(actor=counter, unit_id=unit.id, day=DAY, handed_vnd=8_000)
    services.hand_over_receive(actor=finance, hand_over_id=one, received_vnd=8_000)
    services.day_close(actor=finance, day=DAY)
    posting = counter.posting_for(Action.DOSSIER_FEE, unit.id)
    closed(
        lambda: services.cash_reverse(subject=order.subject, posting=posting, reason="Thu nhầm rồi")
    )
    services.refund_request(actor=finance, order_code=order.code, reason="Thu nhầm rồi")
    refund = Refund.objects.get()
    services.refund_approve(actor=actor_make(role=Role.LEADER, unit=unit), refund_id=refund.pk)
    closed(lambda: services.refund_pay(actor=finance, refund_id=refund.pk, external_id="PC 1"))
    with clock.clock_set(MORNING + timedelta(days=1)):
        services.refund_pay(actor=finance, refund_id=refund.pk, external_id="PC 1")


def test_it_is_opened_again_with_a_reason_and_closed_anew_and_both_stay_on_record(
    unit, counter, finance
):
    services.day_close(actor=finance, day=DAY)
    with pytest.raises(Forbidden):
        services.day_reopen(actor=counter, day=DAY, reason="Còn người nộp tiền")
    with pytest.raises(Invalid, match="Say why"):
        services.day_reopen(actor=finance, day=DAY, reason=" x ")
    closed(lambda: take(order_make(unit), counter))
    services.day_reopen(actor=finance, day=DAY, reason="Còn người nộp tiền")
    known = queries.closing_of(unit_id=unit.id, day=DAY)
    assert (known.reopened_by, known.reopen_reason) == (finance.account_id, "Còn người nộp tiền")
    assert queries.closing_over(unit.id, DAY) is None
    with pytest.raises(Refused, match="This day is open"):
        services.day_reopen(actor=finance, day=DAY, reason="Còn người nộp tiền")
    take(order_make(unit), counter)
    with pytest.raises(Refused) as refusal:
        services.day_close(actor=finance, day=DAY)
    assert refusal.value.code == "tills_open"
    one = services.till_hand_over(actor=counter, unit_id=unit.id, day=DAY, handed_vnd=8_000)
    services.hand_over_receive(actor=finance, hand_over_id=one, received_vnd=8_000)
    services.day_close(actor=finance, day=DAY)
    turns = DayClosing.objects.order_by("turn")
    assert [(one.turn, one.figures["cash"]["received_vnd"]) for one in turns] == [
        (1, 0), (2, 8_000),
    ]  # fmt: skip
    with pytest.raises(Refused, match="closed already"):
        services.day_close(actor=finance, day=DAY)


def test_a_day_that_was_never_closed_is_not_opened(unit, finance):
    with pytest.raises(Refused, match="This day is open"):
        services.day_reopen(actor=finance, day=DAY, reason="Còn người nộp tiền")
