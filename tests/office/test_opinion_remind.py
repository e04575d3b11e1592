"""Reminding a unit of the opinion that it owes."""

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


def test_it_is_told_once_an_hour_at_most(commune, asked):
    url = dossier_url(asked, "opinions/1/remind")
    page = text(post(commune.specialist, url, version=seen(asked).version))
    assert "They are reminded" in page
    again = text(post(commune.specialist, url, version=seen(asked).version))
    assert "less than an hour ago" in again
    assert seen(asked).opinions[0].reminders == 1
    guarded(commune, url, wrong=commune.counter, asks=False)
