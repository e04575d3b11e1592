"""Published figures in a browser: on a telephone and a desk, light and dark, and when refused."""

from __future__ import annotations

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.published import LARGE, PROVINCE, SMALL, proof_broken, published_make

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal.fast import pages

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PAGES = {
    "choose": "/figures/",
    "province": f"/figures/{PROVINCE}/2026-08/",
    "took over": f"/figures/{LARGE}/2026-08/",
    "small": f"/figures/{SMALL}/2026-q3/",
    "units": f"/figures/{PROVINCE}/2026-08/units/",
    "how": "/figures/how/",
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def there(served):
    pages.clear()
    with scope_use(SYSTEM):
        published_make()


def looked_at(page):
    """Assert that nothing stands out of the screen and that axe is content, by day and by night."""
    assert page.evaluate(WIDER) <= 0, page.url
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert axe_violations(page) == [], (page.url, theme)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_and_can_be_read(visit, served, width):
    page = visit(PAGES["choose"], width=width)
    for path in PAGES.values():
        page.goto(served + path)
        looked_at(page)
        if "/05528/" in path:
            assert "Xã Bình Cũ" in page.content()


def test_from_the_foot_to_a_unit_and_its_neighbours(visit):
    page = visit("/", width=360, language="en")
    page.get_by_role("link", name="Figures for everybody").click()
    page.get_by_role("link", name="Tỉnh Thái Nguyên").click()
    assert "of 61,918 resolved were on time" in page.content()
    page.get_by_role("link", name="Units beside one another").click()
    page.get_by_role("link", name="Phường Bách Quang").click()
    assert "of 1,308 resolved were on time" in page.content()
    page.get_by_role("link", name="How these figures are made").click()
    assert "motcua index --from-events" in page.content()


def test_a_refusal_is_a_calm_page(visit, served):
    with scope_use(SYSTEM):
        proof_broken()
    page = visit(PAGES["how"], width=360, language="vi")
    page.refusals.append(503)
    assert page.goto(served + PAGES["province"]).status == 503
    assert "Số liệu không khớp với bản ghi niêm phong" in page.content()
    assert "61.200" not in page.content()
    looked_at(page)
