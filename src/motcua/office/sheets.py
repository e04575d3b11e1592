"""What the pages of official reports share: heads, cells with their links, words of forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.files import MEDIA_TYPES, per_cent
from motcua.indicators.reports.types import TOTAL, ColumnKind, Sheet, SheetLine, Value
from motcua.indicators.reports.words import (
    check_text,
    column_title,
    doubt_text,
    line_label,
    note_text,
)
from motcua.office.figures import instant_of
from motcua.ui import formats

NOTHING = "–"


@dataclass(frozen=True)
class Shown:
    """A cell as it is read; `first` begins a group of columns."""

    text: str
    url: str = ""
    name: str = ""
    first: bool = False


@dataclass(frozen=True)
class Row:
    """A line of the table; without a number it is the total."""

    number: int | None
    label: str
    cells: tuple[Shown, ...]


def sheet_context(sheet: Sheet, query: dict[str, str], *, linked: bool) -> dict[str, Any]:
    """Return a sheet for its template; `linked`: numbers lead to what they count.

    The total stands first, and units of which every cell is 0 stand apart by their names: of the
    communes of a province most may be such. Lines keep the numbers that they have in the files.
    """
    groups = _groups(sheet)
    firsts = frozenset(one["columns"][0]["key"] for one in groups)
    total = SheetLine(TOTAL, "", _("Total"), None, sheet.totals)
    numbered = list(enumerate(sheet.lines, 1))
    return {
        "as_of": instant_of(sheet.cut_off),
        "groups": groups,
        "grouped": any(one["name"] for one in groups),
        "wide": len(sheet.columns) > 12,
        "columns": [one for group in groups for one in group["columns"]],
        "rows": [
            Row(number, line_label(sheet, line), _cells(sheet, line, query, firsts, linked=linked))
            for number, line in ((None, total), *numbered)
            if line is total or not counts_nothing(line)
        ],
        "uncounted": lines_uncounted(sheet),
        "checks": [(check_text(one), one.holds) for one in sheet.checks],
        "good": sheet.good,
        "notes": [note_text(one) for one in sheet.notes],
        "unknown": any(cell is None for line in (*sheet.lines, total) for cell in line.cells),
        "files": [
            (kind.upper(), f"{reverse('office:report_file', args=[sheet.report, kind])}?{asked}")
            for kind in MEDIA_TYPES
            for asked in (urlencode(query),)
        ],
    }


def lines_uncounted(sheet: Sheet) -> list[Row]:
    """Return the units with nothing to count, by name: among ninety zeros nobody finds a number."""
    return [
        Row(number, line_label(sheet, line), ())
        for number, line in enumerate(sheet.lines, 1)
        if counts_nothing(line)
    ]


def counts_nothing(line: SheetLine) -> bool:
    """Tell whether a line is a unit with 0 in every cell; what is not known is not 0."""
    return line.unit_id is not None and all(cell is not None and cell == 0 for cell in line.cells)


def form_context(key: str, on: date) -> dict[str, Any]:
    """Return what is to be said of a report itself: its form, source, and what is not sure."""
    report = REPORTS[key]
    form = report.form_on(on)
    return {
        "key": key,
        "symbol": form.symbol,
        "title": report.title,
        "about": report.about,
        "first": report.first,
        "source": form.source,
        "doubt": doubt_text(form.doubt) if form.to_verify else "",
    }


def _groups(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the heads with the columns under each."""
    found: list[dict[str, Any]] = []
    for column in sheet.columns:
        known = REPORTS[sheet.report].by_key[column.key]
        name = str(known.group)
        if not found or found[-1]["name"] != name:
            found.append({"name": name, "columns": []})
        found[-1]["columns"].append(
            {
                "key": column.key,
                "number": column.number,
                "title": known.title,
                "words": known.words,
                "whole": column_title(sheet.report, column.key, whole=True),
                "first": not found[-1]["columns"],
            }
        )
    return found


def _cells(
    sheet: Sheet,
    line: SheetLine,
    query: dict[str, str],
    firsts: frozenset[str],
    *,
    linked: bool,
) -> tuple[Shown, ...]:
    base = reverse("office:report_behind", args=[sheet.report])
    cells = []
    for column, value in zip(sheet.columns, line.cells, strict=True):
        url = ""
        if linked and value and column.kind is ColumnKind.COUNT:
            asked = {**query, "line": line.key, "column": column.key}
            url = f"{base}?{urlencode(asked)}"
        name = f"{line_label(sheet, line)}, {column_title(sheet.report, column.key, whole=True)}:"
        cells.append(Shown(cell_text(value), url, name, column.key in firsts))
    return tuple(cells)


def cell_text(value: Value) -> str:
    """Return a cell as it is read: a dash where nothing is known or nothing applies."""
    if value is None:
        return NOTHING
    if isinstance(value, Fraction):
        return f"{formats.number(per_cent(value), 2)} %"
    return value if isinstance(value, str) else formats.number(value)
