"""What is printed of certified copies: the list that is signed, clauses for the copies, the book.

The wording is Vietnamese by law; callers switch the language (`override("vi")`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from motcua.certification.rules import BOOKS, Clause, clause_on
from motcua.certification.types import BatchView, EntryView, RowState
from motcua.documents.certified_sheet import CertifiedLabel, CertifiedSheet
from motcua.documents.forms import Issuer, ListSheet
from motcua.documents.pdf import form_pdf
from motcua.documents.tables import Column, ColumnKind, table_xlsx
from motcua.kernel import clock
from motcua.organisations.types import UnitView

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LABELS_MOST = 400  # of one file
TITLES = {book.code: book.title for book in BOOKS}
COLUMNS = (
    Column("Số chứng thực", ColumnKind.INTEGER, 9),
    Column("Quyển số", width=16),
    Column("Ngày, tháng, năm chứng thực", ColumnKind.INSTANT),
    Column("Họ tên người yêu cầu chứng thực", width=28),
    Column("Giấy tờ tùy thân số", width=16),
    Column("Tên của bản chính giấy tờ, văn bản", width=44),
    Column("Số, ngày, nơi cấp bản chính", width=34),
    Column("Số trang", ColumnKind.INTEGER, 8),
    Column("Số bản sao đã chứng thực", ColumnKind.INTEGER, 10),
    Column("Phí (đồng)", ColumnKind.INTEGER, 12),
    Column("Người ký chứng thực", width=26),
    Column("Chức danh", width=18),
    Column("Mã hồ sơ", width=25),
    Column("Ghi chú", width=34),
)


@dataclass(frozen=True)
class ClausePart:
    """What one file of clauses holds: of each line of the register from which copy to which."""

    clause: Clause
    copies: list[tuple[EntryView, int, int]]


def batch_sheet(batch: BatchView, applicant: str, issuer: Issuer, at: datetime) -> ListSheet:
    """Return the list of the papers of a batch, which is the draft that the signer signs."""
    rows = [one for one in batch.rows if one.state in {RowState.WAITING, RowState.CERTIFIED}]
    return ListSheet(
        issuer=issuer,
        title="DANH MỤC GIẤY TỜ ĐƯỢC CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH",
        subtitle=f"Hồ sơ {batch.code}. Người yêu cầu: {applicant}",
        columns=("STT", "Tên giấy tờ", "Số, ngày, nơi cấp", "Số trang", "Số bản", "Phí (đồng)"),
        rows=tuple(
            (str(place), one.name, one.source, str(one.pages), str(one.copies), _money(one.fee_vnd))
            for place, one in enumerate(rows, start=1)
        ),
        printed_at=at,
        widths=(1, 8, 6, 2, 2, 3),
        align=("center", "left", "left", "right", "right", "right"),
        notes=("Đã đối chiếu từng bản sao với bản chính. Bản chính trả lại người yêu cầu.",),
    )


def clause_parts(entries: Iterable[EntryView]) -> list[ClausePart]:
    """Return which copies each file of clauses holds: at most 400, all of the same wording.

    Each is worded as on the day of certification. Empty when nothing is certified.
    """
    parts: list[ClausePart] = []
    room = 0
    for one in entries:
        if one.cancelled_at is not None:
            continue
        clause, place = clause_on(clock.local(one.at).date()), 1
        while place <= one.copies:
            if not room or parts[-1].clause != clause:
                parts.append(ClausePart(clause, []))
                room = LABELS_MOST
            last = min(one.copies, place + room - 1)
            parts[-1].copies.append((one, place, last))
            room -= last - place + 1
            place = last + 1
    return parts


def clauses_pdf(part: ClausePart, *, issuer: Issuer, as_pages: bool, at: datetime) -> bytes:
    """Return the certification clause once for each copy of a part: labels to cut, or pages."""
    clause = part.clause
    labels = [
        CertifiedLabel(
            number=f"{one.number:02d}",
            book=f"{one.volume:02d}/{one.year}-{one.book}",
            certified_at=one.at,
            title=one.title,
            signer=one.signer,
            paper=one.paper,
            copy=f"{place}/{one.copies}",
        )
        for one, first, last in part.copies
        for place in range(first, last + 1)
    ]
    return form_pdf(
        CertifiedSheet(
            template=clause.template,
            issuer=issuer,
            lines=clause.lines,
            labels=tuple(labels),
            layout="pages" if as_pages else "labels",
            printed_at=at,
        )
    )


def register_pdf(
    entries: Iterable[EntryView],
    *,
    issuer: Issuer,
    title: str,
    first: date,
    last: date,
    at: datetime,
) -> bytes:
    """Return the register of a period as PDF/A."""
    return form_pdf(
        ListSheet(
            issuer=issuer,
            title=title.upper(),
            subtitle=f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}",
            columns=(
                "Số", "Ngày chứng thực", "Người yêu cầu", "Tên bản chính", "Số bản",
                "Phí (đồng)", "Người ký, chức danh", "Ghi chú",
            ),
            rows=tuple(
                (
                    f"{one.number:02d}",
                    f"{clock.local(one.at):%d/%m/%Y}",
                    one.applicant,
                    "; ".join(part for part in (one.paper, one.source) if part),
                    str(one.copies),
                    _money(one.fee_vnd),
                    f"{one.signer}, {_in_line(one.title)}",
                    _note(one),
                )
                for one in entries
            ),
            printed_at=at,
            widths=(2, 4, 7, 11, 2, 4, 8, 7),
            align=("right", "left", "left", "left", "right", "right", "left", "left"),
            landscape=True,
        )
    )  # fmt: skip


def register_xlsx(
    entries: Iterable[EntryView], *, unit: UnitView, title: str, first: date, last: date
) -> bytes:
    """Return the register as a workbook in which no cell can turn into a formula."""
    rows = [
        (
            one.number, f"{one.volume:02d}/{one.year}-{one.book}", one.at, one.applicant,
            one.id_number, one.paper, one.source, one.pages, one.copies, one.fee_vnd, one.signer,
            _in_line(one.title), one.code, _note(one),
        )
        for one in entries
    ]  # fmt: skip
    days = f"{first:%d/%m/%Y} - {last:%d/%m/%Y}"
    return table_xlsx(f"{title} - {unit.full_name} ({days})", COLUMNS, rows)


def _in_line(title: str) -> str:
    """Return a capacity of several lines in one."""
    return " / ".join(title.split("\n"))


def _note(one: EntryView) -> str:
    if one.cancelled_at is None:
        return ""
    day = f"{clock.local(one.cancelled_at):%d/%m/%Y}"
    return f"Đã hủy ngày {day}, {one.cancelled_by}: {one.cancel_reason}"


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
