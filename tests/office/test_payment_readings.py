"""Who opens a receipt, a difference or a refund is named to the person whose payment it is."""

from __future__ import annotations

import pytest
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import commune_at_work, dossier_registered
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import bank_tells, english_of
from tests.builders.payments import mismatch_make, order_make

from motcua.dossiers.services import dossier_collect_fee
from motcua.dossiers.types import PartyInput
from motcua.identity.types import Role
from motcua.kernel.audit import readings_of
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.queries.desk import mismatches
from motcua.payments.services import mismatch_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        return commune_make()


@pytest.fixture
def finance(unit):
    with scope_use(SYSTEM):
        return actor_make(role=Role.FINANCE, unit=unit)


def own_page(citizen):
    return english_of(client_of(citizen)).get("/my/data/").content.decode()


def test_who_opens_the_receipt_or_the_refund_of_what_i_paid_is_named_to_me_only(unit, finance):
    citizen, stranger = citizen_make(), citizen_make()
    order = order_make(unit, persons=[citizen.subject_id])
    bank_tells(order)
    desk = client_for(finance)
    assert finance.name not in own_page(citizen)
    desk.get(f"/office/payments/receipts/{order.code}/")
    assert "Opening the receipt of your payment" in own_page(citizen)
    desk.get(f"/office/refunds/payments/{order.code}/")
    mine = own_page(citizen)
    assert "Asking for your money to be given back" in mine
    assert finance.name in mine
    assert finance.name not in own_page(stranger)


def test_who_paid_at_the_counter_without_an_account_finds_it_by_the_number_later():
    with scope_use(SYSTEM):
        commune = commune_at_work()
        code = dossier_registered(
            commune, parties=(PartyInput(name="Nguyễn Văn Mẫu", id_number="019090000077"),)
        )
        dossier_collect_fee(actor=commune.counter, code=code)
    desk = client_for(commune.counter)
    page = desk.get(f"/office/dossiers/{code}/").content.decode()
    receipt = page.partition("/office/payments/receipts/")[2].partition("/")[0]
    assert desk.get(f"/office/payments/receipts/{receipt}/").content.startswith(b"%PDF")
    with scope_use(SYSTEM):
        found = [one for one in readings_of("019090000077") if one.purpose == "receipt"]
    assert [(one.account_id, one.subject.partition(":")[0]) for one in found] == [
        (commune.counter.account_id, "dossier")
    ]


def test_who_opens_a_difference_with_my_words_is_named_to_me(unit, finance):
    citizen = citizen_make()
    order = order_make(unit, persons=[citizen.subject_id])
    bank_tells(order, 7_000)
    with scope_use(SYSTEM):
        found = mismatches()[0].id
    client_for(finance).get(f"/office/payments/differences/{found}/")
    mine = own_page(citizen)
    assert "Comparing your payment with the bank" in mine
    assert finance.name in mine


def test_money_that_named_nobody_is_mine_once_it_is_booked_on_my_payment(unit, finance):
    citizen = citizen_make()
    order = order_make(unit, persons=[citizen.subject_id], amount_vnd=5_000)
    found = mismatch_make(unit)
    desk = client_for(finance)
    desk.get(f"/office/payments/differences/{found}/")
    assert finance.name not in own_page(citizen)
    with scope_use(SYSTEM):
        mismatch_book(actor=finance, mismatch_id=found, order_code=order.code)
    desk.get(f"/office/payments/differences/{found}/")
    assert finance.name in own_page(citizen)
