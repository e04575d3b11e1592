"""Giving a unit more time for its opinion."""

from __future__ import annotations

import pytest
from tests.office.acting import dossier_url, guarded, post, seen, text
from tests.office.asking import asked_make, economy_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def economy(commune):
    return economy_of(commune)[0]


@pytest.fixture
def asked(commune, economy):
    return asked_make(commune, economy)


def test_the_due_date_moves_and_the_reason_is_on_record(commune, asked):
    url = dossier_url(asked, "opinions/1/extend")
    before = seen(asked).opinions[0].due_at
    data = {"version": seen(asked).version, "limit": 2, "unit_of_time": "wd"}
    assert post(commune.specialist, url, **data, reason=" ").status_code == 422
    page = text(post(commune.specialist, url, **data, reason="Survey"))
    assert seen(asked).opinions[0].due_at > before
    assert "Reason: Survey" in page
    guarded(commune, url, wrong=commune.counter)
