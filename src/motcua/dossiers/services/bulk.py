"""Many pieces of work to one person at once; nothing is skipped silently."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from motcua.dossiers.services.work import WorkDetails, work_complete, work_reassign_many
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import Refused
from motcua.kernel.text import nfc
from motcua.workflow.queries import item_get
from motcua.workflow.types import Act, BulkFailure, BulkReport, ItemToAssign, WorkItemView


def work_bulk_assign(
    *, actor: Actor, items: Sequence[ItemToAssign], assignee_id: int, note: str = ""
) -> BulkReport:
    """Give many pieces of work to one person; the report names those refused and why.

    Where the step is the assignment itself and the actor decides it, giving it to an official
    completes it: that official gets the appraisal. Everything else is handed to the person.
    """
    with transaction.atomic():
        decided, others = [], []
        for chosen in items:
            item = item_get(chosen.item_id)
            deciding = item.act is Act.ASSIGN and actor.may(Action.DOSSIER_ASSIGN, item.unit_id)
            if deciding and assignee_id != actor.account_id:
                decided.append((chosen, item))
            else:
                others.append(chosen)
        report = work_reassign_many(actor=actor, items=others, assignee_id=assignee_id, note=note)
        details = WorkDetails(note=nfc(note), assign_to=assignee_id)
        done, failed = list(report.done), list(report.failed)
        for chosen, item in decided:
            failure = _assign(actor, chosen, item, details)
            if failure is None:
                done.append(item.id)
            else:
                failed.append(failure)
        return BulkReport(tuple(done), tuple(failed))


def _assign(
    actor: Actor, chosen: ItemToAssign, item: WorkItemView, details: WorkDetails
) -> BulkFailure | None:
    try:
        with transaction.atomic():
            work_complete(
                actor=actor,
                item_id=item.id,
                outcome=item.outcomes[0].code,
                expected_version=chosen.expected_version,
                details=details,
            )
    except Refused as refusal:
        return BulkFailure(item.id, refusal.code, str(refusal.message))
    return None
