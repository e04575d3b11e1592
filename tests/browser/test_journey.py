"""The whole way in a real browser: intake, assign, appraise, approve, issue, return, tracking.

Each page on the way is given to axe, at a desk's and at a phone's width.
"""

from __future__ import annotations

import re

import pytest
from tests.browser.conftest import axe_violations
from tests.browser.test_intake import take_in
from tests.builders.documents import pdf_make
from tests.builders.dossiers import commune_at_work

from motcua.dossiers.chain import security_code
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import chains_verify
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def commune(served):
    with scope_use(SYSTEM):
        return commune_at_work()


class Walk:
    """One dossier on its way: each step is done by its own person in a browser of their own."""

    def __init__(self, visit, code, width):
        self.visit, self.code, self.width = visit, code, width
        self.place = f"/office/dossiers/{code}/"

    def open(self, actor):
        """Open the dossier as a person; nothing may be wrong for readers of screens."""
        page = self.visit(self.place, actor, width=self.width)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= self.width
        return page

    def act(self, actor, path, **fields):
        """Press the dossier's own link to an act, fill its form, send it."""
        page = self.open(actor)
        link = page.locator(f"a[href*='{path}']").first
        page.goto(page.url.split("/office/")[0] + link.get_attribute("href"))
        form = page.locator("main form").first
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            if field.first.get_attribute("type") == "radio":
                form.locator(f"[name={name}][value='{value}']").check()
            elif field.first.get_attribute("type") == "file":
                field.set_input_files(value)
            elif field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        assert axe_violations(page) == []
        form.locator("button[type=submit]").last.click()
        page.wait_for_url(re.compile(re.escape(self.place) + "$"))
        return page

    def seen(self):
        """Return the dossier as it is in the database."""
        with scope_use(SYSTEM):
            return dossier_get(self.code)


@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_counter_to_the_result(commune, visit, tmp_path, width):
    counter = visit("/office/intake/", commune.counter, width=width)
    take_in(counter)
    code = re.search(r"/done/([^/]+)/", counter.url).group(1)
    walk = Walk(visit, code, width)
    assert walk.seen().status == 2

    draft = tmp_path / "ket-qua.pdf"
    draft.write_bytes(pdf_make())
    walk.act(commune.leader, "/complete/", assign_to=str(commune.specialist.account_id))
    walk.act(commune.specialist, "/draft/", title="Giấy xác nhận (mẫu)", file=str(draft))
    walk.act(commune.specialist, "/complete/", outcome="propose_approve")
    walk.act(commune.leader, "/complete/", outcome="approved")
    walk.act(commune.clerk, "/complete/", number="12/GXN-UBND")
    assert walk.seen().status == 9
    last = walk.act(commune.counter, "/complete/", receiver_name="Nông Thị Mai Hương")
    assert walk.seen().status == 10
    assert "Đã trả kết quả" in last.inner_text("main")

    worklist = visit("/office/worklist/", commune.leader, width=width)
    assert axe_violations(worklist) == []
    board = visit("/office/board/", commune.leader, width=width)
    assert axe_violations(board) == []

    citizen = visit("/track/", width=width)
    citizen.fill("[name=code]", code)
    citizen.fill("[name=factor]", security_code(code))
    citizen.press("[name=factor]", "Enter")
    citizen.wait_for_load_state()
    assert axe_violations(citizen) == []
    shown = citizen.inner_text("main")
    assert code in shown
    assert "Nông Thị Mai Hương" not in shown
    assert "019188000123" not in shown
    with scope_use(SYSTEM):
        assert list(chains_verify()) == []


def test_somebody_of_another_commune_finds_nothing(commune, visit):
    counter = visit("/office/intake/", commune.counter)
    take_in(counter)
    code = re.search(r"/done/([^/]+)/", counter.url).group(1)
    with scope_use(SYSTEM):
        other = commune_at_work(name="Phong Quang")
    page = visit("/office/", other.leader)
    answer = page.request.get(page.url.split("/office/")[0] + f"/office/dossiers/{code}/")
    assert answer.status == 404
    assert "Nông Thị Mai Hương" not in answer.text()
