"""Confirming that work handed over has arrived."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.builders.identity import actor_make
from tests.office.acting import dossier_url, get, guarded, item_url, post, text

from motcua.dossiers import services
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def receiver(commune):
    with scope_use(SYSTEM):
        return actor_make(role=Role.SPECIALIST, unit=commune.centre)


@pytest.fixture
def code(commune, receiver):
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


def test_it_is_theirs_from_then_on(receiver, code):
    url = item_url(code, Act.APPRAISE, "confirm")
    assert "Confirm receipt" in text(get(receiver, dossier_url(code)))
    version = item(code).version
    assert "Receipt is confirmed" in text(post(receiver, url, version=version))
    assert item(code).holder_id == receiver.account_id
    again = text(post(receiver, url, version=version))
    assert "changed this piece of work" in again


def test_others_may_not(commune, code):
    guarded(commune, item_url(code, Act.APPRAISE, "confirm"), wrong=commune.clerk, asks=False)
