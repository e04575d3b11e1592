"""My cash: what an official took, and handing it over."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import text
from tests.builders.payments import cash_taken

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.models import TillHandOver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/till/"


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        return commune_make()


@pytest.fixture
def counter(unit):
    with scope_use(SYSTEM):
        return actor_make(role=Role.COUNTER, unit=unit)


def test_it_shows_what_i_took_and_takes_the_hand_over(unit, counter):
    browser = client_for(counter)
    assert "You took no cash on this day" in text(browser.get(HERE))
    cash_taken(unit, counter, 50_000)
    with scope_use(SYSTEM):
        cash_taken(unit, actor_make(role=Role.COUNTER, unit=unit), 7_000)
    page = text(browser.get(HERE))
    assert "50,000" in page
    assert "7,000" not in page
    wrong = browser.post(HERE, {"unit": unit.id, "handed_vnd": "40.000"})
    assert wrong.status_code == 422
    assert "Say why" in wrong.content.decode()
    done = text(browser.post(HERE, {"unit": unit.id, "handed_vnd": "50.000"}, follow=True))
    assert "Waits to be counted" in done
    assert "Hand over</" not in done
    with scope_use(SYSTEM):
        assert TillHandOver.objects.get().handed_vnd == 50_000


def test_a_unit_that_is_not_mine_is_refused(unit, counter):
    with scope_use(SYSTEM):
        other = commune_make()
    answer = client_for(counter).post(HERE, {"unit": other.id, "handed_vnd": "1"})
    assert answer.status_code == 422
    assert "None of your postings" in answer.content.decode()


def test_who_takes_no_money_has_no_till(unit):
    with scope_use(SYSTEM):
        leader = actor_make(role=Role.LEADER, unit=unit)
    assert client_for(leader).get(HERE).status_code == 404
