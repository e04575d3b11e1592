"""No power: slips are written by hand; later each is scanned, typed in, and lasts at its true time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import MORNING, commune_at_work
from tests.builders.hand import book_paper

from motcua.dossiers.queries import dossier_get
from motcua.kernel.clock import clock_set
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimPrint, InterimSlip

pytestmark = pytest.mark.browser
CARD = "019188000123|090123456|Nông Thị Mai Hương|14031988|Nữ|Tổ 5, phường Bách Quang|12082021"
NUMBER = "T260910-01-002"


@pytest.fixture
def commune(served, time_stands):
    with clock_set(MORNING - timedelta(hours=1)), scope_use(SYSTEM):
        commune = commune_at_work()
        book_paper(commune)
    time_stands(MORNING + timedelta(hours=5))
    return commune


def test_from_the_pen_to_the_dossier(commune, visit):
    page = visit("/office/interim/enter/", commune.counter)
    page.keyboard.insert_text(NUMBER)  # the scanner types it, and Enter
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=time]:focus")
    assert axe_violations(page) == []
    page.fill("[name=time]", "10:05")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-intake-search]")
    page.fill("[data-intake-search]", "hon nhan")
    page.wait_for_selector("#intake-procedures[data-text='hon nhan'] [data-choice]")
    page.press("[data-intake-search]", "Enter")
    page.wait_for_selector("[name=applicant-card]:focus")
    assert page.locator("input[name=slip]").count() == 1
    page.keyboard.insert_text(CARD)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-given]:focus")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/office/intake/done/**")
    with scope_use(SYSTEM):
        slip = InterimSlip.objects.get()
        dossier = dossier_get(slip.dossier_code)
    assert (slip.number, slip.state) == (NUMBER, "accepted")
    assert dossier.accepted_at == MORNING + timedelta(hours=1, minutes=5)
    assert dossier.timeline[0].data["interim"]["hand"] == "power"
    page.goto(page.url.split("/office/")[0] + f"/office/interim/enter/?q={NUMBER}")
    assert dossier.code in page.inner_text("main")  # the same slip twice
    head = visit("/office/worklist/", commune.director)
    assert "T260910-01-" in head.inner_text("main")  # the first sheet was not brought


def test_a_book_is_made_and_printed_in_a_tab_of_its_own(commune, visit):
    page = visit("/office/interim/blank/", commune.counter)
    page.fill("[name=place]", "Quầy 2")
    page.fill("[name=numbers]", "5")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-prints]")
    with page.expect_popup():
        page.click("[data-prints] button")
    page.wait_for_timeout(300)
    page.reload()
    assert page.locator("[data-prints]").count() == 0  # from now on only with a reason
    with scope_use(SYSTEM):
        assert InterimPrint.objects.get().seqs == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_is_too_wide(commune, visit, width):
    pages = ("blank/", f"enter/?q={NUMBER}", "enter/?q=T260910-09-001", "rules/", "")
    for address in pages:
        who = commune.counter if address.startswith("enter") else commune.director
        page = visit(f"/office/interim/{address}", who, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert axe_violations(page) == []
