"""Bank accounts: one person enters, another confirms from the paper; then payers see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import text
from tests.builders.payments import ACCOUNT, account_make

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments import queries, services
from motcua.payments.models import AccountChange, BankAccount
from motcua.payments.types import BankAccountView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/payments/accounts/"
NEW = BankAccountView("970436", "Ngân hàng Mẫu hai", "9999 8888 777", "KHO BAC MAU")


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        unit = commune_make()
    account_make(unit)
    return unit


@pytest.fixture
def finance(unit):
    with scope_use(SYSTEM):
        return actor_make(role=Role.FINANCE, unit=unit)


@pytest.fixture
def leader(unit):
    with scope_use(SYSTEM):
        return actor_make(role=Role.LEADER, unit=unit)


def typed(unit, **over):
    return {
        "unit": unit.id, "bank_name": NEW.bank_name, "bank_bin": NEW.bank_bin,
        "number": NEW.number, "holder": NEW.holder, "valid_from": clock.today().isoformat(),
        "source": "Quyết định 12/QĐ-UBND", **over,
    }  # fmt: skip


def waiting():
    with scope_use(SYSTEM):
        return queries.account_changes(waiting=True)[0]


def holds(unit):
    with scope_use(SYSTEM):
        return queries.account_of(unit.id)


def test_an_account_holds_once_another_person_has_typed_its_number(unit, finance, leader):
    browser = client_for(finance)
    assert ACCOUNT.number in text(browser.get(HERE))
    page = text(browser.post(f"{HERE}new/", typed(unit), follow=True))
    assert "Another person confirms what you entered" in page
    assert holds(unit) == ACCOUNT
    change = f"{HERE}changes/{waiting().id}/"
    assert "Show them the paper" in text(browser.get(change))
    other = client_for(leader)
    seen = text(other.get(change))
    assert "••••••••777" in seen
    assert "99998888777" not in seen.partition("Account until now")[0]
    wrong = other.post(change, {"number": "99998888778"})
    assert wrong.status_code == 422
    assert "Compare it with the paper" in wrong.content.decode()
    assert holds(unit) == ACCOUNT
    done = text(other.post(change, {"number": "9999.8888.777"}, follow=True))
    assert "The account is confirmed" in done
    assert holds(unit).number == "99998888777"
    for words in (finance_name(finance), "Quyết định 12/QĐ-UBND", ACCOUNT.number):
        assert words in done
    assert "Somebody has decided" in text(other.get(change))


def finance_name(actor):
    from motcua.identity.queries import accounts_by_ids

    return accounts_by_ids([actor.account_id])[actor.account_id].name


def test_nobody_confirms_what_they_entered_themselves(unit, finance):
    client_for(finance).post(f"{HERE}new/", typed(unit))
    one = waiting().id
    answer = client_for(finance).post(f"{HERE}changes/{one}/", {"number": "99998888777"})
    assert answer.status_code == 422
    assert "cannot confirm it" in answer.content.decode()
    with scope_use(SYSTEM), transaction.atomic(), pytest.raises(IntegrityError):
        AccountChange.objects.filter(pk=one).update(
            state="confirmed", decided_by=finance.account_id
        )
    with scope_use(SYSTEM), pytest.raises(Refused):
        services.account_confirm(actor=finance, change_id=one, number="99998888777")


def test_it_is_taken_back_or_refused_with_a_reason(unit, finance, leader):
    client_for(finance).post(f"{HERE}new/", typed(unit))
    again = client_for(finance).post(f"{HERE}new/", typed(unit))
    assert "waits to be confirmed" in again.content.decode()
    change = f"{HERE}changes/{waiting().id}/"
    assert client_for(leader).post(change, {"act": "refuse", "reason": "x"}).status_code == 422
    words = {"act": "refuse", "reason": "Không có trong thông báo của Kho bạc"}
    assert "Not taken" in text(client_for(leader).post(change, words, follow=True))
    client_for(finance).post(f"{HERE}new/", typed(unit))
    change = f"{HERE}changes/{waiting().id}/"
    assert "Taken back" in text(client_for(finance).post(change, words, follow=True))
    assert holds(unit) == ACCOUNT


def test_what_no_bank_knows_is_told_at_its_field(unit, finance, leader):
    bad = typed(unit, bank_bin="12", number="!", valid_from="2020-01-01", source="x")
    answer = client_for(finance).post(f"{HERE}new/", bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("six digits", "19 letters", "today or later", "Name the decision"):
        assert words in page
    assert client_for(leader).get(f"{HERE}new/").status_code == 404


def test_a_change_ahead_waits_for_its_day_and_periods_never_overlap(unit, finance, leader):
    today = clock.today()
    for days, number in ((30, "111111"), (10, "222222")):
        with scope_use(SYSTEM):
            one = services.account_enter(
                actor=finance, unit_id=unit.id, source="Thông báo số 5",
                account=BankAccountView("970436", "Ngân hàng", number, "KHO BAC"),
                valid_from=today + timedelta(days=days),
            )  # fmt: skip
            services.account_confirm(actor=leader, change_id=one, number=number)
    assert holds(unit) == ACCOUNT
    with clock.clock_set(clock.now() + timedelta(days=40)):
        assert holds(unit).number == "222222"
    with scope_use(SYSTEM):
        open_ = [one for one in queries.accounts_of([unit.id]) if one.valid_to is None]
    assert [one.account.number for one in open_] == ["222222"]


def test_the_counter_may_not_and_another_unit_s_change_is_not_there(unit, finance):
    client_for(finance).post(f"{HERE}new/", typed(unit))
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.LEADER, unit=commune_make())
        counter = actor_make(role=Role.COUNTER, unit=unit)
        with pytest.raises(Forbidden):
            services.account_enter(
                actor=counter,
                unit_id=unit.id,
                account=NEW,
                valid_from=clock.today(),
                source="abcde",
            )
        with pytest.raises(Invalid):
            services.account_set(
                unit_id=unit.id, account=BankAccountView("1", "", "", ""),
                valid_from=clock.today(), source="",
            )  # fmt: skip
    assert client_for(counter).get(HERE).status_code == 404
    assert client_for(stranger).get(f"{HERE}changes/{waiting().id}/").status_code == 404
    assert "Enter a new account" not in text(client_for(stranger).get(HERE))


def test_an_account_on_record_is_never_rewritten(unit):
    from django.db.utils import ProgrammingError

    with scope_use(SYSTEM), transaction.atomic(), pytest.raises(ProgrammingError):
        BankAccount.objects.update(number="1")
