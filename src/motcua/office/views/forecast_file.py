"""Expected arrivals as a file: CSV or XLSX, one line per procedure and week or day."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.documents.tables import table_csv, table_xlsx
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.report_files import MEDIA_TYPES
from motcua.office.forecasting import file_table
from motcua.office.period import choice_of
from motcua.office.views.forecast import forecast_read
from motcua.ui import formats


@requires(Action.BOARD_READ)
@require_safe
def forecast_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Return the file to keep; without enough history it has no lines."""
    choice = choice_of(request, Action.BOARD_READ)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    found = forecast_read(request, choice)
    columns, rows = file_table(found, choice.unit)
    as_of = _("Figures as of %s.") % formats.day_full(found.recent.last)
    data = (
        table_csv(columns, rows)
        if kind == "csv"
        else table_xlsx(_("Expected arrivals"), columns, rows, notes=[choice.unit.full_name, as_of])
    )
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    name = f"forecast_{choice.unit.code}_{found.first}_{found.last}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
