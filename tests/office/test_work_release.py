"""Giving work back to the unit."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.office.acting import guarded, item_url, post, text

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def item(code):
    with scope_use(SYSTEM):
        return item_of(code, Act.APPRAISE)


def test_it_is_open_again(commune, code):
    url = item_url(code, Act.APPRAISE, "release")
    page = text(post(commune.specialist, url, version=item(code).version))
    assert "back with your unit" in page
    assert item(code).claimed_by_id is None


def test_only_who_has_it_gives_it_back(commune, code):
    page = text(
        post(commune.leader, item_url(code, Act.APPRAISE, "release"), version=item(code).version)
    )
    assert "have not taken" in page
    guarded(commune, item_url(code, Act.APPRAISE, "release"), wrong=commune.clerk, asks=False)
