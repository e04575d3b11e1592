"""A refusal: proposed by the officer, signed by the head from the list, sealed, checked by anyone.

Keys are files of a test authority; what comes out is judged by the public page and by `pdfsig`.
"""

from __future__ import annotations

import pytest
from tests.browser.test_forms_issued import Town
from tests.browser.test_sealed import sign_chosen, upload, verdict_of_poppler
from tests.builders.documents import pdf_text
from tests.builders.letters import letter_rules_set
from tests.builders.signatures import commune_keys, holder_for, signers, stamper_make

from motcua.documents.signatures import stamps
from motcua.dossiers.letter_rules import LetterSigner, SignatureWay
from motcua.dossiers.services.verify import chains_verify, files_verify
from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def headed(served, visit, time_stands, tmp_path, monkeypatch):
    """A town whose centre's director signs refusals with a key; yields it and the keys' folder."""
    town = Town(served, visit, time_stands)
    people = town.commune
    with scope_use(SYSTEM):
        letter_rules_set(people.unit, refusal=(LetterSigner.HEAD, SignatureWay.PERSONAL))
        keys = commune_keys(people)
    keys |= {
        f"account:{people.director.username}": holder_for(people.director.name),
        f"unit:{people.centre.code}": holder_for(people.centre.full_name),
    }
    monkeypatch.setattr(stamps, "stamper", stamper_make)
    with signers(tmp_path / "keys", keys) as folder:
        yield town, folder


def sent_back(town, code):
    """Be the director, once with another mind."""
    page = town.open(f"/office/dossiers/{code}/proposed/", town.commune.director)
    page.check("[name=approve][value=no]")
    page.fill("[name=note]", "Ghi rõ nơi có thẩm quyền")
    page.locator("main .act-form form button[type=submit]").last.click()
    page.wait_for_url(f"**/office/dossiers/{code}/")
    assert town.now(code).status is Status.REGISTERED


def proposed(town, code, **more):
    """Propose the refusal as the counter's officer; return the page that follows."""
    return town.act(
        town.commune.counter, code, "propose/refusal", "propose-refusal",
        reason="Quý vị cư trú ở phường khác", legal_basis="Điều 13 Luật Hộ tịch", **more,
    )  # fmt: skip


def signed_from_the_list(town, folder, code):
    """Read the form, meet a wrong PIN, sign it; nothing happens before that."""
    page = town.open("/office/worklist/sign/", town.commune.director, name="letters-to-sign")
    read = town.printed(page, "a[href$='/proposed/preview/']")
    assert "Quý vị cư trú ở phường khác" in read and "Số: 01/PTC-TTPVHCC" in read
    pin = (folder / "passphrase").read_bytes()
    (folder / "passphrase").write_text("sai")
    sign_chosen(page)
    assert "Chưa có gì thay đổi" in page.inner_text("main")
    assert (town.now(code).status, town.now(code).papers) == (Status.REGISTERED, ())
    (folder / "passphrase").write_bytes(pin)
    page.locator("main .signing-run form button").first.click()
    page.wait_for_load_state()
    assert "Đã ký 1 văn bản" in page.inner_text("main")
    town.seen(page, "letters-signed")


def test_from_the_officers_proposal_to_a_strangers_check(headed, tmp_path):
    town, folder = headed
    code = town.filed()
    proposed(town, code)
    sent_back(town, code)
    page = town.open(f"/office/dossiers/{code}/", town.commune.counter, name="letter-sent-back")
    assert "Ghi rõ nơi có thẩm quyền" in page.inner_text("main")
    proposed(town, code, go_instead="UBND phường Phong Quang")
    assert "Quý vị cư trú" not in town.open(f"/my/dossiers/{code}/").inner_text("main")
    town.open(f"/office/dossiers/{code}/proposed/", town.commune.director, name="letter-decide")
    signed_from_the_list(town, folder, code)
    assert town.now(code).status is Status.REFUSED
    assert code in town.told()

    mine = town.open(f"/my/dossiers/{code}/")
    href = mine.locator("a[href*='/letters/']").first.get_attribute("href")
    data = mine.request.get(town.served + href).body()
    sheet = " ".join(pdf_text(data).split())
    people = town.commune
    for line in ("(Đã ký số)", people.director.name, f"{people.director.name} và Trung tâm"):
        assert line in sheet
    assert verdict_of_poppler(data, tmp_path)[:2] == ["Signature is Valid."] * 2
    stranger = town.visit("/verify/result/", width=360)
    told = upload(stranger, town.served, data, name="phieu.pdf")
    town.seen(stranger, "check-letter")
    for line in ("Văn bản này là thật", "01/PTC-TTPVHCC", people.director.name, "PAdES B-LT"):
        assert line in told
    assert "Trần Thị Mẫu" not in told
    with scope_use(SYSTEM):
        assert list(chains_verify()) == []
        assert list(files_verify()) == []


def test_a_leader_sets_who_signs_on_a_phone_and_a_desk(headed):
    town, _folder = headed
    for width in (360, 1280):
        page = town.open(
            "/office/letters/signing/", town.commune.leader, name=f"letter-signing-{width}",
            width=width,
        )  # fmt: skip
        page.select_option("[name=stop_way]", "seal")
        page.fill("[name=source]", f"QĐ {width}/QĐ-UBND")
        page.locator("main .act-form button[type=submit]").last.click()
        page.wait_for_load_state()
        assert f"QĐ {width}/QĐ-UBND" in page.inner_text("main")
