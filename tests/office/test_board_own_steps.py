"""The list behind one's own figures: as many steps as the figure says, newest first, filters."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_at, item_of, work_do
from tests.builders.identity import actor_make
from tests.office.test_board import page_of

from motcua.identity.types import Role
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
STEPS = "/office/board/mine/steps/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_at(made, Act.APPROVE)
    return made


def lines(page):
    return page.count('<th scope="row">')


def test_as_many_steps_as_the_figure_says_and_only_ones_own(commune):
    _answer, page = page_of(commune.specialist, STEPS)
    assert lines(page) == 1
    assert "Appraise" in page
    assert lines(page_of(commune.leader, STEPS)[1]) == 1  # the assignment
    colleague = actor_make(role=Role.SPECIALIST, unit=commune.office)
    assert "No finished step is here" in page_of(colleague, STEPS)[1]


def test_late_ones_and_those_in_time_stand_apart(commune):
    with at():
        code = dossier_at(commune, Act.ASSIGN)
    with at(24 * 8):
        item = item_of(code, Act.ASSIGN)
        work_do(
            code,
            Act.ASSIGN,
            commune.leader,
            item.outcomes[0].code,
            assign_to=commune.specialist.account_id,
        )
    hours = 24 * 8 + 1
    assert lines(page_of(commune.leader, STEPS, hours=hours)[1]) == 2
    late = page_of(commune.leader, STEPS, hours=hours, late="1")[1]
    assert lines(late) == 1
    assert code in late
    assert lines(page_of(commune.leader, STEPS, hours=hours, late="0")[1]) == 1
    assert lines(page_of(commune.leader, STEPS, hours=hours, today="1")[1]) == 1
    assert lines(page_of(commune.leader, STEPS, hours=hours, act="issue")[1]) == 0


def test_a_damaged_address_counts_as_none(commune):
    answer, page = page_of(commune.specialist, STEPS, after="x'", act="\x00", late="maybe")
    assert answer.status_code == 200
    assert lines(page) == 1


def test_steps_of_more_than_four_weeks_ago_are_gone(commune):
    assert "No finished step is here" in page_of(commune.specialist, STEPS, hours=24 * 40)[1]
