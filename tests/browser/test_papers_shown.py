"""A person shows papers on a phone; the counter reads the code, uses one, and accepts with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import commune_at_work
from tests.filing.test_keep import finished
from tests.office.test_intake_known import ADOPTION, PAPERS, opened

from motcua.dossiers.queries import dossier_get
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


@pytest.fixture
def citizen(served):
    return citizen_make(name="Trần Thị Mẫu")


@pytest.fixture
def commune(served, citizen):
    """Where the dossier is taken in; the paper was issued by another commune."""
    with scope_use(SYSTEM):
        finished(opened(commune_at_work(name="Xa", components=PAPERS), "1.000894", PAPERS), citizen)
        return opened(commune_at_work(components=PAPERS), "2.001263", ADOPTION)


@pytest.fixture
def screen(served, citizen, playwright_browser):
    """Return a function that opens a screen of the person, with or without JavaScript."""
    contexts = []

    def opened_at(path, *, scripts):
        context = playwright_browser.new_context(
            viewport={"width": 360, "height": 740}, java_script_enabled=scripts
        )
        contexts.append(context)
        cookies = {name: m.value for name, m in client_of(citizen).cookies.items()}
        cookies["motcua_language"] = "vi"
        context.add_cookies([{"name": n, "value": v, "url": served} for n, v in cookies.items()])
        page = context.new_page()
        page.goto(path if "://" in path else f"{served}{path}")
        return page

    yield opened_at
    for context in contexts:
        context.close()


@pytest.fixture
def phone(screen):
    """The person's phone, an old one: no JavaScript."""
    return screen("/my/documents/", scripts=False)


def looked(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def code_shown(phone):
    phone.click("a[href='/my/documents/show/']")
    looked(phone, "shares-360")
    phone.check("[name=items] >> nth=0")
    phone.click("button[value=some]")
    looked(phone, "share-360")
    return phone.locator(".appointment-code").inner_text()


def begun(commune, citizen, visit, width=1280):
    page = visit(
        f"/office/intake/?unit={commune.unit.id}&procedure={commune.offering.code}",
        commune.counter,
        width=width,
    )
    for name, text in (("name", citizen.person.name), ("id_number", citizen.person.id_number)):
        page.fill(f"[name=applicant-{name}]", text)
    page.fill("[name=applicant-birth_date]", "17/05/1990")
    page.fill("[name=applicant-phone]", "0912 345 678")
    return page


def accepted(page):
    """Tick the other paper and accept, by keys; return the dossier."""
    # What was swapped in has settled, as it has for any hand: it may still move the cursor.
    page.wait_for_function("!document.querySelector('.htmx-request, .htmx-settling')")
    box = page.locator("[data-given]").nth(1)
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/office/intake/done/**")
    with scope_use(SYSTEM):
        return dossier_get(page.url.rstrip("/").split("/")[-1])


def test_from_the_phone_to_the_accepted_dossier_by_keyboard(
    commune, citizen, phone, screen, visit, served
):
    code = code_shown(phone)
    newer = screen(phone.url, scripts=True)
    page = begun(commune, citizen, visit)
    page.locator("[data-given]").first.focus()
    page.keyboard.press("s")
    page.wait_for_selector("[name=share-code]:focus")
    page.keyboard.type("12345678" if code != "1234 5678" else "87654321")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=share-code][aria-invalid=true]:focus")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code.replace(" ", ""))  # a scanner types the digits and Enter
    page.keyboard.press("Enter")
    page.wait_for_selector(".held-paper [value^='use:']:focus")
    assert axe_violations(page) == []
    looked(page, "intake-shown-1280")
    page.keyboard.press("Enter")
    page.wait_for_selector(".held-used")
    page.wait_for_selector("[data-paper]:nth-child(2) [data-given]:focus")  # what is missing still
    assert page.input_value("[name=applicant-phone]") == "0912 345 678"
    with page.expect_download():
        page.locator("[data-shown-paper]").first.click()
    made = accepted(page)
    assert (made.content["reused"][0]["shown"], made.components[0].originals) == (True, 0)
    page.goto(f"{served}/office/dossiers/{made.code}/scans/")
    assert "Kết quả của hồ sơ" in page.locator("main tbody tr").first.inner_text()
    looked(page, "scans-reused-1280")
    newer.wait_for_selector("main tbody tr:nth-child(3)")  # it renews itself
    assert axe_violations(newer) == []
    phone.reload()
    assert phone.locator("main tbody tr").count() == 3  # the list, the paper, its use
    looked(phone, "share-read-360")
    phone.click(".shown-end button")
    assert phone.locator(".appointment-code").count() == 0
    newer.wait_for_selector(".appointment-code", state="detached")
    assert not newer.locator(".shown-end button").is_visible()
    looked(phone, "share-ended-360")
    again = begun(commune, citizen, visit, width=360)
    again.click("#intake-shown summary")
    again.fill("[name=share-code]", code)
    again.click("[data-read-shown]")
    again.wait_for_selector("#intake-shown .error")
    assert axe_violations(again) == []
    looked(again, "intake-shown-360")
    assert again.evaluate("document.documentElement.scrollWidth <= innerWidth")
