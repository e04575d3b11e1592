"""The commune of today that a written address lies in."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.kernel.text import nfc, search_key
from motcua.organisations.queries.resolve import units_resolve
from motcua.organisations.types import COMMUNE_KINDS, UnitResolution, UnitView

_LAND = frozenset({"viet nam", "vietnam"})


@dataclass(frozen=True)
class AddressPlace:
    """A commune of today, and what stands before it in the address: house, street, hamlet."""

    commune: UnitView
    detail: str


def address_place(address: str) -> AddressPlace | None:
    """Return where an address lies; None when it names no commune, or may mean several.

    Commune, district of old and province are read first, then commune and province. Only whole
    names count, and an old commune that was split has no answer: nobody is put anywhere by a guess.
    """
    parts = [part.strip() for part in nfc(address).split(",") if part.strip()]
    while parts and search_key(parts[-1]) in _LAND:
        parts.pop()
    for taken in (3, 2):
        if len(parts) < taken:
            continue
        found = {
            unit.id: unit
            for resolution in units_resolve(", ".join(parts[-taken:]))
            for unit in _today(resolution)
        }
        if len(found) == 1:
            return AddressPlace(next(iter(found.values())), ", ".join(parts[:-taken]))
    return None


def _today(resolution: UnitResolution) -> list[UnitView]:
    if not resolution.exact:
        return []
    heirs = [one.unit for one in resolution.successors] if resolution.unit.valid_to else []
    units = heirs or [resolution.unit]
    return [one for one in units if one.kind in COMMUNE_KINDS and one.valid_to is None]
