"""The Service Index in a browser: desktop, phone, dark, paper."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import (
    MORNING,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    work_do,
)
from tests.builders.identity import actor_make
from tests.builders.organisations import province_make

from motcua.identity.types import Role
from motcua.indicators.services import cases_follow
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
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
    page.locator("section table a").first.click()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_what_would_lift_a_unit_is_chosen_by_keyboard_and_fits(
    visit: Any, served: str, time_stands: Any, width: int
) -> None:
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        for number in range(3):
            done = dossier_at(commune, Act.ISSUE)
            work_do(done, Act.ISSUE, commune.clerk, "issued", number=f"0{number}/GKS")
    with clock.clock_set(LATER):
        cases_follow()
    time_stands(LATER)
    page = visit("/office/service-index/", commune.leader, width=width)
    page.get_by_role("link", name="Nếu một số trong đó được tính thì sao?").click()
    page.wait_for_url("**/lift/**")
    page.locator("#i-4\\.2 button[name=open]").press("Enter")
    page.wait_for_url("**open=4.2**")
    boxes = page.locator("#i-4\\.2 .lift-rows input")
    assert boxes.count() == 3
    boxes.first.press("Space")
    page.locator("#id_oldest-4\\.3").fill("2")
    page.locator("#id_oldest-4\\.3").press("Enter")
    page.locator("#then table").wait_for()
    assert page.locator("#i-4\\.2 .lift-rows input:checked").count() == 1
    assert page.locator("#id_oldest-4\\.3").input_value() == "2"
    assert "tick-4.2=" in page.url, "the address is the choice"
    for mode in ("light", "dark"):
        page.emulate_media(color_scheme=mode)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if PICTURES:
            path = Path(PICTURES) / f"lift-{mode}-{width}.png"
            page.screenshot(path=str(path), full_page=True)
    page.emulate_media(media="print", color_scheme="light")
    assert not page.locator(".lift-go").first.is_visible()
    assert page.locator("#then").is_visible()
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"lift-print-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_where_nothing_was_chosen_or_is_left_it_is_said_and_fits(
    visit: Any, served: str, time_stands: Any, width: int
) -> None:
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        dossier_accepted(commune)
        viewer = actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id))
    later = LATER + timedelta(days=1)
    with clock.clock_set(later):
        cases_follow()
    time_stands(later)
    base = "/office/service-index/"
    for name, address, told in (
        ("idle", f"{base}lift/?open=2.1&all-2.1=on&oldest-4.3=0", "#then li"),
        ("list", f"{base}list/?indicator=2.1", "h1 + .muted"),
    ):
        page = visit(address, viewer, width=width)
        assert page.locator(told).first.is_visible()
        assert "được tính đến 0 giờ hôm nay" in page.locator("h1 + .muted").inner_text()
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
