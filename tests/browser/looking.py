"""One look at a page as somebody has it before them: axe, and what does not fit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.browser.conftest import axe_violations

PICTURES = os.environ.get("MOTCUA_PICTURES", "")
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
View = dict[str, Any]  # as a browser's context takes it: a size, dark or light
LIGHT_DESK: View = {"viewport": DESK, "color_scheme": "light"}
DARK_PHONE: View = {"viewport": PHONE, "color_scheme": "dark"}
Found = dict[Any, Any]  # by page, what is wrong there
REACHES_OUT = """[...document.querySelectorAll('main *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.outerHTML.slice(0, 120)).slice(0, 4)"""
NAMES_CUT = """[...document.querySelectorAll('main tbody th a')]
  .filter((one) => one.getBoundingClientRect().right > one.closest('th').getBoundingClientRect().right + 1)
  .map((one) => one.innerText.slice(0, 60)).slice(0, 4)"""


def picture(page: Any, name: str) -> None:
    """Photograph the open page as it is, with MOTCUA_PICTURES."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def looked_at(page: Any, name: str, found: Found, *views: View) -> None:
    """Look at the open page in each of the views; what is wrong stands in `found` afterwards.

    What can be unfolded is; with MOTCUA_PICTURES each view is photographed.
    """
    page.evaluate("document.querySelectorAll('main details').forEach((one) => one.open = true)")
    for view in views:
        size, scheme = view["viewport"], view["color_scheme"]
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        if violations := axe_violations(page):
            found[name, scheme, size["width"]] = violations
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[name, "wide", size["width"]] = page.evaluate(REACHES_OUT)
        if cut := page.evaluate(NAMES_CUT):
            found[name, "cut", size["width"]] = cut
        if PICTURES:
            picture = Path(PICTURES) / f"{name}-{scheme}-{size['width']}.png"
            page.screenshot(path=str(picture), full_page=True)
