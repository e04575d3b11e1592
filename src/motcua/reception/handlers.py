"""Reactions: whoever brought what was asked for is finished when the papers are taken in."""

from __future__ import annotations

from motcua.dossiers.events import DossierChanged
from motcua.dossiers.types import FactType, Status
from motcua.kernel.events import listen
from motcua.reception.services.slips import slip_done

SETTLED = frozenset({FactType.SUPPLEMENT_RECEIVED, FactType.ACCEPTED, FactType.REFUSED})
"""What is done with papers that were asked for, before the acceptance or after it."""


def supplement_received(event: DossierChanged) -> None:
    """Finish the number with which a supplement was brought, where it is being served."""
    waited = event.before is not None and event.before.status is Status.SUPPLEMENT
    if waited and event.fact.type in SETTLED:  # else nobody came back: an acceptance stays quick
        slip_done(unit_id=event.receiving_unit_id, code=event.code)


def connect() -> None:
    """Connect the reactions; called once when the application starts."""
    listen(DossierChanged, supplement_received)
