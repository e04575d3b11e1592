"""What figures say about what to do, in a browser: desktop, phone, dark, paper."""

from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.arrivals import history_told
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted, dossier_at
from tests.builders.oversight import watch_make

from motcua.indicators.services import cases_follow, rollup_fold
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.services.targets import Order, target_set
from motcua.oversight.target_rules import Level, Metric
from motcua.procedures.queries import procedure_ids
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
LATER = MORNING + timedelta(hours=6)


def looked_at(page: Any, name: str, width: int) -> None:
    """Look at a page light and dark: nothing wider than the screen, nothing that axe finds."""
    for mode in ("light", "dark"):
        page.emulate_media(color_scheme=mode)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{mode}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_procedures_that_matter(visit: Any, served: str, time_stands: Any, width: int) -> None:
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        dossier_at(commune, Act.RETURN)
        dossier_accepted(commune)
    with clock.clock_set(LATER):
        cases_follow()
    time_stands(LATER)
    page = visit("/office/twenty/", commune.leader, width=width)
    looked_at(page, "twenty", width)
    page.get_by_role("link", name="Tiếp nhận", exact=True).or_(
        page.locator("th[aria-sort] a").nth(1)
    ).first.click()
    page.wait_for_url("**sort=**")
    assert page.locator('th[aria-sort="descending"]').count() >= 1


@pytest.mark.parametrize("width", [360, 1280])
def test_expected_arrivals(visit: Any, served: str, time_stands: Any, width: int) -> None:
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        procedure = procedure_ids([commune.offering.code])[commune.offering.code]
        yesterday = clock.local(MORNING).date() - timedelta(days=1)
        history_told(commune.centre.id, procedure, yesterday)
    time_stands(MORNING)
    page = visit("/office/forecast/", commune.leader, width=width)
    looked_at(page, "forecast", width)
    page.emulate_media(media="print")
    if PICTURES and width > 1000:
        page.pdf(path=str(Path(PICTURES) / "forecast.pdf"), format="A4")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_state_of_each_unit(visit: Any, served: str, time_stands: Any, width: int) -> None:
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        watch = watch_make()
        commune = commune_at_work(name="Mẫu Ba")
        dossier_at(commune, Act.RETURN)
        dossier_accepted(commune)
        rollup_fold()
        goals = ((Metric.IN_TIME, "", 90), (Metric.ONLINE, "", 50), (Metric.INDEX, "2.1", 90))
        for metric, indicator, goal in goals:
            title = f"Mục tiêu {indicator or metric.value} (mẫu)"
            order = Order(
                title, "Nghị quyết mẫu", metric, Level.COMMUNES, Decimal(goal),
                date(2026, 9, 1), date(2026, 12, 31), indicator,
            )  # fmt: skip
            target_set(actor=watch.keeper, unit_id=watch.province.id, order=order)
    with clock.clock_set(LATER):
        cases_follow()
    time_stands(MORNING + timedelta(days=1))
    page = visit("/office/targets/states/", watch.keeper, width=width)
    looked_at(page, "states", width)
