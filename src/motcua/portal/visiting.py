"""What the pages of home visits share: which centres come, states in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from motcua.citizens.types import CitizenActor
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.portal.hall import centre_name
from motcua.procedures.queries import offerings_received_at
from motcua.reception.queries.house import visiting_units
from motcua.reception.queries.visits import VisitView, visits_own
from motcua.reception.visiting import VisitState
from motcua.ui import formats

CENTRES_SHOWN = 40
STATES = {
    VisitState.REQUESTED: (_("on the list"), "due_soon"),
    VisitState.PLANNED: (_("a day is planned"), "running"),
    VisitState.ON_THE_WAY: (_("officials are on the way"), "running"),
    VisitState.THERE: (_("officials are with you"), "running"),
    VisitState.DONE: (_("done"), "done"),
    VisitState.NOT_MET: (_("nobody was met"), "paused"),
    VisitState.REFUSED: (_("not possible"), "neutral"),
    VisitState.CANCELLED: (_("cancelled"), "neutral"),
}


@dataclass(frozen=True)
class Centre:
    """A centre whose officials come home."""

    unit: UnitView
    name: str


def centres_of(citizen: CitizenActor) -> list[Centre]:
    """Return the centres that offer visits, the person's own commune first."""
    units = units_by_ids(visiting_units())
    above = units_by_ids({id_ for unit in units.values() for id_ in unit.path_ids})
    own = citizen.subject.unit_code

    def far(unit: UnitView) -> tuple[bool, str]:
        codes = {above[id_].code for id_ in unit.path_ids if id_ in above}
        return (not own or own not in codes, unit.full_name)

    near = sorted(units.values(), key=far)[:CENTRES_SHOWN]
    return [Centre(unit, centre_name(unit.id)) for unit in near]


def procedures_at(unit: UnitView) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return what a centre takes in, by code: name, and the papers that everybody needs."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for one in offerings_received_at([unit.id], unit_ids={unit.id, *unit.path_ids}):
        papers = (part for part in one.version.components if part.required and not part.condition)
        found.setdefault(one.code, (one.version.name, tuple(part.label for part in papers)))
    return found


def planned_words(one: VisitView) -> str:
    """Return on which day and in which half of it officials come; empty without a plan."""
    if one.planned_for is None:
        return ""
    half = _("in the morning") if one.planned_for.hour < 12 else _("in the afternoon")
    return f"{formats.day_full(one.planned_for)}, {half}"


def visits_told(citizen: CitizenActor) -> str:
    """Say how many requests are open, for the page of one's affairs."""
    n = sum(1 for one in visits_own(citizen.subject_id) if one.is_live)
    return ngettext("%(n)s open request", "%(n)s open requests", n) % {"n": n} if n else ""
