"""Work items of dossiers: claim, assign, hand over, complete; each act has its own effect.

`workflow` knows no dossier: here an item's subject leads to its dossier, whose row is locked
first, so that two officials at one dossier always queue up at the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.documents.signatures.types import Signed
from motcua.dossiers.models import Dossier, Event, Result
from motcua.dossiers.queries.parts import unit_may_join
from motcua.dossiers.services import _write
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.draft import draft_of, file_check
from motcua.dossiers.services.signing import APPROVED, signature_make, signature_use
from motcua.dossiers.types import ACTION_OF, Fact, FactType, Outcome, ReturnMethod, Status
from motcua.identity.queries import actor_get
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import batch, clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.text import nfc
from motcua.workflow import services as workflow
from motcua.workflow.queries import (
    item_get,
    item_of,
    item_read_locked,
    joined_view,
    process_get,
)
from motcua.workflow.types import Act, BulkFailure, BulkReport, ItemToAssign, WorkItemView


@dataclass(frozen=True, slots=True)
class WorkDetails:
    """What an act needs besides its outcome: number (issue), receiver (return)."""

    note: str = ""
    assign_to: int | None = None
    number: str = ""
    receiver_name: str = ""
    receiver_id_number: str = ""
    return_method: ReturnMethod | None = None
    signed: Signed | None = None  # made before the operation (`services.signing`)


NO_DETAILS = WorkDetails()


def work_complete(
    *,
    actor: Actor,
    item_id: int,
    outcome: str,
    expected_version: int,
    details: WorkDetails = NO_DETAILS,
) -> Outcome:
    """Finish a piece of work; its act decides what happens to the dossier.

    assign: 2→4; appraise, opinion, endorse: a step; approve: the draft is signed or sent back;
    issue: 4→9 with number and verified file; return: 9→10 with the receiver.
    Raises NotFound, Stale, Forbidden; Refused in plain words when the guard forbids it.
    An approval and an issue that are to be signed are signed first, before anything is locked;
    when that fails nothing changes.
    """
    if details.signed is None and (outcome == APPROVED or details.number):
        signed = signature_make(actor, item_id, outcome, expected_version, details.number)
        details = replace(details, signed=signed)
    with batch.operation():
        dossier, [read, taken] = _write.item_lock_and(
            item_id, item_read_locked(item_id), workflow.ids_ahead(items=1)
        )
        held = item_of(read)
        item = joined_view(held)
        posting = actor.posting_for(ACTION_OF[item.act], item.unit_id)
        fact, columns = _EFFECTS[item.act](dossier, item, posting, outcome, details)
        with batch.together():
            completed = workflow.work_item_complete(
                item_id=item_id,
                account_id=actor.account_id,
                outcome=outcome,
                at=fact.at,
                expected_version=expected_version,
                note=nfc(details.note),
                assign_to=details.assign_to,
                held=held,
                ids=workflow.ids_of(taken),
            )
            if _write.units_see(dossier, [opened.unit_id for opened in completed.opened]):
                columns = [*columns, "visible_units"]
            result = _write.facts_record(dossier, [fact], _write.doer_of(posting), also=columns)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return result


Effect = tuple[Fact, list[str]]


def _step(item: WorkItemView, outcome: str) -> dict[str, Any]:
    return {
        "element": item.element,
        "act": item.act.value,
        "outcome": outcome,
        "unit": item.unit_id,
    }


def _assign(
    dossier: Dossier, item: WorkItemView, posting: PostingView, outcome: str, details: WorkDetails
) -> Effect:
    del posting
    columns: list[str] = []
    data: dict[str, Any] = _step(item, outcome)
    # Only the first assignment says who is in charge; a department that is asked later puts one
    # of its own people to its own step, and the dossier stays with the commune's official.
    first = dossier.status == Status.ACCEPTED
    if details.assign_to is not None:
        needed = Action.DOSSIER_APPRAISE if first else Action.DOSSIER_OPINE
        assignee_check(details.assign_to, needed, item.unit_id)
        data["official" if first else "assignee"] = details.assign_to
        if first:
            dossier.official_id = details.assign_to
            columns = ["official_id"]
    return _write.fact_at(FactType.ASSIGNED, clock.now(), **data), columns


def _appraise(
    dossier: Dossier, item: WorkItemView, posting: PostingView, outcome: str, details: WorkDetails
) -> Effect:
    del details
    dossier.appraised_by = dossier.official_id = posting.account_id
    # A new appraisal needs a new approval (and the check below compares the two).
    dossier.approved_by = None
    fact = _write.fact_at(FactType.APPRAISED, clock.now(), **_step(item, outcome))
    return fact, ["appraised_by", "official_id", "approved_by"]


def _opinion(
    dossier: Dossier, item: WorkItemView, posting: PostingView, outcome: str, details: WorkDetails
) -> Effect:
    del dossier, posting
    if not nfc(details.note):
        raise Invalid([FieldProblem("note", _("Write the opinion."))])
    return _write.fact_at(FactType.OPINION_GIVEN, clock.now(), **_step(item, outcome)), []


def _gave_opinion(dossier: Dossier, account_id: int) -> bool:
    """Tell whether the last opinion in the dossier is this person's."""
    given = Event.objects.filter(dossier=dossier, type=FactType.OPINION_GIVEN.value)
    last = given.order_by("-seq").values_list("account_id", flat=True).first()
    return last == account_id


def _endorse(
    dossier: Dossier, item: WorkItemView, posting: PostingView, outcome: str, details: WorkDetails
) -> Effect:
    del details
    if item.act is Act.ENDORSE and _gave_opinion(dossier, posting.account_id):
        raise Refused(
            "own_opinion",
            _("You gave this opinion yourself; somebody else must endorse it."),
        )
    return _write.fact_at(FactType.STEP_COMPLETED, clock.now(), **_step(item, outcome)), []


def _approve(
    dossier: Dossier, item: WorkItemView, posting: PostingView, outcome: str, details: WorkDetails
) -> Effect:
    at = clock.now()
    if outcome != APPROVED:
        if not nfc(details.note):
            raise Invalid([FieldProblem("note", _("Say why you send it back."))])
        return _write.fact_at(FactType.SENT_BACK, at, **_step(item, outcome)), []
    if dossier.appraised_by == posting.account_id:
        raise Refused(
            "own_appraisal",
            _("You appraised this dossier yourself; somebody else must approve it."),
        )
    draft = draft_of(dossier)
    if draft is None:
        raise Refused("no_draft", _("There is no draft result to approve yet."))
    file_check(draft)
    signing = signature_use(dossier, draft, details.signed, item.act)
    draft.approved_by, draft.approved_at = posting.account_id, at
    draft.save(update_fields=["approved_by", "approved_at", *signing.columns])
    dossier.approved_by = posting.account_id
    fact = _write.fact_at(
        FactType.APPROVED,
        at,
        rows=rows_bind(dossier, draft),
        result=draft.sha256,
        **signing.told,
        **_step(item, outcome),
    )
    return fact, ["approved_by"]


def _issue(
    dossier: Dossier, item: WorkItemView, posting: PostingView, outcome: str, details: WorkDetails
) -> Effect:
    del posting
    number = nfc(details.number)
    if not number or len(number) > 80:
        raise Invalid([FieldProblem("number", _("Enter the number of the document."))])
    draft = draft_of(dossier)
    if draft is None or draft.approved_at is None:
        raise Refused("not_approved", _("The result has not been approved yet."))
    file_check(draft)
    signing = signature_use(dossier, draft, details.signed, item.act)
    at = clock.now()
    draft.number, draft.issued_at = number, at
    draft.save(update_fields=["number", "issued_at", *signing.columns])
    data = _step(item, outcome)
    fact = _write.fact_at(
        FactType.DONE,
        at,
        rows=rows_bind(dossier, draft),
        result=draft.sha256,
        kind=draft.kind,
        version=draft.version,
        **signing.told,
        **data,
    )
    return fact, []


def _return(
    dossier: Dossier, item: WorkItemView, posting: PostingView, outcome: str, details: WorkDetails
) -> Effect:
    del posting
    name = nfc(details.receiver_name)[:200]
    method = details.return_method
    if method is None:
        method = ReturnMethod(dossier.return_method)
    if method is ReturnMethod.COUNTER and not name:
        raise Invalid([FieldProblem("receiver_name", _("Enter who received the result."))])
    issued = Result.objects.filter(dossier=dossier, issued_at__isnull=False)
    result = issued.order_by("version").last()
    at = clock.now()
    data = {"method": int(method), **_step(item, outcome)}
    if result is None:  # issued elsewhere, before the dossier came here: who got it is a word
        told = {"reason": _("Received by %(name)s") % {"name": name}} if name else None
        return _write.fact_at(FactType.RETURNED, at, words=told, **data), []
    result.delivered_at, result.delivered_by = at, method.name.lower()
    result.receiver_name = name
    result.receiver_id_number = nfc(details.receiver_id_number)[:20]
    result.save(
        update_fields=["delivered_at", "delivered_by", "receiver_name", "receiver_id_number"]
    )
    return _write.fact_at(FactType.RETURNED, at, rows=rows_bind(dossier, result), **data), []


_EFFECTS: dict[Act, Callable[[Dossier, WorkItemView, PostingView, str, WorkDetails], Effect]] = {
    Act.ASSIGN: _assign,
    Act.APPRAISE: _appraise,
    Act.OPINION: _opinion,
    Act.ENDORSE: _endorse,
    Act.APPROVE: _approve,
    Act.ISSUE: _issue,
    Act.RETURN: _return,
    Act.RECEIVE: _endorse,
}


def work_claim(*, actor: Actor, item_id: int, expected_version: int) -> WorkItemView:
    """Take a piece of work of one's unit; only somebody who may do its act."""
    with transaction.atomic():
        item = item_get(item_id)
        posting = actor.posting_for(ACTION_OF[item.act], item.unit_id)
        return workflow.work_item_claim(
            item_id=item_id,
            account_id=posting.account_id,
            at=clock.now(),
            expected_version=expected_version,
        )


def work_release(*, actor: Actor, item_id: int, expected_version: int) -> WorkItemView:
    """Give one's piece of work back to the unit."""
    with transaction.atomic():
        item = item_get(item_id)
        posting = actor.posting_for(Action.WORK_CLAIM, item.unit_id)
        return workflow.work_item_release(
            item_id=item_id,
            account_id=posting.account_id,
            at=clock.now(),
            expected_version=expected_version,
        )


def work_assign(
    *, actor: Actor, item_id: int, assignee_id: int, expected_version: int, note: str = ""
) -> WorkItemView:
    """Give a piece of work to a person of its unit (leader or director)."""
    with transaction.atomic():
        item = item_get(item_id)
        posting = actor.posting_for(Action.WORK_REASSIGN, item.unit_id)
        assignee_check(assignee_id, ACTION_OF[item.act], item.unit_id)
        return workflow.work_item_assign(
            item_id=item_id,
            account_id=posting.account_id,
            assignee_id=assignee_id,
            at=clock.now(),
            expected_version=expected_version,
            note=nfc(note),
        )


def work_reassign_many(
    *, actor: Actor, items: Sequence[ItemToAssign], assignee_id: int, note: str = ""
) -> BulkReport:
    """Give many pieces of work to one person; the report names those refused and why."""
    with transaction.atomic():
        able, unable = [], []
        for chosen in items:
            item = item_get(chosen.item_id)
            actor.posting_for(Action.WORK_REASSIGN, item.unit_id)
            try:
                assignee_check(assignee_id, ACTION_OF[item.act], item.unit_id)
            except Refused as refusal:
                unable.append(BulkFailure(item.id, refusal.code, str(refusal)))
            else:
                able.append(chosen)
        report = workflow.work_items_bulk_assign(
            items=able,
            account_id=actor.account_id,
            assignee_id=assignee_id,
            at=clock.now(),
            note=nfc(note),
        )
        return BulkReport(report.done, (*unable, *report.failed))


def assignee_check(account_id: int, action: Action, unit_id: int) -> None:
    """Refuse to give work to somebody who may not do it there."""
    person = actor_get(account_id)
    if person is None or not person.may(action, unit_id):
        raise Invalid([FieldProblem("assignee", _("This person may not do this step here."))])


def work_hand_over(
    *,
    actor: Actor,
    item_id: int,
    to_unit_id: int,
    expected_version: int,
    to_account_id: int | None = None,
    note: str = "",
) -> WorkItemView:
    """Offer a piece of work to another unit; responsibility stays here until they confirm.

    Raises Invalid at `unit` for one that has no part in the dossier and belongs neither to its
    commune nor to its province (`unit_may_join`).
    """
    with transaction.atomic():
        item = item_get(item_id)
        dossier = _write.subject_lock(item.subject)
        posting = actor.posting_for(ACTION_OF[item.act], item.unit_id)
        owners = {dossier.competent_unit_id, dossier.receiving_unit_id}
        known = {*dossier.visible_units, *process_get(item.process_id).units.values()}
        if not unit_may_join(to_unit_id, owners=owners, known=known):
            text = _("Choose a unit of the dossier's commune or province.")
            raise Invalid([FieldProblem("unit", text)])
        if _write.units_see(dossier, [to_unit_id]):
            dossier.save(update_fields=["visible_units"])
        handed = workflow.work_item_hand_over(
            item_id=item_id,
            account_id=posting.account_id,
            to_unit_id=to_unit_id,
            to_account_id=to_account_id,
            at=clock.now(),
            expected_version=expected_version,
            note=nfc(note),
        )
        fact = _write.fact_at(
            FactType.HANDED_OVER, clock.now(), from_unit=item.unit_id, to_unit=to_unit_id
        )
        _write.facts_record(dossier, [fact], _write.doer_of(posting))
        return handed


def work_confirm_receipt(*, actor: Actor, item_id: int, expected_version: int) -> WorkItemView:
    """Confirm that a handed-over piece of work arrived; from now on the receiver answers for it."""
    with transaction.atomic():
        item = item_get(item_id)
        posting = actor.posting_for(ACTION_OF[item.act], item.unit_id)
        return workflow.work_item_confirm_receipt(
            item_id=item_id,
            account_id=posting.account_id,
            at=clock.now(),
            expected_version=expected_version,
        )
