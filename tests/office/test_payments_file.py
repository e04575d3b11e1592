"""A day of payments as CSV and XLSX."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import bank_tells
from tests.builders.payments import mismatch_make, order_make

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


def test_both_files_hold_movements_and_differences(unit):
    bank_tells(order_make(unit, amount_vnd=50_000))
    mismatch_make(unit)
    browser = desk(unit)
    table = browser.get("/office/payments/day.csv").content.decode("utf-8-sig")
    assert "50000" in table
    assert "Paid there, not known here" in table
    assert browser.get("/office/payments/day.xlsx").content.startswith(b"PK")
    assert browser.get("/office/payments/day.pdf").status_code == 404
