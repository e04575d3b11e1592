"""What a province received: who has sent, who is late."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.frozen import (
    MONTH,
    URL,
    bureau_at_work,
    drawn_up,
    page_of,
    rule_order,
    sent,
)
from tests.builders.identity import client_for
from tests.builders.organisations import commune_make

from motcua.organisations.queries import unit_get
from motcua.oversight.frozen.queries import followed, rules_towards
from motcua.oversight.frozen.services.scheduling import rule_set
from motcua.oversight.frozen.types import Reach

pytestmark = [pytest.mark.usefixtures("english")]


@pytest.fixture
def bureau(system_scope):
    with bureau_at_work() as made:
        yield made


def test_the_province_sees_who_has_sent_and_who_is_late(bureau):
    above = client_for(bureau.above)
    url = f"{URL}received/?unit={bureau.province.code}"
    assert "No unit is asked for reports" in page_of(above, url)
    order = rule_order(reach=Reach.BELOW)
    rule_set(actor=bureau.above, unit_id=bureau.province.id, order=order)
    drawn_up()
    assert "0 of" in page_of(above, url)
    sent(bureau, f"{bureau.commune.unit.code}-ii06a-2026-09-v1")
    received = page_of(above, url)
    assert bureau.commune.unit.full_name in received
    assert "1 of" in received
    assert "receipt not confirmed yet" in received
    assert client_for(bureau.maker).get(url).status_code == 404


def test_a_rule_of_the_units_own_is_followed_too(bureau):
    rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order())
    text = page_of(client_for(bureau.above), f"{URL}received/?unit={bureau.province.code}")
    assert "0 of 1 units" in text


def test_the_statements_do_not_grow_with_the_units(bureau, django_assert_num_queries):
    rule_set(actor=bureau.above, unit_id=bureau.province.id, order=rule_order(reach=Reach.BELOW))
    (known,) = rules_towards(unit_get(bureau.province.id)).values()
    few = len(followed(known, MONTH))
    with CaptureQueriesContext(connection) as before:
        followed(known, MONTH)
    for number in range(5):
        commune_make(name=f"Mẫu Thêm {number}", province=bureau.province)
    with django_assert_num_queries(len(before)):
        assert len(followed(known, MONTH)) == few + 5
