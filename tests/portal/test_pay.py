"""Paying from home: the ways to choose, the transfer; another person's order is not there."""

# ruff: noqa: F811 - fixtures are asked for by name
from __future__ import annotations

import pytest

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import queries
from motcua.payments.rules.vietqr import qr_part
from motcua.payments.types import OrderState
from tests.builders.citizens import citizen_make, client_of
from tests.builders.paying import (  # noqa: F401 - fixtures among them
    bank_tells,
    browser,
    citizen,
    english_of,
    order,
    state,
    text,
    unit,
    url,
)
from tests.builders.payments import platform  # noqa: F401 - fixture
from tests.builders.simulators import simulators  # noqa: F401 - fixture

pytestmark = pytest.mark.usefixtures("db")


def test_amount_basis_and_ways_are_told_before_anything_is_begun(browser, order):
    page = text(browser.get(url(order)))
    for said in ("Pay 8,000", "281/2016/TT-BTC", "Pay by transfer", "Cash at the counter"):
        assert said in page
    assert "Pay on the platform" not in page  # this installation has none
    assert state(order) is OrderState.PENDING


def test_a_transfer_shows_code_and_account_and_waits_for_the_bank(browser, order):
    assert browser.post(url(order), {"action": "transfer"}).status_code == 302
    page = text(browser.get(url(order)))
    assert "0011012345678" in page
    assert order.code in page
    assert "<svg" in page
    checked = text(browser.post(url(order), {"action": "check"}, follow=True))
    assert "has not told us" in checked
    bank_tells(order)
    paid = text(browser.get(url(order)))
    assert "It is paid" in paid
    assert "000001" in paid
    receipt = browser.get(url(order, "receipt/"))
    assert receipt.content.startswith(b"%PDF")
    assert receipt["Content-Type"] == "application/pdf"


def test_the_code_says_what_the_page_says(order):
    with scope_use(SYSTEM):
        account = queries.account_of(order.unit_id)
    qr = queries.transfer_qr(account, reference=order.code, amount_vnd=order.amount_vnd)
    assert (qr_part(qr, "54"), qr_part(qr, "62", "08")) == ("8000", order.code)


def test_another_way_may_be_chosen_and_nothing_is_begun_twice(browser, order):
    browser.post(url(order), {"action": "transfer"})
    browser.post(url(order), {"action": "transfer"})
    with scope_use(SYSTEM):
        assert queries.order_get(order.code).attempt.reference == f"{order.code}-1"
    browser.post(url(order), {"action": "other"})
    assert "How do you want to pay" in text(browser.get(url(order)))


def test_a_platform_that_is_down_leaves_the_transfer(browser, order, platform):
    platform.fault("down")
    told = text(browser.post(url(order), {"action": "platform"}, follow=True))
    assert "does not answer" in told
    assert "Pay by transfer" in told


def test_another_person_s_order_is_not_there(order, client):
    stranger = client_of(citizen_make())
    for rest in ("", "back/", "receipt/"):
        assert stranger.get(url(order, rest)).status_code == 404
    assert stranger.post(url(order), {"action": "transfer"}).status_code == 404
    assert client.get(url(order)).status_code in {302, 404}
    assert "No payments yet" in text(english_of(stranger).get("/my/payments/"))


def test_nonsense_is_not_there(browser, order):
    assert browser.post(url(order), {"action": "gold"}).status_code == 404
    assert browser.get("/my/payments/..%2Fx/").status_code == 404
    assert browser.get("/my/payments/?after=ễ").status_code == 200


def test_a_held_order_says_not_to_pay_again(browser, order):
    bank_tells(order, 1_000)
    page = text(browser.get(url(order)))
    assert "Please do not pay again" in page
    assert "Pay by transfer" not in page
