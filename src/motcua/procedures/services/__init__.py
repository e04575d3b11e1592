"""Writes: imports of the catalogue, and what units take in."""

from __future__ import annotations

from motcua.procedures.services.importing import procedures_import
from motcua.procedures.services.offering import offering_close, offering_open

__all__ = ["offering_close", "offering_open", "procedures_import"]
