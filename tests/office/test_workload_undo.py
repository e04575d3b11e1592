"""A re-assignment is taken back as long as the receiver has not begun, and for ten minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, at, dossier_at, draft_add, item_of
from tests.builders.identity import actor_make, client_for
from tests.office.acting import text

from motcua.dossiers import services
from motcua.identity.services import SubstitutionInput, substitution_make
from motcua.identity.types import Absence, Role
from motcua.kernel.scope import SYSTEM, scope_use
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


def sent(code, person):
    one = item(code)
    return {
        "item": f"{one.id}:{one.version}",
        "assignee": person.account_id,
        "reason": "Cân đối khối lượng",
    }


def test_not_taken_back_once_the_receiver_has_begun_or_time_is_over(commune, second, code):
    with at(2):
        client = client_for(commune.leader)
        client.post(URL, sent(code, second))
    with scope_use(SYSTEM), at(2.05):
        from dataclasses import replace

        draft_add(replace(commune, specialist=second), code)
    with at(2.1):
        assert "The receiver has begun" in text(client.post(UNDO, follow=True))
    assert item(code).claimed_by_id == second.account_id
    with at(2.2):
        client.post(URL, sent(code, commune.specialist))
    with at(2.5):
        assert "Ten minutes have passed" in text(client.post(UNDO, follow=True))


def test_what_a_substitute_held_for_somebody_is_held_for_them_again(commune, second, code):
    with scope_use(SYSTEM), at():
        third = actor_make(role=Role.SPECIALIST, unit=commune.office)
        posting = commune.specialist.postings[0].id
        asked = SubstitutionInput(
            posting, second.account_id, None, MORNING + timedelta(days=3), Absence.LEAVE
        )
        substitution_make(actor=commune.specialist, asked=asked)
        one = item(code)
        services.work_take_over(actor=second, item_id=one.id, expected_version=one.version)
    with at(2):
        client = client_for(commune.leader)
        client.post(URL, sent(code, third))
    assert item(code).for_account_id is None
    with at(2.05):
        client.post(UNDO)
    now = item(code)
    assert (now.claimed_by_id, now.for_account_id) == (
        second.account_id,
        commune.specialist.account_id,
    )
