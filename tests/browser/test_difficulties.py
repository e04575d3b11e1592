"""A difficulty in the browser: reported on a phone, answered, sent back, published, joined."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.deadlines import holidays_there
from tests.builders.dossiers import MORNING
from tests.builders.oversight import Watch, addressee_make, watch_make

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.services import addressees

pytestmark = [pytest.mark.browser]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
URL = "/office/difficulties/"


def fits(page: Any, name: str, width: int) -> None:
    """Nothing for axe, nothing to scroll sideways; a picture where somebody wants to look."""
    assert axe_violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


@pytest.fixture
def watch(served: str, time_stands: Any) -> Watch:
    """A province whose rule sends what is about systems to its department."""
    time_stands(MORNING)
    with scope_use(SYSTEM):
        holidays_there()
        made = watch_make()
        addressees.route_add(actor=made.keeper, addressee_id=addressee_make(made))
    return made


def act(page: Any, title: str, button: str, **fields: str) -> None:
    """Open one act, fill its fields by their labels, send it."""
    box = page.locator("details", has=page.locator("summary", has_text=title)).first
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    for label, text in fields.items():
        box.get_by_label(label.replace("_", " ")).first.fill(text)
    box.get_by_role("button", name=button).click()
    page.get_by_text("Recorded.").first.wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_report_to_the_published_answer(visit: Any, watch: Watch, width: int) -> None:
    officer = visit(URL, watch.officer, width=width, language="en")
    fits(officer, "empty", width)
    officer.get_by_role("link", name="Report one").click()
    officer.get_by_label("Information systems and data").check()
    officer.get_by_label("In one line").fill("Phần mềm hộ tịch báo lỗi (mẫu)")
    officer.get_by_label("What happens, since when").fill("Từ sáng nay báo lỗi 500 khi gửi.")
    officer.get_by_label("Dossiers that it blocks").fill("7")
    fits(officer, "new", width)
    officer.get_by_role("button", name="Report it").click()
    officer.get_by_text("Recorded as VM.").wait_for()
    path = "/" + officer.url.split("/", 3)[3]
    answerer = visit(path, watch.answerer, width=width, language="en")
    answerer.get_by_label("How to go on").check()
    act(answerer, "Answer", "Send the answer", In_your_words="Nhập lại sau 14 giờ.")
    officer.goto(officer.url)
    act(officer, "The answer is not clear", "Send it back", In_your_words="Nhập ở màn hình nào?")
    fits(officer, "unclear", width)
    answerer.goto(answerer.url)
    answerer.get_by_label("It is solved").check()
    act(answerer, "Answer", "Send the answer", In_your_words="Đã sửa; không phải nhập lại.")
    keeper = visit(path, watch.keeper, width=width, language="en")
    act(keeper, "Show question and answer", "Publish")
    fits(keeper, "keeper", width)
    officer.goto(officer.url)
    act(officer, "It is over", "Close it", Why="Đã gửi được.")
    fits(officer, "closed", width)
    other = visit(f"{URL}answers/?q=loi", watch.other, width=width, language="en")
    other.get_by_text("We have it too").click()
    fits(other, "answers", width)
    other.get_by_label("Dossiers that it blocks").fill("2")
    other.get_by_role("button", name="Record it").click()
    other.get_by_text("From now on you see what becomes of it").wait_for()
    keeper.goto(keeper.url.split("/office/")[0] + URL)
    fits(keeper, "list", width)
    keeper.get_by_role("link", name="Who answers").click()
    fits(keeper, "who", width)
