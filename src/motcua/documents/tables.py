"""Tables for spreadsheets: CSV and XLSX that no cell can turn into a formula."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import xlsxwriter

from motcua.kernel import clock

Cell = str | int | float | Decimal | date | datetime | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CELL_LIMIT = 32_767  # characters in one cell, the format's own limit
_EXACT_INTEGER = 10**15  # a spreadsheet keeps 15 digits
_TITLE_LIMIT = 31
_HEAD_ROW = 2
# Characters that XML 1.0 has no way to write.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class ColumnKind(StrEnum):
    """How wide a column is when nobody says; each cell is written by its own type."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    INSTANT = "instant"


_WIDTHS = {
    ColumnKind.TEXT: 24,
    ColumnKind.INTEGER: 10,
    ColumnKind.DECIMAL: 14,
    ColumnKind.DATE: 12,
    ColumnKind.INSTANT: 17,
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, kind and width in characters (0: by kind)."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 0


def table_csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return RFC 4180 CSV in UTF-8 with byte order mark, safe to open in a spreadsheet.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. Dates are
    ISO 8601, instants local time of the legal zone. Raises ValueError for a row of another width.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_csv_text(column.title) for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in _checked(columns, row)])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def table_xlsx(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    notes: Sequence[str] = (),
    facts: Sequence[tuple[str, Cell]] = (),
) -> bytes:
    """Return an XLSX workbook of one sheet: title, frozen headings, typed cells, notes below.

    `facts` stand below the notes, a name in the second column and its value beside it. Texts are
    written as texts whatever they look like, numbers and dates as themselves.
    Raises ValueError for a row of another width.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": xlsx_text(title), "created": clock.now()})
        formats = _formats(book)
        sheet = book.add_worksheet(_sheet_name(title))
        sheet.write_string(0, 0, xlsx_text(title), formats["title"])
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width or _WIDTHS[column.kind])
            sheet.write_string(_HEAD_ROW, number, xlsx_text(column.title), formats["head"])
        line = _HEAD_ROW
        for row in rows:
            line += 1
            for number, cell in enumerate(_checked(columns, row)):
                _xlsx_cell(sheet, line, number, cell, formats)
        sheet.autofilter(_HEAD_ROW, 0, line, len(columns) - 1)
        for number, note in enumerate(notes, start=line + 2):
            sheet.write_string(number, 0, xlsx_text(note))
        for number, (name, value) in enumerate(facts, start=line + 3 + len(notes)):
            sheet.write_string(number, 1, xlsx_text(name))
            _xlsx_cell(sheet, number, 2, value, formats)
        _page(sheet)
    return out.getvalue()


def xlsx_text(text: str) -> str:
    """Return the text as a cell keeps it: no characters that XML forbids, at most 32,767 of them.

    Line ends become one line feed; a longer text ends with "…".
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = _FORBIDDEN.sub("", unified)
    return kept if len(kept) <= _CELL_LIMIT else kept[: _CELL_LIMIT - 1] + "…"


def _checked(columns: Sequence[Column], row: Sequence[Cell]) -> Sequence[Cell]:
    if len(row) != len(columns):
        raise ValueError(f"a row has {len(row)} cells for {len(columns)} columns")
    return row


def _csv_text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _csv_cell(cell: Cell) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _csv_text(cell)
    if isinstance(cell, datetime):
        return clock.local(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell


def _page(sheet: Any) -> None:
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _formats(book: Any) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({**head, "bg_color": "#F5F6F8"}),
        "text": book.add_format({"valign": "top", "num_format": "@"}),
        "integer": book.add_format({"valign": "top", "num_format": "#,##0"}),
        "decimal": book.add_format({"valign": "top", "num_format": "#,##0.00"}),
        "date": book.add_format({"valign": "top", "num_format": "dd/mm/yyyy"}),
        "instant": book.add_format({"valign": "top", "num_format": "dd/mm/yyyy hh:mm"}),
    }


def _xlsx_cell(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    """Write one cell by its own type; what a spreadsheet cannot keep exactly becomes a text."""
    if cell is None:
        return
    if isinstance(cell, datetime):
        here = clock.local(cell).replace(tzinfo=None)
        sheet.write_datetime(row, column, here, formats["instant"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["date"])
    elif isinstance(cell, str) or not _exact(cell):
        sheet.write_string(row, column, xlsx_text(str(cell)), formats["text"])
    else:
        kind = "integer" if isinstance(cell, int) else "decimal"
        sheet.write_number(row, column, cell, formats[kind])


def _exact(figure: float | Decimal) -> bool:
    return math.isfinite(figure) and -_EXACT_INTEGER < figure < _EXACT_INTEGER


def _sheet_name(title: str) -> str:
    r"""Return a sheet's name: short, without []:*?/\ and without apostrophes at its ends."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", xlsx_text(title))[:_TITLE_LIMIT].strip(" '")
    return name if name and name.lower() != "history" else "1"
