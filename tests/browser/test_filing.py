"""Filing from home on a phone's width: with scripts it saves while one types, without it works."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.citizens import citizen_make, client_of
from tests.builders.documents import pdf_make
from tests.builders.filing import commune_online

from motcua.citizens.models import Session
from motcua.dossiers.queries import dossiers_search
from motcua.filing.models import Draft
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


@pytest.fixture
def town(served: str) -> Any:
    with scope_use(SYSTEM):
        commune = commune_online()
        citizen = citizen_make(name="Trần Thị Mẫu")
        return commune, citizen, client_of(citizen)


def page_of(browser: Any, served: str, client: Any, *, scripts: bool, width: int = 360) -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": 780},
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    cookies = [{"name": "motcua_language", "value": "vi", "url": served}]
    cookies += [
        {"name": name, "value": morsel.value, "url": served}
        for name, morsel in client.cookies.items()
        if name != "motcua_language"
    ]
    context.add_cookies(cookies)
    return context.new_page()


def shot(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def onward(page: Any) -> None:
    page.locator("main button.button-primary").last.click()
    page.wait_for_load_state()


def fill(page: Any) -> None:
    """Answer the open questions of a page."""
    for control in page.locator("main form input[type=text]:visible").all():
        if not control.input_value():
            control.fill("Xin xác nhận")


def answer(page: Any, where: str, picture: str) -> None:
    """Do what a step asks and go on."""
    if where.startswith("form/"):
        fill(page)
    elif where == "papers/":
        page.get_by_role("link", name="Giấy tờ tùy thân").click()
        page.locator("summary").last.click()
        page.locator('main button[value="bring"]').click()
        page.get_by_role("link", name="Giấy chứng sinh").click()
        page.set_input_files(
            "input[type=file]",
            {"name": "chung-sinh.pdf", "mimeType": "application/pdf", "buffer": pdf_make()},
        )
        if page.locator('main button[value="add"]').is_visible():  # with scripts it goes by itself
            page.locator('main button[value="add"]').click()
        page.locator("ol.papers").get_by_text("chung-sinh.pdf").first.wait_for()
        shot(page, picture)
        page.locator("main a.button-primary").click()
    elif where == "return/":
        page.locator('input[name="method"]').first.check()
    elif where == "check/":
        page.locator('input[name="declared"]').check()
    onward(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_somebody_files_from_a_phone(
    town: Any, served: str, playwright_browser: Any, scripts: bool
) -> None:
    commune, citizen, client = town
    code = commune.offering.version.code
    page = page_of(playwright_browser, served, client, scripts=scripts)
    page.goto(f"{served}/file/{code}/")
    shot(page, f"start-{scripts}")
    onward(page)
    seen = []
    for _step in range(25):
        where = re.sub(r"^.*/file/[0-9.]+/[0-9a-f]+/", "", page.url)
        seen.append(where)
        shot(page, f"{len(seen):02d}-{where.strip('/').replace('/', '-')}-{scripts}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 361 if scripts else True
        if scripts:
            assert axe_violations(page) == []
        answer(page, where, f"paper-{scripts}")
        if "/receipt/" in page.url:
            break
        assert seen[-3:] != [where] * 3, f"stuck at {where}: {page.locator('main').inner_text()}"
    shot(page, f"receipt-{scripts}")
    with scope_use(citizen.scope):
        (row,) = dossiers_search().rows
    assert row.code in page.content()
    page.goto(f"{served}/my/dossiers/")
    shot(page, f"dossiers-{scripts}")
    assert row.code in page.content()


def test_a_lost_line_loses_nothing(town: Any, served: str, playwright_browser: Any) -> None:
    commune, _citizen, client = town
    code = commune.offering.version.code
    page = page_of(playwright_browser, served, client, scripts=True)
    page.goto(f"{served}/file/{code}/")
    onward(page)
    for one in page.locator("main summary").all():
        one.click()
    page.context.set_offline(True)
    phone = page.locator('input[name="applicant.phone"]')
    phone.fill("0987654321")
    page.locator("[data-save-state].wrong").wait_for(timeout=30000)
    shot(page, "offline")
    page.context.set_offline(False)
    page.reload()
    assert page.locator('input[name="applicant.phone"]').input_value() == "0987654321"
    for _time in range(150):  # saved as the line came back, or once more by the page itself
        with scope_use(SYSTEM):
            if "0987654321" in str(list(Draft.objects.values_list("answers", flat=True))):
                break
        page.wait_for_timeout(200)
    page.evaluate("localStorage.clear()")
    page.reload()
    assert page.locator('input[name="applicant.phone"]').input_value() == "0987654321"


def test_what_a_browser_kept_is_forgotten_when_the_sitting_has_ended(
    town: Any, served: str, playwright_browser: Any
) -> None:
    """By time or from elsewhere, not only by signing out: the next person finds nothing."""
    _commune, citizen, client = town
    page = page_of(playwright_browser, served, client, scripts=True)
    page.goto(f"{served}/my/")
    page.evaluate("localStorage.setItem('draft:1:you', '[]'); localStorage.setItem('x', '1')")
    page.goto(f"{served}/my/dossiers/")
    assert page.evaluate("localStorage.getItem('draft:1:you')") == "[]"
    with scope_use(SYSTEM):
        Session.objects.filter(person_id=citizen.person_id).update(ended_at=clock.now())
    page.goto(f"{served}/my/dossiers/")
    assert "/sign-in/?" in page.url
    assert page.evaluate("[...Object.keys(localStorage)]") == ["x"]
    page.context.close()
