"""Citizens' pages in a real browser: axe, keyboard, no scripts, a very small phone, dark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from tests.browser.conftest import axe_violations, server_held
from tests.builders.dossiers import commune_at_work, dossier_at, dossier_registered
from tests.builders.procedures import version_make
from tests.conftest import database_held

from motcua.dossiers import chain, services
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.services import units_load
from motcua.workflow.types import Act

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Town:
    """An installation with dossiers in several states."""

    address: str
    codes: dict[str, str]
    pages: dict[str, str]


def slip(code: str) -> str:
    return f"/t/{code}/{chain.tracking_token(code)}/"


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """One town with the whole country around it for the module, whose tests only read."""
    with database_held(django_db_blocker), server_held() as address:
        yield _town(address)


def _town(served: str) -> Town:
    with scope_use(SYSTEM):
        units_load()
        commune = commune_at_work()
        version_make(code="1.009999", name="Thủ tục chưa đủ thông tin", limit="", components=[])
        codes = {"new": dossier_registered(commune), "running": dossier_at(commune, Act.APPROVE)}
        with clock.clock_set(clock.now() - timedelta(days=40)):
            codes["late"] = dossier_at(commune, Act.APPRAISE)
        codes["waiting"] = dossier_at(commune, Act.APPRAISE)
        services.dossier_propose_supplement(
            actor=commune.specialist, code=codes["waiting"], items=("Giấy chứng sinh",), reason="Mờ"
        )
        services.dossier_approve_supplement(actor=commune.leader, code=codes["waiting"])
        codes["done"] = dossier_at(commune, Act.RETURN)
        procedure = commune.offering.code
    pages = {
        "home": "/",
        "procedures": "/procedures/",
        "found": "/procedures/?q=hon+nhan&level=commune",
        "nothing": "/procedures/?q=zzz",
        "procedure": f"/procedures/{procedure}/",
        "incomplete": "/procedures/1.009999/",
        "units": "/units/",
        "split": "/units/?q=Ph%C3%BA+Th%C6%B0%E1%BB%A3ng%2C+H%C3%A0+N%E1%BB%99i",
        "many": "/units/?q=Ph%C6%B0%E1%BB%9Dng+1",
        "unit": f"/units/{commune.unit.code}/",
        "province": "/units/19/",
        "track": "/track/",
        "about": "/about/",
        "accessibility": "/accessibility/",
        **{f"slip {name}": slip(code) for name, code in codes.items()},
        **{f"papers {name}": f"{slip(code)}papers/" for name, code in codes.items()},
    }
    return Town(served, codes, pages)


@pytest.fixture
def context(playwright_browser: Any, town: Town) -> Iterator[Any]:
    """Return a maker of browser contexts for a language."""
    made = []

    def make(language: str = "vi", **options: Any) -> Any:
        one = playwright_browser.new_context(reduced_motion="reduce", **options)
        one.add_cookies([{"name": "motcua_language", "value": language, "url": town.address}])
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(town, context, scheme):
    page = context("en", color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    found = {}
    for name, path in town.pages.items():
        page.goto(town.address + path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        if violations := axe_violations(page):
            found[name] = violations
    page.goto(f"{town.address}/t/{town.codes['new']}/{'a' * 26}/")
    if violations := axe_violations(page):
        found["wrong pair"] = violations
    assert found == {}


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_a_very_small_phone_never_scrolls_sideways(town, context, language):
    page = context(language, viewport={"width": 320, "height": 640}).new_page()
    wide = []
    for name, path in town.pages.items():
        page.goto(town.address + path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


def focused(page: Any) -> str:
    """Return the name of what has the focus."""
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent"))


def tab_to(page: Any, wanted: str) -> None:
    """Press Tab until the element with this name or text has a visible focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted in focused(page):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"nobody sees the focus on {wanted}"
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_a_dossier_is_followed_with_the_keyboard_alone(town, context):
    page = context("en").new_page()
    page.goto(town.address)
    tab_to(page, "Skip to the content")
    tab_to(page, "Follow a dossier you have handed in")
    page.keyboard.press("Enter")
    page.wait_for_url("**/track/")
    code = town.codes["running"]
    tab_to(page, "code")
    page.keyboard.type(code)
    tab_to(page, "factor")
    page.keyboard.type("0000-0000")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-error-summary]:focus")  # what went wrong is read first
    assert page.input_value("[name=code]") == code
    tab_to(page, "factor")
    page.keyboard.press("Control+A")
    page.keyboard.type(chain.security_code(code).lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{slip(code)}")
    assert "The dossier is being worked on" in page.inner_text("h1")
    tab_to(page, "Why this date")
    page.keyboard.press("Enter")
    assert page.is_visible("text=The limit is 3 working days")


def test_everything_works_without_scripts(town, context):
    page = context(
        "en", java_script_enabled=False, viewport={"width": 360, "height": 640}
    ).new_page()
    for name, path in town.pages.items():
        assert page.goto(town.address + path).status == 200, name
        assert page.locator("h1").count() == 1, name
    page.goto(town.address)
    page.fill("[name=q]", "tinh trang hon nhan")
    page.click("text=Search")
    page.click("main h3 a")
    assert page.is_visible("text=What do I need?")
    page.goto(f"{town.address}/track/")
    page.fill("[name=code]", town.codes["late"])
    page.fill("[name=factor]", chain.security_code(town.codes["late"]))
    page.click("text=Show the dossier")
    assert page.is_visible("text=This dossier is overdue")
    page.click("text=Why this date")
    assert page.is_visible("text=The limit is 3 working days")
    page.click("summary[aria-label^=Language]")
    page.click("button[name=language][value=vi]")
    assert page.is_visible("text=Hồ sơ đã quá hạn")
    assert page.url.endswith(slip(town.codes["late"]))


def test_the_printed_page_of_a_dossier_has_no_navigation(town, context):
    page = context("vi").new_page()
    page.goto(town.address + slip(town.codes["running"]))
    page.emulate_media(media="print")
    assert not page.is_visible("header.bar")
    assert page.is_visible("text=Ngày hẹn trả kết quả")
