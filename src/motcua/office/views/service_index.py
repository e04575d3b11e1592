"""The Service Index of a unit: every indicator with its lists, what would lift it, who is where."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.index.points import rounded
from motcua.indicators.public.standing import standing
from motcua.indicators.queries.index import UnitIndex, index_of
from motcua.kernel.errors import Refused
from motcua.office.figures import instant_of
from motcua.office.period import Choice, choice_of
from motcua.office.report_units import reporting_children
from motcua.office.serviceindex import (
    GROUPS,
    group_rows,
    lift_url,
    lifts,
    points_text,
    ranked,
)
from motcua.office.unsound import refusal_told
from motcua.ui import formats


@requires(Action.REPORT_READ)
@require_safe
def service_index(request: SignedInRequest) -> HttpResponse:
    """Show it; where a dossier's events were changed, no number and the reason."""
    choice = choice_of(request, Action.REPORT_READ)
    children = reporting_children(choice.unit.id)
    context: dict[str, Any] = {"choice": choice, "unsound": "", "standing": standing()}
    context["twenty_url"] = f"{reverse('office:twenty')}?{urlencode(choice.query)}"
    try:
        found = index_of(choice.unit.id, choice.period, unit_ids=[one.id for one in children])
    except Refused as refusal:
        context["unsound"] = refusal_told(refusal, request.actor)
    else:
        names = {one.id: (one.code, one.full_name) for one in children}
        context |= _shown(choice, found, names)
    return render(request, "office/service_index.html", context)


def _shown(choice: Choice, found: UnitIndex, names: dict[int, tuple[str, str]]) -> dict[str, Any]:
    whole = found.whole
    parts = [(*names[unit], index) for (unit, _value), index in found.parts.items()]
    base = reverse("office:service_index")
    rows = [
        {**row, "url": f"{base}?{urlencode({**choice.query, 'unit': row['code']})}"}
        for row in ranked(parts)
    ]
    return {
        "as_of": instant_of(found.span.until),
        "without_today": found.without_today,
        "points": formats.number(rounded(whole.points), 2),
        "reachable": points_text(whole.reachable),
        "all_apply": whole.reachable == 100,
        "groups": group_rows(whole, choice.query),
        "lifts": lifts(whole, choice.query),
        "lift_url": lift_url(choice.query),
        "names": list(GROUPS.values()),
        "units": [row for row in rows if row["exact"] is not None],
        "uncounted": [row for row in rows if row["exact"] is None],
    }
