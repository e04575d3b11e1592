"""Form 02: what is missing, until when, why."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, commune_at_work, dossier_registered
from tests.builders.identity import client_for

from motcua.dossiers.papers import missing_item
from motcua.dossiers.services import dossier_request_supplement_at_intake

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def test_the_request_is_mapped_and_printed(commune):
    code = dossier_registered(commune)
    client = client_for(commune.counter)
    assert client.get(f"/office/prints/{code}/02/").status_code == 302  # nothing asked for yet
    dossier_request_supplement_at_intake(
        actor=commune.counter,
        code=code,
        items=["Tờ khai: thiếu chữ ký; ký lại", "Giấy chứng sinh"],
        reason="Hồ sơ chưa đủ",
        legal_basis="Nghị định 118/2025/NĐ-CP",
        deadline=date(2026, 9, 20),
    )
    printed = pdf_text(client.get(f"/office/prints/{code}/02/").content)
    for line in (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Số: 01/PYC-TTPVHCC",
        "Kính gửi: Nguyễn Văn Mẫu",
        "1 Tờ khai thiếu chữ ký ký lại",
        "2 Giấy chứng sinh",
        "Giai đoạn: tiếp nhận",
        "Lý do: Hồ sơ chưa đủ",
        "Căn cứ pháp lý: Nghị định 118/2025/NĐ-CP",
        "Thời hạn bổ sung: hết ngày 20/9/2026",
        commune.counter.name,
    ):
        assert line in printed
    assert client.get(f"/office/prints/{code}/02/", {"ordinal": "7"}).status_code == 302


def test_an_item_without_marks_is_the_paper_alone():
    assert missing_item("Giấy chứng sinh").item == "Giấy chứng sinh"
