"""Asking for a refund of a payment that the system has proposed nothing for."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import bank_tells, text
from tests.builders.payments import order_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import queries
from motcua.payments.models import Refund

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        return commune_make()


def desk(unit, role=Role.FINANCE):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=role, unit=unit))


@pytest.fixture
def paid(unit):
    order = order_make(unit, amount_vnd=50_000)
    bank_tells(order)
    return order


def here(order):
    return f"/office/refunds/payments/{order.code}/"


def newest():
    with scope_use(SYSTEM):
        return Refund.objects.order_by("-id").first()


def test_it_is_asked_for_in_part_approved_by_another_and_paid_out(unit, paid):
    one, other = desk(unit), desk(unit, Role.LEADER)
    page = text(one.get(here(paid)))
    assert 'value="50.000"' in page
    assert "Nguyễn Văn Mẫu" in page
    wanted = {"amount_vnd": "20.000", "reason": "Thu thừa một bản sao"}
    assert "Another person approves it" in text(one.post(here(paid), wanted, follow=True))
    refund = newest()
    assert (refund.amount_vnd, refund.state) == (20_000, "requested")
    assert "A refund of this payment is on its way" in text(one.get(here(paid)))
    again = one.post(here(paid), wanted)
    assert again.status_code == 422
    assert "given back already" in again.content.decode()
    act = {"refund": refund.pk, "act": "approve"}
    assert "cannot approve it" in text(one.post("/office/refunds/", act, follow=True))
    assert "recorded" in text(other.post("/office/refunds/", act, follow=True))
    pay = {"refund": refund.pk, "act": "pay", "proof": "FT 77"}
    assert "recorded" in text(one.post("/office/refunds/", pay, follow=True))
    left = text(one.get(here(paid)))
    assert 'value="30.000"' in left


@pytest.mark.parametrize(
    ("amount", "reason", "said"),
    [
        ("50.001", "Thu thừa tiền", "No more than what was paid"),
        ("0", "Thu thừa tiền", "whole amount in dong"),
        ("-5", "Thu thừa tiền", "whole amount in dong"),
        ("50000", " x ", "Say why the money goes back"),
        ("50000", "", "Enter “"),
    ],
)
def test_too_much_or_without_a_reason_is_refused(unit, paid, amount, reason, said):
    answer = desk(unit).post(here(paid), {"amount_vnd": amount, "reason": reason})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert newest() is None


def test_all_of_it_goes_back_once(unit, paid):
    one, other = desk(unit), desk(unit, Role.LEADER)
    one.post(here(paid), {"amount_vnd": "50.000", "reason": "Nộp nhầm hồ sơ"})
    act = {"refund": newest().pk}
    other.post("/office/refunds/", {**act, "act": "approve"})
    one.post("/office/refunds/", {**act, "act": "pay", "proof": "FT 78"})
    assert "All of it was given back already" in text(one.get(here(paid)))
    late = one.post(here(paid), {"amount_vnd": "1", "reason": "Nộp nhầm hồ sơ"})
    assert late.status_code == 422


def test_it_is_found_by_what_stands_on_the_receipt(unit, paid):
    browser = desk(unit)
    with scope_use(SYSTEM):
        receipt = queries.receipt_get(paid.code)
    for words in (paid.code.lower(), receipt.number, f" {receipt.code[:4]} {receipt.code[4:]}"):
        answer = browser.get("/office/refunds/", {"payment": words})
        assert answer.status_code == 302
        assert answer.url == here(paid)
    nothing = text(browser.get("/office/refunds/", {"payment": "MC0000000000"}))
    assert "There is no such receipt here" in nothing
    assert browser.get("/office/refunds/", {"payment": "MC\x00"}).status_code == 200
    assert here(paid) in text(browser.get("/office/payments/"))


def test_not_paid_or_of_another_unit_is_not_there(unit, paid):
    assert desk(unit).get(here(order_make(unit))).status_code == 404
    assert desk(unit, Role.COUNTER).get(here(paid)).status_code == 404
    with scope_use(SYSTEM):
        other = commune_make()
        number = queries.receipt_get(paid.code).number
    stranger = desk(other)
    assert stranger.get(here(paid)).status_code == 404
    wanted = {"amount_vnd": "1", "reason": "Thu thừa tiền"}
    assert stranger.post(here(paid), wanted).status_code == 404
    assert "no such receipt" in text(stranger.get("/office/refunds/", {"payment": number}))
    assert newest() is None
