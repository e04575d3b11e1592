"""An open board follows the act, says when the line is down, and stands on a wall for eight metres.

The figure must follow the act within five seconds (issue 5). That it comes is asserted; how long
it took is logged (`--log-cli-level=INFO`), because a test may not fail for a machine that is busy.
"""

from __future__ import annotations

import logging
import re
import time
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import Commune, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make
from tests.builders.reception import hall_at, taken_today

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = pytest.mark.browser
log = logging.getLogger(__name__)
BOARD, WALL, OWN = "/office/board/", "/office/board/wall/", "/office/board/mine/"
WAIT = 30_000
WORDS_SMALLEST = """() => Math.min(...[...document.querySelectorAll('main *')]
  .filter((one) => one.getClientRects().length
    && one.getBoundingClientRect().width > 2
    && [...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
    && !one.closest('svg, .visually-hidden, caption'))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
FITS = """() => document.documentElement.scrollWidth <= innerWidth
  && document.querySelector('main').scrollHeight <= document.querySelector('main').clientHeight + 1
  && [...document.querySelectorAll('main, [data-panel]:not([hidden])')].every((one) =>
    one.getBoundingClientRect().bottom <= innerHeight + 1)"""


@pytest.fixture
def commune(served: str) -> Commune:
    with scope_use(SYSTEM):
        made = commune_at_work()
        dossier_accepted(made)
        dossier_at(made, Act.APPROVE)
        taken_today(hall_at(made.centre))
    return made


@pytest.fixture
def chairman(commune: Commune) -> Any:
    with scope_use(SYSTEM):
        return actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id or 0))


def key(page: Any, label: str) -> Any:
    """Return the number of a key figure by its words."""
    return page.locator(".key-figure", has_text=label).first.locator("strong")


def test_the_figure_follows_the_act_and_the_line_may_break(
    commune: Commune, chairman: Any, visit: Any
) -> None:
    page = visit(BOARD, chairman, language="en")
    received = key(page, "received today")
    expect(received).to_have_text("2")
    state = page.locator("[data-board-state]")
    expect(state).to_contain_text("renews by itself", timeout=WAIT)

    with scope_use(SYSTEM):
        dossier_accepted(commune)
    done = time.monotonic()
    expect(received).to_have_text("3", timeout=WAIT)
    log.info("the figure followed the act after %.1f s", time.monotonic() - done)

    page.context.set_offline(True)
    expect(state).to_contain_text("The line has been down since", timeout=WAIT)
    expect(received).to_have_text("3")
    with scope_use(SYSTEM):
        dossier_accepted(commune)
    page.context.set_offline(False)
    expect(received).to_have_text("4", timeout=WAIT)
    expect(state).to_contain_text(re.compile(r"As of \d\d:\d\d:\d\d; renews"), timeout=WAIT)


def test_what_the_reader_has_opened_stays_open_when_the_figures_are_renewed(
    commune: Commune, visit: Any
) -> None:
    page = visit(f"{BOARD}?period=quarter", commune.leader, language="en")
    table = page.locator("[data-board] details").first
    table.locator("summary").click()
    link = page.locator("[data-board] .key-figure a").first
    link.focus()
    with scope_use(SYSTEM):
        dossier_accepted(commune)
    expect(key(page, "received today")).to_have_text("3", timeout=WAIT)
    expect(table).to_have_attribute("open", "")
    expect(page.locator("[data-board] .key-figure a").first).to_be_focused()


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_a_wall_screen_is_read_from_eight_metres_and_keeps_its_last_figures(
    commune: Commune, chairman: Any, visit: Any, size: tuple[int, int]
) -> None:
    for reader in (chairman, commune.leader):
        page = visit(WALL, reader, language="vi")
        page.set_viewport_size({"width": size[0], "height": size[1]})
        panels = page.locator("[data-panel]")
        assert panels.count() <= 4
        expect(panels.first).to_be_visible()
        for number in range(panels.count()):
            page.evaluate(
                "n => document.querySelectorAll('[data-panel]').forEach((one, index) =>"
                " { one.hidden = index !== n; })",
                number,
            )
            assert page.evaluate(FITS), number
            assert page.evaluate(WORDS_SMALLEST) >= 0.039 * size[1], number
    assert axe_violations(page) == []
    state = page.locator("[data-board-state]")
    page.context.set_offline(True)
    expect(state).to_contain_text("Mất kết nối từ", timeout=WAIT)
    expect(panels.first).to_be_attached()


def test_boards_are_for_everybody_on_every_screen(
    commune: Commune, chairman: Any, visit: Any
) -> None:
    for reader, path in (
        (commune.leader, BOARD),
        (commune.director, BOARD),
        (chairman, BOARD),
        (chairman, f"{BOARD}?board=ministry"),
        (commune.specialist, OWN),
        (commune.specialist, f"{OWN}steps/"),
    ):
        for width in (1280, 360):
            page = visit(path, reader, width=width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                path,
                width,
            )
        page.emulate_media(color_scheme="dark")
        assert axe_violations(page) == [], path
        page.emulate_media(color_scheme="light", media="print")
        page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dpi
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.context.close()
