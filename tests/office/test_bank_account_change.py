"""Confirming a bank account; the whole way is in test_bank_accounts."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import text
from tests.builders.payments import account_change_make, account_make

from motcua.identity.assurance import FRESH_AT
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


def test_the_second_person_sees_the_paper_s_name_and_not_the_whole_number(unit):
    address = f"/office/payments/accounts/changes/{account_change_make(unit)}/"
    page = text(desk(unit, Role.LEADER).get(address))
    assert "sample of a decision" in page
    assert "•" in page
    assert desk(unit, Role.COUNTER).get(address).status_code == 404


def test_another_commune_s_change_is_not_there(unit):
    address = f"/office/payments/accounts/changes/{account_change_make(unit)}/"
    with scope_use(SYSTEM):
        other = commune_make()
    assert desk(other, Role.LEADER).get(address).status_code == 404


def test_where_money_goes_is_decided_by_somebody_who_proved_lately_who_it_is(unit):
    changes = f"/office/payments/accounts/changes/{account_change_make(unit)}/"
    for role, address in (
        (Role.LEADER, changes),
        (Role.FINANCE, "/office/payments/accounts/new/"),
    ):
        client = desk(unit, role)
        session = client.session
        session[FRESH_AT] = 0
        session.save()
        assert client.get(address).url.startswith("/office/confirm/")
        assert client.post(address, {}).url.startswith("/office/confirm/")
