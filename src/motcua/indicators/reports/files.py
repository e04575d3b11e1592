"""A sheet as a file: JSON, CSV, XLSX, PDF. II.06a keeps the files that it has always had."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.documents.forms import Signature
from motcua.documents.official_report_sheet import OfficialReport, PaperCell
from motcua.documents.pdf import form_pdf
from motcua.documents.tables import Cell, Column, table_csv, table_xlsx
from motcua.documents.tables import ColumnKind as CellKind
from motcua.indicators.report_files import (
    MEDIA_TYPES,
    cut_off_text,
    period_facts,
    report_file,
    report_name,
    reporter,
)
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.types import ColumnKind, ReportColumn, Sheet, Value
from motcua.indicators.reports.words import (
    check_text,
    column_title,
    doubt_text,
    line_label,
    note_text,
)
from motcua.indicators.types import Check, Report, ReportLine
from motcua.kernel import clock

__all__ = ["MEDIA_TYPES", "column_head", "per_cent", "sheet_file", "sheet_name", "sheet_notes"]
PAPER_LANGUAGE = "vi"
_KINDS = {
    ColumnKind.COUNT: CellKind.INTEGER,
    ColumnKind.SHARE: CellKind.DECIMAL,
    ColumnKind.SECONDS: CellKind.INTEGER,
    ColumnKind.TEXT: CellKind.TEXT,
}


def sheet_file(sheet: Sheet, kind: str) -> bytes:
    """Return a sheet as json, csv, xlsx or pdf; raises ValueError for another kind."""
    if sheet.report == "ii06a":
        return report_file(_ii06a(sheet), kind)
    makers: Mapping[str, Callable[[Sheet], bytes]] = {
        "json": _json,
        "csv": _csv,
        "xlsx": _xlsx,
        "pdf": _pdf,
    }
    if kind not in makers:
        raise ValueError(f"there is no report as {kind}")
    return makers[kind](sheet)


def sheet_name(sheet: Sheet, kind: str) -> str:
    """Return the name of the file."""
    if sheet.report == "ii06a":
        return report_name(_ii06a(sheet), kind)
    symbol = REPORTS[sheet.report].form_on(sheet.period.last).symbol.replace("/", "-")
    return f"{symbol}_{sheet.unit_code}_{sheet.period.first}_{sheet.period.last}.{kind}"


def sheet_notes(sheet: Sheet) -> list[str]:
    """Return the lines below the table: the instant, checks, what to know, what is not sure."""
    form = REPORTS[sheet.report].form_on(sheet.period.last)
    checks = "; ".join(
        f"{check_text(check)}: {_('holds') if check.holds else _('DOES NOT HOLD')}"
        for check in sheet.checks
    )
    notes = [
        _("Figures as of %(instant)s.") % {"instant": cut_off_text(sheet.cut_off)},
        _("Checked: %(checks)s.") % {"checks": checks},
        *(note_text(note) for note in sheet.notes),
    ]
    if form.to_verify:
        notes.append(_("To be verified: %(why)s") % {"why": doubt_text(form.doubt)})
    return notes


def per_cent(value: Fraction) -> Decimal:
    """Return a share as per cent with two decimals, rounded half up."""
    exact = Decimal(value.numerator * 100) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _ii06a(sheet: Sheet) -> Report:
    """Return the sheet as the files of II.06a know it."""
    return Report(
        unit_id=sheet.unit_id,
        unit_code=sheet.unit_code,
        unit_name=sheet.unit_name,
        parent_name=sheet.parent_name,
        period=sheet.period,
        cut_off=sheet.cut_off,
        lines=tuple(
            ReportLine(line.unit_id or 0, line.code, line.label, _whole(line.cells))
            for line in sheet.lines
        ),
        totals=_whole(sheet.totals),
        checks=tuple(Check(check.text, check.holds) for check in sheet.checks),
    )


def _whole(cells: tuple[Value, ...]) -> tuple[int, ...]:
    return tuple(int(cell) for cell in cells if cell is not None)


def _json(sheet: Sheet) -> bytes:
    form = REPORTS[sheet.report].form_on(sheet.period.last)
    plain: dict[str, Any] = {
        "report": form.symbol,
        "unit": {"code": sheet.unit_code, "name": sheet.unit_name},
        "from": sheet.period.first.isoformat(),
        "to": sheet.period.last.isoformat(),
        "cut_off": clock.local(sheet.cut_off).isoformat(),
        "columns": [
            {
                "number": one.number.strip("()"),
                "key": one.key,
                "kind": one.kind.value,
                "title": column_title(sheet.report, one.key, whole=True),
            }
            for one in sheet.columns
        ],
        "rows": [
            {
                "number": number,
                "code": line.code,
                "name": line_label(sheet, line),
                "columns": _named(sheet, line.cells),
            }
            for number, line in enumerate(sheet.lines, 1)
        ],
        "total": _named(sheet, sheet.totals),
        "checks": [{"identity": one.text, "holds": one.holds} for one in sheet.checks],
        "good": sheet.good,
        "to_verify": form.to_verify,
        "notes": [note_text(note) for note in sheet.notes],
    }
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def _named(sheet: Sheet, cells: tuple[Value, ...]) -> dict[str, Any]:
    """Return cells by the form's numbers; a share is an exact pair, null is not known."""
    return {
        column.number.strip("()"): [cell.numerator, cell.denominator]
        if isinstance(cell, Fraction)
        else cell
        for column, cell in zip(sheet.columns, cells, strict=True)
    }


def _csv(sheet: Sheet) -> bytes:
    return table_csv(_columns(sheet), _rows(sheet))


def _xlsx(sheet: Sheet) -> bytes:
    symbol = REPORTS[sheet.report].form_on(sheet.period.last).symbol
    title = f"{symbol} {sheet.unit_code} {sheet.period.first} – {sheet.period.last}"
    facts = period_facts(sheet.period, sheet.cut_off)
    return table_xlsx(title, _columns(sheet), _rows(sheet), sheet_notes(sheet), facts)


def _columns(sheet: Sheet) -> list[Column]:
    first = REPORTS[sheet.report].first
    return [
        Column("(1) " + _("No."), CellKind.INTEGER),
        Column(f"(2) {first}", width=44),
        *(
            Column(column_head(sheet, one), _KINDS[one.kind], 17 if not number else 14)
            for number, one in enumerate(sheet.columns)
        ),
    ]


def column_head(sheet: Sheet, column: ReportColumn) -> str:
    """Return what stands over a column in a spreadsheet."""
    title = f"{column.number} {column_title(sheet.report, column.key, whole=True)}"
    return f"{title} (%)" if column.kind is ColumnKind.SHARE else title


def _rows(sheet: Sheet) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [number, line_label(sheet, line), *map(_cell, line.cells)]
        for number, line in enumerate(sheet.lines, 1)
    ]
    return [*rows, [None, _("Total"), *map(_cell, sheet.totals)]]


def _cell(value: Value) -> Cell:
    return per_cent(value) if isinstance(value, Fraction) else value


def _pdf(sheet: Sheet) -> bytes:
    """Return the paper; papers are Vietnamese whoever prints them."""
    with override(PAPER_LANGUAGE):
        return form_pdf(_paper(sheet))


def _paper(sheet: Sheet) -> OfficialReport:
    report = REPORTS[sheet.report]
    form = report.form_on(sheet.period.last)
    checks = [one for one in sheet.checks if not one.holds]
    notes = [note_text(note) for note in sheet.notes]
    if checks:
        told = ", ".join(check_text(one) for one in checks)
        notes.insert(0, _("Checked: %(checks)s.") % {"checks": f"{told}: {_('DOES NOT HOLD')}"})
    return OfficialReport(
        issuer=reporter(sheet.unit_id, sheet.unit_name),
        symbol=form.symbol,
        title=str(report.title),
        source=form.source,
        receiver=sheet.parent_name or "Văn phòng Chính phủ",
        first_day=sheet.period.first,
        last_day=sheet.period.last,
        first=str(report.first),
        groups=_groups(sheet),
        columns=tuple(column_title(sheet.report, one.key) for one in sheet.columns),
        numbers=tuple(one.number for one in sheet.columns),
        labels=tuple(line_label(sheet, line) for line in sheet.lines),
        rows=tuple(tuple(map(_written, line.cells)) for line in sheet.lines),
        totals=tuple(map(_written, sheet.totals)),
        notes=tuple(notes),
        warning=doubt_text(form.doubt) if form.to_verify else "",
        cut_off=sheet.cut_off,
        printed_at=clock.now(),
        compiler=Signature("Người lập biểu"),
        signer=Signature("Thủ trưởng đơn vị", hint="(Ký, đóng dấu)"),
    )


def _groups(sheet: Sheet) -> tuple[tuple[str, int], ...]:
    """Return the heads over the columns with how many stand under each."""
    by_key = REPORTS[sheet.report].by_key
    found: list[tuple[str, int]] = []
    for column in sheet.columns:
        name = str(by_key[column.key].group)
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + 1)
        else:
            found.append((name, 1))
    return tuple(found)


def _written(value: Value) -> PaperCell:
    if isinstance(value, Fraction):
        return f"{per_cent(value)} %".replace(".", ",")
    return value
