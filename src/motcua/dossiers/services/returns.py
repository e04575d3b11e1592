"""Returning work inside the office, as an act of its own; the clock of the law goes on.

Whoever puts it right has a piece of work in its list, by a process of its own (`return_to_counter`,
`return_to_specialist`): so it works whatever the dossier's own process draws. The step from which
it was returned stays with its owner, who cannot finish it meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, InternalReturn
from motcua.dossiers.queries.returns import return_of_subject, return_subject
from motcua.dossiers.return_rules import (
    ANSWERS,
    CAUSES,
    RETURNED_BY,
    TEXT_MAX,
    ReturnAnswer,
    ReturnCause,
    ReturnState,
    ReturnTo,
    return_to,
)
from motcua.dossiers.services import _write
from motcua.dossiers.services._return_work import (
    last_appraisal,
    ordinal_next,
    return_end,
    return_is_open,
    return_work_cancel,
)
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.opinion_words import paragraphs
from motcua.dossiers.services.supplement import components_add
from motcua.dossiers.types import ACTION_OF, ComponentInput, FactType, Outcome, Status
from motcua.identity.queries import actor_get, people_of
from motcua.identity.substitutions import stand_in
from motcua.identity.types import Action, Actor, NewWork, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.organisations.queries import units_by_ids
from motcua.workflow import services as workflow
from motcua.workflow.queries import item_get
from motcua.workflow.types import ItemState, WorkItemView

PROCESS = {ReturnTo.COUNTER: "return_to_counter", ReturnTo.SPECIALIST: "return_to_specialist"}
NEEDS = {ReturnTo.COUNTER: Action.DOSSIER_INTAKE, ReturnTo.SPECIALIST: Action.DOSSIER_APPRAISE}


@dataclass(frozen=True, slots=True)
class ReturnInput:
    """Why it goes back and what is to be put right; to one person, or (None) to the unit."""

    cause: str
    reason: str
    put_right: str = ""
    to_account: int | None = None


def work_return(
    *, actor: Actor, item_id: int, expected_version: int, given: ReturnInput
) -> Outcome:
    """Return a dossier from an appraisal to the counter, or from an approval to the specialist.

    Raises NotFound, Forbidden, Stale, Invalid (`cause`, `reason`, `put_right`, `to_account`);
    Refused `no_return_here` where the step sends nothing back, `return_open`, `nobody_there`
    (nobody in the receiving unit may put it right), `no_specialist`, `item_not_yours`,
    `receipt_not_confirmed`, `not_in_this_status`.
    """
    with transaction.atomic():
        dossier, _none = _write.item_lock_and(item_id)
        item = item_get(item_id)
        posting = _write.posting_of(actor, item)
        to = return_to(item.act, [one.code for one in item.outcomes])
        if to is None:
            text = _("From this step nothing goes back inside the office.")
            raise Refused("no_return_here", text)
        _ready(dossier, item, posting, expected_version)
        cleaned = _cleaned(given, to)
        unit_id, person = _receiver(dossier, to, cleaned.to_account)
        at = clock.now()
        if item.state is ItemState.OPEN:  # it comes back to whoever returns it
            workflow.work_item_claim(
                item_id=item.id,
                account_id=posting.account_id,
                at=at,
                expected_version=expected_version,
            )
        row = _row(dossier, item, posting, cleaned, to, unit_id, person, at)
        row.save(force_insert=True)
        by_hand = cleaned.to_account is not None
        row.process_id = _work_open(dossier, row, item, posting, at, by_hand=by_hand)
        row.save(update_fields=["process_id", "to_account"])
        fact = _write.fact_at(
            FactType.RETURNED_INSIDE,
            at,
            rows=rows_bind(dossier, row),
            words={"reason": cleaned.reason},
            to=to.value,
            cause=row.cause,
            unit=unit_id,
            official=row.to_account,
            element=item.element,
            **{"return": row.ordinal},
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _ready(dossier: Dossier, item: WorkItemView, posting: PostingView, version: int) -> None:
    if not item.state.is_live:
        raise Refused("item_closed", _("This piece of work is finished already."))
    if item.version != version:
        raise Stale(
            "item_stale",
            _(
                "Somebody else has changed this piece of work since you opened the page. "
                "Open it again to see how it stands now."
            ),
        )
    if item.state is ItemState.HANDED_OVER:
        text = _("Confirm first that you have received this piece of work.")
        raise Refused("receipt_not_confirmed", text)
    if item.state is ItemState.CLAIMED and item.claimed_by_id != posting.account_id:
        raise Refused("item_not_yours", _("Somebody else is working on this."))
    if Status(dossier.status) is not Status.PROCESSING:
        text = _("This is not possible in the dossier's present status.")
        raise Refused("not_in_this_status", text)
    rows = InternalReturn.objects.filter(dossier=dossier, state=ReturnState.OPEN.value)
    open_ = rows.filter(process_id__isnull=False).first()
    if open_ is not None:
        raise return_is_open(ReturnTo(open_.to))


def _cleaned(given: ReturnInput, to: ReturnTo) -> ReturnInput:
    reason, put_right = paragraphs(given.reason), paragraphs(given.put_right)
    problems = []
    if given.cause not in set(CAUSES[to]):
        problems.append(FieldProblem("cause", _("Choose why it goes back.")))
    if not reason:
        problems.append(FieldProblem("reason", _("Say in words what is wrong.")))
    if not put_right:
        problems.append(FieldProblem("put_right", _("Say what is to be put right.")))
    problems += [
        FieldProblem(name, _("This is too long."))
        for name, text in (("reason", reason), ("put_right", put_right))
        if len(text) > TEXT_MAX
    ]
    if problems:
        raise Invalid(problems)
    return ReturnInput(given.cause, reason, put_right, given.to_account)


def _receiver(dossier: Dossier, to: ReturnTo, wanted: int | None) -> tuple[int, int | None]:
    """Return the unit, and the person if one is named, that puts it right."""
    unit_id, before = dossier.receiving_unit_id, None
    if to is ReturnTo.SPECIALIST:
        unit_id, before = _appraised(dossier)
    action, unit = NEEDS[to], units_by_ids([unit_id])[unit_id]
    if not any(one.may(action, unit_id) for one in people_of(unit_ids=unit.path_ids)):
        text = _("Nobody at %(unit)s can put this right at present.")
        raise Refused("nobody_there", text % {"unit": unit.full_name})
    if wanted is not None:
        person = actor_get(wanted)
        if person is None or not person.may(action, unit_id):
            raise Invalid([FieldProblem("to_account", _("This person cannot put it right there."))])
        return unit_id, wanted
    person = actor_get(before) if before is not None else None
    return unit_id, before if person is not None and person.may(action, unit_id) else None


def _appraised(dossier: Dossier) -> tuple[int, int | None]:
    """Return unit and person of the last appraisal of the dossier's process."""
    last = last_appraisal(dossier.process_id) if dossier.process_id else None
    if last is None:
        text = _("The process draws no step of a specialist before this one: nobody to return to.")
        raise Refused("no_specialist", text)
    return last.unit_id, last.completed_by_id


def _row(
    dossier: Dossier,
    item: WorkItemView,
    posting: PostingView,
    given: ReturnInput,
    to: ReturnTo,
    unit_id: int,
    person: int | None,
    at: datetime,
) -> InternalReturn:
    return InternalReturn(
        dossier=dossier,
        ordinal=ordinal_next(dossier),
        to=to,
        cause=ReturnCause(given.cause),
        reason=given.reason,
        put_right=given.put_right,
        element=item.element,
        from_unit_id=item.unit_id,
        from_account=posting.account_id,
        to_unit_id=unit_id,
        to_account=person,
        returned_at=at,
    )


def _work_open(
    dossier: Dossier,
    row: InternalReturn,
    item: WorkItemView,
    posting: PostingView,
    at: datetime,
    *,
    by_hand: bool,
) -> int:
    """Open the piece of work of whoever puts it right; both sides see it.

    Where nobody was chosen by hand, and whoever had it is away and leaves new work to the unit, it
    stays open there, as every step that opens does.
    """
    here, there = "receiving", "handling"
    if ReturnTo(row.to) is ReturnTo.SPECIALIST:
        here, there = there, here
    started = workflow.process_start(
        key=PROCESS[ReturnTo(row.to)],
        subject=return_subject(dossier.pk, row.ordinal),
        units={here: row.to_unit_id, there: item.unit_id},
        at=at,
        deadline_at=dossier.due_at,
        done=(),
        account_id=posting.account_id,
    )
    [opened] = started.items
    if not by_hand and _left_to_unit(row.to_account, opened, at):
        row.to_account = None
    if row.to_account is not None:
        workflow.work_item_assign(
            item_id=opened.id,
            account_id=posting.account_id,
            assignee_id=row.to_account,
            at=at,
            expected_version=opened.version,
        )
    return started.process_id


def _left_to_unit(person: int | None, item: WorkItemView, at: datetime) -> bool:
    """Tell whether somebody is away and leaves new work to the unit meanwhile."""
    if person is None:
        return False
    away = stand_in(person, unit_id=item.unit_id, role=item.role, at=at)
    return away is not None and away.new_work is NewWork.POOL


def _found(item_id: int) -> tuple[Dossier, InternalReturn, WorkItemView]:
    """Return a locked dossier with its open return and the piece of work; raises NotFound."""
    key = return_of_subject(item_get(item_id).subject)
    if key is None:
        raise NotFound("item_unknown", _("There is no such piece of work."))
    dossier = _write.subject_lock(f"dossier:{key[0]}")
    row = InternalReturn.objects.get(dossier=dossier, ordinal=key[1])
    if row.state != ReturnState.OPEN:
        text = _("This return is over: it was answered or taken back.")
        raise Refused("return_over", text)
    return dossier, row, item_get(item_id)


def return_answer(
    *,
    actor: Actor,
    item_id: int,
    answer: str,
    text: str,
    expected_version: int,
    components: Sequence[ComponentInput] = (),
) -> Outcome:
    """Say what was put right, or why it cannot be, and send it back to where it came from.

    `components` are papers that came to light; they are added as a supplement's are. Raises
    NotFound, Forbidden, Stale, Invalid (`answer`, `text`), Refused `return_over`,
    `item_not_yours`.
    """
    with transaction.atomic():
        dossier, row, item = _found(item_id)
        posting = _write.posting_of(actor, item)
        said = paragraphs(text)
        _answer_check(row, answer, said, components)
        at = clock.now()
        added = components_add(dossier, components, account_id=posting.account_id, at=at)
        workflow.work_item_complete(
            item_id=item_id,
            account_id=posting.account_id,
            outcome=answer,
            at=at,
            expected_version=expected_version,
        )
        by, given = posting.account_id, ReturnAnswer(answer)
        return_end(row, ReturnState.ANSWERED, by, answer=given, text=said)
        fact = _write.fact_at(
            FactType.RETURN_ANSWERED,
            at,
            rows=rows_bind(dossier, row),
            words={"reason": said} if said else None,
            answer=answer,
            unit=row.from_unit_id,
            official=row.from_account,
            minutes=row.held_minutes,
            **{"return": row.ordinal},
        )
        outcome = _write.facts_record(dossier, [*added, fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _answer_check(
    row: InternalReturn, answer: str, said: str, components: Sequence[ComponentInput]
) -> None:
    problems = []
    if answer not in set(ANSWERS[ReturnTo(row.to)]):
        problems.append(FieldProblem("answer", _("Choose one of the possible outcomes.")))
    if not said and answer != ReturnAnswer.PUT_RIGHT:
        problems.append(FieldProblem("text", _("Say why.")))
    if not said and answer == ReturnAnswer.PUT_RIGHT and not components:
        problems.append(FieldProblem("text", _("Say what you have put right.")))
    if len(said) > TEXT_MAX:
        problems.append(FieldProblem("text", _("This is too long.")))
    if components and (answer != ReturnAnswer.PUT_RIGHT or row.to != ReturnTo.COUNTER):
        problems.append(
            FieldProblem("answer", _("Papers are added only where something was put right."))
        )
    if problems:
        raise Invalid(problems)


def return_recall(*, actor: Actor, item_id: int, reason: str, expected_version: int) -> Outcome:
    """Take a return back, as long as it has not been answered; for the side that returned it."""
    with transaction.atomic():
        dossier, row, item = _found(item_id)
        act = RETURNED_BY[ReturnTo(row.to)]
        posting = _write.acting(
            actor.posting_for(ACTION_OF[act], row.from_unit_id), dossier.process_id
        )
        if item.version != expected_version:
            raise Stale("item_stale", _("Somebody else has taken it up meanwhile."))
        said = paragraphs(reason)[:TEXT_MAX]
        if not said:
            raise Invalid([FieldProblem("reason", _("Give the reason."))])
        return_work_cancel(row)
        return_end(row, ReturnState.RECALLED, posting.account_id, answer=ReturnAnswer.NONE)
        fact = _write.fact_at(
            FactType.RETURN_RECALLED,
            clock.now(),
            rows=rows_bind(dossier, row),
            words={"reason": said},
            unit=row.to_unit_id,
            **{"return": row.ordinal},
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome
