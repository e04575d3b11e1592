"""Before several documents are signed: none chosen is said at once, and the question names them."""

from __future__ import annotations

import os

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import MORNING, commune_at_work, dossier_at
from tests.builders.signatures import commune_keys, signers

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


@pytest.fixture
def waiting(served, time_stands, tmp_path):
    """A leader for whom seven results wait; yields both."""
    time_stands(MORNING)
    with scope_use(SYSTEM):
        commune = commune_at_work()
        codes = [dossier_at(commune, Act.APPROVE) for _ in range(7)]
    with signers(tmp_path / "keys", commune_keys(commune)):
        yield commune.leader, codes


def test_the_question_tells_how_many_and_which_and_comes_for_none_not_at_all(waiting, visit):
    leader, codes = waiting
    page = visit("/office/worklist/sign/", leader, language="en")
    sign = page.locator("main form .actions button")
    sign.click()
    assert page.locator("dialog[open]").count() == 0
    assert (
        page.locator("[data-choose-nothing]").inner_text() == "Choose at least one document first."
    )
    page.locator(f"[aria-label='Choose {codes[1]}']").check()
    assert not page.locator("[data-choose-nothing]").is_visible()
    sign.click()
    told = page.locator("dialog[open] [data-chosen-told]")
    assert "Documents that you sign now: 1" in told.inner_text()
    assert codes[1] in told.inner_text()
    assert "more" not in told.inner_text()
    page.keyboard.press("Escape")
    page.locator("[data-choose-all]").click()
    sign.click()
    assert "Documents that you sign now: 7" in told.inner_text()
    assert told.locator("li").count() == 5
    assert "and 2 more" in told.inner_text()
    assert axe_violations(page) == []
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/signing-asked.png")
