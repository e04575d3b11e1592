"""The officials' frame on a tablet and a phone: words under the pictures, nothing cut off."""

from __future__ import annotations

import os

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import commune_at_work
from tests.builders.visits import round_make, visit_make
from tests.office.outwork import out_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


def sound(page, name):
    """Nothing for axe, nothing wider than the screen; a picture when asked for."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (name, axe_violations(page), wide) == (name, [], 0)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


@pytest.fixture
def leader(served):
    with scope_use(SYSTEM):
        return commune_at_work().leader


def test_on_a_tablet_each_place_of_the_rail_has_its_word(leader, visit):
    page = visit("/office/worklist/", leader, width=820)
    words = page.locator(".rail-items a .rail-label")
    assert words.count() > 10
    for word in words.all():
        box = word.bounding_box()
        assert box["width"] > 20, word.inner_text()
        assert box["x"] + box["width"] <= 96, word.inner_text()
    assert not page.locator("[data-rail-more]").is_visible()
    sound(page, "narrow-rail-tablet")


def test_on_a_phone_what_does_not_fit_lies_behind_more(leader, visit):
    page = visit("/office/worklist/", leader, width=390)
    bar, more = page.locator(".rail-items"), page.locator("[data-rail-more]")
    assert page.locator(".rail-items a:visible").count() == 4
    assert bar.evaluate("bar => bar.scrollWidth - bar.clientWidth") <= 0
    assert more.get_attribute("aria-expanded") == "false"
    sound(page, "narrow-rail-phone")
    more.click()
    assert more.get_attribute("aria-expanded") == "true"
    everything = page.locator(".rail-items a").count()
    assert page.locator(".rail-items a:visible").count() == everything > 10
    assert bar.evaluate("bar => bar.scrollWidth - bar.clientWidth") <= 0
    sound(page, "narrow-rail-phone-more")
    page.keyboard.press("Escape")
    assert page.locator(".rail-items a:visible").count() == 4
    more.click()
    page.locator("main").click(position={"x": 10, "y": 10})
    assert page.locator(".rail-items a:visible").count() == 4


@pytest.fixture
def planned(served):
    out = out_at_work()
    with scope_use(SYSTEM):
        services.visits_offer(
            actor=out.director, unit_id=out.centre.id, offered=True, base=(21.59, 105.84)
        )
        asked = [
            visit_make(out.officer, out.centre, name=name, place=(21.59 + far, 105.84))
            for name, far in (("Nguyễn Thị Mẫu Xa Xôi", 0.05), ("Trần Văn Mẫu Gần Gũi", 0.01))
        ]
        one = round_make(out.officer, out.centre)
        services.round_pick(
            actor=out.officer, round_id=one.id, visit_ids=[each.id for each in asked]
        )
    return out, one


@pytest.mark.parametrize("width", [820, 680])
def test_a_round_on_a_tablet_cuts_nothing_off_and_keeps_names_together(planned, visit, width):
    out, one = planned
    page = visit(f"/office/rounds/{one.id}/", out.officer, width=width)
    for off in page.locator("button[form=drop]").all():
        box = off.bounding_box()
        assert box["x"] + box["width"] <= width
    frame = page.locator(".outside-houses .table-frame")
    assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 0
    for name in page.locator(".outside-houses td a").all():
        assert name.bounding_box()["height"] < 60, "two lines at the most"
    sound(page, f"narrow-round-{width}")
