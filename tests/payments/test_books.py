"""The books: cash, statements, refunds; sums that agree whatever happens, and whoever is at once."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.builders.payments import order_make, texts

from motcua.identity.types import Action, Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_persons, scope_units, scope_use
from motcua.organisations.queries import unit_get
from motcua.payments import queries, services
from motcua.payments.models import FeeOrder, LedgerEntry, Mismatch, Receipt, Refund
from motcua.payments.types import EntryKind, LineInput, Method, OrderState

MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def unit(system_scope):
    return commune_make()


@pytest.fixture
def counter(unit):
    return actor_make(role=Role.COUNTER, unit=unit)


@pytest.fixture
def finance(unit):
    return actor_make(role=Role.FINANCE, unit=unit)


def take(order, actor, method=Method.CASH):
    posting = actor.posting_for(Action.DOSSIER_FEE, order.unit_id)
    return services.cash_take(order=order, posting=posting, method=method)


def reverse(order, actor, reason="Thu nhầm hồ sơ"):
    posting = actor.posting_for(Action.DOSSIER_FEE, order.unit_id)
    return services.cash_reverse(subject=order.subject, posting=posting, reason=reason)


def statement(unit, *rows):
    return services.statement_import(
        unit_id=unit.id,
        rows=[services.StatementRow(f"FT{n}", MORNING, *row) for n, row in enumerate(rows)],
    )


def suspense():
    held = LedgerEntry.objects.filter(kind__in=["suspense", "cleared"])
    return held.aggregate(total=Sum("amount_vnd"))["total"] or 0


def balanced():
    """Assert that movements are what receipts took less what refunds gave, besides suspense."""
    books = LedgerEntry.objects.aggregate(total=Sum("amount_vnd"))["total"] or 0
    taken = Receipt.objects.aggregate(total=Sum("amount_vnd"))["total"] or 0
    given_back = Refund.objects.filter(state="done").aggregate(total=Sum("amount_vnd"))["total"]
    assert books == taken - (given_back or 0) + suspense()


def test_an_order_is_made_once_and_anew_when_what_is_owed_has_changed(unit):
    first = order_make(unit, subject="dossier:1")
    again = order_make(unit, subject="dossier:1", return_url="/my/dossiers/1/")
    assert (again.code, again.return_url) == (first.code, "/my/dossiers/1/")
    other = order_make(unit, subject="dossier:1", amount_vnd=9_000)
    assert other.code != first.code
    assert queries.order_get(first.code).state is OrderState.CANCELLED
    services.attempt_begin(order_code=other.code, method=Method.TRANSFER)
    with pytest.raises(Refused) as refusal:
        order_make(unit, subject="dossier:1", amount_vnd=1)
    assert refusal.value.code == "payment_under_way"
    with pytest.raises(Refused, match="nothing to pay"):
        order_make(unit, lines=[LineInput(texts("Miễn"), 0)])
    with pytest.raises(ValueError, match="path"):
        order_make(unit, return_url="//evil.example")


def test_cash_gives_a_numbered_receipt_without_gaps(unit, counter):
    numbers = [take(order_make(unit), counter).serial for _ in range(3)]
    assert numbers == [1, 2, 3]
    with pytest.raises(Refused):
        take(queries.order_get(FeeOrder.objects.first().code), counter)
    assert take(order_make(unit), counter).serial == 4
    elsewhere = commune_make()
    assert take(order_make(elsewhere), actor_make(unit=elsewhere)).serial == 1
    with clock.clock_set(clock.now() + timedelta(days=366)):
        assert take(order_make(unit), counter).serial == 1
    balanced()


def test_cash_is_given_back_on_the_same_day_only_and_the_receipt_is_void(unit, counter):
    order = order_make(unit)
    with clock.clock_set(MORNING):
        take(order, counter)
    with clock.clock_set(MORNING + timedelta(days=1)), pytest.raises(Refused) as refusal:
        reverse(order, counter)
    assert refusal.value.code == "not_today"
    with clock.clock_set(MORNING + timedelta(hours=1)):
        with pytest.raises(Invalid):
            reverse(order, counter, " x ")
        assert reverse(order, counter).voided
        with pytest.raises(Refused):
            reverse(order, counter)
    with pytest.raises(NotFound):
        reverse(order_make(unit), counter)
    balanced()


def test_a_statement_pays_what_it_names_and_holds_the_rest(unit, finance):
    fine, less, plain = order_make(unit), order_make(unit), order_make(unit)
    services.attempt_begin(order_code=fine.code, method=Method.TRANSFER)
    rows = [
        (8_000, f"NGUYEN VAN MAU CT {fine.code.lower()}"),
        (7_000, f"{less.code[:6]} {less.code[6:]} le phi"),
        (8_000, plain.code),  # nobody began it at the portal: the reference is enough
        (8_000, "le phi khai sinh"),
        (8_000, fine.code),  # once more
        (-3_000, "phi dich vu"),
    ]
    counts = statement(unit, *rows)
    assert counts == {"new": 6, "known": 0, "matched": 2, "unmatched": 3}
    assert statement(unit, *rows)["known"] == 6
    states = {o.code: queries.order_get(o.code).state.value for o in (fine, less, plain)}
    assert states == {fine.code: "paid", less.code: "held", plain.code: "paid"}
    assert sorted(Mismatch.objects.values_list("kind", flat=True)) == [
        "amount",
        "there_not_here",
        "twice",
    ]
    balanced()
    assert suspense() == 7_000 + 8_000 + 8_000
    for mismatch in Mismatch.objects.all():
        with pytest.raises(Invalid):
            services.mismatch_resolve(actor=finance, mismatch_id=mismatch.pk, reason=" ")
        services.mismatch_resolve(actor=finance, mismatch_id=mismatch.pk, reason="Đã chuyển trả")
        with pytest.raises(Refused):
            services.mismatch_resolve(actor=finance, mismatch_id=mismatch.pk, reason="Lần nữa")
    assert suspense() == 0
    balanced()
    assert queries.order_get(less.code).state is OrderState.PENDING


def test_a_transfer_that_the_counter_saw_is_the_one_of_the_statement_once(unit, counter):
    order = order_make(unit)
    take(order, counter, Method.TRANSFER)
    counts = statement(unit, (8_000, order.code), (8_000, order.code))
    assert (counts["matched"], counts["unmatched"]) == (1, 1)
    assert [one.kind for one in Mismatch.objects.all()] == ["twice"]
    assert suspense() == 8_000
    balanced()


def test_a_provinces_account_takes_in_what_its_communes_are_owed(unit):
    order, foreign = order_make(unit), order_make(commune_make(province="24"))
    province = unit_get(unit.parent_id)
    counts = statement(province, (8_000, order.code), (8_000, foreign.code))
    assert (counts["matched"], counts["unmatched"]) == (1, 1)
    assert queries.order_get(order.code).state.value == "paid"
    assert queries.order_get(foreign.code).state.value != "paid"


def test_statements_are_read_from_csv_and_json_and_bad_lines_are_named(tmp_path: Path):
    table = tmp_path / "sao-ke.csv"
    table.write_text(
        "bank_reference;booked_at;amount_vnd;text\n"
        "FT1;2026-11-20T09:00:00;8000;Lệ phí MC\nFT2;gần trưa;8000;x\nFT?3;2026-11-20;8000;x\n"
        "FT4;2026-11-20;8,5;x\n",
        "utf-8",
    )
    rows, report = services.statement_read(table)
    assert [(row.bank_reference, row.amount_vnd) for row in rows] == [("FT1", 8_000)]
    assert rows[0].booked_at == MORNING
    assert [one.column for one in report.refused] == ["booked_at", "bank_reference", "amount_vnd"]
    plain = tmp_path / "sao-ke.json"
    line = {"bank_reference": "FT9", "booked_at": "2026-11-20", "amount_vnd": 1, "text": "x"}
    plain.write_text(json.dumps([line]), "utf-8")
    assert len(services.statement_read(plain)[0]) == 1
    plain.write_text("{", "utf-8")
    with pytest.raises(Invalid):
        services.statement_read(plain)


def test_what_the_counter_may_the_others_may_not(unit, counter, finance):
    order = order_make(unit)
    take(order, counter)
    with pytest.raises(Forbidden):
        services.refund_request(actor=counter, order_code=order.code, reason="Rút hồ sơ")
    with pytest.raises(Forbidden):
        services.statement_import(unit_id=unit.id, rows=[], actor=counter)
    services.refund_request(
        actor=finance, order_code=order.code, reason="Rút hồ sơ", amount_vnd=3_000
    )
    with pytest.raises(Forbidden):
        services.refund_approve(actor=counter, refund_id=Refund.objects.get().pk)


def test_a_refund_of_cash_is_paid_out_by_hand_after_two_people(unit, counter, finance):
    order = order_make(unit)
    take(order, counter)
    other = actor_make(role=Role.LEADER, unit=unit)
    assert services.refund_propose(subject=order.subject, reason="Hồ sơ đã rút") == 1
    assert services.refund_propose(subject=order.subject, reason="Hồ sơ đã rút") == 0
    with pytest.raises(Invalid):
        services.refund_request(
            actor=finance, order_code=order.code, reason="Nhiều quá", amount_vnd=8_001
        )
    services.refund_request(actor=finance, order_code=order.code, reason="Hồ sơ đã rút")
    refund = Refund.objects.get(state="requested")
    with pytest.raises(Refused):
        services.refund_pay(actor=finance, refund_id=refund.pk, external_id="PC 1")
    services.refund_approve(actor=other, refund_id=refund.pk)
    with pytest.raises(Invalid):
        services.refund_pay(actor=finance, refund_id=refund.pk, external_id=" ")
    services.refund_pay(actor=finance, refund_id=refund.pk, external_id="PC 1")
    balanced()
    assert queries.receipt_get(order.code).voided
    assert services.refund_propose(subject=order.subject, reason="Hồ sơ đã rút") == 0
    again = order_make(unit)
    take(again, counter)
    services.refund_request(actor=finance, order_code=again.code, reason="Hồ sơ đã rút")
    second = Refund.objects.get(state="requested")
    services.refund_approve(actor=other, refund_id=second.pk)
    with pytest.raises(Invalid, match="another refund"):
        services.refund_pay(actor=finance, refund_id=second.pk, external_id="PC  1")
    services.refund_pay(actor=finance, refund_id=second.pk, external_id="PC 2")


def test_an_order_that_runs_out_ends_and_money_for_it_is_held(unit):
    order = order_make(unit, expires_at=MORNING)
    with clock.clock_set(MORNING):
        assert services.orders_expire() == 1
    assert queries.order_get(order.code).state is OrderState.EXPIRED
    with pytest.raises(Refused, match="cannot be paid"):
        services.attempt_begin(order_code=order.code, method=Method.TRANSFER)
    statement(unit, (8_000, order.code))
    assert Mismatch.objects.get().kind == "late"
    balanced()


@pytest.mark.django_db
def test_a_person_sees_the_own_orders_a_unit_its_own_nobody_else_any():
    with scope_use(SYSTEM):
        unit, other = commune_make(), commune_make()
    mine = order_make(unit, persons=[71])
    with scope_use(SYSTEM):
        take(mine, actor_make(unit=unit))
    for scope, sees in [
        (scope_persons([71]), True), (scope_persons([72]), False),
        (scope_units([unit.id]), True), (scope_units([other.id]), False),
    ]:  # fmt: skip
        with scope_use(scope):
            assert (len(queries.orders_list().items) == 1) is sees
            if sees:
                assert queries.receipt_get(mine.code).number
            else:
                with pytest.raises(NotFound):
                    queries.order_get(mine.code)
            if scope == scope_persons([71]):
                assert FeeOrder.objects.update(state="paid") == 0
                assert not LedgerEntry.objects.exists()


def test_a_receipt_is_verified_by_its_code_alone(unit, counter):
    receipt = take(order_make(unit), counter)
    assert queries.receipt_verify(receipt.code).number == receipt.number
    for wrong in ("", "A" * 16, "A" * 200, "../", "ễ"):
        assert queries.receipt_verify(wrong) is None


steps = st.lists(
    st.tuples(
        st.sampled_from(["make", "cash", "reverse", "bank", "begin", "cancel", "ask", "approve"]),
        st.integers(0, 3),
        st.sampled_from([0, 0, -1_000, 500]),
    ),
    max_size=25,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_the_books_agree_whatever_happens(unit, counter, finance, acts):
    other = actor_make(role=Role.LEADER, unit=unit)
    orders = [order_make(unit, amount_vnd=1_000 * n) for n in (2, 3, 5, 8)]
    for number, (act, which, off) in enumerate(acts):
        order = orders[which]
        try:
            if act == "make":
                orders[which] = order_make(unit, subject=order.subject, amount_vnd=4_000 + off)
            elif act == "cash":
                take(order, counter)
            elif act == "reverse":
                reverse(order, counter)
            elif act == "begin":
                services.attempt_begin(order_code=order.code, method=Method.TRANSFER)
            elif act == "cancel":
                services.order_cancel(subject=order.subject)
            elif act == "ask":
                services.refund_request(actor=finance, order_code=order.code, reason="Trả lại")
            elif act == "approve":
                for refund in Refund.objects.filter(state="requested"):
                    services.refund_approve(actor=other, refund_id=refund.pk)
                    services.refund_pay(
                        actor=finance, refund_id=refund.pk, external_id=f"PC {refund.pk}"
                    )
            else:
                row = services.StatementRow(
                    f"FT{order.code}{number}", MORNING, order.amount_vnd + off, order.code
                )
                services.statement_import(unit_id=unit.id, rows=[row])
        except Refused:
            pass
        balanced()
    serials = list(Receipt.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, len(serials) + 1))
    for entry in LedgerEntry.objects.all():
        assert (entry.amount_vnd > 0) == (entry.kind in {EntryKind.RECEIPT, EntryKind.SUSPENSE})


def test_two_call_backs_and_a_poll_at_once_make_one_receipt(fresh_database, platform):
    with scope_use(SYSTEM):
        unit = commune_make()
    order = order_make(unit)
    attempt = services.attempt_begin(
        order_code=order.code, method=Method.PLATFORM, return_path="/my/payments/"
    )
    platform.end(attempt)
    start, wrong = threading.Barrier(3), []

    def work(act):
        try:
            start.wait(10)
            act()
        except Exception as error:  # noqa: BLE001 - told by the main thread
            wrong.append(error)
        finally:
            connection.close()

    def called():
        services.attempt_hint(attempt.reference)
        services.attempt_ask(attempt.reference)

    threads = [
        threading.Thread(target=work, args=(act,))
        for act in (called, called, lambda: services.attempt_ask(attempt.reference))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not wrong
    with scope_use(SYSTEM):
        assert Receipt.objects.count() == LedgerEntry.objects.count() == 1
        assert queries.order_get(order.code).state is OrderState.PAID
