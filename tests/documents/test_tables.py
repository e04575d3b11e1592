"""Tables leave as typed cells: no text becomes a formula, no figure becomes a text."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.documents.tables import Column, ColumnKind, table_csv, table_xlsx, xlsx_text

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
]
TEXT = [Column("Nội dung")]


def cells_of(data: bytes):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return sheet, [list(row) for row in sheet.iter_rows(min_row=4)]


@given(
    st.lists(st.text(min_size=1, max_size=60) | st.sampled_from(DANGEROUS), min_size=1, max_size=8)
)
@settings(max_examples=120, deadline=None)
def test_every_text_comes_back_as_the_same_text(texts):
    _sheet, rows = cells_of(table_xlsx("Bảng", TEXT, [[text] for text in texts]))
    for text, row in zip(texts, rows, strict=False):
        wanted = xlsx_text(text)
        if wanted:
            assert (row[0].data_type, row[0].value) == ("s", wanted)


@pytest.mark.parametrize(
    "text",
    [
        *DANGEROUS,
        "_x0041_",
        "  hai đầu  ",
        "dòng\nmới",
        "Nguyễn Văn Mẫu",
        "0123",
        "1e5",
        "TRUE",
        "http://example.org",
    ],
)
def test_known_traps_stay_texts(text):
    _sheet, rows = cells_of(table_xlsx("x", TEXT, [[text]]))
    assert (rows[0][0].data_type, rows[0][0].value) == ("s", xlsx_text(text))


def test_numbers_and_dates_are_themselves():
    columns = [Column(kind.value, kind) for kind in ColumnKind]
    row = ["a", 1888, Decimal("12.50"), date(2025, 8, 28), datetime(2025, 8, 28, 8, 30, tzinfo=UTC)]
    sheet, rows = cells_of(
        table_xlsx(
            "Báo cáo [II.06a] / 2025: tháng 8, bản cuối cùng", columns, [row], ["Ghi chú =1"]
        )
    )
    found = rows[0]
    assert [cell.data_type for cell in found] == ["s", "n", "n", "d", "d"]
    assert found[1].value == 1888
    assert found[2].value == 12.5
    assert found[3].value == datetime(2025, 8, 28)  # noqa: DTZ001 - as a spreadsheet keeps it
    assert found[4].value == datetime(2025, 8, 28, 15, 30)  # noqa: DTZ001 - local time
    assert sheet.freeze_panes == "A4"
    assert sheet["A6"].value == "Ghi chú =1"


def test_what_a_spreadsheet_cannot_keep_becomes_a_text():
    _sheet, rows = cells_of(
        table_xlsx("x", TEXT, [[10**18], [float("nan")], [Decimal("Infinity")], [None]])
    )
    assert [row[0].value for row in rows[:3]] == ["1000000000000000000", "nan", "Infinity"]


def test_a_very_long_text_is_cut_visibly():
    _sheet, rows = cells_of(table_xlsx("x", TEXT, [["ệ" * 40_000]]))
    assert len(rows[0][0].value) == 32_767
    assert rows[0][0].value.endswith("…")


@pytest.mark.parametrize("title", ["", "History", "'x'", "[]:*?/\\", "a" * 60, "\x00"])
def test_any_title_makes_a_sheet(title):
    assert openpyxl.load_workbook(io.BytesIO(table_xlsx(title, TEXT, []))).sheetnames


def test_a_row_of_another_width_is_a_bug():
    for write in (lambda rows: table_csv(TEXT, rows), lambda rows: table_xlsx("x", TEXT, rows)):
        with pytest.raises(ValueError, match="2 cells for 1 columns"):
            write([["a", "b"]])


@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
        | st.sampled_from(DANGEROUS),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_csv_reads_back_and_starts_no_formula(texts):
    data = table_csv([Column("a"), Column("b")], [[text, 1] for text in texts])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    for text, row in zip(texts, rows, strict=True):
        assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
        assert row[0] in {text, f"'{text}"}
        assert row[1] == "1"


def test_csv_of_figures_and_times():
    data = table_csv(
        [Column("a"), Column("b"), Column("c"), Column("d")],
        [[-5, Decimal("1.5"), date(2025, 8, 28), datetime(2025, 8, 28, 8, 30, tzinfo=UTC)]],
    )
    assert data.decode("utf-8-sig").splitlines()[1] == "-5,1.5,2025-08-28,2025-08-28 15:30"
