"""A unit edits its own heading; papers of before keep theirs; two at once do not overwrite."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, dossier_accepted, dossier_registered
from tests.builders.identity import client_for

from motcua.dossiers import services
from motcua.dossiers.queries.headings import headings_by_ids, headings_history
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/heading/"
TYPED = {
    "name": "Trung tâm Phục vụ hành chính công phường Bách Quang",
    "hotline": "0208 3 123 456",
    "seat": "Số 1 đường Mẫu",
    "abbreviation": "TTHCC",
    "hint_01": "Bãi xe ở cổng sau.",
    "hint_03": "Xin hỏi thêm tại quầy số 1.",
    "valid_from": "2026-09-10",
    "version": "0",
}


def send(actor, hours=2, **over):
    with at(hours):
        return client_for(actor).post(URL, {**TYPED, **over})


def refusal_paper(commune, client):
    with scope_use(SYSTEM):
        code = dossier_registered(commune)
        services.dossier_refuse(actor=commune.counter, code=code, reason="a", legal_basis="b")
    return pdf_text(client.get(f"/office/prints/{code}/03/").content)


def test_new_papers_bear_the_heading_and_those_of_before_do_not(commune):
    with at(2):
        client = client_for(commune.counter)
        before = refusal_paper(commune, client)
    assert "01/PTC-TTPVHCC" in before
    assert send(commune.director)["Location"] == f"{URL}?unit={commune.centre.code}"
    with at(3):
        after = refusal_paper(commune, client_for(commune.counter))
        with scope_use(SYSTEM):
            code = dossier_accepted(commune)
        slip = pdf_text(client_for(commune.counter).get(f"/office/prints/{code}/01/").content)
    for line in (
        "PHƯỜNG BÁCH QUANG",
        "02/PTC-TTHCC",
        "Điện thoại liên hệ: 0208 3 123 456",
        "Hướng dẫn: Xin hỏi thêm tại quầy số 1.",
    ):
        assert line in after
    assert "Bãi xe ở cổng sau." in slip
    assert "01/TTHCC" in slip
    assert "0208 3 123 456" in slip


def test_a_version_begins_on_its_day(commune):
    send(commune.director, valid_from="2026-10-01")
    with scope_use(SYSTEM), at(2):
        assert headings_by_ids([commune.centre.id]) == {}
    with scope_use(SYSTEM), at(24 * 30):
        assert headings_by_ids([commune.centre.id])[commune.centre.id].hotline == TYPED["hotline"]


def test_the_preview_shows_what_was_typed_and_saves_nothing(commune):
    answer = send(commune.director, preview="1", hint_02="Gọi trước khi đến.")
    printed = pdf_text(answer.content)
    assert "01/PYC-TTHCC" in printed
    assert "Gọi trước khi đến." in printed
    assert "KHÔNG CÓ GIÁ TRỊ" in printed
    with scope_use(SYSTEM):
        assert headings_history(commune.centre.id) == []


def test_wrong_input_is_said_at_its_field(commune):
    page = send(
        commune.director, hotline="gọi tôi", abbreviation="a/b", valid_from="2026-09-01"
    ).content.decode()
    for words in (
        "Enter telephone numbers only.",
        "Letters and digits only",
        "This day has passed.",
    ):
        assert words in page
    with scope_use(SYSTEM):
        assert headings_history(commune.centre.id) == []


def test_who_comes_second_is_told_and_overwrites_nothing(commune):
    send(commune.director)
    page = send(commune.director, hotline="0208 9").content.decode()
    assert "Somebody else has changed this heading" in page
    assert "0208 9" in page  # what was typed is kept
    assert send(commune.director, version="1", hotline="0208 9").status_code == 302
    with scope_use(SYSTEM):
        assert [one.version for one in headings_history(commune.centre.id)] == [2, 1]


def test_others_may_not(commune):
    assert send(commune.counter).status_code in {403, 404}
    with at(2):
        client = client_for(commune.director)
        assert client.get(URL, {"unit": commune.unit.code}).status_code == 404
        assert client_for(commune.leader).get(URL, {"unit": commune.centre.code}).status_code == 200


def test_citizens_see_the_telephone_on_the_page_of_the_unit(commune, client):
    page = f"/units/{commune.unit.code}/"
    assert TYPED["hotline"] not in client.get(page).content.decode()
    send(commune.director)
    with at(3):
        assert TYPED["hotline"] in client.get(page).content.decode()
