"""Expected arrivals of the next four weeks: per week and day, by procedure, with their error."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.queries.counted import until_of
from motcua.indicators.queries.forecast import Ahead, Forecast, forecast_of
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.office import forecasting as words
from motcua.office.period import Choice, choice_of
from motcua.procedures.queries import procedure_ids
from motcua.ui import formats
from motcua.ui.links import url_with
from motcua.ui.types import Chip
from motcua.ui.types import Expected as Drawn


@requires(Action.BOARD_READ)
@require_safe
def forecast(request: SignedInRequest) -> HttpResponse:
    """Show it; the unit and, where one is chosen, the procedure are the address."""
    choice = choice_of(request, Action.BOARD_READ)
    found = forecast_read(request, choice)
    outlook = found.whole.outlook
    context = {
        "choice": choice,
        "found": found,
        "as_of": formats.day_full(found.recent.last),
        "chips": _chips(request, found),
        "reason": words.reason(outlook),
        "headline": _headline(found),
        "weeks": [words.line(one) for one in outlook.weeks],
        "days": [words.line(one) for one in outlook.days],
        "drawn": [
            Drawn(f"{one.first:%d/%m}", one.value, one.low, one.high) for one in outlook.days
        ],
        "closed": ", ".join(formats.day(day) for day in found.closed if day.weekday() < 5),
        "unknown_from": found.unknown_from,
        "proof": words.proof(outlook.judged) if outlook.judged else None,
        "recent": words.recent_cell(choice.unit, found, found.whole, linked=True),
        "procedures": [_procedure(request, choice, found, one) for one in found.procedures],
        "heads": [f"{one.first:%d/%m} – {one.last:%d/%m}" for one in outlook.weeks],
        "files": [
            (
                kind.upper(),
                f"{reverse('office:forecast_file', args=[kind])}?"
                + urlencode({"unit": choice.unit.code, "procedure": found.whole.code}),
            )
            for kind in ("csv", "xlsx")
        ],
    }
    return render(request, "office/forecast.html", context)


def forecast_read(request: SignedInRequest, choice: Choice) -> Forecast:
    """Read what the address asks for; raises Http404 for a procedure that does not exist."""
    code = request.GET.get("procedure", "")[:40]
    known = procedure_ids([code]) if code else {}
    if code and code not in known:
        raise Http404
    yesterday = clock.today() - timedelta(days=1)  # the history ends there, and its list
    counted = choice.wholly().counted_at(until_of(Period(yesterday, yesterday)))
    with choice.seen(counted):
        return forecast_of(choice.unit.id, counted.ids, procedure_id=known.get(code, 0))


def _chips(request: SignedInRequest, found: Forecast) -> list[Chip]:
    if not found.whole.code:
        return []
    return [Chip(found.whole.label, url_with(request, procedure=None), selected=True, removes=True)]


def _headline(found: Forecast) -> dict[str, str]:
    """Return the next seven days in words, with what that is per open day."""
    weeks = found.whole.outlook.weeks
    if not weeks:
        return {}
    week = weeks[0]
    note = _("%(per_day)s per open day; %(days)s of the seven days are open.") % {
        "per_day": formats.number(week.per_day, 1),
        "days": formats.number(week.open_days),
    }
    text = _("dossiers expected from %(first)s to %(last)s; in 8 of 10 such weeks %(between)s") % {
        "first": formats.day(week.first),
        "last": formats.day(week.last),
        "between": words.between(week),
    }
    return {"value": words.about(week), "text": text, "note": note}


def _procedure(
    request: SignedInRequest, choice: Choice, found: Forecast, one: Ahead
) -> dict[str, Any]:
    outlook = one.outlook
    judged = outlook.judged
    return {
        "label": one.label,
        "code": one.code,
        "url": url_with(request, procedure=one.code),
        "recent": words.recent_cell(choice.unit, found, one, linked=True),
        "weeks": [(words.about(week), words.between(week)) for week in outlook.weeks],
        "error": formats.percent(judged.errors[judged.winner].relative) if judged else "",
        "reason": words.reason(outlook),
    }
