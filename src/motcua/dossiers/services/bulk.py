"""Many pieces of work to one person at once; nothing is skipped silently."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy

from motcua.dossiers.bulk_rules import alike_barred
from motcua.dossiers.models import Result
from motcua.dossiers.queries.opinions import dossier_of_subject
from motcua.dossiers.services.giving import work_reassign_many
from motcua.dossiers.services.signing import signing_wanted
from motcua.dossiers.services.work import WorkDetails, work_complete
from motcua.dossiers.types import Outcome
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


ALIKE_WORDS = {
    "one_by_one": gettext_lazy("This step needs words of its own: finish it by itself."),
    "sends_back": gettext_lazy("What is sent back is sent back one by one, with its reason."),
    "signs_apart": gettext_lazy("This makes a signature: use “Review and sign”."),
    "no_draft_yet": gettext_lazy("There is no draft result yet."),
}


def work_complete_alike(
    *, actor: Actor, item_id: int, outcome: str, expected_version: int, note: str = ""
) -> Outcome:
    """Finish one of many steps that end alike; as `work_complete`, and its refusals.

    Raises Refused with the code of `alike_barred` for a step that is finished by itself only.
    """
    item = item_get(item_id)
    barred = alike_barred(
        item.act,
        outcome,
        asks=bool(item.fields),
        signs=signing_wanted(item_id, outcome),
        draft=_has_draft(item),
    )
    if barred:
        raise Refused(barred, str(ALIKE_WORDS[barred]))
    return work_complete(
        actor=actor,
        item_id=item_id,
        outcome=outcome,
        expected_version=expected_version,
        details=WorkDetails(note=nfc(note)),
    )


def _has_draft(item: WorkItemView) -> bool:
    number = dossier_of_subject(item.subject)
    if number is None:
        return False
    return Result.objects.filter(dossier_id=number, issued_at__isnull=True).exists()


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
