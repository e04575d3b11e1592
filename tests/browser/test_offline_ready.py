"""What is promised for the hour without a line is true of the computer on which it is read."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.browser.looking import picture
from tests.browser.test_offline import prepare
from tests.builders.dossiers import Commune, commune_at_work
from tests.builders.identity import actor_make, client_for

from motcua.dossiers.models import Dossier
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser
KEPT = "navigator.serviceWorker.getRegistration('/office/offline/').then((one) => Boolean(one && one.active))"
# As if the hours of its numbers were over.
ENDED = """async () => {
  const books = await window.motcuaStore.all('books');
  for (const one of books) await window.motcuaStore.put('books', { ...one, ends: Date.now() - 1000 });
}"""


@pytest.fixture
def commune(served: str) -> Commune:
    with scope_use(SYSTEM):
        return commune_at_work()


def kept(page: Any) -> None:
    """Wait until the browser keeps the off-line page: it takes a moment after the first page."""
    page.wait_for_function(f"async () => await {KEPT}")


def form_filled(page: Any, served: str) -> None:
    page.goto(served + "/office/intake/")
    page.keyboard.type("hon nhan")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=applicant-card]:focus")
    page.fill("[name=applicant-name]", "Đang Gõ Dở")
    page.fill("[name=applicant-id_number]", "019188000123")
    for box in page.locator("[data-paper] [data-given]").all():
        box.check()


def without_a_line(page: Any) -> None:
    page.context.set_offline(True)
    page.context.route("**/*", lambda route: route.abort())


def with_the_line(page: Any) -> None:
    page.context.unroute("**/*")
    page.context.set_offline(False)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_computer_that_is_not_prepared_says_so_and_promises_only_that_the_page_stays(
    commune: Commune, visit: Any, served: str, width: int
) -> None:
    page = visit("/office/intake/", commune.counter, width=width)
    page.wait_for_selector("[data-unprepared]:visible")
    kept(page)  # though nobody has been on the off-line page yet
    assert axe_violations(page) == []
    form_filled(page, served)
    page.wait_for_selector("[data-unprepared]:visible")
    picture(page, f"intake-unprepared-{width}")
    without_a_line(page)
    page.wait_for_selector("[data-no-line-unready]:visible")
    assert not page.is_visible("[data-go-offline]")
    page.wait_for_selector("[data-unprepared]", state="hidden")  # nothing can be prepared now
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-line-again]:focus")
    picture(page, f"intake-no-line-unprepared-{width}")
    assert page.input_value("[name=applicant-name]") == "Đang Gõ Dở"
    assert page.locator("[data-go-offline]").get_attribute("accesskey") is None
    beside = page.context.new_page()
    beside.goto(served + "/office/offline/")  # opens, and says what can be done here
    beside.wait_for_selector("[data-view=unprepared]:visible")
    beside.close()

    page.context.set_offline(False)  # nothing gets through yet
    page.wait_for_timeout(500)
    page.context.unroute("**/*")
    page.click("[data-line-again]")
    page.wait_for_selector("[data-no-line-unready]", state="hidden")
    page.click("[data-accept]")
    page.wait_for_url("**/office/intake/done/**")
    with scope_use(SYSTEM):
        assert Dossier.objects.get().applicant_name == "Đang Gõ Dở"


def test_prepared_is_for_whoever_prepared_it_as_long_as_the_numbers_hold(
    commune: Commune, visit: Any, served: str
) -> None:
    page = visit("/office/hall/", commune.counter)
    page.wait_for_selector("[data-unprepared]:visible")
    picture(page, "hall-unprepared")
    with page.context.expect_page() as opened:
        page.click("[data-unprepared] a")
    prepare(opened.value)
    opened.value.close()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("[data-unprepared]", state="hidden")
    form_filled(page, served)
    assert page.evaluate("window.motcuaReady.ready()") is True
    without_a_line(page)
    page.wait_for_selector("[data-no-line-ready]:visible")
    picture(page, "intake-no-line-prepared")
    assert not page.is_visible("[data-no-line-unready]")
    assert page.locator("[data-go-offline]").get_attribute("accesskey") == "o"
    with page.context.expect_page() as opened:
        page.click("[data-go-offline]")
    opened.value.wait_for_selector("[data-view=locked]:visible")
    opened.value.close()

    with_the_line(page)
    page.evaluate(ENDED)
    without_a_line(page)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.wait_for_selector("[data-no-line-unready]:visible")
    with_the_line(page)
    page.goto(served + "/office/hall/")
    page.wait_for_selector("[data-unprepared]:visible")


def test_a_colleagues_numbers_do_not_prepare_it(commune: Commune, visit: Any, served: str) -> None:
    page = visit("/office/offline/", commune.counter)
    prepare(page)
    with scope_use(SYSTEM):
        colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    session = client_for(colleague).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
    page.goto(served + "/office/hall/")
    page.wait_for_selector("[data-unprepared]:visible")


def test_the_worklist_says_it_once_a_day_to_who_takes_in(
    commune: Commune, visit: Any, served: str
) -> None:
    page = visit("/office/worklist/", commune.counter)
    page.wait_for_selector("[data-unprepared]:visible")
    picture(page, "worklist-unprepared")
    assert axe_violations(page) == []
    page.reload()
    kept(page)
    assert not page.is_visible("[data-unprepared]")
    page.evaluate("Object.keys(localStorage).forEach((one) => localStorage.setItem(one, 'Mon'))")
    page.reload()
    page.wait_for_selector("[data-unprepared]:visible")
    other = visit("/office/worklist/", commune.specialist)
    assert other.locator("[data-unprepared]").count() == 0
    assert (
        other.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )
