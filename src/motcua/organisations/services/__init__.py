"""Writes of units: creating one, its bodies, and the import of directories."""

from __future__ import annotations

from motcua.organisations.services.bodies import BODY_CODES, bodies_ensure
from motcua.organisations.services.imports import units_import, units_load
from motcua.organisations.services.units import unit_close, unit_create

__all__ = ("BODY_CODES", "bodies_ensure", "unit_close", "unit_create", "units_import", "units_load")
