"""An official report as a file: CSV, XLSX, PDF or JSON."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.public.standing import Why, standing
from motcua.indicators.reports.files import MEDIA_TYPES, sheet_file, sheet_name
from motcua.indicators.reports.sheets import report_sheet
from motcua.kernel.errors import NotFound, Refused
from motcua.office.period import choice_of
from motcua.ui.views.errors import form_refused


@requires(Action.REPORT_READ)
@require_safe
def report_file(request: SignedInRequest, key: str, kind: str) -> HttpResponse:
    """Return the file to keep; of a period that makes no sense it says why.

    While no number can be shown there is no file either: the page says why. Nor is there one while
    the figures are not what the sealed events say: a file leaves the page with the notice.
    """
    choice = choice_of(request, Action.REPORT_READ)
    if kind not in MEDIA_TYPES:
        raise Http404
    if not choice.form.is_valid():
        return form_refused(request, choice.form)
    page = f"{reverse('office:report', args=[key])}?{urlencode(choice.query)}"
    try:
        sheet = report_sheet(key, choice.unit.id, choice.period)
    except NotFound:
        raise Http404 from None
    except Refused:
        return redirect(page)
    if standing().why is Why.BROKEN:
        return redirect(page)
    response = HttpResponse(sheet_file(sheet, kind), content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{sheet_name(sheet, kind)}"'
    return response
