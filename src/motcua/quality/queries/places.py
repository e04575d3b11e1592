"""Which unit keeps a register, and where somebody may report or plan."""

from __future__ import annotations

from motcua.identity.types import Action, Actor
from motcua.organisations.queries import unit_get, units_by_ids, units_own
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitView


def register_unit(unit_id: int) -> UnitView:
    """Return the unit that keeps the register: the commune or province to which a body belongs."""
    unit = unit_get(unit_id)
    above = units_by_ids(unit.path_ids)
    for one in reversed(unit.path_ids):
        if one in above and above[one].kind in COMMUNE_KINDS | PROVINCE_KINDS:
            return above[one]
    return unit


def places_of(actor: Actor, right: Action) -> list[UnitView]:
    """Return the units of somebody's postings with a right and their bodies, never communes below.

    A province reports about itself; what happens in a commune stands in the commune's register.
    """
    posted = {one.unit_id for one in actor.postings if right in one.actions}
    found: dict[int, UnitView] = {}
    for one in sorted(units_by_ids(posted).values(), key=lambda unit: unit.id):
        for unit in units_own(one.id):
            found.setdefault(unit.id, unit)
    return list(found.values())
