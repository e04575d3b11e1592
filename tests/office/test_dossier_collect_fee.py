"""Collecting the fee at the counter."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_registered
from tests.office.acting import dossier_url, events, get, guarded, post, seen, text

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_registered(commune)


def test_the_sum_is_shown_and_paid_once(commune, code):
    url = dossier_url(code, "fee")
    assert "8,000" in text(get(commune.counter, url))
    post(commune.counter, url, version=1, method="cash")
    assert seen(code).unpaid_vnd == 0
    again = text(post(commune.counter, url, version=1, method="cash"))
    assert "not possible now" in again
    assert events(code).count("fee_paid") == 1


def test_an_unknown_way_is_refused(commune, code):
    answer = post(commune.counter, dossier_url(code, "fee"), version=1, method="gold")
    assert answer.status_code == 422


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "fee"), wrong=commune.clerk)
