"""The table of a comparison as a file: CSV or XLSX."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.documents.tables import table_csv, table_xlsx
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.report_files import MEDIA_TYPES
from motcua.kernel.errors import Refused
from motcua.office.comparing.area import area_of
from motcua.office.comparing.question import question_of
from motcua.office.comparing.table import ranking_of, ranking_table
from motcua.ui.views.errors import form_refused


@requires(Action.BOARD_READ)
@require_safe
def compare_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Return the file; unsound figures and an unknown measure have none, wrong days are told."""
    question, area = question_of(request), area_of(request)
    if kind not in {"csv", "xlsx"} or question.problem:
        raise Http404
    if not question.form.is_valid():
        return form_refused(request, question.form)
    try:
        columns, rows = ranking_table(ranking_of(area, question, request.actor))
    except Refused:
        raise Http404 from None
    data = table_csv(columns, rows) if kind == "csv" else table_xlsx(_("Comparison"), columns, rows)
    period = question.period
    name = f"compare_{area.code}_{question.measure.key}_{period.first}_{period.last}.{kind}"
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
