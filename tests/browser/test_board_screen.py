"""A board on a television: paired by a code, read from eight metres, honest when the line is down.

No test waits for minutes: the page is told a shorter time after which figures are old.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.browser.test_board_live import FITS, WAIT, WORDS_SMALLEST, key
from tests.builders.dossiers import Commune, commune_at_work, dossier_accepted, dossier_at
from tests.builders.reception import hall_at, taken_today

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import Device
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
SCREENS, TV = "/office/board/screens/", "/office/tv/"


@pytest.fixture
def commune(served: str) -> Commune:
    with scope_use(SYSTEM):
        made = commune_at_work()
        dossier_accepted(made)
        dossier_at(made, Act.APPROVE)
        taken_today(hall_at(made.centre))
    return made


def pictured(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def made_in_the_office(visit: Any, commune: Commune, language: str = "vi") -> tuple[Any, str]:
    """Make a link as its leader does; return the office's page and the code."""
    office = visit(SCREENS, commune.leader, language=language)
    office.locator("#id_name").fill("Sảnh tầng 1")
    office.locator("#id_language").select_option(language)
    office.locator("main form button").first.click()
    code = office.locator(".screen-code strong").inner_text()
    for width in (1280, 360):
        office.set_viewport_size({"width": width, "height": 900})
        assert office.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        pictured(office, f"screens-{width}")
    return office, code


def paired(visit: Any, code: str) -> Any:
    """Type a code on a television, which nobody is signed in to."""
    page = visit(TV)
    page.set_viewport_size({"width": 1920, "height": 1080})
    pictured(page, "tv-code")
    assert axe_violations(page) == []
    page.locator("#code").press_sequentially(code.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/office/tv/[\w-]{43}/$"))
    return page


def test_a_television_is_paired_by_a_code_and_switched_off_by_one_press(
    commune: Commune, visit: Any
) -> None:
    office, code = made_in_the_office(visit, commune, "en")
    assert axe_violations(office) == []
    page = paired(visit, code)
    assert {one["name"] for one in page.context.cookies()} == {"motcua_language"}
    received = key(page, "received in the period")
    expect(received).to_have_text("2", timeout=WAIT)
    with scope_use(SYSTEM):
        dossier_accepted(commune)
    expect(received).to_have_text("3", timeout=WAIT)

    office.goto(office.url)
    pictured(office, "screens-listed")
    page.refusals.append(410)
    office.get_by_role("button", name=re.compile("Switch off.*Sảnh tầng 1")).click()
    expect(page.locator("h1")).to_have_text("This screen was switched off", timeout=WAIT)
    expect(page.locator("[data-panel]")).to_have_count(0)
    pictured(page, "tv-off")
    assert axe_violations(page) == []


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_it_is_read_from_eight_metres_and_shows_nothing_old(
    commune: Commune, visit: Any, size: tuple[int, int]
) -> None:
    _office, code = made_in_the_office(visit, commune)
    with scope_use(SYSTEM):
        Device.objects.update(expires_at=clock.now() + timedelta(days=3))
    page = paired(visit, code)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    panels = page.locator("[data-panel]")
    assert 1 <= panels.count() <= 4
    expect(page.locator(".wall-ends")).to_be_visible()
    for number in range(panels.count()):
        page.evaluate(
            "n => document.querySelectorAll('[data-panel]').forEach((one, index) =>"
            " { one.hidden = index !== n; })",
            number,
        )
        assert page.evaluate(FITS), number
        assert page.evaluate(WORDS_SMALLEST) >= 0.039 * size[1], number
        pictured(page, f"tv-{size[0]}-{number}")
    assert axe_violations(page) == []

    page.context.set_offline(True)
    expect(page.locator("[data-board-state]")).to_contain_text("Mất kết nối từ", timeout=WAIT)
    expect(page.locator("[data-board]")).to_be_visible()
    page.evaluate("document.querySelector('[data-board]').dataset.boardOld = '1'")
    old = page.locator("[data-board-gone]")
    expect(old).to_contain_text(re.compile(r"Mất kết nối từ \d+/\d+, \d\d:\d\d"), timeout=WAIT)
    expect(page.locator("[data-board]")).to_be_hidden()
    pictured(page, f"tv-{size[0]}-down")
    assert axe_violations(page) == []
    page.evaluate("document.querySelector('[data-board]').dataset.boardOld = '300'")
    page.context.set_offline(False)
    expect(page.locator("[data-board]")).to_be_visible(timeout=WAIT)
    expect(old).to_be_hidden()


def test_a_new_day_loads_the_page_anew(commune: Commune, visit: Any) -> None:
    _office, code = made_in_the_office(visit, commune)
    page = paired(visit, code)
    loads = len(page.loads)
    page.evaluate("document.querySelector('[data-board]').dataset.boardDay = '2020-01-01'")
    expect(page.locator("[data-board]")).not_to_have_attribute(
        "data-board-day", "2020-01-01", timeout=WAIT
    )
    assert len(page.loads) == loads + 1
