"""Refunds: asked for by one person, approved by another."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import bank_tells, text
from tests.builders.payments import order_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import services
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
def proposed(unit):
    order = order_make(unit)
    bank_tells(order)
    with scope_use(SYSTEM):
        services.refund_propose(subject=order.subject, reason="Hồ sơ đã rút")
    return order


def act(browser, what, **data):
    with scope_use(SYSTEM):
        refund = Refund.objects.order_by("-id").first()
    return text(
        browser.post("/office/refunds/", {"act": what, "refund": refund.pk, **data}, follow=True)
    )


def test_two_people_and_a_proof_give_money_back(unit, proposed):
    one, other = desk(unit), desk(unit, Role.LEADER)
    assert "Proposed" in text(one.get("/office/refunds/"))
    act(one, "request")
    assert "Another person must approve" in text(one.get("/office/refunds/"))
    assert "cannot approve it" in act(one, "approve")
    assert "recorded" in act(other, "approve")
    assert "Enter the bank" in act(one, "pay")
    assert "recorded" in act(one, "pay", proof="FT 99")
    with scope_use(SYSTEM):
        assert Refund.objects.order_by("-id").first().state == "done"


def test_it_may_be_decided_against(unit, proposed):
    assert "recorded" in act(desk(unit, Role.LEADER), "reject")
    assert "No refund is waiting" in text(desk(unit).get("/office/refunds/"))


def test_another_unit_s_is_not_there(unit, proposed):
    with scope_use(SYSTEM):
        other = commune_make()
        refund = Refund.objects.get()
    browser = desk(other)
    assert (
        browser.post("/office/refunds/", {"act": "reject", "refund": refund.pk}).status_code == 404
    )
    for nonsense in ({"act": "gold", "refund": 1}, {"act": "reject", "refund": "x"}):
        assert browser.post("/office/refunds/", nonsense).status_code == 404
