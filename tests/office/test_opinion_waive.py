"""A leader goes on without an opinion that is missing."""

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


def test_a_leader_goes_on_with_reason_and_law(commune, asked):
    url = dossier_url(asked, "opinions/1/waive")
    answer = post(commune.leader, url, version=seen(asked).version, reason="x", legal_basis="")
    assert answer.status_code == 422
    data = {"reason": "Joint letter 12", "legal_basis": "Law 9, article 3"}
    page = text(post(commune.leader, url, version=seen(asked).version, **data))
    assert "Legal basis: Law 9, article 3" in page
    assert not seen(asked).opinions[0].missing
    guarded(commune, url, wrong=commune.counter)
