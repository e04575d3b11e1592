"""Form 03: why a dossier was not taken in, and where to go instead."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import at, commune_at_work, dossier_registered
from tests.builders.identity import client_for

from motcua.dossiers.services import dossier_refuse

pytestmark = pytest.mark.django_db


def test_reason_and_law_stand_on_the_form(system_scope):
    with at():
        commune = commune_at_work()
        code = dossier_registered(commune)
        client = client_for(commune.counter)
        assert client.get(f"/office/prints/{code}/03/").status_code == 302
        dossier_refuse(
            actor=commune.counter,
            code=code,
            reason="Không thuộc thẩm quyền của phường",
            legal_basis="Điều 5 Nghị định 118/2025/NĐ-CP",
            go_instead="Công an tỉnh Thái Nguyên",
        )
        answer = client.get(f"/office/prints/{code}/03/")
        assert answer["Content-Type"] == "application/pdf"
        printed = pdf_text(answer.content)
        for line in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ",
            "Số: 01/PTC-TTPVHCC",
            "Bách Quang, ngày 10 tháng 9 năm 2026",
            "Kính gửi: Nguyễn Văn Mẫu",
            f"Mã hồ sơ: {code}",
            f"Nội dung yêu cầu giải quyết: {commune.offering.version.name}",
            "Lý do: Không thuộc thẩm quyền của phường",
            "Căn cứ pháp lý: Điều 5 Nghị định 118/2025/NĐ-CP",
            "Nơi tiếp nhận phù hợp: Công an tỉnh Thái Nguyên",
            commune.counter.name,
        ):
            assert line in printed
