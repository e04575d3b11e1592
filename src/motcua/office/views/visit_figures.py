"""Home visits in figures, for the director: asked, done, waiting, what could not be met."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.outside.reading import centre_of, centres_for
from motcua.reception.labels import REASONS
from motcua.reception.queries.points import taken_in_at_points
from motcua.reception.queries.visits import lived_of
from motcua.reception.visiting import visit_figures as figures_of
from motcua.ui import formats

DAYS = 90


@requires(Action.RECEPTION_EDIT)
@require_safe
def visit_figures(request: SignedInRequest) -> HttpResponse:
    """Show the requests that came in a period; without one, in the last ninety days."""
    unit = centre_of(request.actor, Action.RECEPTION_EDIT, request.GET.get("unit", ""))
    if unit is None:
        return render(request, "office/visit_figures.html", {"unit": None})
    today = clock.today()
    until = min(_day(request.GET.get("to", ""), today), today)
    since = min(_day(request.GET.get("from", ""), until - timedelta(days=DAYS)), until)
    rows = lived_of(unit.id, since, until)
    total = figures_of(rows, today)
    context = {
        "unit": unit,
        "units": centres_for(request.actor, Action.RECEPTION_EDIT),
        "since": since,
        "until": until,
        "today": today,
        "total": total,
        "share": formats.percent(total.done / total.asked, 0) if total.asked else "",
        "reasons": [
            (words, figures_of([one for one in rows if one.reason is reason], today))
            for reason, words in REASONS.items()
            if any(one.reason is reason for one in rows)
        ],
        "points": taken_in_at_points(unit.id, since, until),
        "now": clock.now(),
    }
    return render(request, "office/visit_figures.html", context)


def _day(text: str, usual: date) -> date:
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return usual
    return found if found.year > 2000 else usual
