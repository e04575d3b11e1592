"""Giving work to another person from the workload, taking it back, two heads at once."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.builders.identity import actor_make, client_for
from tests.office.acting import post, text

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.queries import hand_overs_of
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL, UNDO = "/office/workload/move/", "/office/workload/undo/"


@pytest.fixture
def second(commune):
    with scope_use(SYSTEM), at():
        return actor_make(role=Role.SPECIALIST, unit=commune.office)


@pytest.fixture
def code(commune, second):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def item(code):
    with scope_use(SYSTEM):
        return item_of(code, Act.APPRAISE)


def sent(code, person, **over):
    one = item(code)
    return {
        "item": f"{one.id}:{one.version}",
        "assignee": person.account_id,
        "reason": "Cân đối khối lượng",
        **over,
    }


def test_given_with_one_reason_and_taken_back_once(commune, second, code):
    with at(2):
        client = client_for(commune.leader)
        page = text(client.post(URL, sent(code, second), follow=True))
    assert "1 piece of work is assigned." in page
    assert "It can be taken back until" in page
    now = item(code)
    assert now.claimed_by_id == second.account_id
    with scope_use(SYSTEM):
        assert hand_overs_of(now.process_id)[-1].note == "Cân đối khối lượng"
    with at(2.1):
        assert "1 piece of work is back." in text(client.post(UNDO, follow=True))
        assert "nothing to take back" in text(client.post(UNDO, follow=True))
    assert item(code).claimed_by_id == commune.specialist.account_id


def test_the_second_of_two_heads_learns_it(commune, second, code):
    with scope_use(SYSTEM), at():
        third = actor_make(role=Role.SPECIALIST, unit=commune.office)
    first, late = sent(code, second), sent(code, third)
    assert "assigned" in text(post(commune.leader, URL, **first))
    page = text(post(commune.leader, URL, **late))
    assert "Not everything was assigned" in page
    assert code in page
    assert item(code).claimed_by_id == second.account_id


def test_what_is_missing_is_said_and_nothing_moves(commune, second, code):
    for data, words in (
        (sent(code, second, reason=" "), "Say why"),
        (sent(code, second, item="x"), "Choose at least one piece"),
        (sent(code, second, assignee=""), "Choose the person"),
        (sent(code, commune.clerk), "may not do this step"),
    ):
        assert words in text(post(commune.leader, URL, **data)), words
    assert item(code).claimed_by_id == commune.specialist.account_id
    assert post(commune.specialist, URL, **sent(code, second)).status_code == 404
