"""The board of one's own work: own figures alone, against the time of the step; nobody compared."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_at,
    item_of,
    work_do,
)
from tests.builders.identity import actor_make
from tests.office.test_board import page_of
from tests.office.test_board_readers import asks, keys_of

from motcua.dossiers.services import work_claim
from motcua.identity.types import Action, Role
from motcua.workflow.queries.standing import own_done, own_steps
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
OWN = "/office/board/mine/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_at(made, Act.APPRAISE)
        dossier_at(made, Act.APPROVE)
    return made


def test_an_official_sees_the_own_work_and_times(commune):
    _answer, page = page_of(commune.specialist, OWN)
    keys = keys_of(page)
    assert keys["steps finished today"] == "1"
    assert keys["overdue now"] == "0"
    assert "of 1 that you have" in page
    assert "of 1 steps that you finished in four weeks" in page
    assert "Appraise" in page


def test_what_is_late_is_told(commune):
    _answer, page = page_of(commune.specialist, OWN, hours=24 * 14)
    assert keys_of(page)["overdue now"] == "1"
    assert "view=mine&amp;due=overdue" in page


def test_nobody_sees_the_work_of_somebody_else(commune):
    colleague = actor_make(role=Role.SPECIALIST, unit=commune.office)
    _answer, page = page_of(colleague, OWN)
    assert "Nothing is in your hands" in page
    assert commune.specialist.name not in page
    assert "of 0 that you have" in page


def test_who_does_no_steps_has_no_such_board(commune):
    viewer = actor_make(role=Role.VIEWER, unit=commune.unit)
    assert page_of(viewer, OWN)[0].status_code == 404


def test_it_renews_itself_when_a_step_is_done(commune):
    first = asks(commune.specialist, path=OWN)
    assert asks(commune.specialist, first["ETag"], path=OWN).status_code == 304
    with at(1):
        dossier_at(commune, Act.APPROVE)
    again = asks(commune.specialist, first["ETag"], path=OWN)
    assert again.status_code == 200
    assert keys_of(again.content.decode())["steps finished today"] == "2"


def test_who_hands_over_when_the_applicant_comes_is_late_by_nothing(commune):
    with at():
        code = dossier_at(commune, Act.RETURN)
        item = item_of(code, Act.RETURN)
        work_claim(actor=commune.counter, item_id=item.id, expected_version=item.version)
    assert keys_of(page_of(commune.counter, OWN, hours=24 * 14)[1])["overdue now"] == "0"
    with at(24 * 14):
        work_do(code, Act.RETURN, commune.counter, "given", receiver_name="Lê Mẫu")
        units = commune.counter.unit_ids_for(Action.WORK_READ)
        done = own_done(commune.counter.account_id, units, MORNING)
        steps = own_steps(commune.counter.account_id, units, MORNING, late=True)
    returned = next(one for one in done if one.act is Act.RETURN)
    assert (returned.done, returned.late) == (1, 0)
    assert steps == []
