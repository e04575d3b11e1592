"""What can be chosen on the pages of the quality registers: places, processes, people."""

from __future__ import annotations

from motcua.identity.types import Action, Actor
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.quality.queries.people import PersonHere, people_here
from motcua.quality.queries.places import places_of, register_unit
from motcua.quality.queries.processes import process_names, processes_named


def place_choices(actor: Actor, right: Action) -> list[tuple[int, str]]:
    """Return where somebody may report."""
    return [(one.id, one.full_name) for one in places_of(actor, right)]


def unit_choices(ids: tuple[int, ...]) -> list[tuple[int, str]]:
    """Return some units by name, in their order."""
    units = units_by_ids(ids)
    return [(one, units[one].full_name) for one in ids if one in units]


def process_choices(actor: Actor, only: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return processes in sight by the name of their newest version; `only` narrows them."""
    told = processes_named(actor)
    return [(key, told.get(key, key)) for key in only] if only else list(told.items())


def process_told(actor: Actor, key: str) -> str:
    """Return what a process is called, its key where it is out of sight; empty for none."""
    return process_names(actor, [key]).get(key, "")


def planner_of(actor: Actor) -> tuple[list[UnitView], list[PersonHere]]:
    """Return the units that somebody may have audited, and who may audit there."""
    units = places_of(actor, Action.QUALITY_KEEP)
    registers = {register_unit(one.id).id for one in units}
    people = {one.account_id: one for unit_id in sorted(registers) for one in people_here(unit_id)}
    return units, list(people.values())
