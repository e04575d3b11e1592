"""Taking back what was handed over."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.office.acting import dossier_url, get, guarded, item_url, post, text

from motcua.dossiers import services
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act, ItemState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPRAISE)
        item = item_of(code, Act.APPRAISE)
        services.work_hand_over(
            actor=commune.specialist,
            item_id=item.id,
            to_unit_id=commune.centre.id,
            expected_version=item.version,
        )
    return code


def item(code):
    with scope_use(SYSTEM):
        return item_of(code, Act.APPRAISE)


def test_the_giver_has_it_again_in_the_unit_it_came_from(commune, code):
    assert "take-back/" in text(get(commune.specialist, dossier_url(code)))
    url = item_url(code, Act.APPRAISE, "take-back")
    answer = post(commune.specialist, url, version=item(code).version)
    assert "You have it again." in text(answer)
    found = item(code)
    assert (found.state, found.unit_id) == (ItemState.CLAIMED, commune.office.id)
    assert found.claimed_by_id == commune.specialist.account_id


def test_nobody_else_takes_it_back(commune, code):
    guarded(commune, item_url(code, Act.APPRAISE, "take-back"), wrong=commune.leader, asks=False)
    assert item(code).state is ItemState.HANDED_OVER
