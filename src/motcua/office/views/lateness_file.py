"""The causes of lateness as a file: CSV or XLSX, one line per unit, procedure and cause."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.documents.tables import table_csv, table_xlsx
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.report_files import MEDIA_TYPES
from motcua.office.latenesses import lateness_read, lateness_table
from motcua.ui.views.errors import form_refused


@requires(Action.BOARD_READ)
@require_safe
def lateness_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Return the file to keep; of a period that makes no sense it says why."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    found = lateness_read(request)
    if not found.choice.form.is_valid():
        return form_refused(request, found.choice.form)
    columns, rows = lateness_table(found)
    data = (
        table_csv(columns, rows)
        if kind == "csv"
        else table_xlsx(_("Causes of lateness"), columns, rows)
    )
    period = found.choice.period
    name = f"lateness_{found.choice.unit.code}_{period.first}_{period.last}.{kind}"
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
