"""Samples of files and forms. The people in them are plainly invented."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pikepdf
from PIL import Image

from motcua.documents import forms

RECEIVED = datetime(2025, 8, 28, 8, 30, tzinfo=UTC)  # 15:30 in the legal zone
DUE = datetime(2025, 9, 4, 8, 30, tzinfo=UTC)
ISSUER = forms.Issuer(
    superior="UBND phường Bách Quang",
    name="Trung tâm Phục vụ hành chính công",
    place="Bách Quang",
    address="số 1 đường Mẫu, phường Bách Quang, tỉnh Thái Nguyên",
    phone="0208 000 0001",
)


def pdf_make(*, pages: int = 1, text: str = "", change: Any = None, **save: Any) -> bytes:
    """A small PDF; `change(pdf)` may add what it likes before it is saved.

    The same call gives the same bytes, in the next second too.
    """
    out = io.BytesIO()
    if not save.get("encryption"):  # which needs an identity of its own
        save.setdefault("deterministic_id", True)
    with pikepdf.new() as pdf:
        for number in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
            content = f"BT /F1 12 Tf 72 720 Td ({text or number}) Tj ET".encode()
            pdf.pages[number].Contents = pdf.make_stream(content)
        if change is not None:
            change(pdf)
        pdf.save(out, **save)
    return out.getvalue()


def photo_make(
    kind: str = "JPEG", *, size: tuple[int, int] = (64, 48), exif: bool = False, **save: Any
) -> bytes:
    """A small photo; with `exif` it tells where and on which device it was taken."""
    image = Image.new("RGB", size, (155, 28, 31))
    out = io.BytesIO()
    if exif:
        story = image.getexif()
        story[0x010F] = "Telephone Maker"
        story[0x0112] = 6
        gps = story.get_ifd(0x8825)
        gps[1], gps[2] = "N", (21.0, 35.0, 30.5)
        save["exif"] = story
    image.save(out, format=kind, **save)
    return out.getvalue()


def form01(**over: Any) -> forms.Form01:
    """A slip as the counter hands it out."""
    values: dict[str, Any] = {
        "issuer": ISSUER,
        "number": "0012/TTPVHCC",
        "dossier_code": "H19.05.437-250828-0012",
        "tracking_url": "https://motcua.example/t/H19.05.437-250828-0012?k=9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d",
        "tracking_key": "4821-7730",
        "received_from": "Nguyễn Văn Mẫu",
        "submitter_address": "Tổ dân phố 5, phường Bách Quang, tỉnh Thái Nguyên",
        "submitter_phone": "0900 000 001",
        "submitter_email": "nguyen.van.mau@example.org",
        "submitter_id_number": "019000000001",
        "requested": "Đăng ký khai sinh",
        "procedure_code": "1.001193",
        "owner_name": "Trần Thị Ví Dụ",
        "owner_address": "Tổ dân phố 5, phường Bách Quang, tỉnh Thái Nguyên",
        "components": (
            forms.ComponentLine("Tờ khai đăng ký khai sinh theo mẫu", originals=1),
            forms.ComponentLine("Giấy chứng sinh", originals=1, electronic=1),
            forms.ComponentLine(
                "Giấy chứng nhận kết hôn của cha, mẹ",
                copies=1,
                note="đã có trong Cơ sở dữ liệu hộ tịch điện tử",
            ),
            forms.ComponentLine("Văn bản ủy quyền có chứng thực", certified=1),
        ),
        "sets": 1,
        "fees": (
            forms.FeeLine("Lệ phí đăng ký khai sinh", 0),
            forms.FeeLine("Bản sao trích lục", 8000, "đã thu tiền mặt"),
        ),
        "limit_text": "03 ngày làm việc",
        "competent_unit": "UBND phường Bách Quang",
        "received_at": RECEIVED,
        "due_at": DUE,
        "result_way": "Trực tiếp tại Trung tâm Phục vụ hành chính công phường Bách Quang",
        "contact_phone": "0208 000 0001",
        "submitter_name": "Nguyễn Văn Mẫu",
        "receiver_name": "Lê Thị Một Cửa",
        "due_reason": "Tính từ 15:30 ngày 28/8/2025; không tính thứ Bảy 30/8, Chủ nhật 31/8, "
        "nghỉ Quốc khánh 01–02/9/2025.",
    }
    return forms.Form01(**{**values, **over})


def form02(**over: Any) -> forms.Form02:
    """A request to supplement."""
    values: dict[str, Any] = {
        "issuer": ISSUER,
        "number": "07/PYC-TTPVHCC",
        "issued_at": RECEIVED,
        "addressee": "Nguyễn Văn Mẫu",
        "addressee_address": "Tổ dân phố 5, phường Bách Quang, tỉnh Thái Nguyên",
        "addressee_phone": "0900 000 001",
        "dossier_code": "H19.05.437-250828-0012",
        "procedure": "Đăng ký thành lập hộ kinh doanh (1.001612)",
        "items": (
            forms.MissingItem(
                "Giấy đề nghị đăng ký hộ kinh doanh",
                "Chưa ghi mã ngành kinh tế cấp bốn",
                "Ghi mã ngành vào mục 4 và ký lại",
            ),
            forms.MissingItem(
                "Biên bản họp thành viên hộ gia đình",
                "Chưa có trong hồ sơ",
                "Nộp một bản sao, mang bản chính để đối chiếu",
            ),
        ),
        "reason": "Hồ sơ chưa đủ để giải quyết",
        "legal_basis": "Khoản 2 Điều 18 Nghị định số 118/2025/NĐ-CP",
        "supplement_by": DUE,
        "phase": "thẩm định",
        "contact_name": "Lê Thị Một Cửa",
        "contact_phone": "0208 000 0001",
        "signer": forms.Signature("Giám đốc", "Phạm Văn Ví Dụ"),
        "tracking_url": "https://motcua.example/t/H19.05.437-250828-0012",
    }
    return forms.Form02(**{**values, **over})


def form03(**over: Any) -> forms.Form03:
    """A refusal."""
    values: dict[str, Any] = {
        "issuer": ISSUER,
        "number": "03/PTC-TTPVHCC",
        "issued_at": RECEIVED,
        "addressee": "Nguyễn Văn Mẫu",
        "addressee_address": "Tổ dân phố 5, phường Bách Quang, tỉnh Thái Nguyên",
        "addressee_phone": "0900 000 001",
        "requested": "Cấp đổi giấy phép lái xe",
        "reason": "Nội dung yêu cầu không thuộc thẩm quyền của UBND cấp xã",
        "legal_basis": "Điều 17 Nghị định số 118/2025/NĐ-CP",
        "go_instead": "Phòng Cảnh sát giao thông Công an tỉnh Thái Nguyên, hoặc nộp trực tuyến trên "
        "Cổng Dịch vụ công quốc gia",
        "contact_phone": "0208 000 0001",
        "submitter_name": "Nguyễn Văn Mẫu",
        "signer": forms.Signature("Người tiếp nhận hồ sơ", "Lê Thị Một Cửa"),
    }
    return forms.Form03(**{**values, **over})


def form04(**over: Any) -> forms.Form04:
    """An apology."""
    values: dict[str, Any] = {
        "issuer": forms.Issuer(
            "UBND phường Bách Quang", "Phòng Kinh tế, Hạ tầng và Đô thị", "Bách Quang"
        ),
        "number": "05/PXL-KTHTĐT",
        "issued_at": DUE,
        "addressee": "ông Nguyễn Văn Mẫu",
        "addressee_address": "Tổ dân phố 5, phường Bách Quang, tỉnh Thái Nguyên",
        "addressee_phone": "0900 000 001",
        "received_on": date(2025, 8, 28),
        "receiving_unit": "Trung tâm Phục vụ hành chính công phường Bách Quang",
        "field_name": "đất đai",
        "procedure": "Xác định lại diện tích đất ở của hộ gia đình, cá nhân đã được cấp Giấy chứng nhận",
        "dossier_code": "H19.05.437-250828-0012",
        "owner_name": "ông Nguyễn Văn Mẫu",
        "due_at": DUE,
        "cause": "cần đối chiếu hồ sơ địa chính tiếp nhận từ cấp huyện trước đây, việc bàn giao chưa xong.",
        "new_due_at": datetime(2025, 9, 11, 8, 30, tzinfo=UTC),
        "signer": forms.Signature("Trưởng phòng", "Hoàng Văn Ví Dụ", "(Ký, đóng dấu)"),
        "contact_phone": "0208 000 0002",
    }
    return forms.Form04(**{**values, **over})


def form05(**over: Any) -> forms.Form05:
    """A stop notice."""
    values: dict[str, Any] = {
        "issuer": ISSUER,
        "number": "02/TB-TTPVHCC",
        "issued_at": DUE,
        "addressee": "Nguyễn Văn Mẫu",
        "addressee_address": "Tổ dân phố 5, phường Bách Quang, tỉnh Thái Nguyên",
        "addressee_phone": "0900 000 001",
        "dossier_code": "H19.05.437-250828-0012",
        "procedure": "Đăng ký thành lập hộ kinh doanh (1.001612)",
        "on_request": True,
        "ground": "Đơn xin rút hồ sơ ngày 03/9/2025",
        "legal_basis": "Điều 19 Nghị định số 118/2025/NĐ-CP",
        "stage": "Thẩm định hồ sơ",
        "settlement": "Hoàn trả lệ phí 100.000 ₫",
        "returned_papers": ("Giấy đề nghị đăng ký hộ kinh doanh", "Bản sao hợp đồng thuê nhà"),
        "contact_phone": "0208 000 0001",
        "signer": forms.Signature("Giám đốc", "Phạm Văn Ví Dụ", "(Ký, đóng dấu)"),
    }
    return forms.Form05(**{**values, **over})


def form06(**over: Any) -> forms.Form06:
    """A control sheet with three hand-overs."""
    centre, office = "Trung tâm Phục vụ hành chính công", "Phòng Kinh tế, Hạ tầng và Đô thị"
    values: dict[str, Any] = {
        "issuer": ISSUER,
        "number": "0012/TTPVHCC",
        "dossier_code": "H19.05.437-250828-0012",
        "procedure": "Đăng ký thành lập hộ kinh doanh (1.001612)",
        "owner_name": "Trần Thị Ví Dụ",
        "resolving_unit": office,
        "coordinating_units": ("Công an phường Bách Quang",),
        "received_at": RECEIVED,
        "due_at": DUE,
        "hops": (
            forms.Hop(
                centre,
                office,
                RECEIVED,
                "Lê Thị Một Cửa",
                "Hoàng Văn Ví Dụ",
                "đúng hạn",
                step="Chuyển hồ sơ",
                due_at=RECEIVED,
            ),
            forms.Hop(
                office,
                "Lãnh đạo UBND phường",
                datetime(2025, 8, 29, 9, 15, tzinfo=UTC),
                "Hoàng Văn Ví Dụ",
                "Phạm Văn Ví Dụ",
                "sớm hạn",
                step="Trình ký",
            ),
            forms.Hop(
                "Lãnh đạo UBND phường",
                centre,
                None,
                "Phạm Văn Ví Dụ",
                "",
                step="Trả kết quả",
                due_at=DUE,
            ),
        ),
        "printed_at": DUE,
        "tracking_url": "https://motcua.example/t/H19.05.437-250828-0012",
    }
    return forms.Form06(**{**values, **over})


def report(**over: Any) -> forms.ReportII06A:
    """Bách Quang ward, 1 July to 12 August 2025, as published."""
    values: dict[str, Any] = {
        "issuer": ISSUER,
        "receiver": "UBND tỉnh Thái Nguyên",
        "first_day": date(2025, 7, 1),
        "last_day": date(2025, 8, 12),
        "rows": (
            forms.ReportRow("Hộ tịch", (700, 300, 400, 0, 520, 400, 120, 0, 180, 180, 0)),
            forms.ReportRow("Chứng thực", (688, 88, 600, 0, 688, 600, 88, 0, 0, 0, 0)),
            forms.ReportRow(
                "Thành lập và hoạt động của hộ kinh doanh",
                (500, 400, 100, 0, 100, 60, 40, 0, 400, 400, 0),
            ),
        ),
        "totals": (1888, 788, 1100, 0, 1308, 1060, 248, 0, 580, 580, 0),
        "cut_off": datetime(2025, 8, 12, 10, 0, tzinfo=UTC),
        "printed_at": datetime(2025, 8, 13, 1, 0, tzinfo=UTC),
        "compiler": forms.Signature("Người lập biểu", "Lê Thị Một Cửa"),
        "signer": forms.Signature("Giám đốc", "Phạm Văn Ví Dụ", "(Ký, đóng dấu)"),
    }
    return forms.ReportII06A(**{**values, **over})


def list_sheet(**over: Any) -> forms.ListSheet:
    """A list over more than one page."""
    values: dict[str, Any] = {
        "issuer": ISSUER,
        "title": "DANH SÁCH HỒ SƠ SẮP ĐẾN HẠN",
        "subtitle": "Ngày 28/8/2025",
        "columns": ("Mã hồ sơ", "Thủ tục", "Chủ hồ sơ", "Hạn trả"),
        "rows": tuple(
            (f"H19.05.437-250828-{n:04d}", "Đăng ký khai sinh", "Nguyễn Văn Mẫu", "15:30 04/9/2025")
            for n in range(1, 46)
        ),
        "printed_at": RECEIVED,
        "widths": (5, 6, 4, 3),
        "align": ("left", "left", "left", "right"),
        "notes": ("Chỉ dùng trong nội bộ.",),
    }
    return forms.ListSheet(**{**values, **over})


def book(**over: Any) -> forms.Form07:
    """A register book with two lines, one of them still open."""
    first = forms.BookRow(
        number="12",
        dossier_code="H19.05.437-250828-0012",
        procedure="Đăng ký thành lập hộ kinh doanh",
        sets=1,
        name="Nguyễn Văn Mẫu",
        contact="Tổ dân phố 5, phường Bách Quang, tỉnh Thái Nguyên; 0900 000 001",
        resolving_unit="UBND phường Bách Quang",
        received_at=RECEIVED,
        due_at=DUE,
        handed_at=RECEIVED,
        done_at=DUE,
        returned_at=DUE,
        how="tại Trung tâm",
        receiver="Nguyễn Văn Mẫu",
    )
    second = replace(first, number="13", done_at=None, returned_at=None, how="", receiver="")
    values: dict[str, Any] = {
        "issuer": ISSUER,
        "book": "2025",
        "first_day": date(2025, 8, 1),
        "last_day": date(2025, 8, 31),
        "rows": (first, second),
        "as_of": DUE,
        "printed_at": DUE,
    }
    return forms.Form07(**{**values, **over})


def pdf_text(data: bytes) -> str:
    """Return the text of a PDF as another program (poppler) reads it, spaces made single."""
    found = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=data, capture_output=True, check=True,
    )  # fmt: skip
    return " ".join(found.stdout.decode().split())


def forms_all() -> dict[str, forms.Form]:
    """One sample of every form by its template's name."""
    samples: list[forms.Form] = [
        form01(),
        form02(),
        form03(),
        form04(),
        form05(),
        form06(),
        book(),
        report(),
        list_sheet(),
    ]
    return {sample.template: sample for sample in samples}
