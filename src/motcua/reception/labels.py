"""Words of home visits that every face shows alike."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.reception.types import Vehicle
from motcua.reception.visiting import AskedBy, VisitReason, VisitState

REASONS = {
    VisitReason.ELDERLY: _("Old, and the way is too hard"),
    VisitReason.ILL: _("Ill, or just out of hospital"),
    VisitReason.DISABLED: _("With a disability"),
    VisitReason.CHILD: _("Alone with a small child"),
    VisitReason.NO_WAY: _("No vehicle, or the road is cut"),
}
STATE_WORDS = {
    VisitState.REQUESTED: pgettext_lazy("visit", "waits"),
    VisitState.PLANNED: pgettext_lazy("visit", "planned"),
    VisitState.ON_THE_WAY: pgettext_lazy("visit", "on the way"),
    VisitState.THERE: pgettext_lazy("visit", "at the door"),
    VisitState.DONE: pgettext_lazy("visit", "done"),
    VisitState.NOT_MET: pgettext_lazy("visit", "not met"),
    VisitState.REFUSED: pgettext_lazy("visit", "refused"),
    VisitState.CANCELLED: pgettext_lazy("visit", "cancelled"),
}
ASKED = {
    AskedBy.PORTAL: _("asked at the portal"),
    AskedBy.PHONE: _("asked by telephone"),
    AskedBy.COUNTER: _("asked at the counter"),
    AskedBy.HELPER: _("asked by an assisting person"),
}
VEHICLES = {
    Vehicle.FOOT: _("On foot"),
    Vehicle.BICYCLE: _("Bicycle"),
    Vehicle.MOTORBIKE: _("Motorbike"),
    Vehicle.CAR: _("Car"),
    Vehicle.BOAT: _("Boat"),
}
WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
    _("Sunday"),
)  # fmt: skip
HALVES = (_("in the morning"), _("in the afternoon"))
WORKING_DAYS = 5


def half_choices() -> list[tuple[str, str]]:
    """Return the half-days of a working week as choices: `0` is Monday morning."""
    return [
        (str(day * 2 + half), f"{WEEKDAYS[day]}, {HALVES[half]}")
        for day in range(WORKING_DAYS)
        for half in (0, 1)
    ]


def wishes_words(wishes: tuple[int, ...]) -> str:
    """Return wished half-days in words; empty where any time is right."""
    for half, words in ((0, _("every morning")), (1, _("every afternoon"))):
        if wishes == tuple(day * 2 + half for day in range(WORKING_DAYS)):
            return str(words)
    return "; ".join(f"{WEEKDAYS[one // 2]}, {HALVES[one % 2]}" for one in wishes)
