"""From the slip to a signed digital copy: a photo at a slant, laid flat, compared, sealed."""

from __future__ import annotations

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import commune_at_work, dossier_accepted
from tests.builders.scans import jpeg, page_draw, page_photographed, page_turned
from tests.builders.signatures import commune_keys, signers

from motcua.documents.scans import text
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser


def test_a_photo_becomes_a_sealed_copy(served, visit, tmp_path, monkeypatch):
    monkeypatch.setattr(text, "_languages", frozenset)  # read in tests/documents/test_scans.py
    with scope_use(SYSTEM):
        commune = commune_at_work()
        code = dossier_accepted(commune)
        keys = commune_keys(commune)
    first, second = tmp_path / "mot.jpg", tmp_path / "hai.jpg"
    first.write_bytes(jpeg(page_photographed(page_draw(seal=True))))
    second.write_bytes(jpeg(page_turned(page_draw(repeat=1), 7)))
    page = visit(f"/office/intake/done/{code}/", commune.counter)
    with signers(tmp_path / "keys", keys):
        page.click("a[href$='/scans/']")
        page.click(".scan-next a >> nth=0")
        with page.expect_navigation():
            page.set_input_files("#id_file", [str(first), str(second)])
        pictures = page.locator(".scan-view img")
        assert pictures.count() == 2
        for number in range(2):
            pictures.nth(number).scroll_into_view_if_needed()
            pictures.nth(number).evaluate("picture => picture.decode()")  # fails if it is none
        page.click(".scan-page summary >> nth=0")
        assert page.locator(".corner-handle").count() >= 4
        assert axe_violations(page) == []
        page.fill("#id_declared", "2")
        page.click("button[value=finish]")
        page.wait_for_url("**/compare/")
        assert axe_violations(page) == []
        page.check("#id_is_same")
        page.click(".compare-form button[type=submit]")
        page.wait_for_url("**/sign/")
        page.click("main form .button-primary")
        page.wait_for_url("**/scans/")
        assert "Đã số hóa và ký" in page.locator("main").inner_text()
        assert axe_violations(page) == []


def test_what_is_chosen_before_the_script_came_is_sent_too(served, visit, tmp_path, monkeypatch):
    monkeypatch.setattr(text, "_languages", frozenset)
    with scope_use(SYSTEM):
        commune = commune_at_work()
        code = dossier_accepted(commune)
    (photo := tmp_path / "mot.jpg").write_bytes(jpeg(page_photographed(page_draw())))
    page = visit(f"/office/intake/done/{code}/", commune.counter)
    page.click("a[href$='/scans/']")
    address = page.locator(".scan-next a").first.get_attribute("href")
    slow = []

    def hold(route):  # Playwright asks how many arguments it takes: a built-in does not tell
        slow.append(route)

    page.route("**/office/scan*.js", hold, times=1)
    page.goto(served + address, wait_until="commit")
    page.main_frame.set_input_files("#id_file", str(photo))
    assert slow
    with page.expect_navigation():
        slow[0].continue_()
    assert page.locator(".scan-view img").count() == 1
