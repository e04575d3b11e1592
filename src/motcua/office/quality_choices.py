"""What can be chosen on the pages of the quality registers: places, processes, people."""

from __future__ import annotations

from collections import Counter

from motcua.identity.types import Action, Actor
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.quality.queries.people import PersonHere, people_here
from motcua.quality.queries.places import places_of, register_unit
from motcua.workflow.queries import process_versions


def place_choices(actor: Actor, right: Action) -> list[tuple[int, str]]:
    """Return where somebody may report."""
    return [(one.id, one.full_name) for one in places_of(actor, right)]


def unit_choices(ids: tuple[int, ...]) -> list[tuple[int, str]]:
    """Return some units by name, in their order."""
    units = units_by_ids(ids)
    return [(one, units[one].full_name) for one in ids if one in units]


def process_choices(actor: Actor, only: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return processes in sight by the name of their newest version; `only` narrows them.

    Two of one name bear their keys: nothing else tells them apart.
    """
    found: dict[str, str] = {}
    for one in process_versions(actor):
        found.setdefault(one.key, one.name)
    shared = {name for name, times in Counter(found.values()).items() if times > 1}
    told = {key: f"{name} ({key})" if name in shared else name for key, name in found.items()}
    return [(key, told.get(key, key)) for key in only] if only else list(told.items())


def process_told(actor: Actor, key: str) -> str:
    """Return what a process is called, its key where it is out of sight; empty for none."""
    return process_choices(actor, (key,))[0][1] if key else ""


def planner_of(actor: Actor) -> tuple[list[UnitView], list[PersonHere]]:
    """Return the units that somebody may have audited, and who may audit there."""
    units = places_of(actor, Action.QUALITY_KEEP)
    registers = {register_unit(one.id).id for one in units}
    people = {one.account_id: one for unit_id in sorted(registers) for one in people_here(unit_id)}
    return units, list(people.values())
