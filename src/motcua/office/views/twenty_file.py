"""The procedures that matter as a file: CSV or XLSX, one line per procedure."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.documents.tables import table_csv, table_xlsx
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.report_files import MEDIA_TYPES
from motcua.office.figures import instant_of
from motcua.office.period import choice_of
from motcua.office.twenty import file_table, twenty_read
from motcua.office.views.twenty import matter_of
from motcua.ui.views.errors import form_refused


@requires(Action.REPORT_READ)
@require_safe
def twenty_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Return the file to keep; of a period that makes no sense it says why."""
    choice = choice_of(request, Action.REPORT_READ)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    if not choice.form.is_valid():
        return form_refused(request, choice.form)
    found = twenty_read(choice)
    columns, rows = file_table(found, matter_of(request), choice)
    title = _("The twenty that matter")
    as_of = _("Figures as of %s.") % instant_of(found.window.until)
    data = (
        table_csv(columns, rows)
        if kind == "csv"
        else table_xlsx(title, columns, rows, notes=[choice.unit.full_name, as_of])
    )
    period = choice.period
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    name = f"procedures_{choice.unit.code}_{period.first}_{period.last}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
