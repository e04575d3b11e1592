"""Paper on the way in a browser: ticked, sent, scanned by whoever receives, on desk and phone."""

from __future__ import annotations

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import commune_at_work, dossier_accepted, work_do

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.browser


@pytest.fixture
def walk(served):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        codes = [dossier_accepted(commune) for _ in range(2)]
        for code in codes:
            work_do(
                code, Act.ASSIGN, commune.leader, "assigned",
                assign_to=commune.specialist.account_id,
            )  # fmt: skip
    return commune, codes


def good(page, width):
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 360])
def test_paper_is_sent_and_scanned_where_it_arrives(walk, visit, width):
    commune, codes = walk
    giver = visit("/office/manifests/", commune.counter, width=width, language="en")
    good(giver, width)
    giver.get_by_role("button", name="Make the manifest").click()
    giver.get_by_role("heading", name="Manifest 1/").wait_for()
    good(giver, width)
    giver.get_by_role("button", name="Hand over").first.click()
    giver.locator("#send-it button[value=yes]").click()
    giver.get_by_text("You answer for the paper").wait_for()

    receiver = visit("/office/manifests/", commune.specialist, width=width, language="en")
    good(receiver, width)
    receiver.keyboard.type(codes[0])  # the scanner types it, with Enter
    receiver.keyboard.press("Enter")
    receiver.wait_for_selector("[name=act][value=scan]", state="attached")
    receiver.keyboard.type(codes[0])
    receiver.keyboard.press("Enter")
    receiver.get_by_text(f"{codes[0]} has arrived").wait_for()
    receiver.get_by_text("Something is wrong").first.click()
    good(receiver, width)
    receiver.get_by_label("In a few words").first.fill("Không có trong túi")
    receiver.get_by_role("button", name="Record it").first.click()
    receiver.get_by_text("stays open until").wait_for()
    good(receiver, width)
    giver.reload()
    giver.get_by_label("Explanation").fill("Còn ở tủ")
    good(giver, width)
    giver.get_by_role("button", name="Explain").click()
    giver.get_by_text("The difference is explained").wait_for()
