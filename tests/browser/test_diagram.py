"""The drawing of a process can be read: on a desk, on a phone, on paper."""

from __future__ import annotations

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import commune_at_work, dossier_at

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.browser
LETTERS = """() => Math.min(...[...document.querySelectorAll('.diagram .djs-label')]
    .map(words => words.getBoundingClientRect().height / words.children.length))"""
SEEN = """() => { const box = document.querySelector('.diagram').getBoundingClientRect();
    const now = document.querySelector('.diagram .is-current').getBoundingClientRect();
    return now.left >= box.left && now.right <= box.right; }"""
SIZE = "() => document.querySelector('.diagram-sheet').clientWidth"


@pytest.mark.parametrize("width", [1280, 360])
def test_letters_are_large_enough_and_the_present_step_is_in_view(served, visit, width):
    with scope_use(SYSTEM):
        commune = commune_at_work()
        code = dossier_at(commune, Act.ISSUE)
    page = visit(f"/office/dossiers/{code}/", commune.clerk, width=width)
    page.locator("details:has([data-diagram]) > summary").click()
    page.wait_for_selector("[data-diagram-tools]:not([hidden])")
    assert page.evaluate(LETTERS) >= 12
    assert page.evaluate(SEEN)
    assert page.locator(".diagram-hint").is_visible()
    before = page.evaluate(SIZE)
    page.locator("[data-zoom=in]").click()
    assert page.evaluate(SIZE) > before
    page.locator("[data-zoom=all]").click()
    assert page.evaluate(SIZE) < before
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_violations(page) == []
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".diagram-print svg").count() == 2
