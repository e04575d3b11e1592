"""The asked unit's piece of work ends with the question: recalled, renewed, or the dossier over."""

from __future__ import annotations

from motcua.dossiers.models import Dossier, OpinionRequest
from motcua.dossiers.opinion_rules import OpinionState
from motcua.dossiers.services._rows import rows_bind
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.services import process_cancel


def opinions_close(dossier: Dossier) -> dict[str, str]:
    """Close questions to other units that the dossier's end leaves open; return what binds them."""
    bound: dict[str, str] = {}
    rows = OpinionRequest.objects.filter(dossier=dossier, state=OpinionState.ASKED.value)
    for row in rows.order_by("ordinal"):
        opinion_work_cancel(row)
        row.state = OpinionState.CLOSED
        row.save(update_fields=["state"])
        bound |= rows_bind(dossier, row)
    return bound


def opinion_work_cancel(row: OpinionRequest) -> None:
    """End the asked unit's piece of work, which who asked does not see."""
    if row.process_id is None:
        return
    with scope_use(SYSTEM):
        process_cancel(process_id=row.process_id, reason="opinion", at=clock.now())
