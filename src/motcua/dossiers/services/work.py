"""Work items of dossiers: claim, assign, hand over, complete; each act has its own effect.

`workflow` knows no dossier: here an item's subject leads to its dossier, whose row is locked
first, so that two officials at one dossier always queue up at the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from motcua.documents.signatures.types import Signed
from motcua.dossiers.eyes_rules import OWN_OPINION, endorser_barred
from motcua.dossiers.models import Dossier, Event, Result
from motcua.dossiers.queries.capacity import capacity_of
from motcua.dossiers.queries.opinions import standings_of, standings_read
from motcua.dossiers.queries.returns import open_of, open_read
from motcua.dossiers.return_rules import ReturnCause
from motcua.dossiers.services import _opinion_work, _write
from motcua.dossiers.services._proposals import proposals_close
from motcua.dossiers.services._return_work import returns_settle, sent_back_record
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.draft import draft_of, file_check
from motcua.dossiers.services.giving import assignee_check
from motcua.dossiers.services.numbers import number_give
from motcua.dossiers.services.opinion_answers import answers_settle
from motcua.dossiers.services.signing import APPROVED, approver_check, signature_make, signature_use
from motcua.dossiers.types import Fact, FactType, Outcome, ReturnMethod, Status
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import batch, clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.text import nfc
from motcua.kernel.wire import Statement
from motcua.organisations.queries import unit_get
from motcua.workflow import services as workflow
from motcua.workflow.queries import item_of, item_read_locked, joined_view
from motcua.workflow.types import Act, Completed, WorkItemView


@dataclass(frozen=True, slots=True)
class WorkDetails:
    """What an act needs besides its outcome: number (issue), receiver (return)."""

    note: str = ""
    assign_to: int | None = None
    number: str = ""
    receiver_name: str = ""
    receiver_id_number: str = ""
    return_method: ReturnMethod | None = None
    data: Mapping[str, Any] = field(default_factory=dict)  # answers to the step's questions
    cause: ReturnCause = ReturnCause.OTHER  # of sending back
    put_right: str = ""  # what the receiver is to do
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
        dossier, [read, taken, asked, back] = _write.item_lock_and(item_id, *_reads(item_id))
        item = joined_view(held := item_of(read))
        posting = _write.posting_of(actor, item)
        told = answers_settle(dossier, item, outcome, standings_of(asked.rows))
        by = posting.account_id
        settled = returns_settle(dossier, item.act, outcome, by, open_of(back))
        fact, columns = _EFFECTS[item.act](dossier, item, posting, outcome, details)
        with batch.together():
            completed = workflow.work_item_complete(
                item_id=item_id,
                account_id=actor.account_id,
                outcome=outcome,
                at=fact.at,
                expected_version=expected_version,
                note=nfc(details.note),
                data=workflow.answers_of(item, details.data),
                assign_to=details.assign_to if item.act is Act.ASSIGN else None,
                held=held,
                ids=workflow.ids_of(taken),
            )
            if _write.units_see(dossier, [opened.unit_id for opened in completed.opened]):
                columns = [*columns, "visible_units"]
            fact = _bound(dossier, item, posting, details, completed, fact, settled)
            doer = _write.doer_of(posting)
            result = _write.facts_record(dossier, [*told, fact], doer, also=columns)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return result


def _reads(item_id: int) -> tuple[Statement, ...]:
    """Return what is read with the lock: the item, ids, opinions that are owed, open returns."""
    return (
        item_read_locked(item_id),
        workflow.ids_ahead(items=1),
        standings_read(_write.DOSSIER_OF_ITEM, item_id),
        open_read(_write.DOSSIER_OF_ITEM, item_id),
    )


def _bound(
    dossier: Dossier,
    item: WorkItemView,
    posting: PostingView,
    details: WorkDetails,
    completed: Completed,
    fact: Fact,
    settled: dict[str, str],
) -> Fact:
    """Return the fact that binds a return: the one it makes, or those that it answers."""
    if fact.type is not FactType.SENT_BACK:
        return replace(fact, rows=fact.rows | settled) if settled else fact
    return sent_back_record(
        dossier,
        item,
        posting,
        fact,
        reason=nfc(details.note),
        cause=details.cause,
        put_right=nfc(details.put_right),
        opened=completed.opened,
    )


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
    dossier: Dossier, item: WorkItemView, posting: PostingView, outcome: str, _details: WorkDetails
) -> Effect:
    dossier.appraised_by = posting.account_id
    dossier.official_id = posting.for_account_id or posting.account_id
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


def _gave_opinion(dossier: Dossier) -> int | None:
    """Return who gave the last opinion by a step of the process."""
    of_step = {"type": FactType.OPINION_GIVEN.value, "payload__contains": '"element":'}
    given = Event.objects.filter(dossier=dossier, **of_step)
    return given.order_by("-seq").values_list("account_id", flat=True).first()


def _endorse(
    dossier: Dossier, item: WorkItemView, posting: PostingView, outcome: str, details: WorkDetails
) -> Effect:
    del details
    if item.act is Act.ENDORSE and endorser_barred(
        account=posting.account_id, last_opinion_by=_gave_opinion(dossier)
    ):
        raise Refused(
            OWN_OPINION,
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
    draft = draft_of(dossier)
    if draft is None:
        raise Refused("no_draft", _("There is no draft result to approve yet."))
    approver_check(dossier, draft, posting.account_id)
    file_check(draft)
    # Told of a signature by hand too; a digital one carries the capacity it was made in.
    capacity = capacity_of(posting.account_id, unit_get(dossier.competent_unit_id))
    signing = signature_use(dossier, draft, details.signed, item.act)
    told = {"capacity": capacity.text} if capacity else {}
    draft.approved_by, draft.approved_at = posting.account_id, at
    draft.save(update_fields=["approved_by", "approved_at", *signing.columns])
    dossier.approved_by = posting.account_id
    fact = _write.fact_at(
        FactType.APPROVED,
        at,
        rows=rows_bind(dossier, draft),
        result=draft.sha256,
        **(told | signing.told),
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
    number_give(dossier, number, at)
    draft.number, draft.issued_at = number, at
    draft.save(update_fields=["number", "issued_at", *signing.columns])
    data = _step(item, outcome)
    fact = _write.fact_at(
        FactType.DONE,
        at,
        rows=rows_bind(dossier, draft)
        | _opinion_work.opinions_close(dossier)
        | proposals_close(dossier),
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
    Act.REPAIR: _endorse,
}
