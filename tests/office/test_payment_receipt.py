"""The receipt of a payment at the office."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import bank_tells
from tests.builders.payments import order_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        return commune_make()


def desk(unit, role=Role.FINANCE):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=role, unit=unit))


def test_the_counter_prints_it_and_the_reading_is_recorded(unit):
    order = order_make(unit)
    browser = desk(unit, Role.COUNTER)
    address = f"/office/payments/receipts/{order.code}/"
    assert browser.get(address).status_code == 404  # not paid yet
    bank_tells(order)
    assert browser.get(address).content.startswith(b"%PDF")
    with scope_use(SYSTEM):
        other = commune_make()
    assert desk(other, Role.COUNTER).get(address).status_code == 404
