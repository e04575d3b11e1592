"""The list of frozen reports: freezing by hand, what is due, the first page."""

from __future__ import annotations

import pytest
from tests.builders.frozen import (
    URL,
    bureau_at_work,
    frozen_make,
    late_entry,
    page_of,
    renewed,
    rule_order,
    sent,
    signed,
)
from tests.builders.identity import client_for

from motcua.oversight.frozen.services.scheduling import rule_set
from motcua.oversight.frozen.types import Reach

pytestmark = [pytest.mark.usefixtures("english")]


@pytest.fixture
def bureau(system_scope):
    with bureau_at_work() as made:
        yield made


def test_who_has_to_act_finds_it_on_the_first_page(bureau):
    code = signed(bureau, frozen_make(bureau))
    assert code in page_of(client_for(bureau.leader), "/office/board/")
    assert code not in page_of(client_for(bureau.maker), "/office/board/")


def test_versions_and_lists_of_a_unit(bureau):
    code = sent(bureau, frozen_make(bureau))
    late_entry(bureau)
    second = renewed(bureau, code)
    rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order(reach=Reach.OWN))
    text = page_of(client_for(bureau.maker), URL)
    assert code in text
    assert second in text
    assert "Due next" in text
