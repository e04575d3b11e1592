"""Tables from outside (CSV, XLSX): rows with their numbers, and the report of an import.

Row numbers are those a person sees in a spreadsheet: the header is row 1. Every cell is text in
NFC without surrounding blanks. Nothing here knows what a column means: the importing package
judges the values and adds its refusals to the same report.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.text import nfc

DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet and its cells by column."""

    number: int
    values: Mapping[str, str]

    def get(self, column: str) -> str:
        """Return a cell, empty when the file lacks the column."""
        return self.values.get(column, "")


@dataclass(frozen=True)
class RefusedRow:
    """Why one row was not taken: the column at fault (or empty) and a plain reason."""

    row: int
    column: str
    reason: str
    values: Mapping[str, str]


@dataclass
class ImportReport:
    """What an import did, or would do (`dry_run`).

    `accepted` counts rows that changed something, `unchanged` rows that were already so. A row
    may stand in `refused` more than once, with one reason each.
    """

    accepted: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    dry_run: bool = False
    refused_file: Path | None = None

    @property
    def refused_rows(self) -> int:
        """Return how many rows were refused."""
        return len({refusal.row for refusal in self.refused})

    def refuse(self, row: Row, column: str, reason: str) -> None:
        """Note that a row is refused."""
        self.refused.append(RefusedRow(row.number, column, reason, row.values))

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data, for `--json`."""
        return {
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "refused_rows": self.refused_rows,
            "refused": [
                {"row": item.row, "column": item.column, "reason": str(item.reason)}
                for item in self.refused
            ],
            "dry_run": self.dry_run,
            "refused_file": str(self.refused_file) if self.refused_file else None,
        }


@dataclass(frozen=True)
class Table:
    """A table as read: columns in order, rows, and rows that could not be read at all."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    refused: tuple[RefusedRow, ...] = ()


def table_read(path: Path, *, required: Iterable[str] = ()) -> Table:
    """Read a CSV (comma, semicolon or tab; UTF-8 or UTF-16) or an XLSX file (its first sheet).

    Raises Invalid when the file cannot be read, is empty, names a column twice or lacks one of
    `required`. Wholly empty rows are skipped; a row with more cells than the header is refused.
    """
    cells = _xlsx_cells(path) if path.suffix.lower() == ".xlsx" else _csv_cells(path)
    numbered = ((number, [nfc(cell) for cell in row]) for number, row in enumerate(cells, start=1))
    header = next(((number, row) for number, row in numbered if any(row)), None)
    if header is None:
        raise _unreadable(_("The file is empty."))
    columns = _columns(header[1], required)
    rows: list[Row] = []
    refused: list[RefusedRow] = []
    for number, row in numbered:
        if not any(row):
            continue
        padded = row + [""] * (len(columns) - len(row))
        values = {name: cell for name, cell in zip(columns, padded, strict=False) if name}
        if any(padded[len(columns) :]):
            reason = _("The row has more cells than the header has columns.")
            refused.append(RefusedRow(number, "", reason, values))
            continue
        rows.append(Row(number, values))
    return Table(tuple(filter(None, columns)), tuple(rows), tuple(refused))


def cells_read(path: Path, *, delimiter: str = "") -> list[list[str]]:
    """Return the cells of a table whose header may stand anywhere, as banks write their files.

    `delimiter` is that of a CSV file, of `DELIMITERS`. Raises Invalid when it cannot be read.
    """
    cells = _xlsx_cells(path) if path.suffix.lower() == ".xlsx" else _csv_cells(path, delimiter)
    return [[nfc(cell) for cell in row] for row in cells]


def refused_write(report: ImportReport, columns: Sequence[str], path: Path) -> Path | None:
    """Keep refused rows aside, to be mended and imported again; return the file, if any.

    The file has the columns of the original, then `row`, `column` and `reason`, which an import
    ignores; a row with several reasons stands once.
    """
    if not report.refused:
        return None
    # A mended file that comes back carries the last report's columns.
    columns = [column for column in columns if column not in {"row", "column", "reason"}]
    by_row: dict[int, list[RefusedRow]] = {}
    for refusal in report.refused:
        by_row.setdefault(refusal.row, []).append(refusal)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*columns, "row", "column", "reason"])
        for number, refusals in sorted(by_row.items()):
            values = [refusals[0].values.get(column, "") for column in columns]
            names = "; ".join(filter(None, (item.column for item in refusals)))
            reasons = " ".join(str(item.reason) for item in refusals)
            writer.writerow([*values, number, names, reasons])
    report.refused_file = path
    return path


def _columns(header: Sequence[str], required: Iterable[str]) -> list[str]:
    columns = [name.strip().lower() for name in header]
    while columns and not columns[-1]:
        columns.pop()
    named = [name for name in columns if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise _unreadable(_("The column %(name)s stands twice.") % {"name": ", ".join(twice)})
    missing = [name for name in required if name not in named]
    if missing:
        raise _unreadable(_("The file lacks the column %(name)s.") % {"name": ", ".join(missing)})
    return columns


def _csv_cells(path: Path, delimiter: str = "") -> Iterator[list[str]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _unreadable(_("The file cannot be opened.")) from error
    try:
        text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(_("The file is not text in UTF-8.")) from error
    first = text.split("\n", 1)[0]
    delimiter = delimiter or max(DELIMITERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise _unreadable(_("The file is not a well-formed CSV table.")) from error


def _xlsx_cells(path: Path) -> Iterator[list[str]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise _unreadable(_("The file cannot be opened.")) from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _unreadable(_("The file is not an XLSX workbook.")) from error
    try:
        if not book.worksheets:
            return
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_cell_text(value) for value in row]
    finally:
        book.close()


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _unreadable(message: str) -> Invalid:
    return Invalid([FieldProblem("file", message)])
