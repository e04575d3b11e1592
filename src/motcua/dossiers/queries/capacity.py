"""In which capacity an account signs a unit's papers, by what the unit calls its head."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.queries.headings import heads_of
from motcua.identity.capacities import offices_recorded, signers_of, signing_of
from motcua.identity.capacity_rules import DocumentKind, Signing
from motcua.kernel import clock
from motcua.organisations.types import UnitView


def capacity_of(
    account_id: int,
    unit: UnitView,
    kind: DocumentKind = DocumentKind.RESULT,
    *,
    at: datetime | None = None,
) -> Signing | None:
    """Return in which capacity an account signs for a unit at an instant (default now).

    None where the unit has not recorded who holds its offices. Raises Refused (`no_capacity`).
    """
    instant = at or clock.now()
    if not offices_recorded(unit, at=instant):
        return None
    return signing_of(account_id, unit=unit, kind=kind, title=_title(unit, instant), at=instant)


def capacities_of(unit: UnitView) -> list[Signing] | None:
    """Return the capacities of all who may sign a unit's results now; None: nothing recorded."""
    now = clock.now()
    if not offices_recorded(unit, at=now):
        return None
    return signers_of(unit, title=_title(unit, now), at=now)


def _title(unit: UnitView, at: datetime) -> str:
    return heads_of([unit.id], on=clock.local(at).date()).signer_title(unit, "")
