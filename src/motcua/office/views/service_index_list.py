"""The codes behind one side of an indicator, down to the dossier."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Entity
from motcua.indicators.queries.index import counted_to_midnight, index_list
from motcua.kernel.errors import Refused
from motcua.office.boards.behind import listed
from motcua.office.period import choice_of
from motcua.office.serviceindex import SIDE_WORDS, SIDES, lift_url, list_url
from motcua.office.unsound import refusal_told
from motcua.procedures.queries import procedure_ids, procedure_names
from motcua.ui.links import url_with
from motcua.ui.types import Chip, Tab

PAGE = 50


@requires(Action.REPORT_READ)
@require_safe
def service_index_list(request: SignedInRequest) -> HttpResponse:
    """Show a page of codes; a dossier opens where the person may read it."""
    choice = choice_of(request, Action.REPORT_READ)
    indicator = INDICATORS.get(request.GET.get("indicator", "2.1"))
    chosen = request.GET.get("side", "counted")
    if indicator is None or chosen not in SIDES:
        raise Http404
    after = request.GET.get("after", "")[:80].replace("\x00", "")
    procedure, filters = _narrowed(request)
    asked = {**choice.query, "procedure": procedure} if procedure else choice.query
    unsound, keys = "", []
    try:
        keys = index_list(
            indicator.id,
            SIDES[chosen],
            choice.unit.id,
            choice.period,
            after=after,
            most=PAGE + 1,
            procedure=procedure,
        )
    except Refused as refusal:
        unsound = refusal_told(refusal, request.actor)
    shown = keys[:PAGE]
    # Dossiers as in the lists of boards, for whoever reads those; all else by what names it.
    reads = (Action.BOARD_READ, Action.DOSSIER_READ)
    may = any(request.actor.may(one, choice.unit.id) for one in reads)
    rows = indicator.entity is Entity.PROCEDURE or (indicator.entity is Entity.DOSSIER and may)
    query = urlencode(choice.query)
    context: dict[str, Any] = {
        "choice": choice,
        "indicator": indicator,
        "tabs": [
            Tab(str(SIDE_WORDS[side]), list_url(indicator.id, name, asked), name == chosen)
            for name, side in SIDES.items()
        ],
        "names": indicator.entity is Entity.PROCEDURE,
        "figure": f"{indicator.id} {indicator.name}",
        **(listed(request.actor, shown) if rows else {"plain": [(key, "") for key in shown]}),
        "filters": filters,
        "unsound": unsound,
        "without_today": not unsound and counted_to_midnight(choice.unit.id, choice.period),
        "lift": lift_url(choice.query, indicator.id)
        if chosen == "missing" and indicator.meets
        else "",
        "back": f"{reverse('office:service_index')}?{query}",
        "next_url": url_with(request, after=shown[-1]) if len(keys) > PAGE else "",
        "first_url": url_with(request, after=None) if after else "",
    }
    return render(request, "office/service_index_list.html", context)


def _narrowed(request: SignedInRequest) -> tuple[str, list[Chip]]:
    """Return the procedure of the address, and the chip that takes it off."""
    code = request.GET.get("procedure", "")[:40]
    if not code:
        return "", []
    found = procedure_ids([code])
    if code not in found:
        raise Http404
    name = procedure_names(found.values())[found[code]][1]
    return code, [Chip(name, url_with(request, procedure=None), selected=True, removes=True)]
