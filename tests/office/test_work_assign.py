"""Giving a piece of work to a person."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_accepted, item_of, work_do
from tests.office.acting import get, guarded, item_url, post, text

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        code = dossier_accepted(commune)
        work_do(code, Act.ASSIGN, commune.leader, item_of(code, Act.ASSIGN).outcomes[0].code)
        return code


def item(code):
    with scope_use(SYSTEM):
        return item_of(code, Act.APPRAISE)


def test_a_person_of_the_unit_gets_it(commune, code):
    url = item_url(code, Act.APPRAISE, "assign")
    page = text(get(commune.leader, url))
    assert f'value="{commune.specialist.account_id}"' in page
    assert f'value="{commune.clerk.account_id}"' not in page
    post(
        commune.leader,
        url,
        version=item(code).version,
        assignee=commune.specialist.account_id,
        note="",
    )
    assert item(code).claimed_by_id == commune.specialist.account_id


@pytest.mark.parametrize("assignee", ["", "0", "x", "99999999999999999999"])
def test_nobody_else_can_be_named(commune, code, assignee):
    url = item_url(code, Act.APPRAISE, "assign")
    answer = post(commune.leader, url, version=item(code).version, assignee=assignee)
    assert answer.status_code == 422
    assert item(code).claimed_by_id is None


def test_a_stale_page_keeps_the_note(commune, code):
    url = item_url(code, Act.APPRAISE, "assign")
    answer = post(
        commune.leader, url, version=77, assignee=commune.specialist.account_id, note="urgent"
    )
    assert answer.status_code == 409
    assert "urgent" in text(answer)


def test_others_may_not(commune, code):
    guarded(commune, item_url(code, Act.APPRAISE, "assign"), wrong=commune.specialist)
