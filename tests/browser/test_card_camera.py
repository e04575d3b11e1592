"""The card before the live camera: read in the browser, nothing sent but the code's text."""

from __future__ import annotations

import pytest
from tests.browser.conftest import _session, axe_violations
from tests.browser.test_intake import CARD, take_in_after
from tests.builders.dossiers import commune_at_work
from tests.conftest import ARGUMENTS, WHOLE
from tests.documents.test_codes import as_bytes, photo

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser


@pytest.fixture
def commune(served):
    with scope_use(SYSTEM):
        return commune_at_work()


@pytest.fixture
def camera(tmp_path, playwright_browser):
    """A Chromium whose camera sees a card."""
    film = tmp_path / "card.mjpeg"
    film.write_bytes(as_bytes(photo(CARD, size=(1280, 720), side=220, turn=6)))
    seen = [
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    browser = playwright_browser.browser_type.launch(
        executable_path=WHOLE, args=[*ARGUMENTS, *seen]
    )
    yield browser
    browser.close()


def opened(browser, served, commune, *, allowed):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies(
        [
            {"name": "motcua_language", "value": "en", "url": served},
            {"name": "sessionid", "value": _session(commune.counter), "url": served},
        ]
    )
    if allowed:
        context.grant_permissions(["camera"], origin=served)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda told: page.complaints.append(told.text) if "Security Policy" in told.text else None,
    )
    unit, code = commune.unit.id, commune.offering.code
    page.goto(f"{served}/office/intake/?unit={unit}&procedure={code}")
    page.get_by_role("button", name="Read with the camera").first.click()
    return page


def test_the_camera_reads_the_card_into_the_form(served, commune, camera):
    page = opened(camera, served, commune, allowed=True)
    page.wait_for_selector("[name=applicant-name][value='Nông Thị Mai Hương']", timeout=15_000)
    assert page.locator("#card-camera[open]").count() == 0
    assert page.input_value("[name=applicant-id_number]") == "019188000123"
    page.wait_for_selector("[data-given]:focus")
    take_in_after(page)
    assert page.complaints == []  # the page's policy allows what the reader needs


def test_a_camera_that_is_not_allowed_says_what_remains(served, commune, playwright_browser):
    page = opened(playwright_browser, served, commune, allowed=False)
    page.locator("[data-camera-state]", has_text="use the hand scanner").wait_for()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Close").click()
    assert page.locator("#card-camera[open]").count() == 0
    assert page.evaluate("document.activeElement.hasAttribute('data-card-camera')")
    page.context.close()
