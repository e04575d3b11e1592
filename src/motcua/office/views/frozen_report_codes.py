"""The frozen list behind one number of a report: the codes as they stood at the cut-off."""

from __future__ import annotations

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
from motcua.oversight.frozen.queries import Report, codes_behind, looked_last
from motcua.oversight.frozen.types import Difference, Spot, is_dossier
from motcua.ui.links import url_with

PAGE = 50
NOW = "now"
MOVED = {"": "", "before": "before", NOW: NOW, "1": "before"}
"""What an address may ask for; 1 is how it once said `before`."""


@requires(Action.BOARD_READ)
@require_safe
def frozen_report_codes(request: SignedInRequest, code: str) -> HttpResponse:
    """List the codes; the reading is recorded. Names stand nowhere in a frozen report.

    With `moved` those that came to the number or went from it: since the version before, or, with
    `now`, as the worker's last look found them.
    """
    view = report_or_404(request, code)
    spot = (request.GET.get("line", ""), request.GET.get("column", ""))
    moved = MOVED.get(request.GET.get("moved", ""))
    if moved is None:
        raise Http404
    codes = _moved(request, view, spot, moved) if moved else _behind(request, code, spot)
    after = request.GET.get("after", "")[:80].replace("\x00", "")
    place = 0 if not after else next((n for n, one in enumerate(codes, 1) if _key(one) == after), 0)
    shown = codes[place : place + PAGE]
    posting = request.actor.posting_for(Action.REPORT_READ, view.line.unit_id)
    reading_record(
        account_id=request.actor.account_id,
        posting_id=posting.id,
        subject=f"frozen:{view.line.id}",
        purpose=f"{spot[0]} {spot[1]}{f' moved {moved}' if moved else ''}".strip(),
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
        "looked_at": looked.at if moved == NOW and (looked := looked_last(view.line.id)) else None,
        "codes": [(sign, one, readable and is_dossier(one)) for sign, one in shown],
        "first": place + 1,
        "next_url": url_with(request, after=_key(shown[-1])) if place + PAGE < len(codes) else "",
        "first_url": url_with(request, after=None) if place else "",
    }
    return render(request, "office/frozen_report_codes.html", context)


def _behind(request: SignedInRequest, code: str, spot: Spot) -> list[tuple[str, str]]:
    try:
        return [("", one) for one in codes_behind(request.actor, code, spot)]
    except NotFound as refusal:
        raise Http404 from refusal


def _moved(request: SignedInRequest, view: Report, spot: Spot, since: str) -> list[tuple[str, str]]:
    """Return what came (+) and went (−); 404 for a number that does not differ."""
    if not request.actor.may(Action.BOARD_READ, view.line.unit_id):
        raise Http404
    found = view.difference
    if since == NOW:
        looked = looked_last(view.line.id)
        found = (looked.check.difference if looked else None) or Difference()
    for one in found.cells:
        if (one.line, one.column) == spot:
            return [*(("+", code) for code in one.came), *(("−", code) for code in one.went)]
    raise Http404


def _key(one: tuple[str, str]) -> str:
    """Return what an address calls a code: came and went are two lists, the sign tells which."""
    return "".join(one)
