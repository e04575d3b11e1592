"""A form with plainly invented data, so that a heading can be looked at before it is used."""

from __future__ import annotations

from datetime import timedelta

from motcua.documents.forms import Form02, MissingItem, Signature
from motcua.dossiers.paper_rules import number_text
from motcua.dossiers.papers import Heads
from motcua.dossiers.types import PaperForm
from motcua.kernel import clock
from motcua.organisations.types import UnitView


def sample_letter(unit: UnitView, heads: Heads) -> Form02:
    """Return form 02 of a sample person under the heading; it has no dossier and no QR code."""
    now = clock.now()
    return Form02(
        issuer=heads.issuer(unit),
        number=number_text(PaperForm.SUPPLEMENT, 1, heads.abbreviation(unit)),
        issued_at=now,
        addressee="Nguyễn Văn Mẫu",
        addressee_address="Tổ 1, đường Mẫu",
        addressee_phone="0900 000 000",
        dossier_code="MẪU – KHÔNG CÓ GIÁ TRỊ",
        procedure="Đăng ký khai sinh",
        items=(MissingItem("Giấy chứng sinh", "Chưa có trong hồ sơ", "Nộp bản chính"),),
        reason="Hồ sơ mẫu để xem trước phần đầu, điện thoại và hướng dẫn",
        legal_basis="Nghị định số 118/2025/NĐ-CP",
        supplement_by=clock.today() + timedelta(days=7),
        phase="tiếp nhận",
        contact_name=heads.issuer(unit).name,
        contact_phone=heads.phone(unit),
        signer=Signature(heads.signer_title(unit, "Người tiếp nhận hồ sơ"), "Trần Thị Mẫu"),
        advice=heads.advice(unit, PaperForm.SUPPLEMENT),
    )
