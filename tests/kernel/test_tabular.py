"""Tables from outside: rows with the numbers a person sees, and refusals that can be mended."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest

from motcua.kernel.errors import Invalid
from motcua.kernel.tabular import ImportReport, refused_write, table_read


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings_of_spreadsheets_are_understood(tmp_path, delimiter, encoding):
    text = "code,name\r\n1,Phường\r\n".replace(",", delimiter)
    table = table_read(write(tmp_path / "a.csv", text, encoding))
    assert table.columns == ("code", "name")
    assert dict(table.rows[0].values) == {"code": "1", "name": "Phường"}


def test_rows_have_the_numbers_of_the_sheet_also_after_empty_ones_and_line_breaks(tmp_path):
    table = table_read(write(tmp_path / "a.csv", 'a,b\n1,"two\nlines"\n,\n3,\n'))
    assert [row.number for row in table.rows] == [2, 4]
    assert table.rows[0].get("b") == "two lines"
    assert table.rows[1].get("b") == table.rows[1].get("c") == ""


def test_a_short_row_is_filled_and_a_long_one_refused(tmp_path):
    table = table_read(write(tmp_path / "a.csv", "a,b\n1\n1,2,3\n1,2,,\n"))
    assert [row.number for row in table.rows] == [2, 4]
    assert [refusal.row for refusal in table.refused] == [3]


def test_a_workbook_gives_text_as_it_would_be_written(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Code", "day", "instant", "yes", "n", None])
    book.active.append([1.001193, date(2025, 7, 1), datetime(2025, 7, 1, 8, 30), True, 3.0])  # noqa: DTZ001 - workbooks know no zone
    book.save(tmp_path / "a.xlsx")
    row = table_read(tmp_path / "a.xlsx").rows[0]
    assert dict(row.values) == {
        "code": "1.001193",
        "day": "2025-07-01",
        "instant": "2025-07-01T08:30:00",
        "yes": "1",
        "n": "3",
    }


@pytest.mark.parametrize("text", ["", "\n\n", "a,a\n1,2\n", "b\n1\n", 'a,b\n"1\n'], ids=repr)
def test_a_file_without_the_columns_asked_for_is_refused(tmp_path, text):
    with pytest.raises(Invalid):
        table_read(write(tmp_path / "a.csv", text), required=("a",))


def test_refused_rows_stand_once_with_all_reasons_and_columns_do_not_pile_up(tmp_path):
    table = table_read(write(tmp_path / "a.csv", "a,row,reason\nx,7,old\n"))
    report = ImportReport()
    report.refuse(table.rows[0], "a", "One.")
    report.refuse(table.rows[0], "", "Two.")
    path = refused_write(report, table.columns, tmp_path / "refused.csv")
    again = table_read(path)
    assert again.columns == ("a", "row", "column", "reason")
    assert dict(again.rows[0].values) == {
        "a": "x",
        "row": "2",
        "column": "a",
        "reason": "One. Two.",
    }
    assert report.refused_rows == 1
    assert report.to_dict()["refused_file"] == str(path)


def test_nothing_refused_writes_no_file(tmp_path):
    assert refused_write(ImportReport(), ["a"], tmp_path / "refused.csv") is None
    assert not list(tmp_path.iterdir())
