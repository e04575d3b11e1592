"""Certified copies from the counter to the register, by keyboard, on a desk and on a phone."""

from __future__ import annotations

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.certified import batch_certified, certifying_commune
from tests.builders.dossiers import MORNING
from tests.builders.identity import actor_make

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.browser]
HOME = "/office/certification/"
CARD = "019090000123|012345678|Trần Thị Thẻ|15031985|Nữ|Tổ 1, phường Bách Quang|01012022"
PAPERS = (("Bằng tốt nghiệp", "2"), ("Giấy khai sinh", "1"), ("Giấy chứng nhận kết hôn", "3"))


@pytest.fixture
def commune(served, time_stands):
    time_stands(MORNING)
    with scope_use(SYSTEM):
        return certifying_commune()


def typed(page):
    """Scan the card, then three originals with two copies of each, and Ctrl+Enter."""
    page.locator("#id_applicant-card").fill(CARD)
    page.keyboard.press("Enter")
    page.locator("#id_applicant-name").and_(page.locator("[value='Trần Thị Thẻ']")).wait_for()
    for nth, (name, pages) in enumerate(PAPERS):
        page.locator(f"#id_r{nth}-name:focus").wait_for()
        page.keyboard.type(name)
        for number in (pages, "2"):
            page.keyboard.press("Tab")
            page.keyboard.type(number)
        if nth < len(PAPERS) - 1:
            page.keyboard.press("Enter")


def test_three_originals_with_two_copies_each_by_keyboard(visit, commune):
    page = visit(HOME + "new/", commune.counter)
    typed(page)
    page.keyboard.press("Tab")
    page.locator("#certified-fees", has_text="22.000").wait_for()  # 2 × (4.000 + 2.000 + 5.000)
    assert axe_violations(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/batches/**")
    assert axe_violations(page) == []
    address = page.url.partition("/office")[2]
    for actor, button in (
        (commune.specialist, "check"), (commune.leader, "certify"), (commune.clerk, "seal"),
    ):  # fmt: skip
        page = visit("/office" + address, actor)
        with page.expect_navigation():
            page.locator(f"form:has([name=step][value={button}]) button").first.click()
    assert page.locator("td strong", has_text="03, quyển số 01/2026-SCT/BS").count() == 1
    with page.expect_download() as download:
        page.evaluate(
            "() => { const a = document.querySelector('a[href$=\"/sheet/\"]');"
            " a.download = 'x.pdf'; a.click(); }"
        )
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page = visit(HOME + "register/", commune.leader)
    assert page.locator("tbody tr").count() == 3
    assert axe_violations(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_and_axe_finds_nothing(visit, commune, width):
    with scope_use(SYSTEM):
        code = batch_certified(commune)
        deputy = actor_make(role=Role.LEADER, unit=commune.unit)
    for path, actor in (
        (HOME + "new/", commune.counter),
        (HOME + "?stage=seal", commune.clerk),
        (f"{HOME}batches/{code}/", deputy),
        (HOME + "register/", deputy),
    ):
        page = visit(path, actor, width=width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert axe_violations(page) == [], path
