"""From home to the result: signing in, filing, paying, supplementing, downloading, rating.

Real parts on both sides: the application over its own database, and the simulators of the national
sign-in and of the payment platform in their process. Once with scripts and once without; what the
office does in between goes through its domain operations.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.browser.conftest import axe_violations
from tests.builders.documents import pdf_make
from tests.builders.dossiers import Commune, draft_add, item_of, work_do
from tests.builders.filing import commune_online
from tests.builders.payments import World, platform  # noqa: F401 - fixture
from tests.builders.simulators import (  # noqa: F401 - fixtures
    national_sign_in,
    party_add,
    simulators,
)

from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get, dossiers_search
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import ComponentInput, Status
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.models import Notice
from motcua.payments.models import FeeOrder
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
WIDTH = 360
PDF = {"name": "giay.pdf", "mimeType": "application/pdf"}


@pytest.fixture
def commune(
    served: str,
    national_sign_in: str,  # noqa: F811
    platform: World,  # noqa: F811
    settings: Any,
) -> Commune:
    """A commune that takes in from home, at an address that the simulators know."""
    settings.PUBLIC_URL = settings.PAYMENT_CALLBACK_URL = served
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**directives, "form-action": [*directives["form-action"], national_sign_in]}
    }
    party_add(national_sign_in, served)
    with scope_use(SYSTEM):
        return commune_online()


class Walk:
    """Somebody on the way with a telephone; every page is given to axe and to the ruler."""

    def __init__(self, browser: Any, served: str, *, scripts: bool) -> None:
        self.served, self.scripts, self.count = served, scripts, 0
        self.context = browser.new_context(
            viewport={"width": WIDTH, "height": 780},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.add_cookies([{"name": "motcua_language", "value": "vi", "url": served}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(12_000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and message.location["url"].startswith(self.served):
            self.complaints.append(f"{message.text} {message.location['url']}")

    def seen(self, name: str) -> None:
        """Look at the page that stands there."""
        self.count += 1
        if PICTURES:
            file = f"{self.count:02d}-{name}-{'scripts' if self.scripts else 'plain'}.png"
            self.page.screenshot(path=str(Path(PICTURES) / file), full_page=True)
        if self.scripts:
            assert axe_violations(self.page) == [], self.page.url
            assert self.page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        assert self.complaints == [], self.page.url

    def go(self, path: str, name: str) -> None:
        answer = self.page.goto(self.served + path)
        assert answer.status == 200, path
        self.seen(name)

    def press(self, what: str, *, then: str) -> None:
        """Press a button or follow a link in the page's content, and wait for an address."""
        self.page.locator(f"main {what}").first.click()
        self.page.wait_for_url(re.compile(then))
        self.page.wait_for_load_state()

    def words(self) -> str:
        return str(self.page.locator("main").inner_text())


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def walk(request: Any, playwright_browser: Any, served: str) -> Iterator[Walk]:
    one = Walk(playwright_browser, served, scripts=request.param)
    yield one
    one.context.close()


def deliver() -> None:
    """Be the worker: tell people what happened."""
    while outbox_deliver():
        pass


def test_from_home_to_the_result(commune: Commune, walk: Walk) -> None:
    sign_in(walk, commune.offering.version.code)
    code = file_dossier(walk)
    pay(walk, code)
    ask_for_more(commune, code)
    supply(walk, code)
    handle(commune, code)
    receive(walk, code)
    with scope_use(SYSTEM):
        assert list(chains_verify()) == []


def sign_in(walk: Walk, procedure: str) -> None:
    """From the procedure's page over the national sign-in and back to where one wanted to go."""
    page = walk.page
    walk.go("/", "home")
    walk.go(f"/procedures/{procedure}/", "procedure")
    walk.press("a.button-primary", then="/sign-in/")
    walk.seen("sign-in")
    walk.press("button.button-primary", then="/identity/")
    page.locator('button[value="mau1"]').click()
    page.locator('button[value="grant"]').click()
    page.wait_for_url(f"{walk.served}/file/{procedure}/")
    walk.seen("start")
    assert "Nguyễn Thị Mẫu 1" in walk.words()


def onward(page: Any) -> None:
    page.locator("main button.button-primary").last.click()
    page.wait_for_load_state()


def file_dossier(walk: Walk) -> str:
    """Answer, bring papers, declare, send; return the code."""
    page = walk.page
    if page.locator('main input[name="unit"]').count():
        page.locator('main input[name="unit"]').first.check()
    onward(page)
    for _step in range(12):
        where = re.sub(r"^.*/file/[0-9.]+/[0-9a-f]+/", "", page.url)
        if "/receipt/" in page.url:
            break
        walk.seen(where.strip("/").replace("/", "-"))
        if where == "papers/":
            bring_papers(walk)
        elif where == "return/":
            page.locator('input[name="method"]').first.check()
        elif where == "fees/":
            assert "đ" in walk.words() or "₫" in walk.words()
        elif where == "check/":
            page.locator('input[name="declared"]').check()
        else:
            for control in page.locator("main form input[type=text]:visible").all():
                if not control.input_value():
                    control.fill("Xin xác nhận")
        onward(page)
    walk.seen("receipt")
    with scope_use(SYSTEM):
        (row,) = dossiers_search().rows
        assert row.status is Status.REGISTERED
    assert row.code in walk.words()
    return str(row.code)


def bring_papers(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name="Giấy tờ tùy thân").click()
    page.locator("summary").last.click()
    page.locator('main button[value="bring"]').click()
    page.get_by_role("link", name="Giấy chứng sinh").click()
    walk.seen("paper")
    page.set_input_files("input[type=file]", {**PDF, "buffer": pdf_make()})
    if page.locator('main button[value="add"]').is_visible():  # with scripts it goes by itself
        page.locator('main button[value="add"]').click()
    page.locator("main a.button-primary").wait_for()
    assert "giay.pdf" in walk.words()
    walk.seen("paper-added")
    page.locator("main a.button-primary").click()


def pay(walk: Walk, code: str) -> None:
    """Pay on the platform and come back; the dossier knows of it."""
    page = walk.page
    with scope_use(SYSTEM):
        owed = dossier_get(code).unpaid_vnd
    assert owed > 0
    walk.press("a.button-primary", then="/my/payments/[^/]+/$")
    with scope_use(SYSTEM):
        assert FeeOrder.objects.get().amount_vnd == owed
    walk.seen("pay")
    walk.press('button[value="platform"]', then="/payments/pay/")
    page.locator('button[value="pay"]').click()
    page.wait_for_url(re.compile("/my/payments/[^/]+/back/"))
    walk.seen("paid")
    with scope_use(SYSTEM):
        assert dossier_get(code).unpaid_vnd == 0
    walk.press("a.button-primary", then=f"/my/dossiers/{code}/$")
    walk.seen("dossier-paid")
    walk.go("/my/payments/", "payments")


def ask_for_more(commune: Commune, code: str) -> None:
    """The counter asks for a better copy; the person is told."""
    with scope_use(SYSTEM), transaction.atomic():
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Bản chụp rõ hơn"], reason="Bản chụp mờ"
        )
    with scope_use(SYSTEM):
        deliver()
        told = set(Notice.objects.values_list("template", flat=True))
    assert {"filed"} < told
    assert any(one.startswith("supplement") for one in told)


def supply(walk: Walk, code: str) -> None:
    """Find it among one's own, and send just that."""
    page = walk.page
    walk.go("/my/", "my")
    walk.press('a[href="/my/dossiers/"]', then="/my/dossiers/$")
    walk.seen("dossiers")
    walk.press(f'a[href="/my/dossiers/{code}/"]', then=f"{code}/$")
    walk.seen("dossier-asked")
    walk.press("a.button-primary", then="/supply/$")
    walk.seen("supply")
    walk.press("ol.papers a", then="/supply/0/$")
    page.set_input_files("#id_file", {**PDF, "buffer": pdf_make(text="rõ")})
    if walk.scripts:  # it goes by itself
        page.locator("ol.papers").get_by_text("giay.pdf").first.wait_for()
    walk.seen("supply-item")
    walk.press('button[value="done"]', then="/supply/$")
    walk.seen("supply-ready")
    onward(page)
    page.wait_for_url(re.compile(f"/my/dossiers/{code}/$"))
    walk.seen("supplied")
    assert "đã đến và đang được kiểm tra" in walk.words()
    with scope_use(SYSTEM):
        assert dossier_get(code).supplements[0].state == "received"


def handle(commune: Commune, code: str) -> None:
    """Accept, assign, appraise, approve, issue: what the office does."""
    with scope_use(SYSTEM):
        if dossier_get(code).status is not Status.ACCEPTED:
            card = commune.offering.version.components[2]  # brought to the counter and shown
            shown = ComponentInput(component_id=card.id, originals=1)
            services.dossier_accept(actor=commune.counter, code=code, components=(shown,))
        work_do(
            code,
            Act.ASSIGN,
            commune.leader,
            item_of(code, Act.ASSIGN).outcomes[0].code,
            assign_to=commune.specialist.account_id,
        )
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        work_do(code, Act.APPROVE, commune.leader, "approved")
        issue = item_of(code, Act.ISSUE).outcomes[0].code
        work_do(code, Act.ISSUE, commune.clerk, issue, number="12/GXN-UBND")
        deliver()
        assert Notice.objects.filter(template="done").exists()


def receive(walk: Walk, code: str) -> None:
    """Download the signed result, and say with one tap how it was."""
    page = walk.page
    walk.go(f"/my/dossiers/{code}/", "done")
    with page.expect_download() as waiting:
        page.locator('main a[href*="/result/"]').last.click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    page.locator('main button[name="score"]').first.click()
    page.wait_for_load_state()
    walk.seen("rated")
    assert "Cảm ơn" in walk.words()
    walk.go("/my/messages/", "messages")
    assert code in walk.words()
