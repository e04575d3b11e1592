"""The hall's five screens follow: told by the live process alone, and asking alone.

In the first walk nothing is asked for by the clock, in the second the live process is dead; so each
of the two ways is seen to carry every screen by itself.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.browser.test_hall import PHONE, PICTURES, UPRIGHT, WIDE, Scene, scene
from tests.builders.live import live_served, live_told, until

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.types import Step

pytestmark = pytest.mark.browser
__all__ = ("scene",)  # the fixture
DESK = {"width": 1280, "height": 900}
WAIT = 20_000
# Whatever is to happen after three seconds or every three seconds never happens.
NOTHING_IS_ASKED = """
for (const name of ["setInterval", "setTimeout"]) {
  const bare = window[name].bind(window);
  window[name] = (act, ms, ...more) => (ms >= 3000 ? 0 : bare(act, ms, ...more));
}
"""


class Hall:
    """Five screens of one hall: A001 was called and is done, A002 is on the telephone."""

    def __init__(self, scene: Scene, script: str = "") -> None:
        self.scene, self.hall = scene, scene.hall
        with scope_use(SYSTEM):
            self.hall.take()
            mine = self.hall.take()
            self.hall.call()
            self.hall.step(Step.STARTED)
            self.hall.step(Step.DONE)
        more: dict[str, Any] = {"script": script, "language": "en"}
        self.display = scene.open(f"/display/{scene.display}/", WIDE, **more)
        self.kiosk = scene.open(f"/kiosk/{scene.kiosk}/", UPRIGHT, **more)
        self.phone = scene.open(f"/n/{mine.token}/", PHONE, **more)
        colleague, director = self.hall.officials[1], self.hall.director
        self.desk = scene.open("/office/hall/", DESK, actor=colleague, **more)
        self.figures = scene.open("/office/hall/figures/", DESK, actor=director, **more)
        self.pages = (self.display, self.kiosk, self.phone, self.desk, self.figures)

    def morning(self) -> None:
        """Let somebody come, call the telephone's number and begin; every screen shows it."""
        with scope_use(SYSTEM):
            self.hall.take()
        expect(self.display.locator(".queues")).to_contain_text("2 wait", timeout=WAIT)
        expect(self.figures.locator("#rest + p")).to_contain_text("2 people wait", timeout=WAIT)
        expect(self.desk.locator("#hall-now")).to_contain_text("A003", timeout=WAIT)
        with scope_use(SYSTEM):
            self.hall.call()
        expect(self.display.locator(".call-now")).to_contain_text("A002", timeout=WAIT)
        expect(self.phone.locator(".my-counter")).to_contain_text("counter 1", timeout=WAIT)
        others = self.desk.locator("#hall-others + ol")
        expect(others).to_contain_text(re.compile(r"A002 counter 1 called \(\d+ s\)"), timeout=WAIT)
        with scope_use(SYSTEM):
            self.hall.step(Step.STARTED)
        expect(others).to_contain_text("at the counter", timeout=WAIT)
        with scope_use(SYSTEM):
            services.hall_end(actor=self.hall.director, unit_id=self.hall.centre.id)
        expect(self.kiosk.locator(".tongue-closed")).to_have_count(3, timeout=WAIT)

    def afternoon(self) -> None:
        """Open the hall again, finish, and let somebody come."""
        with scope_use(SYSTEM):
            services.hall_reopen(actor=self.hall.director, unit_id=self.hall.centre.id)
            self.hall.step(Step.DONE)
            self.hall.take()

    def afternoon_is_seen(self) -> None:
        """Every screen shows it."""
        expect(self.kiosk.locator("a.tongue")).to_have_count(3, timeout=WAIT)
        expect(self.phone.locator(".my-ahead")).to_contain_text("finished", timeout=WAIT)
        expect(self.display.locator(".queues")).to_contain_text("1 waits", timeout=WAIT)
        expect(self.desk.locator("#hall-now")).to_contain_text("A004", timeout=WAIT)
        expect(self.desk.locator("#hall-others")).to_have_count(0, timeout=WAIT)
        expect(self.figures.locator("#rest + p")).to_contain_text("1 person waits", timeout=WAIT)

    def listened_to(self, live: Any) -> None:
        """Wait until all five listen and what they ask for at the beginning has come."""
        until(lambda: bool(self.desk.wait_for_timeout(50) or live.listening() == 5), 30)
        self.desk.wait_for_timeout(1500)

    def close(self) -> None:
        """Close the screens; what the browser says of a line that was cut is no complaint."""
        self.scene.close()
        cut = ("Failed to load resource: net::ERR_", "htmx:")
        self.scene.complaints[:] = [one for one in self.scene.complaints if not one.startswith(cut)]


def test_told_alone_every_screen_follows_and_makes_good_what_it_missed(
    scene: Scene, fresh_database: str, settings: Any
) -> None:
    with live_served(fresh_database) as live:
        live_told(settings, live)
        hall = Hall(scene, NOTHING_IS_ASKED)
        hall.listened_to(live)
        hall.morning()
        live.kill()
        hall.afternoon()
        hall.desk.wait_for_timeout(3000)
        expect(hall.kiosk.locator("a.tongue")).to_have_count(0)
        live.start()
        hall.afternoon_is_seen()
        hall.close()


def test_a_call_stands_on_the_display_before_the_page_is_asked_for(
    scene: Scene, fresh_database: str, settings: Any
) -> None:
    """The event alone changes the number: nothing else of the page can be had any more."""
    with live_served(fresh_database) as live:
        live_told(settings, live)
        with scope_use(SYSTEM):
            for _person in range(2):
                scene.hall.take()
            scene.hall.call()
            for step in (Step.STARTED, Step.DONE):
                scene.hall.step(step)
        display = scene.open(f"/display/{scene.display}/", WIDE, script=NOTHING_IS_ASKED)
        until(lambda: bool(display.wait_for_timeout(50) or live.listening() == 1), 30)
        display.wait_for_timeout(1500)
        display.route(re.compile(r"/display/"), lambda route: route.abort())
        with scope_use(SYSTEM):
            scene.hall.call(1)
        expect(display.locator(".call-now .call-name")).to_have_text("A002", timeout=WAIT)
        expect(display.locator(".call-now .call-counter")).to_contain_text("2")
        expect(display.locator("[data-said]")).to_contain_text("A 0 0 2")
        scene.close()
        scene.complaints.clear()


def test_asking_alone_every_screen_follows_and_says_so_and_since_when_it_cannot(
    scene: Scene, fresh_database: str, settings: Any
) -> None:
    with live_served(fresh_database) as live:
        live_told(settings, live)
        hall = Hall(scene)
        hall.listened_to(live)
        for page in (hall.display, hall.phone, hall.desk):
            expect(page.locator("[data-line]")).to_be_hidden(timeout=WAIT)
    hall.morning()  # the live process is dead
    for page in (hall.display, hall.phone, hall.desk):
        expect(page.locator("[data-line]")).to_have_text("Renewed every 5 seconds.", timeout=WAIT)
    expect(hall.figures.locator("[data-board-state]")).to_contain_text("renews by itself")
    hall.figures.locator(".table-frame").first.focus()
    for page in hall.pages:
        page.context.set_offline(True)
    since = re.compile(r"since \d\d:\d\d")
    for page in hall.pages:
        state = page.locator("[data-line], [data-board-state]")
        expect(state).to_contain_text(since, timeout=WAIT)
        assert axe_violations(page) == []
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/hall-down-{hall.pages.index(page)}.png")
    expect(hall.kiosk.locator(".tongues")).to_be_hidden()
    hall.afternoon()
    for page in hall.pages:
        page.context.set_offline(False)
    hall.afternoon_is_seen()
    for page in hall.pages:
        state = page.locator("[data-line], [data-board-state]")
        expect(state).not_to_contain_text("since", timeout=WAIT)
    expect(hall.figures.locator(".table-frame").first).to_be_focused()
    hall.close()
