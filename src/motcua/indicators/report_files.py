"""Form II.06a as files: JSON, CSV, XLSX, PDF. The wording of the form is Vietnamese by law."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.documents.forms import Issuer, ReportII06A, ReportRow, Signature
from motcua.documents.pdf import form_pdf
from motcua.documents.tables import Cell, Column, ColumnKind, table_csv, table_xlsx
from motcua.dossiers.queries.headings import heads_of
from motcua.indicators.types import COLUMNS, Figure, Period, Report
from motcua.kernel import clock
from motcua.organisations.types import UnitKind

MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def column_title(figure: Figure) -> str:
    """Return what a column of the form counts, in the reader's language."""
    titles = {
        Figure.C3: _("Received, total"),
        Figure.C4: _("Received in the period online"),
        Figure.C5: _("Received in the period at the counter or by post"),
        Figure.C6: _("Carried over from before"),
        Figure.C7: _("Resolved, total"),
        Figure.C8: _("Resolved early"),
        Figure.C9: _("Resolved on time"),
        Figure.C10: _("Resolved late"),
        Figure.C11: _("In process, total"),
        Figure.C12: _("In process within the limit"),
        Figure.C13: _("In process overdue"),
    }
    return titles[figure]


def report_file(report: Report, kind: str) -> bytes:
    """Return the report as json, csv, xlsx or pdf; raises ValueError for another kind."""
    makers: dict[str, Callable[[Report], bytes]] = {
        "json": report_json,
        "csv": report_csv,
        "xlsx": report_xlsx,
        "pdf": report_pdf,
    }
    if kind not in makers:
        raise ValueError(f"there is no report as {kind}")
    return makers[kind](report)


def report_name(report: Report, kind: str) -> str:
    """Return the name of the file."""
    period = report.period
    return f"II.06a_{report.unit_code}_{period.first}_{period.last}.{kind}"


def report_dict(report: Report) -> dict[str, Any]:
    """Return the report as plain data; figures are named by their column of the form."""
    return {
        "report": "II.06a",
        "unit": {"code": report.unit_code, "name": report.unit_name},
        "from": report.period.first.isoformat(),
        "to": report.period.last.isoformat(),
        "cut_off": clock.local(report.cut_off).isoformat(),
        "rows": [
            {
                "number": number,
                "unit": {"code": line.code, "name": line.label},
                "columns": _named(line.figures),
            }
            for number, line in enumerate(report.lines, 1)
        ],
        "total": _named(report.totals),
        "checks": [{"identity": check.text, "holds": check.holds} for check in report.checks],
        "good": report.good,
    }


def _named(figures: tuple[int, ...]) -> dict[str, int]:
    return {
        figure.value.removeprefix("c"): value
        for figure, value in zip(COLUMNS, figures, strict=True)
    }


def report_json(report: Report) -> bytes:
    """Return the report as JSON."""
    return (json.dumps(report_dict(report), ensure_ascii=False, indent=2) + "\n").encode()


def _columns() -> list[Column]:
    return [
        Column("(1) " + _("No."), ColumnKind.INTEGER),
        Column("(2) " + _("Unit"), width=44),
        *(
            Column(
                f"({number}) {column_title(figure)}", ColumnKind.INTEGER, 13 if number > 3 else 17
            )
            for number, figure in enumerate(COLUMNS, 3)
        ),
    ]


def _rows(report: Report) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [number, line.label, *line.figures] for number, line in enumerate(report.lines, 1)
    ]
    return [*rows, [None, _("Total"), *report.totals]]


def notes_of(report: Report) -> list[str]:
    """Return the lines below the table: the cut-off and the check of the identities."""
    checks = "; ".join(
        f"{check.text}: {_('holds') if check.holds else _('DOES NOT HOLD')}"
        for check in report.checks
        if check.text != "Σ"
    )
    return [
        _("Figures as of %(instant)s.") % {"instant": cut_off_text(report.cut_off)},
        _("Checked: %(checks)s.") % {"checks": checks},
    ]


def cut_off_text(cut_off: datetime) -> str:
    """Return the last instant counted; people write the end of a whole day as 24:00."""
    at = clock.local(cut_off)
    if (at + timedelta(microseconds=1)).date() > at.date():
        return f"{at:%d/%m/%Y} 24:00"
    return f"{at:%d/%m/%Y %H:%M}"


def period_facts(period: Period, cut_off: datetime) -> list[tuple[str, Cell]]:
    """Return the days of a period and the instant of its figures, as a spreadsheet keeps them.

    Down to the whole minute: a spreadsheet would round the last microsecond up to the next day.
    """
    return [
        (pgettext("period", "From"), period.first),
        (pgettext("period", "To"), period.last),
        (_("Last instant counted"), cut_off.replace(second=0, microsecond=0)),
    ]


def report_csv(report: Report) -> bytes:
    """Return the report as CSV."""
    return table_csv(_columns(), _rows(report))


def report_xlsx(report: Report) -> bytes:
    """Return the report as a workbook."""
    title = f"II.06a {report.unit_code} {report.period.first} – {report.period.last}"
    facts = period_facts(report.period, report.cut_off)
    return table_xlsx(title, _columns(), _rows(report), notes_of(report), facts)


def reporter(unit_id: int, name: str) -> Issuer:
    """Return who reports: the unit by its name, and the place that its own papers bear."""
    heads = heads_of({unit_id})
    unit = heads.units.get(unit_id)
    if unit is None or unit.kind is UnitKind.COUNTRY:  # a country signs nowhere
        return Issuer(superior=name, name="", place="")
    return Issuer(superior=name, name="", place=heads.issuer(unit).place)


def report_pdf(report: Report) -> bytes:
    """Return the official form as PDF/A."""
    return form_pdf(
        ReportII06A(
            issuer=reporter(report.unit_id, report.unit_name),
            receiver=report.parent_name or "Văn phòng Chính phủ",
            first_day=report.period.first,
            last_day=report.period.last,
            rows=tuple(ReportRow(line.label, line.figures) for line in report.lines),
            totals=report.totals,
            cut_off=report.cut_off,
            printed_at=clock.now(),
            compiler=Signature("Người lập biểu"),
            signer=Signature("Thủ trưởng đơn vị", hint="(Ký, đóng dấu)"),
        )
    )
