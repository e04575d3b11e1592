"""Giving several pieces of work to one person, with a report."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, item_of, work_do
from tests.builders.identity import client_for
from tests.office.acting import post, text

from motcua.dossiers.queries import dossier_get
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


URL = "/office/worklist/assign/"


def opened(commune):
    with scope_use(SYSTEM), at():
        code = dossier_accepted(commune)
        work_do(code, Act.ASSIGN, commune.leader, item_of(code, Act.ASSIGN).outcomes[0].code)
        return code, item_of(code, Act.APPRAISE)


def holder(code):
    with scope_use(SYSTEM):
        return item_of(code, Act.APPRAISE).claimed_by_id


def test_all_chosen_go_to_the_person(commune):
    pairs = [opened(commune) for _ in range(3)]
    page = text(
        post(
            commune.leader,
            URL,
            item=[f"{item.id}:{item.version}" for _, item in pairs],
            assignee=commune.specialist.account_id,
            back="/office/worklist/?view=unclaimed",
        )
    )
    assert "3 pieces of work are assigned" in page
    assert {holder(code) for code, _ in pairs} == {commune.specialist.account_id}


def test_what_failed_is_named_with_its_reason(commune):
    (good, item), (stale, other) = opened(commune), opened(commune)
    page = text(
        post(
            commune.leader,
            URL,
            item=[f"{item.id}:{item.version}", f"{other.id}:{other.version + 5}"],
            assignee=commune.specialist.account_id,
        )
    )
    assert "1 piece of work is assigned" in page
    assert stale in page
    assert "changed this piece of work" in page
    assert holder(good) == commune.specialist.account_id
    assert holder(stale) is None


def test_somebody_who_may_not_do_the_step_gets_nothing(commune):
    code, item = opened(commune)
    page = text(
        post(
            commune.leader,
            URL,
            item=[f"{item.id}:{item.version}"],
            assignee=commune.clerk.account_id,
        )
    )
    assert "may not do this step" in page
    assert holder(code) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose at least one"),
        ({"item": ["x", "1:x", ":", "9" * 30 + ":1"]}, "Choose at least one"),
        ({"item": ["1:1"], "assignee": ""}, "Choose the person"),
        ({"item": ["1:1"], "assignee": "1 or 1"}, "Choose the person"),
    ],
)
def test_nothing_chosen_is_told(commune, data, words):
    assert words in text(post(commune.leader, URL, **data))


def test_others_may_not(commune):
    code, item = opened(commune)
    with scope_use(SYSTEM):
        other = commune_at_work(code="05437", name="Phong Quang")
    data = {"item": [f"{item.id}:{item.version}"], "assignee": other.specialist.account_id}
    assert post(commune.specialist, URL, **data).status_code == 404
    assert post(other.leader, URL, **data).status_code == 404
    answer = client_for(commune.leader).get(URL)
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    assert "is not a page of its own" in answer.content.decode()
    assert 'href="/office/"' in answer.content.decode(), "the way back of an official"
    assert holder(code) is None


def test_a_leader_gives_many_dossiers_to_one_official_at_once(commune):
    with scope_use(SYSTEM), at():
        codes = [dossier_accepted(commune) for _ in range(2)]
        items = [item_of(code, Act.ASSIGN) for code in codes]
    page = text(
        post(
            commune.leader,
            URL,
            item=[f"{item.id}:{item.version}" for item in items],
            assignee=commune.specialist.account_id,
        )
    )
    assert "2 pieces of work are assigned" in page
    assert {holder(code) for code in codes} == {commune.specialist.account_id}
    with scope_use(SYSTEM):
        assert {dossier_get(code).status for code in codes} == {4}
