"""Money on the dossier's page: how a fee was reckoned, who claims to pay less, receipts."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered
from tests.builders.procedures import fee
from tests.office.acting import dossier_url, get, post, seen, text

from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CLAIM = {"fee_groups": ("poor",), "content": {"fee_groups": ["poor", "nonsense"]}}


@pytest.fixture
def place():
    with scope_use(SYSTEM):
        return commune_at_work(fees=[{**fee(8_000), "charge": "a", "exempt": ["poor"]}])


def test_a_claimed_group_is_shown_with_what_it_takes_off_and_may_be_refused(place):
    with scope_use(SYSTEM), at():
        code = dossier_at(place, Act.APPRAISE, **CLAIM)
    page = text(get(place.specialist, dossier_url(code)))
    assert "poor household" in page
    assert "nonsense" not in page
    assert "the fee would be 8,000" in page
    assert "hộ nghèo" in page  # the basis, as the papers have it
    url = dossier_url(code, "request-obligation")
    assert f"{url}?exemption=1" in page
    form = text(get(place.specialist, f"{url}?exemption=1"))
    assert 'value="8000"' in form
    assert "hộ nghèo" in form
    why = "Giấy chứng nhận hộ nghèo đã hết hạn"
    data = {"payer": "Nguyễn Văn Mẫu", "notice_number": "1/TB", "amount_vnd": "8000"}
    post(place.specialist, url, version=seen(code).version, reason=why, **data)
    dossier = seen(code)
    assert dossier.status is Status.OBLIGATION
    assert dossier.open_obligation.amount_vnd == 8_000
    after = text(get(place.specialist, dossier_url(code)))
    assert why in after
    assert "exemption=1" not in after


def test_the_counter_does_not_refuse_it_and_a_fee_in_full_claims_nothing(place):
    with scope_use(SYSTEM), at():
        code, plain = dossier_registered(place, **CLAIM), dossier_registered(place)
    page = text(get(place.counter, dossier_url(code)))
    assert "poor household" in page
    assert "exemption=1" not in page
    page = text(get(place.counter, dossier_url(plain)))
    assert "Claims to belong to" not in page
    assert "8,000" in page
