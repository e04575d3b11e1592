"""What the hall says aloud and prints: each call once in the display's language, the slip with its code."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.test_hall import UPRIGHT, WIDE, Scene, scene
from tests.builders.codes import codes_read
from tests.builders.live import live_served, live_told

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.types import Step

pytestmark = pytest.mark.browser
__all__ = ("scene",)  # the fixture
WAIT = 20_000
# A browser without loudspeakers: what it is asked to say is kept.
VOICES = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => ["en-GB", "id-ID", "vi-VN"].map((lang) => ({ lang })),
  speak: (one) => { if (one.text) window.spoken.push([one.text, one.lang, one.voice && one.voice.lang]); },
} });
"""
WORDS = {
    "vi": ("Mời số {} đến quầy {}.", "vi-VN"),
    "en": ("Number {}, please go to counter {}.", "en-GB"),
    "id": ("Nomor {}, silakan ke loket {}.", "id-ID"),
}


def test_each_call_is_said_once_in_the_language_of_the_display(
    scene: Scene, fresh_database: str, settings: Any
) -> None:
    with live_served(fresh_database) as live:
        live_told(settings, live)
        with scope_use(SYSTEM):
            for _person in range(3):
                scene.hall.take()
            scene.hall.call(1)  # before anybody has turned the voice on
        displays = {
            language: scene.open(
                f"/display/{scene.display}/", WIDE, language=language, script=VOICES
            )
            for language in WORDS
        }
        for display in displays.values():
            display.locator("[data-voice]").click()
            assert display.evaluate("spoken") == [], "what was called before is not said again"

        def said(*calls: tuple[str, int]) -> None:
            for language, display in displays.items():
                words, voice = WORDS[language]
                wanted = [[words.format(*one), language, voice] for one in calls]
                display.wait_for_function("n => spoken.length >= n", arg=len(calls), timeout=WAIT)
                assert display.evaluate("spoken") == wanted

        with scope_use(SYSTEM):
            scene.hall.call()
        said(("A 0 0 2", 1))
        with scope_use(SYSTEM):
            scene.hall.step(Step.RECALLED)  # is a call like another
        said(("A 0 0 2", 1), ("A 0 0 2", 1))
        # The page is asked for after each of them, and every five seconds once the process is dead.
    with scope_use(SYSTEM):
        scene.hall.step(Step.STARTED)
        scene.hall.step(Step.DONE)
        scene.hall.call()
    said(("A 0 0 2", 1), ("A 0 0 2", 1), ("A 0 0 3", 1))
    for display in displays.values():
        expect(display.locator("[data-line]")).to_be_visible(timeout=WAIT)
        display.wait_for_timeout(2_000)
    said(("A 0 0 2", 1), ("A 0 0 2", 1), ("A 0 0 3", 1))
    scene.close()
    scene.complaints.clear()  # the line was cut


def test_a_display_whose_voice_is_off_is_silent(scene: Scene) -> None:
    with scope_use(SYSTEM):
        scene.hall.take()
    display = scene.open(f"/display/{scene.display}/", WIDE, language="vi", script=VOICES)
    with scope_use(SYSTEM):
        scene.hall.call()
    expect(display.locator("[data-said]")).to_have_text("Mời số A 0 0 1 đến quầy 1.", timeout=WAIT)
    assert display.evaluate("spoken") == []


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_the_printed_slip_carries_the_number_and_the_address_that_follows_it(
    scene: Scene, settings: Any, language: str
) -> None:
    settings.PUBLIC_URL = "https://motcua.bachquang.example"
    with scope_use(SYSTEM):
        scene.hall.take()
        mine = scene.hall.take()
    path = f"/kiosk/{scene.kiosk}/{language}/number/{mine.token}/"
    printed = scene.open(path, UPRIGHT).pdf(prefer_css_page_size=True)
    assert codes_read(printed, dpi=203) == [f"https://motcua.bachquang.example/n/{mine.token}/"]
    words = _tool("pdftotext", printed, "-layout", "-", "-")
    assert "A002" in words
    assert "Hộ tịch" in words
    facts = _tool("pdfinfo", printed, "-")
    assert re.search(r"Pages:\s+1\n", facts)
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+) pts", facts)
    assert size is not None
    assert [round(float(one) / 72 * 25.4) for one in size.groups()] == [80, 130]


def _tool(name: str, data: bytes, *words: str) -> str:
    done = subprocess.run([name, *words], input=data, capture_output=True, check=True)
    return done.stdout.decode()
