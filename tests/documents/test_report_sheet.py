"""Reports on paper, frozen and live: headings on each page, no page that has signatures alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.builders.documents import report
from tests.documents.test_form_pdf import squeezed, texts_of

from motcua.documents.forms import Issuer, ReportII06A, ReportRow, Signature
from motcua.documents.official_report_sheet import OfficialReport
from motcua.documents.pdf import form_pdf
from motcua.documents.report_sheet import FrozenReportSheet

AT = datetime(2026, 10, 31, 16, 59, tzinfo=UTC)
COLUMNS = tuple(f"Cột {n}" for n in range(12))


def pages_of(lines: int, *, empty: bool = False) -> list[str]:
    """Return the text of each page of a report with so many lines."""
    cells = ("0",) * (len(COLUMNS) - 1)
    sheet = FrozenReportSheet(
        issuer=Issuer("TỈNH MẪU", "UBND tỉnh Mẫu", "Mẫu"), symbol="II.06a", title="Tình hình",
        receiver="", code="19-ii06a-2026-10-v1", version=1, reason="",
        first_day=date(2026, 10, 1), last_day=date(2026, 10, 31), columns=COLUMNS,
        numbers=tuple(f"({n})" for n in range(len(COLUMNS))),
        rows=() if empty else (*((f"Xã số {n:03}", *cells) for n in range(lines)), ("Tổng số", *cells)),
        notes=("Ghi chú một.", "Ghi chú hai."), maker=Signature("NGƯỜI LẬP BIỂU", "A", ""),
        approver=Signature("THỦ TRƯỞNG ĐƠN VỊ", "B", ""), cut_off=AT, issued_at=AT,
        digest="0" * 64, sealed_by="",
    )  # fmt: skip
    return [squeezed(one) for one in texts_of(form_pdf(sheet))]


@pytest.mark.parametrize("lines", [1, *range(18, 42, 3), 110])
def test_signatures_stand_below_the_total_and_a_line_of_the_table(lines):
    pages = pages_of(lines)
    last = pages[-1]
    assert squeezed("NGƯỜI LẬP BIỂU") in last
    assert squeezed("Tổng số") in last
    assert squeezed(f"Xã số {lines - 1:03}") in last, "no signatures without figures"
    assert all(squeezed("Cột 11") in one for one in pages), "headings on each page"
    assert sum(one.count(squeezed("Tổng số")) for one in pages) == 1
    if len(pages) > 1:
        assert all(squeezed("19-ii06a-2026-10-v1") in one for one in pages)
        assert all(f"Trang{n}/{len(pages)}" in one for n, one in enumerate(pages, 1))


def official_of(lines: int) -> OfficialReport:
    """Return a live report with so many lines and two groups of columns."""
    signs = {"compiler": Signature("NGƯỜI LẬP BIỂU", "A", ""), "signer": Signature("B", "B", "")}
    return OfficialReport(
        issuer=Issuer("TỈNH MẪU", "UBND tỉnh Mẫu", "Mẫu"), symbol="06/VPCP", title="Tình hình",
        source="Thông tư 01/2020/TT-VPCP", receiver="", first_day=date(2026, 10, 1),
        last_day=date(2026, 10, 31), first="Lĩnh vực", groups=(("Nhận", 6), ("Trả", 6)),
        columns=COLUMNS, numbers=tuple(f"({n})" for n in range(3, 15)),
        labels=tuple(f"Xã số {n:03}" for n in range(lines)), rows=((0,) * 12,) * lines,
        totals=(0,) * 12, notes=("Ghi chú một.",), warning="", cut_off=AT, printed_at=AT, **signs,
    )  # fmt: skip


def ii06a_of(lines: int) -> ReportII06A:
    """Return form II.06a with so many lines."""
    rows = tuple(ReportRow(f"Xã số {n:03}", (0,) * 11) for n in range(lines))
    return report(rows=rows, compiler=Signature("NGƯỜI LẬP BIỂU", "A", ""))


@pytest.mark.parametrize("made", [official_of, ii06a_of])
@pytest.mark.parametrize("lines", [1, 2, *range(12, 24), 70])
def test_a_live_report_ends_with_figures_above_its_signatures(made, lines):
    pages = [squeezed(one) for one in texts_of(form_pdf(made(lines)))]
    last = pages[-1]
    assert squeezed("NGƯỜI LẬP BIỂU") in last
    assert squeezed(f"Xã số {lines - 1:03}") in last, "no signatures without figures"
    assert sum(one.count(squeezed("NGƯỜI LẬP BIỂU")) for one in pages) == 1
    assert sum(one.count(squeezed("Xã số 000")) for one in pages) == 1
    assert lines < 70 or len(pages) > 2
    assert lines > 2 or len(pages) == 1


@pytest.mark.parametrize("made", [official_of, ii06a_of])
def test_place_and_day_stand_above_the_signatures(made):
    for place, wanted in (("Mẫu", "Mẫu, ngày 31 tháng"), ("", "Ngày 31 tháng")):
        sheet = replace(made(1), issuer=Issuer("TỈNH MẪU", "UBND", place), printed_at=AT)
        (page,) = [squeezed(one) for one in texts_of(form_pdf(sheet))]
        assert squeezed(wanted) in page
        assert (squeezed(", ngày 31 tháng") in page) == bool(place)


MERGED = tuple(f"Ủy ban nhân dân xã Mẫu số {n:03} đã sáp nhập vào xã khác." for n in range(300))


@pytest.mark.parametrize("made", [official_of, ii06a_of])
def test_notes_that_fill_pages_are_all_printed(made):
    pages = [squeezed(one) for one in texts_of(form_pdf(replace(made(20), notes=MERGED)))]
    whole = "".join(pages)
    assert all(squeezed(f"Mẫu số {n:03} đã") in whole for n in range(300))
    assert squeezed("Xã số 019") in pages[-1]
    assert squeezed("NGƯỜI LẬP BIỂU") in pages[-1]


def test_a_live_report_without_lines_is_printed():
    for made in (official_of, ii06a_of):
        (page,) = [squeezed(one) for one in texts_of(form_pdf(made(0)))]
        assert squeezed("Tổng số") in page
        assert squeezed("NGƯỜI LẬP BIỂU") in page


def test_a_sheet_without_rows_is_printed():
    (page,) = pages_of(0, empty=True)
    assert squeezed("Cột 11") in page
    assert squeezed("NGƯỜI LẬP BIỂU") in page
    (page,) = pages_of(0)
    assert squeezed("Tổng số") in page
