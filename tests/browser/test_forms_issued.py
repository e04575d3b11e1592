"""Supplement, refusal, apology: three dossiers, four people, each on their own pages.

The clock is held: what is asked on Friday, brought on Tuesday and late on Friday does not hang on
the day on which somebody runs this. Every paper is opened and read as another program reads it.
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.citizens import citizen_make, client_of
from tests.builders.documents import pdf_text
from tests.builders.dossiers import dossier_at, dossier_registered
from tests.builders.filing import commune_online, draft_ready

from motcua.dossiers.chain import security_code
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import Status
from motcua.filing.services import draft_send
from motcua.kernel import clock
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.models import Notice
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")


def day(number, hour, minute=0):
    """Return an instant of September 2026 as the hall's clock shows it; the 10th is a Thursday."""
    return datetime(2026, 9, number, hour, minute, tzinfo=clock.LEGAL_ZONE)


class Town:
    """A commune, a citizen with an account, and their browsers."""

    def __init__(self, served, visit, time_stands):
        self.served, self.visit, self.at = served, visit, time_stands
        self.at(day(10, 9))
        with scope_use(SYSTEM):
            self.commune = commune_online()
        self.citizen = citizen_make(name="Trần Thị Mẫu")

    def owned(self, act):
        """Bring a dossier of the citizen to where `act` is next; return its code."""
        with scope_use(SYSTEM):
            code = dossier_at(self.commune, act)
            Dossier.objects.filter(code=code).update(visible_persons=[self.citizen.person_id])
        return code

    def filed(self):
        """File from home; return the code of what waits to be accepted."""
        ready = draft_ready(self.citizen, self.commune)
        with scope_use(self.citizen.scope):
            sent = draft_send(citizen=self.citizen, public_id=ready.public_id, declared=True)
        return sent.code

    def open(self, path, actor=None, *, name="", width=1280):
        """Open a page as somebody; without an actor as the citizen, on the telephone."""
        if actor is not None:
            return self.seen(self.visit(path, actor, width=width), name)
        page = self.visit("/about/", width=360)
        page.context.add_cookies(
            [
                {"name": name, "value": morsel.value, "url": self.served}
                for name, morsel in client_of(self.citizen).cookies.items()
            ]
        )
        page.goto(self.served + path)
        return self.seen(page, name)

    def seen(self, page, name=""):
        """Nothing may be wrong for readers of screens, and nothing cut off."""
        assert axe_violations(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        if PICTURES and name:
            page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
        return page

    def act(self, actor, code, act, name="", width=1280, **fields):
        """Follow the dossier's own link to an act, fill its form, send it, confirm it."""
        page = self.visit(f"/office/dossiers/{code}/", actor, width=width)
        page.goto(self.served + page.locator(f"a[href$='/{act}/']").first.get_attribute("href"))
        fill(page, **fields)
        self.seen(page, name)
        send(page)
        page.wait_for_url(re.compile(f"/office/dossiers/{code}/$"))
        return page

    def printed(self, page, link):
        """Return what a person reads who opens a paper from a page."""
        href = page.locator(link).first.get_attribute("href")
        answer = page.request.get(self.served + href)
        assert answer.headers["content-type"] == "application/pdf"
        return pdf_text(answer.body())

    def told(self):
        """Be the worker; return what the citizen finds among the messages."""
        while outbox_deliver():
            pass
        return self.open("/my/messages/").inner_text("main")

    def tracked(self, code):
        """Ask the tracking page with both codes, as anybody with the slip does."""
        page = self.visit("/track/", width=360)
        page.fill("[name=code]", code)
        page.fill("[name=factor]", security_code(code))
        page.press("[name=factor]", "Enter")
        page.wait_for_url(re.compile("/t/"))
        return self.seen(page)

    def now(self, code):
        """Return the dossier as it is in the database."""
        with scope_use(SYSTEM):
            return dossier_get(code)


def fill(page, **fields):
    """Fill the fields of the act's form by their names."""
    for name, value in fields.items():
        field = page.locator(f"main form [name='{name}']")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"main form [name='{name}'][value='{value}']").check()
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def send(page):
    """Press the act's button, and the one that confirms it where it asks once more."""
    page.locator("main .act-form form button[type=submit]").last.click()
    sure = page.locator("dialog[open] button[value], dialog[open] .button-danger").first
    if page.locator("dialog[open]").count():
        sure.click()


@pytest.fixture
def town(served, visit, time_stands):
    return Town(served, visit, time_stands)


def test_a_supplement_is_proposed_approved_read_brought_and_the_clock_goes_on(town):
    code, people = town.owned(Act.APPRAISE), town.commune
    before = town.now(code).due_at
    town.act(
        people.specialist, code, "propose-supplement", "supplement-propose",
        items="Giấy chứng sinh: ảnh mờ; chụp lại hoặc mang bản chính\nẢnh 4 × 6",
        reason="Chưa đọc được số giấy chứng sinh", legal_basis="Điều 16 Luật Hộ tịch",
        deadline="2026-09-25",
    )  # fmt: skip
    assert "Ảnh 4 × 6" not in town.open(f"/my/dossiers/{code}/").inner_text("main")
    town.at(day(11, 9))
    page = town.act(people.leader, code, "approve-supplement", "supplement-approve", approve="yes")
    assert town.now(code).suspended_from == day(11, 9)
    sheet = town.printed(page, "a[href*='/issued/']")
    for line in (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Số: 01/PYC-UBND",
        f"Mã hồ sơ: {code}",
        "Giấy chứng sinh", "ảnh mờ", "chụp lại hoặc mang bản chính",
        "Chưa đọc được số giấy chứng sinh",
        "Điều 16 Luật Hộ tịch",
        "25/9/2026",
        "Giai đoạn: thẩm định",
        people.leader.name,
    ):  # fmt: skip
        assert line in sheet

    shown = town.tracked(code).inner_text("main")
    assert "Ảnh 4 × 6" in shown
    assert "25/9/2026" in shown
    assert "Nguyễn Văn Mẫu" not in shown
    assert code in town.told()

    town.at(day(15, 9))  # Tuesday: two working days later
    page = town.act(people.counter, code, "receive-supplement", "supplement-receive")
    now = town.now(code)
    assert (now.status, now.suspended_from) == (Status.PROCESSING, None)
    assert now.due_at > before
    assert (before, now.due_at) == (day(15, 9), day(17, 9))
    page = town.tracked(code)
    assert "17/9/2026" in page.inner_text("main")
    page.locator("summary", has_text="Vì sao là ngày này").click()
    assert "15/9/2026" in page.inner_text("main"), "the date on the slip is still told"


def test_a_refusal_says_why_by_which_law_and_where_to_go(town):
    code, people = town.filed(), town.commune
    asking = town.visit("/about/", people.specialist)
    answer = asking.request.get(f"{town.served}/office/dossiers/{code}/refuse/")
    assert answer.status == 404, "before it is accepted it is the counter's alone"
    page = town.act(
        people.counter, code, "refuse", "refuse",
        reason="Quý vị cư trú ở phường khác; phường này không có thẩm quyền",
        legal_basis="Điều 13 Luật Hộ tịch",
        go_instead="UBND phường Phong Quang, số 1 đường Mẫu",
    )  # fmt: skip
    assert town.now(code).status is Status.REFUSED
    assert town.printed(page, "a[href*='/issued/']")
    assert code in town.told()
    mine = town.open(f"/my/dossiers/{code}/", name="refused-own")
    shown = mine.inner_text("main")
    for line in (
        "phường này không có thẩm quyền",
        "Điều 13 Luật Hộ tịch",
        "UBND phường Phong Quang",
    ):
        assert line in shown
    sheet = town.printed(mine, "a[href*='/letters/']")
    for line in (
        "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ",
        "Số: 01/PTC-TTPVHCC",
        "Kính gửi: Trần Thị Mẫu",
        "Lý do: Quý vị cư trú ở phường khác; phường này không có thẩm quyền",
        "Căn cứ pháp lý: Điều 13 Luật Hộ tịch",
        "Nơi tiếp nhận phù hợp: UBND phường Phong Quang, số 1 đường Mẫu",
        people.counter.name,
    ):
        assert line in sheet
    stranger = town.visit("/about/", width=360)
    href = mine.locator("a[href*='/letters/']").first.get_attribute("href")
    assert pdf_like(stranger.request.get(town.served + href)) is False
    assert town.open("/office/register/", people.counter).locator(f"text={code}").count() == 0


def test_who_has_no_account_opens_the_letter_from_the_message_on_the_telephone(town):
    with scope_use(SYSTEM):
        code = dossier_registered(town.commune, content={"notify": ["sms"]})
    town.act(
        town.commune.counter, code, "refuse",
        reason="Không thuộc thẩm quyền của phường", legal_basis="Điều 13 Luật Hộ tịch",
        go_instead="UBND phường Phong Quang",
    )  # fmt: skip
    while outbox_deliver():
        pass
    with scope_use(SYSTEM):
        sent = Notice.objects.get(template="refused")
    page = town.visit(sent.path, width=360)
    town.seen(page, "refused-slip")
    page.locator("main a[href$='/papers/']").click()
    page.wait_for_url(re.compile("/papers/$"))
    shown = town.seen(page, "refused-papers").inner_text("main")
    assert "Không thuộc thẩm quyền của phường" in shown
    assert "Điều 13 Luật Hộ tịch" in shown
    assert "UBND phường Phong Quang" in shown
    assert "Nguyễn Văn Mẫu" not in shown
    sheet = town.printed(page, "main .actions a[href*='/papers/']")
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ" in sheet
    assert "Kính gửi: Nguyễn Văn Mẫu" in sheet


def pdf_like(answer):
    """Whether an answer is a paper."""
    return answer.headers.get("content-type", "") == "application/pdf"


def test_a_late_one_gets_one_apology_with_a_new_date_and_no_second(town):
    code, people = town.owned(Act.APPRAISE), town.commune
    town.at(day(18, 14))  # three working days are over
    due = town.now(code).due_at
    letter = {
        "cause": "workload",
        "reason": "Số hồ sơ tăng nhiều sau bão; còn chờ xác minh một nội dung",
        "promised_on": "2026-09-21",
    }
    second = town.visit(f"/office/dossiers/{code}/apologise/", people.leader)
    page = town.act(people.leader, code, "apologise", "apologise", **letter)
    now = town.now(code)
    assert now.due_at == due, "a promise never moves the due date"
    assert now.promised_at == day(21, 17)
    sheet = town.printed(page, "a[href*='/issued/']")
    for line in (
        "Số: 01/PXL-UBND",
        "số lượng hồ sơ tăng đột biến; Số hồ sơ tăng nhiều sau bão",
        "21 tháng 9 năm 2026",
        people.leader.name,
    ):
        assert line in sheet
    assert "xin lỗi" in sheet.lower()

    second.refusals.append(409)
    fill(second, **{**letter, "promised_on": "2026-09-23"})  # another window, still open
    send(second)
    second.wait_for_load_state()
    town.seen(second, "apologise-again")
    assert "quy định chỉ cho phép một lần" in second.inner_text("main")
    assert "Số hồ sơ tăng nhiều sau bão" in second.inner_text("main"), "what was typed is kept"
    assert "23/9/2026" in second.inner_text("main")
    assert len(town.now(code).papers) == 1
    again = town.visit(f"/office/dossiers/{code}/apologise/", people.leader)
    assert "quy định chỉ cho phép một lần" in again.inner_text("main")

    assert code in town.told()
    mine = town.open(f"/my/dossiers/{code}/", name="apologised-own")
    assert "21/9/2026" in mine.inner_text("main")
    assert "15/9/2026" in mine.text_content("main"), "when it was due stays told"
    book = town.open("/office/register/", people.counter, name="register")
    row = book.locator("tr", has_text=code)
    assert row.count() == 1
    assert re.match(r"\s*1\b", row.inner_text())
    with scope_use(SYSTEM):
        assert list(chains_verify()) == []
