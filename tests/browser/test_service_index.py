"""The Service Index in a browser: desktop, phone, dark, paper."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make
from tests.builders.organisations import province_make

from motcua.identity.types import Role
from motcua.indicators.services import cases_follow
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
LATER = MORNING + timedelta(hours=6)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_index_fits_every_screen(visit: Any, served: str, time_stands: Any, width: int) -> None:
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        dossier_at(commune, Act.RETURN)
        dossier_accepted(commune)
        controller = actor_make(role=Role.CONTROLLER, unit=province_make())
    with clock.clock_set(LATER):
        cases_follow()
    time_stands(LATER)
    page = visit("/office/service-index/", controller, width=width)
    for mode in ("light", "dark"):
        page.emulate_media(color_scheme=mode)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if PICTURES:
            path = Path(PICTURES) / f"index-{mode}-{width}.png"
            page.screenshot(path=str(path), full_page=True)
    page.locator("#what-if summary").click()
    page.locator("#what-if input[type=number]").first.fill("40")
    page.keyboard.press("Enter")
    page.locator("#what-if .notice").wait_for()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"index-if-{width}.png"), full_page=True)
    page.locator("section table a").first.click()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
