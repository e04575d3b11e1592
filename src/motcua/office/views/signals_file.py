"""All standings as a file: one line per signal and unit, without any person."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.documents.tables import Cell, Column, ColumnKind, table_csv, table_xlsx
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.report_files import MEDIA_TYPES
from motcua.office.signals import Overview, overview_read, standing_row
from motcua.ui.views.errors import form_refused


@requires(Action.SIGNAL_READ)
@require_safe
def signals_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Return the file to keep; of months that make no sense it says why."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    found = overview_read(request)
    if found.asked.form.is_bound and not found.asked.form.is_valid():
        return form_refused(request, found.asked.form)
    columns, rows = _table(found)
    data = (
        table_csv(columns, rows)
        if kind == "csv"
        else table_xlsx(_("Signals of polished figures"), columns, rows)
    )
    asked = found.asked
    name = f"signals_{asked.unit.code}_{asked.months.first:%Y-%m}_{asked.months.last:%Y-%m}.{kind}"
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _table(found: Overview) -> tuple[list[Column], list[list[Cell]]]:
    columns = [
        Column(_("Signal"), width=44),
        Column(_("Unit"), width=44),
        Column(_("Code"), width=14),
        Column(_("Cases"), ColumnKind.INTEGER, 10),
        Column(_("Looked at"), ColumnKind.INTEGER, 12),
        Column(_("To be expected"), width=14),
        Column(_("How likely by chance"), width=24),
        Column(_("Stands out"), width=12),
        Column(_("State"), width=28),
    ]
    rows: list[list[Cell]] = []
    for one in found.standings:
        row = standing_row(found, one)
        stands = _("yes") if one.named else _("no")
        state = row["state"] if one.named else ""
        rows.append(
            [
                str(row["signal"]), row["unit"], row["code"], row["cases"], row["exposed"],
                row["expected"], row["chance"], stands, state,
            ]
        )  # fmt: skip
    return columns, rows
