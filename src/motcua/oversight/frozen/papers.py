"""A frozen report as files: PDF for the archive, a workbook, JSON for machines.

The paper is Vietnamese by law, whoever sends it; the workbook is in the reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.documents.forms import Signature
from motcua.documents.pdf import form_pdf
from motcua.documents.report_sheet import FrozenReportSheet
from motcua.documents.tables import Cell, Column, table_xlsx
from motcua.documents.tables import ColumnKind as Kind
from motcua.dossiers.queries.headings import heads_of
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.files import column_head, per_cent
from motcua.indicators.reports.types import ColumnKind, Sheet, SheetCheck, Value
from motcua.indicators.reports.words import (
    check_text,
    column_title,
    doubt_text,
    line_label,
    note_text,
)
from motcua.kernel import clock, signing
from motcua.organisations.queries import unit_get
from motcua.oversight.frozen.types import Standing, Step

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
HOUR = 3600


class Kept(Protocol):
    """What of a frozen report stands on its files besides the sheet."""

    code: str
    version: int
    reason: str
    to_name: str
    digest: str


def report_pdf(sheet: Sheet, kept: Kept, now: Standing, *, sealed_by: str | None = None) -> bytes:
    """Return the paper as PDF/A; the same report gives the same bytes.

    Without `sealed_by` it is a preview and says so; empty: the unit has no certificate.
    """
    with override("vi"):
        return form_pdf(_paper(sheet, kept, now, sealed_by))


def _paper(sheet: Sheet, kept: Kept, now: Standing, sealed_by: str | None) -> FrozenReportSheet:
    unit, report = unit_get(sheet.unit_id), REPORTS[sheet.report]
    rows = [(line_label(sheet, one), *one.cells) for one in sheet.lines]
    checks = [one for one in sheet.checks if one.text != "Σ"]
    told = "; ".join(f"{one.text}: {_holds(one)}" for one in checks)
    return FrozenReportSheet(
        issuer=heads_of({unit.id}).issuer(unit),
        symbol=report.form_on(sheet.period.last).symbol,
        title=str(report.title),
        receiver=kept.to_name or sheet.parent_name,
        code=kept.code,
        version=kept.version,
        reason=kept.reason,
        first_day=sheet.period.first,
        last_day=sheet.period.last,
        columns=(
            str(report.first),
            *(column_title(sheet.report, one.key, whole=True) for one in sheet.columns),
        ),
        numbers=("(2)", *(one.number for one in sheet.columns)),
        rows=tuple(
            (str(row[0]), *(_text(cell) for cell in row[1:]))
            for row in [*rows, (_("Total"), *sheet.totals)]
        ),
        notes=(
            *_notes(sheet),
            *([_("Checked: %(checks)s.") % {"checks": told}] if told else []),
        ),
        maker=_signature("Người lập biểu", now.signed),
        approver=_signature("Thủ trưởng đơn vị", now.approved),
        cut_off=sheet.cut_off,
        issued_at=now.sent.at if now.sent else clock.now(),
        digest=kept.digest,
        sealed_by=sealed_by or "",
        preview=sealed_by is None,
    )  # fmt: skip


def _notes(sheet: Sheet) -> list[str]:
    """Return what is to be known of the numbers, and of a form that nobody has compared."""
    form = REPORTS[sheet.report].form_on(sheet.period.last)
    doubt = [_("To be verified: %(why)s") % {"why": doubt_text(form.doubt)}]
    return [*map(note_text, sheet.notes), *(doubt if form.to_verify else [])]


def _holds(check: SheetCheck) -> str:
    return _("holds") if check.holds else _("DOES NOT HOLD")


def _signature(title: str, step: Step | None) -> Signature:
    """Return who signed in the system, and when: nobody signed this paper by hand."""
    if step is None:
        return Signature(title)
    at = clock.local(step.at)
    return Signature(title, step.name, hint=f"(Đã xác nhận trên hệ thống lúc {at:%H:%M %d/%m/%Y})")


def _text(value: Value) -> str:
    """Return a cell as it stands on a Vietnamese paper."""
    if value is None:
        return "–"
    if isinstance(value, Fraction):
        return f"{per_cent(value)} %".replace(".", ",")
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


def report_xlsx(sheet: Sheet, kept: Kept, now: Standing) -> bytes:
    """Return the report as a workbook of real numbers, shares as per cent."""
    report = REPORTS[sheet.report]
    form = report.form_on(sheet.period.last)
    columns = [Column(str(report.first), width=44)]
    columns += [
        Column(
            column_head(sheet, one),
            _KINDS.get(one.kind, Kind.TEXT), 14,
        )
        for one in sheet.columns
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [line_label(sheet, one), *map(_cell, one.cells)] for one in sheet.lines
    ]
    rows.append([_("Total"), *map(_cell, sheet.totals)])
    notes = [
        f"{kept.code} · {kept.digest}",
        *(f"{check_text(one)}: {_holds(one)}" for one in sheet.checks),
        *_notes(sheet),
        *(f"{one.fact.value}: {one.name} ({one.unit}), {clock.local(one.at):%d/%m/%Y %H:%M}"
          for one in (now.signed, now.approved, now.sent) if one is not None),
    ]  # fmt: skip
    return table_xlsx(f"{form.symbol or report.key} {kept.code}", columns, rows, notes)


_KINDS = {
    ColumnKind.COUNT: Kind.INTEGER,
    ColumnKind.SHARE: Kind.DECIMAL,
    ColumnKind.SECONDS: Kind.INTEGER,
}


def _cell(value: Value) -> Cell:
    return per_cent(value) if isinstance(value, Fraction) else value


def report_json(text: str, kept: Kept, steps: tuple[Step, ...], signature: str) -> bytes:
    """Return the frozen sheet as it is hashed, with its hash, its signature and its steps.

    Without the lists behind the cells: this file goes on to others.
    """
    told: dict[str, Any] = {
        "code": kept.code,
        "version": kept.version,
        "reason": kept.reason,
        "sheet": json.loads(text),
        "digest": kept.digest,
        "signature": signature,
        "public_key": signing.public_key(),
        "steps": [
            {
                "step": one.seq, "what": one.fact.value, "at": clock.local(one.at).isoformat(),
                "by": one.name, "role": one.role, "unit": one.unit,
            }
            for one in steps
        ],
    }  # fmt: skip
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
