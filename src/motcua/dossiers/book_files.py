"""The register book (form 07) as files: PDF/A and XLSX. Its wording is Vietnamese by law."""

from __future__ import annotations

from datetime import date, datetime

from motcua.documents.forms import BookRow, Form07
from motcua.documents.pdf import form_pdf
from motcua.documents.tables import Column, ColumnKind, table_xlsx
from motcua.dossiers.papers import Heads
from motcua.dossiers.queries.book import BookEntry
from motcua.dossiers.types import FactType, ReturnMethod
from motcua.organisations.types import UnitView

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WAYS = {
    ReturnMethod.COUNTER: "Trực tiếp",
    ReturnMethod.POST: "Bưu chính công ích",
    ReturnMethod.ELECTRONIC: "Trực tuyến",
}
ENDED = {FactType.WITHDRAWN: "Rút hồ sơ", FactType.STOPPED: "Dừng giải quyết"}
COLUMNS = (
    Column("STT", ColumnKind.INTEGER, 7),
    Column("Mã hồ sơ", width=25),
    Column("Tên thủ tục hành chính", width=44),
    Column("Số bộ", ColumnKind.INTEGER, 7),
    Column("Tên tổ chức, cá nhân", width=26),
    Column("Địa chỉ, số điện thoại", width=36),
    Column("Cơ quan giải quyết", width=28),
    Column("Ngày nhận hồ sơ", ColumnKind.INSTANT),
    Column("Ngày hẹn trả kết quả", ColumnKind.INSTANT),
    Column("Ngày chuyển hồ sơ", ColumnKind.INSTANT),
    Column("Ngày nhận kết quả", ColumnKind.INSTANT),
    Column("Ngày trả kết quả", ColumnKind.INSTANT),
    Column("Phương thức trả", width=18),
    Column("Người nhận", width=24),
    Column("Ghi chú", width=20),
)


def book_pdf(
    entries: tuple[BookEntry, ...],
    *,
    unit: UnitView,
    heads: Heads,
    first: date,
    last: date,
    as_of: datetime,
    printed_at: datetime,
) -> bytes:
    """Return the book as PDF/A."""
    years = sorted({one.year for one in entries}) or [first.year]
    return form_pdf(
        Form07(
            issuer=heads.issuer(unit),
            book=", ".join(str(year) for year in years),
            first_day=first,
            last_day=last,
            rows=tuple(_row(one) for one in entries),
            as_of=as_of,
            printed_at=printed_at,
        )
    )


def book_xlsx(entries: tuple[BookEntry, ...], *, unit: UnitView, first: date, last: date) -> bytes:
    """Return the book as a workbook in which no cell can turn into a formula."""
    rows = [
        (
            one.number, one.code, one.procedure, one.sets, one.name, one.contact,
            one.resolving_unit, one.received_at, one.due_at, one.handed_at, one.done_at,
            one.returned_at, way(one), one.receiver, note(one),
        )
        for one in entries
    ]  # fmt: skip
    days = f"{first:%d/%m/%Y} - {last:%d/%m/%Y}"
    return table_xlsx(f"Sổ theo dõi hồ sơ - {unit.full_name} ({days})", COLUMNS, rows)


def way(entry: BookEntry) -> str:
    """Return how the result went back; nothing before it did."""
    return WAYS[entry.return_method] if entry.returned_at else ""


def note(entry: BookEntry) -> str:
    """Return what else happened to it."""
    words = [ENDED[entry.ended]] if entry.ended else []
    return "; ".join([*words, *(["Đã xin lỗi, hẹn lại"] if entry.apologised else [])])


def _row(one: BookEntry) -> BookRow:
    return BookRow(
        number=str(one.number),
        dossier_code=one.code,
        procedure=one.procedure,
        sets=one.sets,
        name=one.name,
        contact=one.contact,
        resolving_unit=one.resolving_unit,
        received_at=one.received_at,
        due_at=one.due_at,
        handed_at=one.handed_at,
        done_at=one.done_at,
        returned_at=one.returned_at,
        how=way(one),
        receiver=one.receiver,
        note=note(one),
    )
