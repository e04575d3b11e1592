"""A frozen report on paper: headings on each page, and no page that has signatures alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.documents.test_form_pdf import squeezed, texts_of

from motcua.documents.forms import Issuer, Signature
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


def test_a_sheet_without_rows_is_printed():
    (page,) = pages_of(0, empty=True)
    assert squeezed("Cột 11") in page
    assert squeezed("NGƯỜI LẬP BIỂU") in page
    (page,) = pages_of(0)
    assert squeezed("Tổng số") in page
