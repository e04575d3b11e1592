"""Which unit takes a filing in: by the address, or by any name of a place, old or new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from motcua.citizens.types import PersonView
from motcua.kernel.text import nfc
from motcua.organisations.queries import units_by_codes, units_by_ids, units_resolve
from motcua.organisations.types import UnitResolution, UnitView
from motcua.portal.places import Place, places_of
from motcua.procedures.queries import offering_units

FEW = 8  # up to so many units are simply listed
SEARCH_MOST = 200


@dataclass(frozen=True)
class Competent:
    """The units to choose from; `own` is the one of the person's address, 0 when not known.

    `searched` says that the list is what a search found; `many` that a search is needed first.
    """

    places: tuple[Place, ...]
    own: int = 0
    searched: str = ""
    many: bool = False


def competent_units(code: str, person: PersonView, text: str = "") -> Competent:
    """Return where this procedure can be filed, the unit of the person's address first."""
    offered = frozenset(offering_units(code))
    own = _own(person, offered)
    searched = nfc(text)[:SEARCH_MOST]
    if searched:
        found = _meant(units_resolve(searched), offered)
        return Competent(tuple(places_of(found)), own if own in found else 0, searched)
    if len(offered) <= FEW:
        only = next(iter(offered)) if len(offered) == 1 else 0
        return Competent(tuple(places_of(offered)), own or only)
    return Competent(tuple(places_of([own] if own else [])), own, "", many=True)


def _own(person: PersonView, offered: frozenset[int]) -> int:
    """Return the unit of somebody's address that takes the procedure in: itself or one above."""
    if not person.unit_code:
        return _addressed(person.address, offered)
    unit = units_by_codes([person.unit_code]).get(person.unit_code)
    return next((one for one in reversed(unit.path_ids) if one in offered), 0) if unit else 0


def _addressed(address: str, offered: frozenset[int]) -> int:
    """Return the unit that an address names; its first parts are houses, hamlets and streets.

    Commune, district of old and province are read first, then commune and province.
    """
    parts = [part.strip() for part in address.split(",") if part.strip()]
    for ending in dict.fromkeys((", ".join(parts[-3:]), ", ".join(parts[-2:]))):
        found = _meant(units_resolve(ending), offered) if ending else []
        if len(found) == 1:
            return found[0]
    return 0


def _meant(resolutions: Iterable[UnitResolution], offered: frozenset[int]) -> list[int]:
    """Return the units of today that take the procedure in, for what was meant by a place."""
    found: dict[int, None] = {}
    for resolution in resolutions:
        heirs = [one.unit for one in resolution.successors if one.unit.valid_to is None]
        for unit in (resolution.unit, *heirs):
            for number in reversed(unit.path_ids):
                if number in offered:
                    found.setdefault(number)
                    break
    return list(found)


def unit_of(unit_id: int | None) -> UnitView | None:
    """Return a unit by its id, None when there is none."""
    return units_by_ids([unit_id]).get(unit_id) if unit_id else None
