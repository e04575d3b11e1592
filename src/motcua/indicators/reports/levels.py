"""Where in government a unit stands, as reports ask for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView

STATE, PROVINCE, COMMUNE, VERTICAL, BELOW = "state", "province", "commune", "vertical", "below"
DISTRICT = "district"
TIERS = (STATE, PROVINCE, DISTRICT, COMMUNE, VERTICAL)
"""The tiers at which dossiers are resolved, from above; the district's ended on 2025-07-01."""


def level_of_unit(unit: UnitView) -> str:
    """Return `state`, `province`, `commune`, `vertical`, or `below` for a part of one of these.

    A vertical agency (police, social insurance) answers to its own superiors: no People's
    Committee stands above it.
    """
    if unit.kind is UnitKind.COUNTRY:
        return STATE
    if unit.kind in PROVINCE_KINDS:
        return PROVINCE
    if unit.kind in COMMUNE_KINDS:
        return COMMUNE
    if unit.kind is not UnitKind.BODY:
        return BELOW
    tier = tier_of(unit, units_by_ids(unit.path_ids))
    return VERTICAL if tier == VERTICAL else BELOW


def tiers_of(unit_ids: Collection[int]) -> dict[int, str]:
    """Return the tier at which each unit resolves; two statements."""
    views = units_by_ids(unit_ids)
    around = units_by_ids({above for view in views.values() for above in view.path_ids})
    return {key: tier_of(view, around) for key, view in views.items()}


def tier_of(unit: UnitView, around: Mapping[int, UnitView]) -> str:
    """Return the tier of the nearest territory that a unit is or belongs to.

    A department is its province's, a commune's office its commune's; who belongs to none is a
    vertical agency.
    """
    for key in reversed(unit.path_ids):
        kind = around[key].kind if key in around else None
        if kind in COMMUNE_KINDS:
            return COMMUNE
        if kind is UnitKind.DISTRICT:
            return DISTRICT
        if kind in PROVINCE_KINDS:
            return PROVINCE
        if kind is UnitKind.COUNTRY:
            return STATE
    return VERTICAL
