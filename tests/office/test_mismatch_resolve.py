"""Making a difference clear."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import bank_tells, state, text
from tests.builders.payments import mismatch_make, order_make

from motcua.identity.types import Action, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.models import Mismatch
from motcua.payments.services import cash_take, transfers_unseen
from motcua.payments.types import Method

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        return commune_make()


def desk(unit, role=Role.FINANCE):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=role, unit=unit))


def test_it_is_made_clear_once_with_a_reason(unit):
    address = f"/office/payments/differences/{mismatch_make(unit)}/"
    browser = desk(unit)
    assert "5,000" in text(browser.get(address))
    assert "Say in a few words" in text(browser.post(address, {"reason": "x"}))
    done = text(browser.post(address, {"reason": "Đã chuyển trả người nộp"}, follow=True))
    assert "made clear" in done
    assert "Everything agrees" in done
    assert "Đã chuyển trả" in text(browser.get(address))
    with scope_use(SYSTEM):
        assert Mismatch.objects.get().resolved_by


def test_another_unit_s_is_not_there(unit):
    address = f"/office/payments/differences/{mismatch_make(unit)}/"
    with scope_use(SYSTEM):
        other = commune_make()
    assert desk(other).get(address).status_code == 404


def test_money_that_named_nothing_is_booked_on_its_payment(unit):
    address = f"/office/payments/differences/{mismatch_make(unit)}/"
    order = order_make(unit, amount_vnd=5_000)
    browser = desk(unit)
    page = text(browser.get(address))
    assert "le phi" in page
    assert "Find out from the payer" in page
    wrong = {"act": "book", "order_code": "MC0000000000"}
    assert "no such payment" in text(browser.post(address, wrong))
    done = text(browser.post(address, {"act": "book", "order_code": order.code}, follow=True))
    assert "made clear" in done
    assert "Book it there" not in text(browser.get(address))
    assert state(order).value == "paid"


def test_a_transfer_that_no_statement_brought_is_shown_with_what_to_do_and_clears_itself(unit):
    with scope_use(SYSTEM):
        counter = actor_make(role=Role.COUNTER, unit=unit)
        order = order_make(unit)
        posting = counter.posting_for(Action.DOSSIER_FEE, unit.id)
        cash_take(order=order, posting=posting, method=Method.TRANSFER)
        with clock.clock_set(clock.now() + timedelta(days=20)):
            transfers_unseen()
        found = Mismatch.objects.get().pk
    browser = desk(unit)
    page = text(browser.get("/office/payments/"))
    assert "Paid here, not known there" in page
    assert "no bank statement has brought it" in page
    bank_tells(order)
    assert f"A bank statement brought it: FT{order.code}" in text(
        browser.get(f"/office/payments/differences/{found}/")
    )
    assert "Everything agrees" in text(browser.get("/office/payments/"))
