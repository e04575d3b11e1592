"""Tables for spreadsheets: CSV and XLSX that no cell can turn into a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from motcua.kernel import clock

Cell = str | int | float | Decimal | date | datetime | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CELL_LIMIT = 32_767  # characters in one cell, the format's own limit
_EXACT_INTEGER = 10**15  # Excel keeps 15 digits
_TITLE_LIMIT = 31


class ColumnKind(StrEnum):
    """How a column is written and aligned."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    INSTANT = "instant"


@dataclass(frozen=True)
class Column:
    """One column: its heading, kind and width in characters (0: chosen by kind)."""

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
) -> bytes:
    """Return an XLSX workbook of one sheet: title, frozen headings, typed cells, notes below.

    Texts are written as texts whatever they look like, numbers and dates as themselves.
    Raises ValueError for a row of another width.
    """
    raise NotImplementedError


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
