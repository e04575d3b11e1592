"""The page of the Service Index while what is kept of a period was changed: only the reason."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import MORNING, commune_at_work

from motcua.indicators.index.standing import MONTHS_STAGE, kept_day, key_of
from motcua.indicators.models import Proof
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.browser]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_refusal_fits_and_says_why(visit: Any, served: str, time_stands: Any, width: int) -> None:
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        day = kept_day(date(2026, 4, 1), date(2026, 6, 30))
        assert day is not None
        found = {"stage": MONTHS_STAGE, "key": key_of(day, 1), "where": "", "what": ""}
        Proof.objects.update_or_create(name="figures", defaults={"found": [found]})
    time_stands(MORNING)
    quarter = "/office/service-index/?from=2026-04-01&to=2026-06-30"
    page = visit(quarter, commune.leader, width=width)
    assert "04/2026 – 06/2026" in page.inner_text("main")
    assert not page.locator("section table").count(), "no number"
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"index-refused-{width}.png"), full_page=True)
