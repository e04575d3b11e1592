"""An official report on a page: period, table, identities, notes, the four formats."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.public.standing import standing
from motcua.indicators.reports.sheets import report_sheet
from motcua.kernel.errors import NotFound, Refused
from motcua.office.period import choice_of
from motcua.office.sheets import form_context, sheet_context
from motcua.office.unsound import refusal_told


@requires(Action.REPORT_READ)
@require_safe
def report(request: SignedInRequest, key: str) -> HttpResponse:
    """Show the report; every number leads to its list where the person may see the board.

    No number while it would be wrong: the reason stands in its place. Figures that are not proved
    against the sealed events are shown with a notice; only frozen ones are official.
    """
    choice = choice_of(request, Action.REPORT_READ)
    linked = request.actor.may(Action.BOARD_READ, choice.unit.id)
    query = urlencode(choice.query)
    context: dict[str, Any] = {
        "choice": choice,
        **form_context(key, choice.period.last),
        "reports_url": f"{reverse('office:reports')}?{query}",
        "board_url": f"{reverse('office:board')}?{query}" if linked else "",
        "refused": "",
        "standing": standing(),
    }
    try:
        sheet = report_sheet(key, choice.unit.id, choice.period)
    except (Refused, NotFound) as refusal:
        context["refused"] = refusal_told(refusal, request.actor)
    else:
        context |= sheet_context(sheet, choice.query, linked=linked)
    return render(request, "office/report.html", context)
