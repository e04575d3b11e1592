"""Files in pieces in a real browser: a broken line, a reload, a refusal, one's own documents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.urls import reverse
from tests.browser.conftest import axe_violations
from tests.builders.citizens import citizen_make, client_of
from tests.builders.documents import pdf_make
from tests.builders.dossiers import dossier_at
from tests.builders.filing import commune_online, draft_make

from motcua.dossiers.models import Dossier
from motcua.filing.queries import draft_get
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def big(text: str) -> bytes:
    return pdf_make(text=text + "x" * 900_000, compress_streams=False)


class Phone:
    """Somebody signed in on a telephone, at the page of one paper."""

    def __init__(self, browser: Any, served: str) -> None:
        with scope_use(SYSTEM):
            self.commune, self.citizen = commune_online(), citizen_make(name="Trần Thị Mẫu")
            self.draft = draft_make(self.citizen, self.commune)
            cookie = client_of(self.citizen).cookies[site.CITIZEN_COOKIE_NAME].value
        version = self.commune.offering.version
        self.component = version.components[1]
        self.url = served + reverse(
            "portal:file_paper", args=[version.code, self.draft.public_id, self.component.id]
        )
        self.served = served
        self.context = browser.new_context(
            viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True
        )
        self.context.add_cookies(
            [
                {"name": "motcua_language", "value": "vi", "url": served},
                {"name": site.CITIZEN_COOKIE_NAME, "value": cookie, "url": served},
            ]
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.goto(self.url)

    def choose(self, *files: str) -> None:
        self.page.set_input_files("#id_file", list(files))

    def picture(self, name: str) -> None:
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)

    def names(self) -> list[str]:
        with scope_use(self.citizen.scope):
            return [one.name for one in draft_get(self.citizen, self.draft.public_id).files]


@pytest.fixture
def phone(served: str, playwright_browser: Any, settings: Any, tmp_path: Path) -> Any:
    settings.UPLOADS_DIR = tmp_path / "uploads"
    made = Phone(playwright_browser, served)
    yield made
    made.context.close()


def file_made(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def test_a_broken_line_and_a_reload_cost_one_piece(phone: Phone, tmp_path: Path) -> None:
    page = phone.page
    path = file_made(tmp_path, "giay.pdf", big("đứt"))
    sent: list[str] = []
    page.on(
        "request",
        lambda r: sent.append(r.headers["upload-offset"]) if r.method == "PATCH" else None,
    )
    passed = 0

    def line(route: Any) -> None:
        nonlocal passed
        passed += route.request.method == "PATCH"
        if route.request.method == "PATCH" and passed > 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/uploads/**", line)
    phone.choose(path)
    page.get_by_text("Đường truyền bị đứt").wait_for()
    phone.picture("pieces-broken")
    assert phone.names() == []
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()  # the browser forgets the file, not where it stopped
    page.unroute("**/uploads/**")
    sent.clear()
    phone.choose(path)
    page.locator("ol.papers").get_by_text("giay.pdf").first.wait_for()
    assert sent[0] == str(2 * 256 * 1024)
    assert phone.names() == ["giay.pdf"]
    phone.picture("pieces-arrived")


def test_a_refusal_is_told_beside_the_good_file(phone: Phone, tmp_path: Path) -> None:
    good = file_made(tmp_path, "tot.pdf", pdf_make(text="tốt"))
    bad = file_made(tmp_path, "xau.pdf", b"%PDF-1.7\n" + EICAR + b"\n%%EOF")
    phone.choose(bad, good)
    phone.page.get_by_text("EICAR").wait_for()
    phone.page.get_by_text("Xem các tệp đã đến").click()
    phone.page.locator("ol.papers").get_by_text("tot.pdf").first.wait_for()
    assert phone.names() == ["tot.pdf"]
    assert phone.page.locator("input[capture]").is_visible()
    assert axe_violations(phone.page) == []


def test_one_click_from_my_documents(phone: Phone) -> None:
    with scope_use(SYSTEM):
        code = dossier_at(phone.commune, Act.RETURN)
        Dossier.objects.filter(code=code).update(visible_persons=[phone.citizen.person_id])
    outbox_deliver()
    page = phone.page
    page.goto(phone.served + reverse("portal:my_documents"))
    assert axe_violations(page) == []
    phone.picture("my-documents")
    page.goto(phone.url)
    page.get_by_text("Dùng giấy tờ của tôi").click()
    phone.picture("paper-own")
    page.get_by_role("button", name="Dùng").last.click()
    page.get_by_text("từ giấy tờ của tôi").wait_for()
    assert len(phone.names()) == 1
