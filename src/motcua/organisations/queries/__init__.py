"""Reads of units. Every function runs a fixed number of statements, whatever it finds."""

from __future__ import annotations

from motcua.organisations.queries.addresses import AddressPlace, address_place
from motcua.organisations.queries.moves import UnitMove, units_moved
from motcua.organisations.queries.resolve import unit_public, units_resolve
from motcua.organisations.queries.state import directory_state
from motcua.organisations.queries.units import (
    agency_identifiers,
    unit_bore,
    unit_by_code,
    unit_children,
    unit_descendant_ids,
    unit_get,
    units_by_codes,
    units_by_ids,
    units_own,
    units_search,
)

__all__ = (
    "AddressPlace",
    "UnitMove",
    "address_place",
    "agency_identifiers",
    "directory_state",
    "unit_bore",
    "unit_by_code",
    "unit_children",
    "unit_descendant_ids",
    "unit_get",
    "unit_public",
    "units_by_codes",
    "units_by_ids",
    "units_moved",
    "units_own",
    "units_resolve",
    "units_search",
)
