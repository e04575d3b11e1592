"""Facts that this package publishes to those above it, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OfferingOpened:
    """A unit has begun to take in a procedure."""

    offering_id: int
    unit_id: int
    code: str
    at: datetime


@dataclass(frozen=True)
class OfferingClosed:
    """A unit has ceased to take in a procedure; running dossiers go on."""

    offering_id: int
    unit_id: int
    code: str
    at: datetime
