"""Requesting a financial obligation."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.office.acting import dossier_url, get, guarded, post, seen, text

from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, Act.APPRAISE)


def test_an_amount_with_marks_of_thousands_is_read(commune, code):
    url = dossier_url(code, "request-obligation")
    assert "Nguyễn Văn Mẫu" in text(get(commune.specialist, url))
    data = {"payer": "Nguyễn Văn Mẫu", "notice_number": "12/TB", "amount_vnd": "12.500.000 ₫"}
    post(commune.specialist, url, version=seen(code).version, **data)
    dossier = seen(code)
    assert dossier.status is Status.OBLIGATION
    assert dossier.open_obligation.amount_vnd == 12_500_000


@pytest.mark.parametrize("amount", ["", "0", "-5", "abc", "9" * 20, "٣٤"])
def test_an_amount_that_is_none_is_told(commune, code, amount):
    data = {"payer": "Ai", "notice_number": "1", "amount_vnd": amount}
    answer = post(
        commune.specialist,
        dossier_url(code, "request-obligation"),
        version=seen(code).version,
        **data,
    )
    assert answer.status_code == 422
    assert seen(code).status is Status.PROCESSING


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "request-obligation"), wrong=commune.clerk)
