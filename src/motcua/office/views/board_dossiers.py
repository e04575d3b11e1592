"""The dossiers behind one figure of a board or report: exactly as many as the figure says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.indicators.index.places import Counted
from motcua.indicators.queries import dossiers_behind, window_of
from motcua.indicators.types import Figure
from motcua.kernel.errors import Invalid
from motcua.office.boards.behind import row_shown
from motcua.office.figures import figure_name, instant_of
from motcua.office.period import Choice, choice_of
from motcua.procedures.queries import (
    fields_all,
    procedure_fields,
    procedure_ids,
    procedure_names,
)
from motcua.ui.links import url_with
from motcua.ui.types import Chip, Crumb

PAGE = 25


@requires(Action.BOARD_READ)
@require_safe
def board_dossiers(request: SignedInRequest) -> HttpResponse:
    """List the dossiers; who may see figures only sees no names and no way to the dossier."""
    choice = choice_of(request, Action.BOARD_READ)
    try:
        figure = Figure(request.GET.get("figure", ""))
    except ValueError:
        raise Http404 from None
    narrowed, filters = _narrowed(request, choice)
    window = window_of(choice.period, unit_id=choice.unit.id)
    counted = choice.counted
    if "official_id" in narrowed:  # people are told where they work, as on the board
        counted = Counted(counted.unit_id, counted.own)
    narrowed |= {"counted": counted, "limit": PAGE}
    try:
        page = dossiers_behind(
            figure, counted.ids, window, **narrowed, after=request.GET.get("after", "")
        )
    except Invalid:  # a damaged place in the list: begin anew
        page = dossiers_behind(figure, counted.ids, window, **narrowed)
    readable = request.actor.unit_ids_for(Action.DOSSIER_READ)
    context = {
        "choice": choice,
        "figure": figure_name(figure),
        "total": page.total,
        "as_of": instant_of(window.until),
        "filters": filters,
        "crumbs": _crumbs(choice, figure),
        "rows": [row_shown(row, readable) for row in page.rows],
        "codes": page.codes,
        "next_url": url_with(request, after=page.after) if page.after else "",
        "first_url": url_with(request, after=None) if request.GET.get("after") else "",
    }
    return render(request, "office/board_dossiers.html", context)


def _narrowed(request: SignedInRequest, choice: Choice) -> tuple[dict[str, Any], list[Chip]]:
    """Return field, procedure and official of the address, and the chips that take them off.

    What one official has is for whoever shares out the work, as on the board.
    """
    narrowed: dict[str, Any] = {}
    filters: list[Chip] = []
    field = request.GET.get("field", "")[:40]
    if field:
        known_fields = {one.code: one.name for one in fields_all()}
        if field not in known_fields:
            raise Http404
        of = procedure_fields()
        narrowed["procedure_ids"] = [key for key, value in of.items() if value == field]
        filters.append(
            Chip(known_fields[field], url_with(request, field=None), selected=True, removes=True)
        )
    code = request.GET.get("procedure", "")
    if code:
        found = procedure_ids([code])
        if code not in found:
            raise Http404
        narrowed["procedure_id"] = found[code]
        name = procedure_names(found.values())[found[code]][1]
        filters.append(Chip(name, url_with(request, procedure=None), selected=True, removes=True))
    official = request.GET.get("official", "")
    if official:
        if not official.isascii() or not official.isdigit() or len(official) > 18:
            raise Http404
        if not request.actor.may(Action.WORK_REASSIGN, choice.unit.id):
            raise Http404
        narrowed["official_id"] = int(official)
        people = accounts_by_ids([int(official)])
        known = people[int(official)].name if people else _("Not assigned yet")
        filters.append(Chip(known, url_with(request, official=None), selected=True, removes=True))
    return narrowed, filters


def _crumbs(choice: Choice, figure: Figure) -> list[Crumb]:
    query = urlencode(choice.query)
    return [
        Crumb(choice.unit.full_name, f"{reverse('office:board')}?{query}"),
        Crumb(figure_name(figure)),
    ]
