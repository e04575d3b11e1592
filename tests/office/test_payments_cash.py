"""The cash of a day: each till, what it handed over, what was counted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.paying import bank_tells, text
from tests.builders.payments import cash_taken, order_make

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.payments.models import TillHandOver
from motcua.payments.services import till_hand_over

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/payments/cash/"


@pytest.fixture
def unit():
    with scope_use(SYSTEM):
        return commune_make()


def desk(unit, role=Role.FINANCE):
    with scope_use(SYSTEM):
        return client_for(actor_make(role=role, unit=unit))


@pytest.fixture
def handed(unit):
    with scope_use(SYSTEM):
        counter = actor_make(role=Role.COUNTER, unit=unit)
        cash_taken(unit, counter, 50_000)
        return till_hand_over(actor=counter, unit_id=unit.id, day=clock.today(), handed_vnd=50_000)


def test_a_till_is_counted_and_the_day_can_be_closed(unit, handed):
    browser = desk(unit)
    assert "Waits to be counted" in text(browser.get(HERE))
    refused = browser.post("/office/payments/", {"act": "close", "note": "Khớp với két"})
    assert refused.status_code == 422
    assert "not counted yet" in refused.content.decode()
    assert "Khớp với két" in refused.content.decode()  # what was typed is still there
    data = {"hand_over": handed, "received_vnd": "50.000"}
    assert "It agrees" in text(browser.post(HERE, data, follow=True))
    closed = text(browser.post("/office/payments/", {"act": "close", "note": "Khớp"}, follow=True))
    assert "Closed by" in closed
    assert "Khớp" in closed
    assert "changed since then" not in closed
    with scope_use(SYSTEM):
        counter = actor_make(role=Role.COUNTER, unit=unit)
    with pytest.raises(Refused, match="cash of this day is closed"):
        cash_taken(unit, counter, 1_000)
    assert "This day is closed" in text(client_for(counter).get("/office/till/"))
    bank_tells(order_make(unit))  # what the bank tells counts, however late
    assert "changed since then" in text(browser.get("/office/payments/"))


def test_a_closed_day_is_opened_again_with_a_reason_and_closed_anew(unit):
    browser = desk(unit)
    browser.post("/office/payments/", {"act": "close"})
    without = browser.post("/office/payments/", {"act": "reopen"})
    assert without.status_code == 422
    short = browser.post("/office/payments/", {"act": "reopen", "reason": "Sai"})
    assert "Say why" in short.content.decode()
    assert 'value="Sai"' in short.content.decode()
    sent = {"act": "reopen", "reason": "Còn một người nộp tiền"}
    page = text(browser.post("/office/payments/", sent, follow=True))
    assert "The day is open again" in page
    assert "Opened again by" in page
    assert "Còn một người nộp tiền" in page
    with scope_use(SYSTEM):
        cash_taken(unit, actor_make(role=Role.COUNTER, unit=unit), 1_000)
    refused = browser.post("/office/payments/", {"act": "close"})
    assert "not handed over" in refused.content.decode()


def test_a_commune_sees_that_the_province_closed_its_day(unit):
    with scope_use(SYSTEM):
        province = unit_get(unit.parent_id)
    desk(province).post("/office/payments/", {"act": "close"})
    page = text(desk(unit).get("/office/payments/"))
    assert f"Closed by {province.full_name}" in page
    assert "Close the day" not in page


def test_what_differs_is_a_difference_with_what_to_do(unit, handed):
    browser = desk(unit)
    browser.post(HERE, {"hand_over": handed, "received_vnd": "0"})
    page = text(browser.get("/office/payments/"))
    assert "Cash handed over is not what was taken" in page
    assert "Count again together" in page
    assert "It differs" in text(browser.get(HERE))


def test_any_number_of_differences_is_named_in_the_same_statements(unit):
    def differs(name):
        with scope_use(SYSTEM):
            counter = actor_make(role=Role.COUNTER, unit=unit, full_name=name)
            cash_taken(unit, counter, 50_000)
            return till_hand_over(
                actor=counter, unit_id=unit.id, day=clock.today(), handed_vnd=50_000
            )

    browser = desk(unit)
    counts, names = [], ["Cán bộ Một", "Cán bộ Hai", "Cán bộ Ba"]
    for name in names:
        browser.post(HERE, {"hand_over": differs(name), "received_vnd": "0"})
        text(browser.get("/office/payments/"))
        with CaptureQueriesContext(connection) as ran:
            page = text(browser.get("/office/payments/"))
        counts.append(len(ran))
    assert all(name in page for name in names)
    assert counts[0] == counts[2]


def test_nonsense_is_told_and_another_unit_s_is_not_there(unit, handed):
    browser = desk(unit)
    assert browser.post(HERE, {"hand_over": handed, "received_vnd": "x"}).status_code == 422
    with scope_use(SYSTEM):
        other = commune_make()
    data = {"hand_over": handed, "received_vnd": "1"}
    assert desk(other).post(HERE, data).status_code == 404
    assert "No cash was taken" in text(desk(other).get(HERE))
    assert desk(unit, Role.COUNTER).get(HERE).status_code == 404
    with scope_use(SYSTEM):
        assert TillHandOver.objects.get().received_at is None
