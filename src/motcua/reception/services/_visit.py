"""One request changed: read under its lock, judged by the rules, written with what happened."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.reception.models import Visit, VisitEvent
from motcua.reception.visiting import VisitRefused, VisitState, VisitStep, visit_after

ENDING = frozenset({VisitState.DONE, VisitState.NOT_MET, VisitState.REFUSED, VisitState.CANCELLED})


def visit_lock(visit_id: int) -> Visit:
    """Return a request under its own lock; raises NotFound out of scope."""
    row = Visit.objects.select_for_update(of=("self",)).filter(id=visit_id).first()
    if row is None:
        raise NotFound("visit_unknown", _("There is no such request."))
    return row


def visit_write(
    row: Visit,
    step: VisitStep,
    *,
    at: datetime | None = None,
    account_id: int | None = None,
    posting_id: int | None = None,
) -> Visit:
    """Let a step happen to a locked request, save it and append what happened.

    Raises Refused where the step cannot follow: somebody else was quicker.
    """
    now = clock.now()
    try:
        after = visit_after(VisitState(row.state), step)
    except VisitRefused as refusal:
        raise Refused(
            "visit_state", _("This is not possible as the visit stands now. Look at it again.")
        ) from refusal
    round_id = row.round_id
    row.state = after.value
    row.ended_at = (at or now) if after in ENDING else None
    if step in {VisitStep.TAKEN_OUT, VisitStep.REFUSED, VisitStep.CANCELLED, VisitStep.AGAIN}:
        row.round, row.position, row.planned_for = None, 0, None
    if step in {VisitStep.TAKEN_OUT, VisitStep.AGAIN, VisitStep.TAKEN_BACK}:
        row.left_at = row.arrived_at = None
    row.save()
    VisitEvent.objects.create(
        visit=row,
        unit_id=row.unit_id,
        at=at or now,
        told_at=now,
        step=step.value,
        round_id=row.round_id or round_id,
        account_id=account_id,
        posting_id=posting_id,
    )
    return row
