"""A sheet that stands for a result in the sample: it says itself that it is a sample."""

from __future__ import annotations

from motcua.documents.forms import Issuer, ListSheet
from motcua.kernel import clock


def sample_result(code: str) -> ListSheet:
    """Return the sheet of a dossier."""
    return ListSheet(
        issuer=Issuer("UBND PHƯỜNG BÁCH QUANG", "BẢN MẪU", "Bách Quang"),
        title="KẾT QUẢ GIẢI QUYẾT (BẢN MẪU)",
        subtitle=f"Hồ sơ {code}",
        columns=("Nội dung",),
        rows=(("Bản mẫu của hệ thống trình diễn, không có giá trị pháp lý.",),),
        printed_at=clock.now(),
    )
