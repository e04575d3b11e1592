"""Frozen reports in the browser: signed with the keyboard on a phone, printed, nothing for axe."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.builders.frozen import (
    OCTOBER,
    bureau_make,
    frozen_make,
    late_entry,
    renewed,
    rule_order,
    sent,
)

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.services.scheduling import rule_set
from motcua.oversight.frozen.types import Reach

pytestmark = [pytest.mark.browser]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
URL = "/office/frozen-reports/"


def looked(page: Any, name: str, width: int) -> None:
    """Nothing sideways, nothing for axe; a picture where pictures are wanted."""
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_signed_followed_and_printed(visit: Any, served: str, time_stands: Any, width: int) -> None:
    with scope_use(SYSTEM):
        bureau = bureau_make()
        with clock.clock_set(OCTOBER):
            order = rule_order(reach=Reach.BELOW)
            rule_set(actor=bureau.above, unit_id=bureau.province.id, order=order)
            first = sent(bureau, frozen_make(bureau))
            late_entry(bureau)
            second = renewed(bureau, first)
    time_stands(OCTOBER)
    page = visit(f"{URL}{second}/", bureau.maker, width=width)
    expect(page.get_by_role("heading", name="Khác gì so với bản 1")).to_be_visible()
    looked(page, "frozen-report", width)
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Ký", exact=True).press("Enter")
    expect(page.locator(".badge", has_text="chờ phê duyệt").first).to_be_visible()
    page.goto(f"{served}{URL}{second}/?check=1")
    expect(page.get_by_text("cùng mốc chốt cho cùng số liệu")).to_be_visible()
    page.emulate_media(media="print")
    assert not page.locator("nav.rail, .acts details").first.is_visible()
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"frozen-print-{width}.png"), full_page=True)
    page.emulate_media(media="screen")
    for name, path in (
        ("frozen-own", URL),
        ("frozen-codes", f"{URL}{second}/codes/?line=&column=c3"),
        ("frozen-schedule", f"{URL}schedule/"),
    ):
        page.goto(f"{served}{path}")
        page.locator("h1").wait_for()
        looked(page, name, width)
    page = visit(f"{URL}received/", bureau.above, width=width)
    page.locator("h1").wait_for()
    looked(page, "frozen-received", width)
