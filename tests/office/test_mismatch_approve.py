"""Approving what somebody who counted a till has explained."""

from __future__ import annotations

import re

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import text
from tests.builders.payments import cash_taken

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.models import Mismatch
from motcua.payments.services import hand_over_receive, till_hand_over

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        return commune_make()


def person(unit, role=Role.FINANCE):
    with scope_use(SYSTEM):
        return actor_make(role=role, unit=unit)


@pytest.fixture
def finance(unit):
    return person(unit)


@pytest.fixture
def short(unit, finance):
    """The number of a difference in a till that the finance officer counted."""
    counter = person(unit, Role.COUNTER)
    cash_taken(unit, counter, 50_000)
    with scope_use(SYSTEM):
        one = till_hand_over(actor=counter, unit_id=unit.id, day=clock.today(), handed_vnd=50_000)
        hand_over_receive(actor=finance, hand_over_id=one, received_vnd=40_000)
        return Mismatch.objects.get().pk


def here(number):
    return f"/office/payments/differences/{number}/"


def there(number):
    return f"/office/refunds/differences/{number}/"


def read(browser, number):
    """Return what the page of the approval sends back."""
    page = text(browser.get(there(number)))
    return {"explained_at": re.search(r'name="explained_at" value="([^"]+)"', page)[1]}


def test_who_counted_explains_and_the_leader_approves(unit, finance, short):
    one, leader = client_for(finance), client_for(person(unit, Role.LEADER))
    assert "No explanation waits" in text(leader.get(there(short)))
    sent = text(one.post(here(short), {"reason": "Cán bộ trả nhầm tiền thừa"}, follow=True))
    assert "another person approves it" in sent
    assert "waits for a second person" in sent
    assert "may still write it anew" in text(one.get(here(short)))
    assert "Another person must approve" in text(one.get(there(short)))
    assert "waits to be approved by a second person" in text(leader.get("/office/refunds/"))
    page = text(leader.get(there(short)))
    assert "Cán bộ trả nhầm tiền thừa" in page
    assert finance.name in page
    done = leader.post(there(short), read(leader, short), follow=True)
    assert "The difference is made clear" in text(done)
    assert "Everything agrees" in text(one.get("/office/payments/"))


def test_what_was_written_anew_meanwhile_is_read_again(unit, finance, short):
    one, leader = client_for(finance), client_for(person(unit, Role.LEADER))
    one.post(here(short), {"reason": "Đếm nhầm tờ tiền"})
    seen = read(leader, short)
    one.post(here(short), {"reason": "Thiếu thật, cán bộ nộp bù"})
    again = text(leader.post(there(short), seen, follow=True))
    assert "explained anew meanwhile" in again
    assert "nộp bù" in again
    with scope_use(SYSTEM):
        assert Mismatch.objects.get().resolved_at is None


def test_nonsense_and_another_unit_find_nothing(unit, finance, short):
    client_for(finance).post(here(short), {"reason": "Đếm nhầm tờ tiền"})
    leader = client_for(person(unit, Role.LEADER))
    for wrong in ("", "soon", "2026-99-99T00:00:00+00:00", "2026-11-20T00:00:00"):
        answer = leader.post(there(short), {"explained_at": wrong})
        assert answer.status_code == 404
    with scope_use(SYSTEM):
        other = commune_make()
    assert client_for(person(other, Role.LEADER)).get(there(short)).status_code == 404
    assert client_for(person(unit, Role.COUNTER)).get(there(short)).status_code == 404
