"""Form II.06a as a file: CSV, XLSX, PDF or JSON."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.queries import report_ii06a
from motcua.indicators.report_files import MEDIA_TYPES, report_file, report_name
from motcua.office.period import choice_of


@requires(Action.REPORT_READ)
@require_safe
def report_ii06a_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Return the file to keep; a period that makes no sense has none."""
    choice = choice_of(request, Action.REPORT_READ)
    if kind not in MEDIA_TYPES or not choice.form.is_valid():
        raise Http404
    report = report_ii06a(choice.unit.id, choice.period.first, choice.period.last)
    response = HttpResponse(report_file(report, kind), content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{report_name(report, kind)}"'
    return response
