"""A transfer that the counter says it saw: named when no statement brings it, cleared when one does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum
from tests.builders.deadlines import holidays_there
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.builders.payments import order_make

from motcua.identity.types import Action, Role
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, Refused
from motcua.payments import queries, services
from motcua.payments.models import LedgerEntry, Mismatch, PaymentAttempt, Refund
from motcua.payments.services.reconcile import days_reconcile
from motcua.payments.types import Method

THURSDAY = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
LAST = THURSDAY + timedelta(days=6)  # the third working day after it: 24 November is a holiday


@pytest.fixture
def unit(system_scope):
    holidays_there()
    return commune_make()


@pytest.fixture
def counter(unit):
    return actor_make(role=Role.COUNTER, unit=unit)


@pytest.fixture
def finance(unit):
    return actor_make(role=Role.FINANCE, unit=unit)


def seen(unit, actor, amount=8_000):
    """Book a transfer at the counter on Thursday; return the order."""
    order = order_make(unit, amount_vnd=amount)
    with clock.clock_set(THURSDAY):
        services.cash_take(
            order=order,
            posting=actor.posting_for(Action.DOSSIER_FEE, unit.id),
            method=Method.TRANSFER,
        )
    return order


def statement(unit, text, amount=8_000, at=THURSDAY, number="FT1"):
    return services.statement_import(
        unit_id=unit.id, rows=[services.StatementRow(number, at, amount, text)]
    )


def test_it_is_named_on_the_fourth_working_day_and_once(unit, counter):
    order = seen(unit, counter)
    with clock.clock_set(LAST):
        assert services.transfers_unseen() == 0
    with clock.clock_set(LAST + timedelta(days=1)):
        assert services.transfers_unseen() == 1
        assert services.transfers_unseen() == 0
    found = Mismatch.objects.get()
    assert (found.kind, found.method, found.day) == (
        "here_not_there", "transfer", THURSDAY.date(),
    )  # fmt: skip
    assert (found.order_id, found.here_vnd, found.there_vnd) == (order.id, 8_000, None)


def test_cash_and_what_a_statement_has_brought_are_not_named(unit, counter):
    brought, cash = seen(unit, counter), order_make(unit)
    statement(unit, brought.code)
    with clock.clock_set(THURSDAY):
        posting = counter.posting_for(Action.DOSSIER_FEE, unit.id)
        services.cash_take(order=cash, posting=posting, method=Method.CASH)
    with clock.clock_set(LAST + timedelta(days=30)):
        assert services.transfers_unseen() == 0
    assert not Mismatch.objects.exists()


def test_the_night_names_it_without_a_platform_and_a_statement_without_it_does(unit, counter):
    first = seen(unit, counter)
    with clock.clock_set(LAST + timedelta(days=1)):
        days_reconcile()
    assert Mismatch.objects.get().order_id == first.id
    second = seen(unit, counter)
    with clock.clock_set(LAST + timedelta(days=1)):
        statement(commune_make(), "phi", -1)  # another unit's
        assert not Mismatch.objects.filter(order_id=second.id).exists()
        statement(unit, "phi", -1)
        assert Mismatch.objects.filter(order_id=second.id).exists()


def test_the_statement_that_brings_it_clears_it_by_itself(unit, counter):
    order = seen(unit, counter)
    with clock.clock_set(LAST + timedelta(days=1)):
        services.transfers_unseen()
        assert statement(unit, order.code)["matched"] == 1
    found = Mismatch.objects.get()
    assert (found.resolved_by, found.resolution) == (None, "FT1")
    assert found.resolved_at is not None
    assert PaymentAttempt.objects.get(order_id=order.id).external_id == "FT1"
    assert LedgerEntry.objects.aggregate(total=Sum("amount_vnd"))["total"] == 8_000


def test_another_amount_or_order_does_not_clear_it(unit, counter):
    order = seen(unit, counter)
    with clock.clock_set(LAST + timedelta(days=1)):
        services.transfers_unseen()
        statement(unit, order.code, 7_000)
        statement(unit, seen(unit, counter).code, number="FT2")
    kinds = Mismatch.objects.filter(order_id=order.id, resolved_at=None)
    assert set(kinds.values_list("kind", flat=True)) == {"here_not_there", "twice"}


def test_money_that_named_nothing_is_booked_on_it(unit, counter, finance):
    order = seen(unit, counter)
    with clock.clock_set(LAST + timedelta(days=1)):
        statement(unit, "chuyen tien le phi")
        nameless = Mismatch.objects.get(kind="there_not_here")
        services.mismatch_book(actor=finance, mismatch_id=nameless.pk, order_code=order.code)
    assert not Mismatch.objects.filter(resolved_at=None).exists()
    assert LedgerEntry.objects.aggregate(total=Sum("amount_vnd"))["total"] == 8_000
    with clock.clock_set(LAST + timedelta(days=1)):
        statement(unit, "lan nua", number="FT2")
        again = Mismatch.objects.get(resolved_at=None)
        with pytest.raises(Invalid, match="cannot be paid"):
            services.mismatch_book(actor=finance, mismatch_id=again.pk, order_code=order.code)


def test_who_booked_it_does_not_find_it_in_other_money_alone(unit, finance):
    order = seen(unit, finance)
    with clock.clock_set(LAST + timedelta(days=1)):
        services.transfers_unseen()
        statement(unit, "chuyen tien le phi")
        nameless = Mismatch.objects.get(kind="there_not_here")
        with pytest.raises(Refused) as refusal:
            services.mismatch_book(actor=finance, mismatch_id=nameless.pk, order_code=order.code)
        assert refusal.value.code == "mismatch_by_two"
        assert Mismatch.objects.filter(resolved_at=None).count() == 2
        assert PaymentAttempt.objects.get(order_id=order.id).external_id == ""
        other = actor_make(role=Role.FINANCE, unit=unit)
        services.mismatch_book(actor=other, mismatch_id=nameless.pk, order_code=order.code)
    assert not Mismatch.objects.filter(resolved_at=None).exists()


def test_it_is_closed_with_an_explanation_and_stays_closed(unit, counter, finance):
    seen(unit, counter)
    with clock.clock_set(LAST + timedelta(days=1)):
        services.transfers_unseen()
        found = Mismatch.objects.get()
        with pytest.raises(Invalid):
            services.mismatch_resolve(actor=finance, mismatch_id=found.pk, reason=" ")
        assert services.mismatch_resolve(
            actor=finance, mismatch_id=found.pk, reason="Tiền về tài khoản cũ của xã"
        )
        assert services.transfers_unseen() == 0
    assert Mismatch.objects.filter(resolved_at=None).count() == 0


def test_who_booked_it_does_not_explain_it_away_alone(unit, finance):
    seen(unit, finance)
    with clock.clock_set(LAST + timedelta(days=1)):
        services.transfers_unseen()
        found = Mismatch.objects.get()
        assert not services.mismatch_resolve(
            actor=finance, mismatch_id=found.pk, reason="Người nộp đưa xem máy"
        )
        found.refresh_from_db()
        assert found.resolved_at is None
        other = actor_make(role=Role.FINANCE, unit=unit)
        services.mismatch_approve(
            actor=other, mismatch_id=found.pk, explained_at=found.explained_at
        )
        with pytest.raises(Refused):
            services.mismatch_resolve(actor=other, mismatch_id=found.pk, reason="Lần nữa xem")


def test_what_never_came_is_not_paid_back(unit, counter, finance):
    order = seen(unit, counter)
    with clock.clock_set(LAST + timedelta(days=1)):
        services.transfers_unseen()
        services.refund_request(actor=finance, order_code=order.code, reason="Nộp nhầm hồ sơ")
        refund = Refund.objects.get()
        leader = actor_make(role=Role.LEADER, unit=unit)
        services.refund_approve(actor=leader, refund_id=refund.pk)
        with pytest.raises(Refused) as refusal:
            services.refund_pay(actor=finance, refund_id=refund.pk, external_id="CT1")
        assert refusal.value.code == "money_missing"
        statement(unit, order.code)
        services.refund_pay(actor=finance, refund_id=refund.pk, external_id="CT1")
    assert LedgerEntry.objects.aggregate(total=Sum("amount_vnd"))["total"] == 0


def test_a_day_is_not_closed_over_it(unit, counter, finance):
    seen(unit, counter)
    with clock.clock_set(LAST + timedelta(days=1)):
        services.transfers_unseen()
        with pytest.raises(Refused) as refusal:
            services.day_close(actor=finance, day=clock.today())
    assert refusal.value.code == "differences_open"


def test_the_rule_of_the_day_it_was_booked_counts(unit, counter):
    seen(unit, counter)
    services.transfer_rule_set(
        working_days=10, valid_from=date(2026, 11, 20), source="Quyết định 12/QĐ-UBND"
    )
    with clock.clock_set(LAST + timedelta(days=1)):
        assert services.transfers_unseen() == 1
    assert [one.working_days for one in queries.transfer_rules()] == [3, 10]
    assert queries.transfer_rules()[0].valid_to == date(2026, 11, 20)


@pytest.mark.parametrize(
    "wrong",
    [
        {"working_days": 0}, {"working_days": 31}, {"source": " x "},
        {"valid_from": date(2025, 7, 1)},
    ],
)  # fmt: skip
def test_a_rule_without_sense_or_source_is_refused(unit, wrong):
    good = {"working_days": 5, "valid_from": date(2026, 1, 1), "source": "Quyết định 12"}
    with pytest.raises(Invalid):
        services.transfer_rule_set(**{**good, **wrong})
    assert len(queries.transfer_rules()) == 1


def test_without_a_calendar_plain_days_are_counted(system_scope):
    unit = commune_make(province="24")
    seen(unit, actor_make(role=Role.COUNTER, unit=unit))
    with clock.clock_set(THURSDAY + timedelta(days=3)):
        assert services.transfers_unseen() == 0
    with clock.clock_set(THURSDAY + timedelta(days=4)):
        assert services.transfers_unseen() == 1
