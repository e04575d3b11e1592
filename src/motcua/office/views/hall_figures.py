"""The hall in figures, for the director: today with a forecast, live, or a day that has passed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.boards import live
from motcua.office.hall_places import centre_wanted, centres_open_to
from motcua.office.hall_words import GROUNDS
from motcua.organisations.queries import units_by_ids
from motcua.reception.live.passes import live_address
from motcua.reception.measure import Figures
from motcua.reception.queries.figures import (
    DayFigures,
    day_figures,
    day_with_numbers,
    forecast_today,
    hall_mark,
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
    choice = sorted(
        units_by_ids(centres_open_to(request.actor)).values(), key=lambda one: one.full_name
    )

    def built() -> dict[str, Any]:
        account = f"a{request.actor.account_id}"
        return {
            "unit": next(one for one in choice if one.id == unit_id),
            "units": choice,
            "today": today,
            "told": live_address(unit_id, account) if day == today else "",
            **_shown(unit_id, day, today),
        }

    mark = live.mark_of(request, hall_mark(unit_id, day))
    part = "office/_hall_figures_part.html"
    return live.answer(request, mark, "office/hall_figures.html", part, built)


def _shown(unit_id: int, day: date, today: date) -> dict[str, Any]:
    found = day_figures(unit_id, day)
    return {
        "day": day,
        "now": clock.now(),
        "found": found,
        "earlier": None if found.total.taken else day_with_numbers(unit_id, day),
        "share": formats.percent(found.total.share or 0, 0),
        "tables": _tables(found),
        "taken": _bars(found),
        "grounds": [(GROUNDS[one], count) for one, count in sorted(found.grounds.items())],
        "forecast": forecast_today(unit_id) if day == today else None,
    }


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
