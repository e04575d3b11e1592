"""A day of payments: figures, differences, movements; for the finance office of the unit."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import bank_tells, text
from tests.builders.payments import mismatch_make, order_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.views import payments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        return commune_make()


def desk(unit, role=Role.FINANCE):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=role, unit=unit))


def test_a_day_shows_figures_movements_and_differences(unit):
    paid = order_make(unit, amount_vnd=50_000)
    bank_tells(paid)
    mismatch_make(unit)
    page = text(desk(unit).get("/office/payments/"))
    for said in ("50,000", "received by 1 payment", "Paid there, not known here", "000001"):
        assert said in page
    elsewhere = commune_make_()
    other = text(desk(elsewhere).get("/office/payments/?day=nonsense"))
    assert "50,000" not in other
    assert "Everything agrees" in other


def commune_make_():
    with scope_use(SYSTEM):
        return commune_make()


def test_without_a_platform_the_comparison_says_so(unit):
    answer = desk(unit).post("/office/payments/?day=2026-11-20", follow=True)
    assert "does not answer" in text(answer)


def test_the_counter_may_not(unit):
    assert desk(unit, Role.COUNTER).get("/office/payments/").status_code == 404


def test_a_long_day_is_cut_on_the_page_and_whole_in_its_file(unit, monkeypatch):
    for _one in range(3):
        bank_tells(order_make(unit))
    there = desk(unit)
    assert "The files have all of them" not in text(there.get("/office/payments/"))
    monkeypatch.setattr(payments, "SHOWN", 2)
    page = text(there.get("/office/payments/"))
    assert "The files have all of them" in page
    assert "000002" in page
    assert "000003" not in page
    file = b"".join(there.get("/office/payments/day.csv")).decode()
    assert all(f"00000{n}" in file for n in (1, 2, 3))
