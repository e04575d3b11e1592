"""What a dossier owes: paid from home, at the counter, given back; and what follows in its life."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import MORNING, commune_at_work, dossier_at, submission_make
from tests.builders.identity import actor_make
from tests.builders.procedures import fee

from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.citizen import dossier_submit_online
from motcua.dossiers.services.citizen_after import dossier_withdraw_own
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import ComponentInput, Finance, Status
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.payments import queries as payments
from motcua.payments.models import FeeOrder, LedgerEntry, Refund
from motcua.payments.services import StatementRow, attempt_begin, refund_request, statement_import
from motcua.payments.types import Method, OrderState
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune():
    return commune_at_work(pauses_for_obligation=True)


@pytest.fixture
def citizen():
    return citizen_make()


@pytest.fixture
def code(commune, citizen):
    with clock.clock_set(MORNING):
        return filed(commune, citizen)


def filed(commune, citizen, **over):
    given = tuple(
        ComponentInput(component_id=c.id, satisfied_by="population")
        for c in commune.offering.version.components
    )
    submission = submission_make(commune, components=given, **over)
    return dossier_submit_online(
        citizen=citizen, submission=submission, idempotency_key=uuid4().hex
    ).code


def transfer(order, amount=None):
    """Let the bank tell that the order was paid."""
    with clock.clock_set(MORNING + timedelta(hours=1)):
        row = StatementRow(
            f"FT{order.code}", clock.now(), amount or order.amount_vnd, f"tt {order.code}"
        )
        return statement_import(unit_id=order.unit_id, rows=[row])


def owed(citizen, code):
    return services.dossier_order(citizen=citizen, code=code)


def whole(code):
    """Return the dossier after its chain has been proved."""
    assert list(chains_verify()) == []
    return dossier_get(code)


def test_a_fee_paid_from_home_is_a_fact_of_the_dossier(commune, citizen, code):
    order = owed(citizen, code)
    assert (order.amount_vnd, order.state) == (8_000, OrderState.PENDING)
    assert order.lines[0].basis == "281/2016/TT-BTC"
    assert owed(citizen, code).code == order.code
    transfer(order)
    dossier = whole(code)
    assert (dossier.finance, dossier.unpaid_vnd) == (Finance.PAID, 0)
    assert dossier.fees[0].paid_method == "transfer"
    assert dossier.timeline[-1].type == "fee_paid"
    assert owed(citizen, code) is None
    with pytest.raises(Refused, match="nothing to pay"):
        services.dossier_collect_fee(actor=commune.counter, code=code)


def test_another_person_s_dossier_is_not_there(code):
    with pytest.raises(NotFound):
        owed(citizen_make(), code)


def test_a_free_dossier_never_has_an_order(citizen):
    free = commune_at_work(fees=[fee(0)], fee_state="free")
    code = filed(free, citizen)
    assert owed(citizen, code) is None
    assert not FeeOrder.objects.exists()


def test_who_pays_nothing_has_no_order_but_the_reason_is_kept(citizen):
    commune = commune_at_work(fees=[{**fee(), "exempt": ["poor"]}])
    code = filed(commune, citizen, fee_groups=("poor",))
    assert owed(citizen, code) is None
    dossier = dossier_get(code)
    assert dossier.finance is Finance.NONE
    assert (dossier.fees[0].total_vnd, "hộ nghèo" in dossier.fees[0].basis) == (0, True)


def test_at_the_counter_the_same_order_is_paid_with_a_receipt(commune, citizen, code):
    order = owed(citizen, code)
    attempt_begin(order_code=order.code, method=Method.TRANSFER)
    services.dossier_collect_fee(actor=commune.counter, code=code)
    paid = payments.order_get(order.code)
    assert paid.receipt.number.endswith("/000001")
    assert [e.type for e in whole(code).timeline].count("fee_paid") == 1
    assert transfer(order)["unmatched"] == 1  # the transfer that came after all


def test_cash_taken_by_mistake_goes_back_the_same_day_and_is_owed_again(commune, code):
    services.dossier_collect_fee(actor=commune.counter, code=code)
    services.dossier_reverse_fee(actor=commune.counter, code=code, reason="Thu nhầm hồ sơ")
    dossier = whole(code)
    assert (dossier.finance, dossier.unpaid_vnd) == (Finance.UNPAID, 8_000)
    assert dossier.timeline[-1].type == "fee_refunded"
    services.dossier_collect_fee(actor=commune.counter, code=code)
    assert sum(LedgerEntry.objects.values_list("amount_vnd", flat=True)) == 8_000
    whole(code)


def test_a_withdrawn_dossier_s_paid_fee_is_proposed_to_go_back_and_does(commune, citizen, code):
    order = owed(citizen, code)
    transfer(order)
    dossier_withdraw_own(citizen=citizen, code=code, reason="Tôi không cần nữa")
    proposal = Refund.objects.get()
    assert (proposal.state, proposal.amount_vnd) == ("proposed", 8_000)
    finance = actor_make(role=Role.FINANCE, unit=commune.unit)
    from motcua.payments.services import refund_approve, refund_pay

    refund_request(actor=finance, order_code=order.code, reason="Hồ sơ đã rút")
    wanted = Refund.objects.get(state="requested")
    refund_approve(actor=commune.leader, refund_id=wanted.pk)
    refund_pay(actor=finance, refund_id=wanted.pk, external_id="FT 77")
    assert whole(code).finance is Finance.REFUNDED


def test_an_unpaid_order_ends_with_its_dossier_and_late_money_is_held(citizen, code):
    order = owed(citizen, code)
    dossier_withdraw_own(citizen=citizen, code=code, reason="Tôi không cần nữa")
    assert payments.order_get(order.code).state is OrderState.CANCELLED
    assert transfer(order)["unmatched"] == 1
    assert dossier_get(code).finance is Finance.CANCELLED


def test_a_paid_obligation_lets_the_dossier_go_on(commune, citizen):
    with clock.clock_set(MORNING):
        code = dossier_at(commune, Act.APPRAISE)
        Dossier.objects.filter(code=code).update(visible_persons=[citizen.person_id])
        services.dossier_request_obligation(
            actor=commune.specialist, code=code, payer="Nguyễn Văn Mẫu",
            notice_number="TB-12", amount_vnd=500_000,
        )  # fmt: skip
    order = owed(citizen, code)
    assert order.amount_vnd == 500_000
    assert "TB-12" in order.lines[0].name
    transfer(order)
    dossier = dossier_get(code)
    assert Status(dossier.status) is Status.PROCESSING
    assert dossier.timeline[-1].type == "obligation_fulfilled"


def test_the_order_is_seen_by_whom_it_is_for_alone(citizen, code):
    order = owed(citizen, code)
    with scope_use(citizen.scope):
        assert payments.order_get(order.code).code == order.code
    with scope_use(citizen_make().scope), pytest.raises(NotFound):
        payments.order_get(order.code)
