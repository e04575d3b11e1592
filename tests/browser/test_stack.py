"""A stack through the feeder: separator sheets printed, scanned, divided, put right, confirmed."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest
from PIL import Image
from tests.browser.conftest import axe_violations
from tests.builders.dossiers import commune_at_work, dossier_accepted
from tests.builders.procedures import component
from tests.builders.scans import page_draw
from tests.builders.stacks import back_shining, scanned, stack_pdf

from motcua.documents.scans import text
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.digital import components_digital
from motcua.dossiers.scan_types import DigitalState
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.browser
DPI = 110


def printed(pdf, folder):
    """Return the pages of a PDF as a printer and a scanner would make them."""
    (folder / "phieu.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(DPI), "-png", "phieu.pdf", "phieu"]
    subprocess.run(command, cwd=folder, check=True)
    return [np.asarray(Image.open(one).convert("RGB")) for one in sorted(folder.glob("phieu*.png"))]


def pictures_seen(page):
    for number in range(page.locator(".batch-sheet img").count()):
        picture = page.locator(".batch-sheet img").nth(number)
        picture.scroll_into_view_if_needed()
        picture.evaluate("picture => picture.decode()")


def test_printed_separators_divide_a_stack_that_a_person_confirms(
    served, visit, tmp_path, monkeypatch
):
    monkeypatch.setattr(text, "_languages", frozenset)  # read in tests/documents/test_scans.py
    with scope_use(SYSTEM):
        commune = commune_at_work(components=[component(), component("Giấy chứng sinh")])
        code = dossier_accepted(commune)  # with an original of both
    page = visit(f"/office/dossiers/{code}/scans/", commune.counter)
    assert axe_violations(page) == []
    where = page.get_attribute(".scan-print a >> nth=0", "href")
    sheets = printed(page.context.request.get(served + where).body(), tmp_path)
    assert len(sheets) == 2
    papers = [page_draw(dpi=DPI, repeat=1, lines=(f"Trang số {n}", "Bản sao")) for n in range(4)]
    stack = [
        scanned(papers[0], turn=1), scanned(sheets[0], turn=-2, noise=4), papers[1], back_shining(),
        scanned(sheets[1], quarter=2, faint=0.6), papers[2], papers[3],
    ]  # fmt: skip
    file = tmp_path / "chong.pdf"
    file.write_bytes(stack_pdf(*stack))
    page.click(".scan-print a >> nth=2")
    assert axe_violations(page) == []
    page.set_input_files("#id_file", str(file))
    page.click("[data-batch-add] button")
    page.wait_for_selector(".batch-run >> nth=2")
    pictures_seen(page)
    assert axe_violations(page) == []
    assert page.locator(".batch-run.is-doubtful").count() == 1

    # The page that lay before the first sheet goes to the part behind it: by a button, then back
    # and by a drag.
    page.focus(".batch-sheet >> nth=0 >> button[value=later]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".batch-run >> nth=1 >> .batch-sheet >> nth=1")
    assert page.evaluate("document.activeElement.matches('.batch-sheet')")
    page.click(".batch-run >> nth=1 >> .batch-sheet >> nth=0 >> button[value=earlier]")
    page.wait_for_selector(".batch-run >> nth=0 >> .batch-sheet")
    page.set_viewport_size({"width": 1280, "height": 2600})  # both ends of the drag are in sight
    page.wait_for_selector(".batch-sheet[draggable=true]")
    page.drag_and_drop(".batch-sheet >> nth=0 >> .scan-number", ".batch-sheet >> nth=1 >> img")
    page.wait_for_selector(".batch-run >> nth=0 >> [data-empty]")
    page.click(".batch-run >> nth=0 >> button[value=away]")
    page.wait_for_selector(".batch-run.is-doubtful", state="detached")
    assert page.locator(".batch-sheet").count() == 4
    page.click(".batch-end .button-primary")
    page.click("dialog[open] .button-primary")
    page.wait_for_selector("text=Đã vào hồ sơ")
    assert axe_violations(page) == []
    with scope_use(SYSTEM):
        states = {one.state for one in components_digital(dossier_get(code).id).values()}
    assert states <= {DigitalState.WORK, DigitalState.COMPARE}
