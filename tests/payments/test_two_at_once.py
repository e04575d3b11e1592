"""Two people, two processes, two tabs at one payment: one effect, and a clear answer to the other.

Each works in a connection and a transaction of its own, on a database where work is committed.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.builders.payments import ACCOUNT, account_change_make, order_make
from tests.builders.waiting import somebody_waits

from motcua.identity.types import Action, Role
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.payments import queries, services
from motcua.payments.models import (
    AccountChange,
    BankAccount,
    DayClosing,
    LedgerEntry,
    Mismatch,
    Receipt,
    Refund,
    StatementLine,
    TillHandOver,
)
from motcua.payments.types import Method, OrderState

pytestmark = pytest.mark.invariant
MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = MORNING.date()


@pytest.fixture
def unit(fresh_database):
    with scope_use(SYSTEM):
        return commune_make()


def person(unit, role=Role.FINANCE):
    with scope_use(SYSTEM):
        return actor_make(role=role, unit=unit)


def own(work):
    """Run work as a process does: a connection, the scope, the day; return what came or why not."""
    try:
        with clock.clock_set(MORNING), scope_use(SYSTEM):
            return work()
    except Refused as refusal:
        return refusal
    finally:
        connection.close()


def together(*works):
    """Run works in threads that start at one instant; return results, and codes of refusals."""
    gate = threading.Barrier(len(works))

    def run(work):
        gate.wait(20)
        return own(work)

    with ThreadPoolExecutor(len(works)) as pool:
        answers = list(pool.map(run, works))
    refused = [one.code for one in answers if isinstance(one, Refused)]
    return [one for one in answers if not isinstance(one, Refused)], refused


def meet(first, second):
    """Let `second` begin while `first` has done its work and not committed; return both answers.

    The second one has to stand at a lock of the first, or it would not see what that has written.
    """
    done, go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            answer = first()
            done.set()
            assert go.wait(20)
        return answer

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(own, hold)
        try:
            assert done.wait(20), one.result(1)
            two = pool.submit(own, second)
            somebody_waits(unless=two.done)
            assert not two.done(), f"nothing held it back: {two.result()}"
        finally:
            go.set()
        return one.result(20), two.result(20)


def take(order, actor, method=Method.CASH):
    posting = actor.posting_for(Action.DOSSIER_FEE, order.unit_id)
    return services.cash_take(order=order, posting=posting, method=method)


def taken(unit, actor, method=Method.CASH):
    order = order_make(unit)
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        take(order, actor, method)
    return order


def statement(unit, *texts):
    rows = [services.StatementRow(f"FT{n}", MORNING, 8_000, text) for n, text in enumerate(texts)]
    return services.statement_import(unit_id=unit.id, rows=rows)


def over(unit, actor, amount):
    return services.till_hand_over(
        actor=actor, unit_id=unit.id, day=DAY, handed_vnd=amount, note="Giao ca sớm"
    )


def books():
    with scope_use(SYSTEM):
        return LedgerEntry.objects.aggregate(total=Sum("amount_vnd"))["total"] or 0


def code(answer):
    return answer.code if isinstance(answer, Refused) else ""


def test_a_day_is_closed_while_cash_is_being_taken(unit):
    counter, finance, order = person(unit, Role.COUNTER), person(unit), order_make(unit)
    first, second = meet(
        lambda: take(order, counter), lambda: services.day_close(actor=finance, day=DAY)
    )
    assert (code(first), code(second)) == ("", "tills_open")
    with scope_use(SYSTEM):
        assert not DayClosing.objects.exists()


@pytest.mark.parametrize("above", [False, True])
def test_cash_is_being_taken_while_the_day_is_closed(unit, above):
    counter, order = person(unit, Role.COUNTER), order_make(unit)
    with scope_use(SYSTEM):
        finance = person(unit_get(unit.parent_id) if above else unit)
    first, second = meet(
        lambda: services.day_close(actor=finance, day=DAY), lambda: take(order, counter)
    )
    assert (code(first), code(second)) == ("", "cash_closed")
    assert books() == 0


def test_two_counters_take_cash_at_once_and_do_not_wait_for_each_other_s_day(unit):
    works = [partial(take, order_make(unit), person(unit, Role.COUNTER)) for _ in range(4)]
    good, refused = together(*works)
    assert (sorted(one.serial for one in good), refused) == ([1, 2, 3, 4], [])


def test_a_day_is_closed_by_two_at_once(unit):
    one, other = person(unit), person(unit)
    first, second = meet(
        lambda: services.day_close(actor=one, day=DAY),
        lambda: services.day_close(actor=other, day=DAY),
    )
    assert (code(first), code(second)) == ("", "day_closed")


def test_cash_goes_back_while_the_till_is_handed_over(unit):
    counter = person(unit, Role.COUNTER)
    order = taken(unit, counter)
    posting = counter.posting_for(Action.DOSSIER_FEE, unit.id)
    first, second = meet(
        lambda: services.cash_reverse(
            subject=order.subject, posting=posting, reason="Thu nhầm rồi"
        ),
        lambda: over(unit, counter, 8_000),
    )
    assert (code(first), code(second)) == ("", "till_empty")
    assert books() == 0


def test_a_till_is_handed_over_while_its_cash_goes_back(unit):
    counter = person(unit, Role.COUNTER)
    order = taken(unit, counter)
    posting = counter.posting_for(Action.DOSSIER_FEE, unit.id)
    first, second = meet(
        lambda: over(unit, counter, 8_000),
        lambda: services.cash_reverse(
            subject=order.subject, posting=posting, reason="Thu nhầm rồi"
        ),
    )
    assert (code(first), code(second)) == ("", "handed_over")
    assert books() == 8_000


def test_a_till_is_handed_over_and_counted_once(unit):
    counter = person(unit, Role.COUNTER)
    taken(unit, counter)
    first, second = meet(lambda: over(unit, counter, 8_000), lambda: over(unit, counter, 8_000))
    assert (code(first), code(second)) == ("", "till_empty")
    with scope_use(SYSTEM):
        hand_over = TillHandOver.objects.get().pk
    works = [
        partial(
            services.hand_over_receive,
            actor=person(unit),
            hand_over_id=hand_over,
            received_vnd=amount,
        )
        for amount in (8_000, 7_000)
    ]
    assert meet(*works)[1].code == "hand_over_received"
    with scope_use(SYSTEM):
        assert not Mismatch.objects.exists()


def test_one_order_is_paid_at_two_counters(unit):
    order = order_make(unit)
    works = [
        partial(take, order, person(unit, Role.COUNTER)),
        partial(take, order, person(unit, Role.COUNTER), Method.TRANSFER),
    ]
    assert code(meet(*works)[1]) == "not_payable"
    assert books() == 8_000


def test_cash_is_taken_while_the_statement_brings_the_transfer(unit):
    counter, order = person(unit, Role.COUNTER), order_make(unit)
    first, second = meet(lambda: statement(unit, order.code), lambda: take(order, counter))
    assert (first["matched"], code(second)) == (1, "not_payable")
    assert books() == 8_000


def test_one_statement_is_taken_in_twice_at_once(unit):
    orders = [order_make(unit) for _ in range(3)]
    with scope_use(SYSTEM):
        province = unit_get(unit.parent_id)
    texts = [*(one.code for one in orders), "le phi"]
    good, refused = together(
        *[lambda at=at: statement(at, *texts) for at in (unit, province, unit)]
    )
    assert refused == []
    assert sorted(one["new"] for one in good) == [0, 0, 4]
    with scope_use(SYSTEM):
        assert StatementLine.objects.count() == 4
        assert Receipt.objects.count() == 3
        assert Mismatch.objects.count() == 1
    assert books() == 32_000


def test_a_missing_transfer_is_explained_while_the_statement_brings_it(unit):
    finance = person(unit)
    order = taken(unit, person(unit, Role.COUNTER), Method.TRANSFER)
    with clock.clock_set(MORNING + timedelta(days=20)), scope_use(SYSTEM):
        assert services.transfers_unseen() == 1
        found = Mismatch.objects.get().pk
    first, second = meet(
        lambda: statement(unit, order.code),
        lambda: services.mismatch_resolve(
            actor=finance, mismatch_id=found, reason="Tiền về tài khoản cũ"
        ),
    )
    assert (first["matched"], code(second)) == (1, "mismatch_resolved")
    with scope_use(SYSTEM):
        assert Mismatch.objects.get().resolved_by is None


def test_one_difference_is_made_clear_by_two_at_once(unit):
    with scope_use(SYSTEM):
        statement(unit, "le phi")
        found = Mismatch.objects.get().pk
    works = [
        partial(
            services.mismatch_resolve,
            actor=person(unit),
            mismatch_id=found,
            reason="Đã chuyển trả lại",
        )
        for _ in range(2)
    ]
    assert code(meet(*works)[1]) == "mismatch_resolved"
    assert books() == 0


def test_one_money_is_booked_on_two_payments_at_once(unit):
    finance, orders = person(unit), [order_make(unit), order_make(unit)]
    with scope_use(SYSTEM):
        statement(unit, "le phi")
        found = Mismatch.objects.get().pk
    works = [
        lambda order=order: services.mismatch_book(
            actor=finance, mismatch_id=found, order_code=order.code
        )
        for order in orders
    ]
    assert code(meet(*works)[1]) == "mismatch_resolved"
    with scope_use(SYSTEM):
        states = {queries.order_get(one.code).state for one in orders}
        assert states == {OrderState.PAID, OrderState.PENDING}
    assert books() == 8_000


def test_a_refund_is_asked_for_approved_and_paid_once(unit):
    order = taken(unit, person(unit, Role.COUNTER))
    asked = [
        partial(
            services.refund_request,
            actor=person(unit),
            order_code=order.code,
            reason="Thu nhầm hai lần",
        )
        for _ in range(2)
    ]
    assert code(meet(*asked)[1]) == "refund_open"
    with scope_use(SYSTEM):
        refund = Refund.objects.get().pk
    approved = [
        partial(services.refund_approve, actor=person(unit, Role.LEADER), refund_id=refund)
        for _ in range(2)
    ]
    assert code(meet(*approved)[1]) == "refund_not_requested"
    paid = [
        partial(services.refund_pay, actor=person(unit), refund_id=refund, external_id=proof)
        for proof in ("PC 1", "PC 2")
    ]
    assert code(meet(*paid)[1]) == "refund_not_approved"
    assert books() == 0


def test_one_voucher_pays_one_refund(unit):
    refunds = []
    for _ in range(2):
        order = taken(unit, person(unit, Role.COUNTER))
        with scope_use(SYSTEM):
            services.refund_request(
                actor=person(unit), order_code=order.code, reason="Thu nhầm hai lần"
            )
            refunds.append(Refund.objects.get(order_id=order.id).pk)
            services.refund_approve(actor=person(unit, Role.LEADER), refund_id=refunds[-1])
    works = [
        partial(services.refund_pay, actor=person(unit), refund_id=refund, external_id="PC 1")
        for refund in refunds
    ]
    assert "another refund" in str(meet(*works)[1])
    assert books() == 8_000


def test_an_account_is_entered_and_confirmed_once(unit):
    entered = [
        partial(
            services.account_enter,
            actor=person(unit),
            unit_id=unit.id,
            account=ACCOUNT,
            valid_from=DAY,
            source="Quyết định mẫu số 1",
        )
        for _ in range(2)
    ]
    assert code(meet(*entered)[1]) == "change_waits"
    with scope_use(SYSTEM):
        change = AccountChange.objects.get().pk
    confirmed = [
        partial(
            services.account_confirm,
            actor=person(unit, Role.LEADER),
            change_id=change,
            number=ACCOUNT.number,
        )
        for _ in range(2)
    ]
    assert code(meet(*confirmed)[1]) == "change_decided"
    with scope_use(SYSTEM):
        assert BankAccount.objects.filter(unit_id=unit.id, valid_to=None).count() == 1


def test_an_account_is_confirmed_while_it_is_refused(unit):
    change, one, other = account_change_make(unit), *[person(unit, Role.LEADER) for _ in range(2)]
    first, second = meet(
        lambda: services.account_refuse(actor=one, change_id=change, reason="Sai số tài khoản"),
        lambda: services.account_confirm(actor=other, change_id=change, number=ACCOUNT.number),
    )
    assert (code(first), code(second)) == ("", "change_decided")
    with scope_use(SYSTEM):
        assert not BankAccount.objects.filter(unit_id=unit.id).exists()
