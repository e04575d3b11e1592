"""What the pages of appointments share: the centres, the day chosen, half-hours in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.citizens.types import CitizenActor
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.portal.hall import centre_name
from motcua.reception.queries.appointments import (
    appointment_queues,
    appointments_own,
    days_offered,
    slots_offered,
)
from motcua.reception.types import AppointmentState, QueueView, SlotView
from motcua.ui import formats

CENTRES_SHOWN = 40
TONES = {AppointmentState.BOOKED: "running", AppointmentState.ARRIVED: "done"}


@dataclass(frozen=True)
class Place:
    """Where somebody wants to come: a queue of a centre."""

    unit: UnitView
    queue: QueueView

    @property
    def words(self) -> str:
        """Return the place in words."""
        return f"{self.queue.name} · {self.name}"

    @property
    def name(self) -> str:
        """Return the centre with its commune, as many centres have the same name."""
        return centre_name(self.unit.id)


def places_of(citizen: CitizenActor) -> list[Place]:
    """Return where one can book, the person's own commune first."""
    queues = appointment_queues()
    units = units_by_ids({one.unit_id for one in queues})
    above = units_by_ids({id_ for unit in units.values() for id_ in unit.path_ids})
    own = citizen.subject.unit_code

    def far(place: Place) -> tuple[bool, str]:
        codes = {above[id_].code for id_ in place.unit.path_ids if id_ in above}
        return (not own or own not in codes, place.unit.full_name)

    found = [Place(units[one.unit_id], one) for one in queues]
    return sorted(found, key=far)[:CENTRES_SHOWN]


def day_wanted(unit_id: int, text: str) -> tuple[list[date], date | None]:
    """Return the days that can be booked and the one of them that was asked for, else the first."""
    days = days_offered(unit_id)
    try:
        asked = date.fromisoformat(text[:10])
    except ValueError:
        asked = None
    return days, asked if asked in days else (days[0] if days else None)


def slot_choices(unit_id: int, queue_id: int, day: date) -> list[tuple[str, str]]:
    """Return the half-hours of a day as choices, in words."""
    return [(one.at.isoformat(), slot_words(one)) for one in slots_offered(unit_id, queue_id, day)]


def slot_words(one: SlotView) -> str:
    """Return `08:30, 2 places left`."""
    left = ngettext("%(n)s place left", "%(n)s places left", one.left) % {"n": one.left}
    return f"{formats.time_of_day(one.at)} · {left}"


def state_words(state: AppointmentState) -> tuple[str, str]:
    """Return how an appointment stands, and its tone."""
    words = {
        AppointmentState.BOOKED: _("booked"),
        AppointmentState.CANCELLED: _("cancelled"),
        AppointmentState.ARRIVED: _("used"),
        AppointmentState.MISSED: _("missed"),
    }
    return words[state], TONES.get(state, "neutral")


def instant_read(text: str) -> datetime | None:
    """Return an instant with its zone; None for anything else."""
    try:
        at = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def place_wanted(places: list[Place], queue: int | str) -> Place | None:
    """Return the place whose queue was asked for; the only one when there is only one."""
    found = next((one for one in places if str(one.queue.id) == str(queue)), None)
    return found or (places[0] if len(places) == 1 else None)


def appointments_told(citizen: CitizenActor) -> str:
    """Return when the next appointment is, for "My affairs"; nothing without one."""
    for one in appointments_own(citizen.subject_id):
        if one.state is AppointmentState.BOOKED:
            return _("Next: %(when)s") % {"when": formats.instant(one.at)}
    return ""
