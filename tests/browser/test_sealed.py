"""Signed by the leader, numbered and sealed by the clerk, downloaded, and checked by a stranger.

Keys are files (PKCS#12) of a test authority, the time-stamps those of a test authority too; what
is signed is judged by our public page and by `pdfsig`, a program that shares no code with it.
"""

from __future__ import annotations

import os
import re
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from tests.browser.conftest import axe_violations
from tests.builders.citizens import citizen_make, client_of
from tests.builders.documents import pdf_make, pdf_text
from tests.builders.dossiers import MORNING, commune_at_work, dossier_at, work_do
from tests.builders.signatures import commune_keys, signers, stamper_make

from motcua.documents.services import file_store
from motcua.documents.signatures import stamps
from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import chains_verify, files_verify
from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
NUMBER = "12/GXN-UBND"


@pytest.fixture
def keys(served, time_stands, tmp_path, monkeypatch):
    """A commune whose leader and seal have keys; yields it and the folder of the keys."""
    time_stands(MORNING)
    with scope_use(SYSTEM):
        commune = commune_at_work()
    monkeypatch.setattr(stamps, "stamper", stamper_make)
    with signers(tmp_path / "keys", commune_keys(commune)) as folder:
        yield commune, folder


def seen(page, name):
    """Nothing may be wrong for readers of screens, and nothing cut off."""
    assert axe_violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
    return page


def sign_chosen(page):
    """Choose the one document that waits, press, and say yes to the question."""
    page.locator("main input[name=item]").check()
    page.locator("main form button[type=submit]").last.click()
    page.locator("dialog[open] .button-primary").click()
    page.wait_for_selector("main .signing-run")


def as_citizen(visit, served, citizen, path):
    """Open a page on the telephone of somebody signed in."""
    page = visit("/about/", width=360)
    cookies = [
        {"name": name, "value": morsel.value, "url": served}
        for name, morsel in client_of(citizen).cookies.items()
    ]
    page.context.add_cookies(cookies)
    page.goto(served + path)
    return page


def upload(page, served, data, name="ket-qua.pdf"):
    """Give a file to the public page and return what it says."""
    page.goto(f"{served}/verify/result/")
    file = {"name": name, "mimeType": "application/pdf", "buffer": data}
    page.set_input_files("input[name=file]", file)
    page.locator("form[enctype] button").click()
    page.wait_for_load_state()
    return page.inner_text("main")


def verdict_of_poppler(data, folder):
    """Return what `pdfsig` (of poppler, as `pdftotext`) says of each signature."""
    file = folder / "signed.pdf"
    file.write_bytes(data)
    said = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False
    )
    told = [line.split(":", 1)[1] for line in said.stdout.splitlines() if "Validation:" in line]
    return [one.strip() for one in told]


def drafted(commune, citizen):
    """Bring a dossier of the citizen to the leader, with a draft that has words; its code."""
    with scope_use(SYSTEM):
        code = dossier_at(commune, Act.APPRAISE)
        Dossier.objects.filter(code=code).update(visible_persons=[citizen.person_id])
        stored = file_store(data=pdf_make(text="GIAY XAC NHAN 4711"), name="ket-qua.pdf")
        services.dossier_draft_result(
            actor=commune.specialist, code=code, file_id=stored.id, file_name=stored.name,
            title="Giấy xác nhận tình trạng hôn nhân",
        )  # fmt: skip
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    return code


def now(code):
    with scope_use(SYSTEM):
        return dossier_get(code)


def signed_by_the_leader(page, served, folder, code):
    """Read what is to be signed, meet a wrong PIN, go on with the right one."""
    read = page.request.get(served + page.locator("tbody th a").first.get_attribute("href"))
    assert sha256(read.body()).hexdigest() == now(code).results[-1].sha256, "what is signed"
    seen(page, "sign-leader")
    pin, before = (folder / "passphrase").read_bytes(), now(code)
    (folder / "passphrase").write_text("sai")
    sign_chosen(page)
    assert "Chưa có gì thay đổi" in page.inner_text("main")
    assert now(code) == before, "a wrong PIN leaves everything as it was"
    (folder / "passphrase").write_bytes(pin)
    page.locator("main .signing-run form button").first.click()
    page.wait_for_load_state()
    assert "Đã ký 1 văn bản" in page.inner_text("main")
    assert [one.role.value for one in now(code).results[-1].signatures] == ["personal"]


def sealed_by_the_clerk(page, code):
    """Give the number and the seal."""
    page.fill("input[name^=number-]", NUMBER)
    sign_chosen(page)
    issued = now(code)
    assert (issued.status, issued.results[-1].number) == (Status.DONE, NUMBER)
    return issued.results[-1]


def checked_by_a_stranger(page, served, code, result, data):
    """Type the code carelessly, give the file: both say the same, and nothing of the person."""
    typed = result.check_code
    page.fill("[name=code]", f"{typed[:4]} {typed[4:8]}-{typed[8:].lower()}")
    page.press("[name=code]", "Enter")
    page.wait_for_load_state()
    by_code = page.inner_text("main")
    by_file = upload(page, served, data)
    seen(page, "check-file")
    genuine = "Kết quả này là thật và đang có hiệu lực"
    for told in (by_code, by_file):
        for line in (genuine, NUMBER, "Test Root", "PAdES B-LT", "dấu thời gian"):
            assert line in told
        assert "Nguyễn Văn Mẫu" not in told
        assert code not in told
    assert result.sha256[:16] in by_file
    assert "đúng là tệp đã ban hành, từng byte" in by_file


def test_from_the_leaders_key_to_a_strangers_check(keys, served, visit, tmp_path):
    commune, folder = keys
    citizen = citizen_make(name="Trần Thị Mẫu")
    code = drafted(commune, citizen)
    signed_by_the_leader(visit("/office/worklist/sign/", commune.leader), served, folder, code)
    result = sealed_by_the_clerk(visit("/office/worklist/sign/", commune.clerk), code)

    mine = as_citizen(visit, served, citizen, f"/my/dossiers/{code}/")
    seen(mine, "result-own")
    with mine.expect_download() as waiting:
        mine.locator("main a[href*='/result/']").last.click()
    data = Path(waiting.value.path()).read_bytes()
    assert NUMBER in pdf_text(data)
    printed = re.sub(r"[^A-Z0-9]", "", pdf_text(data))
    assert result.check_code in printed, "it stands on the last page"
    assert verdict_of_poppler(data, tmp_path)[:2] == ["Signature is Valid."] * 2

    stranger = visit("/verify/result/", width=360)
    checked_by_a_stranger(stranger, served, code, result, data)
    place = data.index(b"stream\n") + 12  # in the words of the page
    changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    told = upload(stranger, served, changed)
    assert "không còn là nội dung đã ký" in told
    assert "Kết quả này là thật" not in told
    assert "Signature is Valid." not in verdict_of_poppler(changed, tmp_path)
    with scope_use(SYSTEM):
        assert list(chains_verify()) == []
        assert list(files_verify()) == []
