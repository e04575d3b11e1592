"""What is to be paid follows what is typed, before the dossier is taken in."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import commune_at_work
from tests.builders.procedures import fee

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
def commune(served):
    with scope_use(SYSTEM):
        return commune_at_work(fees=[fee(8_000)])


def test_the_fee_follows_the_quantity_and_nothing_is_sent_by_it(commune, visit):
    page = visit(
        f"/office/intake/?unit={commune.unit.id}&procedure={commune.offering.version.code}",
        commune.counter,
    )
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    total = page.locator("#intake-fees")
    assert "8.000" in total.inner_text()
    page.fill("[name='applicant-name']", "Nguyễn Văn Mẫu")
    page.fill("[name='fee_quantity']", "3")
    page.press("[name='fee_quantity']", "Tab")
    page.locator("#intake-fees", has_text="24.000").wait_for(timeout=10_000)
    assert wrong == []
    assert page.input_value("[name='applicant-name']") == "Nguyễn Văn Mẫu"
    assert page.input_value("[name='fee_quantity']") == "3"
    assert "/office/intake/" in page.url
