"""Entering a bank account: who may, and what is asked; the whole way is in test_bank_accounts."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import text
from tests.builders.payments import account_change_make, account_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        unit = commune_make()
    account_make(unit)
    return unit


def desk(unit, role):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=role, unit=unit))


def test_the_finance_office_is_asked_and_nobody_else(unit):
    page = text(desk(unit, Role.FINANCE).get("/office/payments/accounts/new/"))
    assert "Another person, such as the head of the unit" in page
    for role in (Role.LEADER, Role.COUNTER):
        assert desk(unit, role).get("/office/payments/accounts/new/").status_code == 404


def test_an_empty_form_names_every_field(unit):
    answer = desk(unit, Role.FINANCE).post("/office/payments/accounts/new/", {})
    assert answer.status_code == 422
    assert answer.content.decode().count("aria-invalid") >= 6


def test_a_change_that_waits_stands_in_the_way(unit):
    account_change_make(unit)
    assert "Waits to be confirmed" in text(
        desk(unit, Role.FINANCE).get("/office/payments/accounts/")
    )
