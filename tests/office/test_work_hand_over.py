"""Handing work over to another unit."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.office.acting import get, guarded, item_url, post, text

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


def test_the_receiver_answers_only_after_confirming(commune, code):
    url = item_url(code, Act.APPRAISE, "hand-over")
    page = text(get(commune.specialist, url))
    assert f'value="{commune.centre.id}"' in page
    assert f'value="{commune.office.id}"' not in page
    post(commune.specialist, url, version=item(code).version, unit=commune.centre.id, note="")
    assert item(code).unit_id == commune.centre.id
    assert item(code).holder_id == commune.specialist.account_id


def test_no_unit_is_told_at_the_field(commune, code):
    url = item_url(code, Act.APPRAISE, "hand-over")
    answer = post(commune.specialist, url, version=item(code).version, unit="", note="kept")
    assert answer.status_code == 422
    assert "kept" in text(answer)


def test_others_may_not(commune, code):
    guarded(commune, item_url(code, Act.APPRAISE, "hand-over"), wrong=commune.clerk)
