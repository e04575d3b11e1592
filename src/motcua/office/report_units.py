"""Which units stand beside each other on a report: those directly under a unit that report."""

from __future__ import annotations

from motcua.organisations.queries import unit_children
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView

REPORTING = COMMUNE_KINDS | PROVINCE_KINDS | {UnitKind.DEPARTMENT}


def reporting_children(unit_id: int) -> list[UnitView]:
    """Return the provinces, communes and departments directly under a unit, by code."""
    found = [one for one in unit_children(unit_id) if one.kind in REPORTING]
    return sorted(found, key=lambda one: one.code)
