"""The frozen list behind one number of a report: the codes as they stood at the cut-off."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.reports.words import column_title, line_label
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import NotFound
from motcua.office.figures import instant_of
from motcua.office.frozen_reports import line_words, report_or_404
from motcua.oversight.frozen.queries import Report, codes_behind
from motcua.oversight.frozen.types import Spot, is_dossier
from motcua.ui.links import url_with

PAGE = 50


@requires(Action.BOARD_READ)
@require_safe
def frozen_report_codes(request: SignedInRequest, code: str) -> HttpResponse:
    """List the codes; the reading is recorded. Names stand nowhere in a frozen report.

    With `moved` those that came to the number or went from it since the version before.
    """
    view = report_or_404(request, code)
    spot = (request.GET.get("line", ""), request.GET.get("column", ""))
    moved = request.GET.get("moved") == "1"
    codes = _moved(request, view, spot) if moved else _behind(request, code, spot)
    page = Paginator(codes, PAGE).get_page(request.GET.get("page"))
    posting = request.actor.posting_for(Action.REPORT_READ, view.line.unit_id)
    reading_record(
        account_id=request.actor.account_id,
        posting_id=posting.id,
        subject=f"frozen:{view.line.id}",
        purpose=f"{spot[0]} {spot[1]}{' moved' if moved else ''}".strip(),
        route="office:frozen_report_codes",
    )
    lines = {one.key: line_label(view.sheet, one) for one in view.sheet.lines}
    readable = request.actor.may(Action.DOSSIER_READ, view.line.unit_id)
    context = {
        **line_words(view.line),
        "unit": view.unit,
        "as_of": instant_of(view.line.cut_off),
        "row": lines.get(spot[0], ""),
        "column": column_title(view.line.report, spot[1], whole=True),
        "total": len(codes),
        "moved": moved,
        "codes": [(sign, one, readable and is_dossier(one)) for sign, one in page.object_list],
        "first": page.start_index(),
        "next_url": url_with(request, page=str(page.next_page_number())) if page.has_next() else "",
        "before_url": url_with(request, page=str(page.previous_page_number()))
        if page.has_previous()
        else "",
    }
    return render(request, "office/frozen_report_codes.html", context)


def _behind(request: SignedInRequest, code: str, spot: Spot) -> list[tuple[str, str]]:
    try:
        return [("", one) for one in codes_behind(request.actor, code, spot)]
    except NotFound as refusal:
        raise Http404 from refusal


def _moved(request: SignedInRequest, view: Report, spot: Spot) -> list[tuple[str, str]]:
    """Return what came (+) and went (−); 404 for a number that does not differ."""
    cells = view.difference.cells if request.actor.may(Action.BOARD_READ, view.line.unit_id) else ()
    for one in cells:
        if (one.line, one.column) == spot:
            return [*(("+", code) for code in one.came), *(("−", code) for code in one.went)]
    raise Http404
