"""The weekly brief on screen and on paper: nothing sideways, nothing for axe."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import MORNING
from tests.builders.oversight import difficulty_make, watch_at_work

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.services.briefs import briefs_make

pytestmark = [pytest.mark.browser]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
MONDAY = MORNING + timedelta(days=7 - MORNING.weekday())


@pytest.mark.parametrize("width", [360, 1280])
def test_the_brief_is_read_and_printed(
    visit: Any, served: str, time_stands: Any, width: int
) -> None:
    with scope_use(SYSTEM), watch_at_work() as watch:
        difficulty_make(watch)
        with clock.clock_set(MONDAY):
            briefs_make()
    time_stands(MONDAY)
    page = visit("/office/brief/", watch.keeper, width=width)
    page.get_by_role("heading", name="Tình hình trong tuần").wait_for()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"brief-{width}.png"), full_page=True)
    page.emulate_media(media="print")
    assert not page.locator("nav.rail, .tabs, details").first.is_visible()
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"brief-print-{width}.png"), full_page=True)
