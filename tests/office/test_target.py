"""One target: all its units, ended with a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.builders.identity import client_for
from tests.builders.oversight import watch_at_work

from motcua.oversight.services.targets import Order, target_set
from motcua.oversight.target_rules import Level, Metric

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]


@pytest.fixture
def watch():
    with watch_at_work() as made:
        yield made


def test_every_unit_stands_there_and_it_is_ended_with_a_reason(watch):
    order = Order(
        "Quá hạn không quá 1 % (mẫu)", "NQ mẫu", Metric.OVERDUE, Level.ALL, Decimal(1),
        date(2026, 9, 1), date(2026, 12, 31),
    )  # fmt: skip
    target_id = target_set(actor=watch.keeper, unit_id=watch.province.id, order=order)
    url = f"/office/targets/{target_id}/"
    keeper = client_for(watch.keeper)
    page = keeper.get(url).content.decode()
    assert watch.first.full_name in page
    assert watch.department.full_name in page
    assert keeper.post(url, {"text": ""}).status_code == 422
    ended = keeper.post(url, {"text": "Thay bằng chỉ tiêu khác"}, follow=True).content.decode()
    assert "Thay bằng chỉ tiêu khác" in ended
    assert "Followed no longer" in keeper.get(url).content.decode()
    officer = client_for(watch.officer)
    own = officer.get(url).content.decode()
    assert watch.first.full_name in own
    assert watch.second.full_name not in own
    assert "Only whoever keeps" in officer.post(url, {"text": "x"}, follow=True).content.decode()
    gone = keeper.get("/office/targets/999999/", follow=True).content.decode()
    assert "There is no such target here" in gone
