"""From the kiosk to the counter in a real browser: touch, telephone, display, live process."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import _session, axe_violations
from tests.builders.dossiers import commune_at_work
from tests.builders.live import live_served, live_told
from tests.builders.reception import Hall, hall_at

from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.views import hall as desk
from motcua.portal import hall as pages
from motcua.reception import services
from motcua.reception.models import Device
from motcua.reception.queries import figures
from motcua.reception.queries.hours import Hours
from motcua.reception.queries.house import house_of
from motcua.reception.services import device_add, tickets
from motcua.reception.types import DeviceKind, Step

pytestmark = pytest.mark.browser
UPRIGHT = {"width": 1080, "height": 1920}
SQUARE = {"width": 1280, "height": 1024}
WIDE = {"width": 1920, "height": 1080}
PHONE = {"width": 360, "height": 740}
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


class Scene:
    """A hall, the links of its devices, and browsers of every size."""

    def __init__(self, browser: Any, address: str, **over: Any) -> None:
        self.browser, self.address = browser, address
        self.complaints: list[str] = []
        self.contexts: list[Any] = []
        with scope_use(SYSTEM):
            self.commune = commune = commune_at_work(**over)
            self.hall: Hall = hall_at(commune.centre)
            self.procedure = commune.offering.version
            self.kiosk, self.display = (
                device_add(
                    actor=self.hall.director, unit_id=commune.centre.id, kind=kind, name="Sảnh"
                ).token
                for kind in (DeviceKind.KIOSK, DeviceKind.DISPLAY)
            )

    def open(
        self,
        path: str,
        size: dict[str, int],
        *,
        actor: Any = None,
        language: str = "",
        script: str = "",
        **more: Any,
    ) -> Any:
        """Open a page in a browser of its own."""
        context = self.browser.new_context(viewport=size, reduced_motion="reduce", **more)
        self.contexts.append(context)
        cookies = {"motcua_language": language, "sessionid": _session(actor) if actor else ""}
        context.add_cookies(
            [{"name": n, "value": v, "url": self.address} for n, v in cookies.items() if v]
        )
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.address}{path}")
        return page

    def close(self) -> None:
        """Close every browser."""
        while self.contexts:
            self.contexts.pop().close()


@pytest.fixture
def scene(playwright_browser: Any, served: str, monkeypatch: Any, request: Any) -> Iterator[Scene]:
    # The walk is of the present, be it a Sunday night.
    late = clock.now() + timedelta(hours=1)

    def hours(unit_id: int, _now: Any) -> Hours:
        return Hours(None if house_of(unit_id).ended_on else late, None)

    for module in (tickets, pages, figures, desk):
        monkeypatch.setattr(module, "hours_of", hours)
    made = Scene(playwright_browser, served, **getattr(request, "param", {}))
    yield made
    made.close()
    assert made.complaints == []


def fits(page: Any) -> bool:
    """Return whether nothing scrolls and no word is smaller than 24 px."""
    return bool(
        page.evaluate(
            """() => {
              const main = document.querySelector("main");
              const inside = main.scrollHeight <= main.clientHeight + 1
                && document.documentElement.scrollWidth <= innerWidth
                && [...main.children].every((one) => one.hidden
                  || one.getBoundingClientRect().bottom <= innerHeight + 1);
              const words = [...main.querySelectorAll("*")].filter((one) =>
                [...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
              return inside && words.every((one) => parseFloat(getComputedStyle(one).fontSize) >= 24);
            }"""
        )
    )


def test_from_the_kiosk_to_the_counter(scene, fresh_database, settings):
    with live_served(fresh_database) as live:
        live_told(settings, live)
        kiosk = scene.open(f"/kiosk/{scene.kiosk}/", UPRIGHT)
        assert fits(kiosk)
        assert axe_violations(kiosk) == []
        kiosk.get_by_text("Take a number").click()
        for choice in ("Hộ tịch", scene.procedure.name):
            assert fits(kiosk)
            assert axe_violations(kiosk) == []
            kiosk.get_by_role("link", name=choice).click()
        while kiosk.get_by_role("button", name="Next").count():
            kiosk.get_by_role("button", name="Next").click()
        assert fits(kiosk)
        assert axe_violations(kiosk) == []
        kiosk.get_by_role("button", name="Take a number").click()
        assert fits(kiosk)
        assert axe_violations(kiosk) == []
        kiosk.get_by_role("button", name="Take a number anyway").click()
        kiosk.get_by_role("heading", name="A001").wait_for()
        assert fits(kiosk)
        assert axe_violations(kiosk) == []
        token = kiosk.url.rstrip("/").rsplit("/", 1)[1]

        phone = scene.open(f"/n/{token}/", PHONE)
        display = scene.open(f"/display/{scene.display}/", WIDE)
        assert axe_violations(phone) == []
        assert axe_violations(display) == []
        with scope_use(SYSTEM):
            assert scene.hall.call().name == "A001"
        display.locator(".call-now").get_by_text("A001").wait_for(timeout=10_000)
        assert "A 0 0 1" in display.locator("[data-said]").text_content()
        phone.get_by_text("Please go to counter 1").wait_for(timeout=10_000)
        assert axe_violations(phone) == []
        with scope_use(SYSTEM):
            scene.hall.step(Step.STARTED)
            scene.hall.step(Step.PARKED)
        phone.get_by_role("button", name="I am ready").click(timeout=10_000)
        phone.get_by_text("You are next").wait_for()
        with scope_use(SYSTEM):
            scene.hall.call()
            scene.hall.step(Step.STARTED)
            scene.hall.step(Step.DONE)
        phone.get_by_text("Your visit is finished").wait_for(timeout=10_000)
        assert fits(display)
        assert axe_violations(display) == []
        scene.close()  # before the live process ends


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_nothing_scrolls_on_either_kiosk_in_any_language(scene, language):
    here = f"/kiosk/{scene.kiosk}/"
    queue = scene.hall.queues[0]
    paths = (
        "",
        f"{language}/",
        f"{language}/appointment/?typed=402173",
        f"{language}/{queue}/",
        f"{language}/{queue}/{scene.procedure.code}/",
    )
    for size in (UPRIGHT, SQUARE):
        page = scene.open(here, size)
        for path in paths:
            page.goto(f"{scene.address}{here}{path}")
            assert fits(page), (size, path)
            if "appointment" in path:
                assert axe_violations(page) == []


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_a_kiosk_without_a_printer_says_so_and_nothing_scrolls(scene, language):
    with scope_use(SYSTEM):
        Device.objects.update(prints=False)
        number = scene.hall.take().token
    for size, name in ((UPRIGHT, "upright"), (SQUARE, "square")):
        page = scene.open(f"/kiosk/{scene.kiosk}/{language}/number/{number}/?new=1", size)
        assert fits(page), size
        assert axe_violations(page) == []
        assert page.locator("[data-print], .slip").count() == 0
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/kiosk-no-printer-{name}-{language}.png")


def morning(hall: Hall, version: Any) -> str:
    """Let people come and be called since forty minutes; return the token of one who waits."""
    for place, (name, english) in enumerate(
        [("Hộ tịch, chứng thực", "Civil status"), ("Đất đai, xây dựng", "Land")]
    ):
        services.queue_change(
            actor=hall.director, queue_id=hall.queues[place], name=name,
            fields=["ho-tich"] if place == 0 else ["dat-dai"], names={"en": english},
        )  # fmt: skip
    now = clock.now()
    midnight = clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    minute = min(timedelta(minutes=40), now - midnight) / 40
    matter = {"procedures": (version.code,), "papers": (version.components[0].id,)}
    for number in range(10):
        with clock.clock_set(now - (40 - 3 * number) * minute):
            last = hall.take(int(number % 3 == 2), **matter)
    for since, counter, steps in (
        (34, 0, "served"), (31, 0, "served"), (28, 1, "served"), (20, 0, "served"),
        (14, 1, "served"), (6, 0, "begun"), (0, 1, "called"),
    ):  # fmt: skip
        with clock.clock_set(now - since * minute):
            hall.call(counter)
        with clock.clock_set(now - max(0, since - 5) * minute):
            if steps != "called":
                hall.step(Step.STARTED, counter)
            if steps == "served":
                hall.step(Step.DONE, counter)
    return last.token


def test_every_screen_of_the_hall_at_its_own_size(scene):
    with scope_use(SYSTEM):
        waits = morning(scene.hall, scene.procedure)
    kiosk = f"/kiosk/{scene.kiosk}/"
    officer = {"actor": scene.hall.officials[1], "language": "vi"}
    director = {"actor": scene.hall.director, "language": "vi"}
    for name, path, size, more in (
        ("kiosk", kiosk, UPRIGHT, {}),
        ("kiosk-matters", f"{kiosk}vi/", UPRIGHT, {}),
        ("kiosk-number", f"{kiosk}vi/number/{waits}/", UPRIGHT, {}),
        ("display", f"/display/{scene.display}/", WIDE, {"language": "vi"}),
        ("number", f"/n/{waits}/", {"width": 390, "height": 844}, {"language": "vi"}),
        ("desk", "/office/hall/", {"width": 1440, "height": 900}, officer),
        ("desk-phone", "/office/hall/", {"width": 390, "height": 844}, officer),
        ("figures", "/office/hall/figures/", {"width": 1440, "height": 900}, director),
        ("figures-phone", "/office/hall/figures/", {"width": 390, "height": 844}, director),
    ):
        page = scene.open(path, size, locale="vi-VN", **more)
        page.wait_for_timeout(1200)  # the seconds of a call run
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"hall-{name}.png"))
        assert axe_violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if name.startswith("desk"):
            window = page.locator("#hall-panel [data-countdown]")
            expect(window).to_contain_text(re.compile(r"\(\d+ s\)"))
        if "display" in path or "kiosk" in path:
            assert fits(page), name


def test_a_reader_types_the_code_and_is_answered(scene):
    page = scene.open(f"/kiosk/{scene.kiosk}/", SQUARE)
    page.keyboard.type("https://example.org/t/nothing-of-ours/")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(".notice").wait_for()
    assert fits(page)
    scene.complaints[:] = [one for one in scene.complaints if "422" not in one]


def test_without_scripts_a_number_is_taken_followed_and_given_up(scene):
    kiosk = scene.open(f"/kiosk/{scene.kiosk}/vi/", UPRIGHT, java_script_enabled=False)
    kiosk.get_by_role("button", name="Việc khác").click()
    token = kiosk.url.split("?")[0].rstrip("/").rsplit("/", 1)[1]
    phone = scene.open(f"/n/{token}/", PHONE, java_script_enabled=False)
    assert phone.locator('meta[http-equiv="refresh"]').count() == 1
    phone.set_viewport_size({"width": 320, "height": 640})
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    phone.get_by_role("link", name="Tôi không cần số này nữa").click()
    phone.get_by_role("button", name="Bỏ số này").click()
    phone.get_by_text("Số này không được gọi nữa").wait_for()
