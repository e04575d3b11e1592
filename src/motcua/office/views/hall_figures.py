"""The hall in figures, for the director: today with a forecast, or a day that has passed."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.hall_places import centre_wanted, centres_open_to
from motcua.office.hall_words import GROUNDS
from motcua.organisations.queries import units_by_ids
from motcua.reception.measure import Figures
from motcua.reception.queries.desk import hall_now
from motcua.reception.queries.figures import (
    DayFigures,
    day_figures,
    day_with_numbers,
    forecast_today,
)
from motcua.ui import formats
from motcua.ui.types import Bar


@requires(Action.RECEPTION_EDIT)
@require_safe
def hall_figures(request: SignedInRequest) -> HttpResponse:
    """Show a day of a hall; a day that cannot be read counts as today."""
    unit_id = centre_wanted(request.actor, request.GET.get("unit", ""))
    today = clock.today()
    day = _day(request.GET.get("day", ""), today)
    if unit_id is None:
        return render(request, "office/hall_figures.html", {"unit": None})
    found = day_figures(unit_id, day)
    units = units_by_ids(centres_open_to(request.actor))
    context = {
        "unit": units[unit_id],
        "units": sorted(units.values(), key=lambda one: one.full_name),
        "day": day,
        "today": today,
        "now": clock.now(),
        "found": found,
        "earlier": None if found.total.taken else day_with_numbers(unit_id, day),
        "share": formats.percent(found.total.share or 0, 0),
        "tables": _tables(found),
        "taken": _bars(found),
        "grounds": [(GROUNDS[one], count) for one, count in sorted(found.grounds.items())],
        "forecast": forecast_today(unit_id) if day == today else None,
        "hall": hall_now(unit_id) if day == today else None,
    }
    return render(request, "office/hall_figures.html", context)


def _day(text: str, today: date) -> date:
    try:
        return min(date.fromisoformat(text[:10]), today)
    except ValueError:
        return today


def _tables(found: DayFigures) -> list[tuple[str, str, list[tuple[str, Figures]]]]:
    """Return caption, first heading and rows of each table that has rows."""
    tables = [
        (_("By queue"), _("Queue"), list(found.queues)),
        (
            _("By counter"),
            _("Counter"),
            [(str(number), one) for number, one in found.counters],
        ),
        (
            _("By half-hour in which the number was taken"),
            _("From"),
            [(formats.time_of_day(at), one) for at, one in found.half_hours],
        ),
    ]
    return [one for one in tables if one[2]]


def _bars(found: DayFigures) -> list[Bar]:
    return [Bar(formats.time_of_day(at), one.taken) for at, one in found.half_hours]
