"""Which unit keeps the register of a place, and who speaks for a unit that has a difficulty."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.identity.types import Action, Actor, PostingView
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.organisations.types import PROVINCE_KINDS, UnitView


def register_unit(unit_id: int) -> UnitView:
    """Return the province to which a unit belongs; itself where it belongs to none."""
    unit = unit_get(unit_id)
    above = units_by_ids(unit.path_ids)
    return next(
        (above[one] for one in reversed(unit.path_ids) if above[one].kind in PROVINCE_KINDS), unit
    )


def posting_in(actor: Actor, unit_id: int, register_id: int) -> PostingView | None:
    """Return the posting by which somebody speaks for a unit that has a difficulty.

    One in the register's own unit is none for the units below it: a province does not speak for
    its communes, though it sees them.
    """
    fitting = [
        one
        for one in actor.postings
        if Action.OVERSIGHT_REPORT in one.actions
        and unit_id in one.unit_ids
        and (unit_id == register_id or register_id not in one.unit_ids)
    ]
    return min(fitting, key=lambda one: (len(one.unit_ids), one.id), default=None)


def places_had(actor: Actor, places: Iterable[int], register_id: int) -> tuple[int, ...]:
    """Return the units among those that have a difficulty for which somebody speaks."""
    return tuple(one for one in places if posting_in(actor, one, register_id) is not None)
