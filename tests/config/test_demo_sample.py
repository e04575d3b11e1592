"""The sample is realistic where it is free, and exact where figures were published."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from tests.builders.procedures import component, version_make

from motcua.config.demo.histories import Offer, Place, end_of, histories_draw
from motcua.config.demo.papers import handed_in
from motcua.config.demo.plan import COMMUNES, CUT_DAY
from motcua.deadlines.rules import due_compute, limit_parse
from motcua.deadlines.types import DueRule


@pytest.fixture
def calendar():
    from tests.builders.deadlines import calendar_make

    return calendar_make()


@pytest.mark.django_db
@pytest.mark.parametrize(("online", "name"), [(False, "Tờ khai"), (True, "Biểu mẫu điện tử")])
def test_of_forms_that_stand_for_each_other_one_is_handed_in(system_scope, online, name):
    version = version_make(
        components=[
            component("Tờ khai", template="yes"),
            component("Biểu mẫu điện tử", template="yes", kind="electronic_form"),
            component("Giấy tờ tùy thân"),
            component("Văn bản ủy quyền", required=False, condition="khi ủy quyền"),
        ]
    )
    given = [one.name for one in handed_in(version.components, online=online)]
    assert given == [name, "Giấy tờ tùy thân"]


@pytest.mark.parametrize("plan", COMMUNES[:2], ids=lambda plan: plan.code)
def test_the_published_figures_hold_and_some_results_come_on_the_dot(calendar, plan):
    offers = {
        code: Offer(code, limit, "clock", (1,))
        for code, limit in (("2.000815", "1wd"), ("1.014027", "10wd"), ("1.013978", "30wd"))
    }
    drawn = histories_draw(plan, Place(1, 2, calendar, {}), offers, count(1))
    cut = end_of(CUT_DAY)
    kinds: Counter[str] = Counter()
    for one in drawn:
        facts = {fact.type.value: fact.at for fact in one.steps}
        if facts["accepted"] >= cut:
            continue
        due = due_compute(
            limit=limit_parse(offers[one.procedure_code].limit),
            received=facts["accepted"],
            calendar=calendar,
            rule=DueRule.CLOCK,
        ).instant
        done = facts["done"]
        kinds["received"] += 1
        kinds["open" if done >= cut else "ended"] += 1
        kinds["late"] += done > due
        kinds["early"] += done < due
        kinds["on time"] += done == due
    ended = plan.received - plan.still_open
    assert (kinds["received"], kinds["ended"], kinds["open"], kinds["late"]) == (
        plan.received,
        ended,
        plan.still_open,
        0,
    )
    assert 0.08 * ended < kinds["on time"] < 0.3 * ended
