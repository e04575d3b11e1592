"""Units of addresses: lists to choose from, and what an old name is called today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from motcua.forms.drawing import Places
from motcua.forms.rules.rows import addresses_of
from motcua.forms.types import Page, Raw
from motcua.organisations.queries import (
    unit_children,
    units_by_codes,
    units_by_ids,
    units_resolve,
    units_search,
)
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitResolution, UnitView

_FOUND = 12


def places_for(page: Page, raw: Raw) -> Places:
    """Return the units that the addresses on a page offer; nothing is read without an address."""
    paths = addresses_of(page, raw)
    if not paths:
        return Places()
    provinces = _provinces()
    communes = {}
    for code in {_sent(raw, f"{path}:province") for path in paths} & provinces.keys():
        children = unit_children(provinces[code].id)
        communes[code] = tuple(
            (unit.code, unit.full_name) for unit in children if unit.kind in COMMUNE_KINDS
        )
    found = {}
    for path in paths:
        said = _sent(raw, f"{path}:said")
        if said:
            found[path] = tuple(communes_meant(said).items())
    names = tuple((unit.code, unit.full_name) for unit in provinces.values())
    return Places(names, communes, found)


def communes_meant(text: str) -> dict[str, str]:
    """Return the communes of today that a written place may be: full name with province by code.

    Old names lead to their successors; a split commune to all of them. Empty when nobody knows.
    """
    units: dict[str, UnitView] = {}
    for resolution in units_resolve(text):
        for unit in _today(resolution):
            units.setdefault(unit.code, unit)
    units = dict(list(units.items())[:_FOUND])
    above = units_by_ids(unit.parent_id for unit in units.values() if unit.parent_id)
    return {
        code: ", ".join(
            [
                unit.full_name,
                *([above[unit.parent_id].full_name] if unit.parent_id in above else []),
            ]
        )
        for code, unit in units.items()
    }


def address_complete(value: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Return an address with the names of its units, and what is wrong with it (or nothing).

    An old name leads to the commune of today where there is only one. A commune that lies in
    another province than the one chosen is left out, as it was chosen before the province.
    """
    given = {key: value[key] for key in ("province", "commune", "detail", "said") if value.get(key)}
    meant = communes_meant(given["said"]) if given.get("said") else {}
    if len(meant) == 1:
        given["commune"] = next(iter(meant))
    unit = (
        units_by_codes([given["commune"]]).get(given["commune"]) if given.get("commune") else None
    )
    if unit is not None and (unit.kind not in COMMUNE_KINDS or unit.parent_id is None):
        unit = None
    above = units_by_ids([unit.parent_id])[unit.parent_id] if unit and unit.parent_id else None
    if (
        unit is None
        or above is None
        or (unit.code not in meant and given.get("province", above.code) != above.code)
    ):
        given.pop("commune", None)
        if given.get("said"):
            return given, "place_many" if meant else "place_unknown"
        return _province_named(given), ""
    given |= {
        "province": above.code,
        "province_name": above.full_name,
        "commune_name": unit.full_name,
    }
    return given, ""


def _province_named(given: dict[str, Any]) -> dict[str, Any]:
    unit = _provinces().get(given.get("province", ""))
    if unit is None:
        given.pop("province", None)
        return given
    return given | {"province_name": unit.full_name}


def _today(resolution: UnitResolution) -> list[UnitView]:
    if resolution.unit.valid_to is None:
        units = [resolution.unit]
    else:
        units = [successor.unit for successor in resolution.successors]
    return [unit for unit in units if unit.kind in COMMUNE_KINDS and unit.valid_to is None]


def _provinces() -> dict[str, UnitView]:
    units = [
        unit for kind in sorted(PROVINCE_KINDS) for unit in units_search(kind=kind, limit=100).rows
    ]
    return {unit.code: unit for unit in sorted(units, key=lambda unit: unit.name)}


def _sent(raw: Raw, name: str) -> str:
    return (raw.get(name) or [""])[0].strip()
