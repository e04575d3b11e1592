"""The answer of a unit that was asked, and the gate before the leader."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.documents.queries import file_get
from motcua.dossiers.models import Dossier, OpinionAnswer, OpinionRequest
from motcua.dossiers.opinion_rules import (
    ANSWER_MAX,
    SETTLING,
    OpinionOutcome,
    OpinionStanding,
    OpinionState,
    is_silent,
)
from motcua.dossiers.opinion_views import OpinionView
from motcua.dossiers.queries.opinions import is_owed, opinion_get, opinion_unknown
from motcua.dossiers.services import _write
from motcua.dossiers.services._opinion_work import opinion_work_cancel
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.opinion_words import paragraphs, units_named
from motcua.dossiers.services.signing import APPROVED
from motcua.dossiers.types import Fact, FactType
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused, Stale
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.workflow import services as workflow
from motcua.workflow.queries import live_items_of
from motcua.workflow.types import Act, WorkItemView


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """What the unit says: outcome, text, the number of its letter, a file."""

    outcome: str
    text: str
    number: str = ""
    file_id: int | None = None
    file_name: str = ""


def opinion_answer(
    *, actor: Actor, request_id: int, answer: AnswerInput, seen: int = 0
) -> OpinionView:
    """Answer a request, or answer it again: a later version never overwrites the one before.

    `seen` is how many versions the page showed. The first answer finishes the piece of work;
    whether it was late is counted for the asked unit. Raises NotFound, Forbidden, Invalid, Stale,
    Refused `opinion_closed`, `item_not_yours`, and what the dossier's status forbids.
    """
    cleaned = _cleaned(answer)
    with transaction.atomic():
        found = OpinionRequest.objects.filter(pk=request_id).first()
        if found is None:
            raise opinion_unknown()
        posting = actor.posting_for(Action.DOSSIER_OPINE, found.unit_id)
        with scope_use(SYSTEM):  # the right was checked; the dossier is not the asked unit's
            dossier = _write.subject_lock(f"dossier:{found.dossier_id}")
            row = OpinionRequest.objects.get(pk=request_id)
            _record(dossier, row, posting, cleaned, seen)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
        return opinion_get(request_id)


def _cleaned(answer: AnswerInput) -> AnswerInput:
    text = paragraphs(answer.text)
    problems = []
    if answer.outcome not in set(OpinionOutcome) - {OpinionOutcome.NONE}:
        problems.append(FieldProblem("outcome", _("Choose one of the possible outcomes.")))
    if not text:
        problems.append(FieldProblem("text", _("Write the opinion.")))
    elif len(text) > ANSWER_MAX:
        problems.append(FieldProblem("text", _("This is too long.")))
    if len(nfc(answer.number)) > 80:
        problems.append(FieldProblem("number", _("This is too long.")))
    if problems:
        raise Invalid(problems)
    name = nfc(answer.file_name)[:200]
    return AnswerInput(answer.outcome, text, nfc(answer.number), answer.file_id, name)


def _record(
    dossier: Dossier, row: OpinionRequest, posting: PostingView, answer: AnswerInput, seen: int
) -> None:
    if row.state not in {OpinionState.ASKED, OpinionState.ANSWERED}:
        text = _("This question is not open any more: it was recalled, or the dossier has ended.")
        raise Refused("opinion_closed", text)
    known = OpinionAnswer.objects.filter(request=row).count()
    if known != seen:
        raise Stale(
            "opinion_stale",
            _("A colleague has answered in the meantime. Please look at the answer first."),
            version=known,
        )
    at = clock.now()
    if row.state == OpinionState.ASKED:
        _work_finish(row, posting, answer.outcome)
        row.answered_at = at
    row.state, row.outcome = OpinionState.ANSWERED, answer.outcome
    row.save(update_fields=["state", "outcome", "answered_at"])
    given = OpinionAnswer.objects.create(
        dossier=dossier,
        request=row,
        ordinal=row.ordinal,
        version=known + 1,
        outcome=answer.outcome,
        text=answer.text,
        number=answer.number,
        file_id=answer.file_id,
        file_name=answer.file_name,
        sha256=file_get(answer.file_id).sha256 if answer.file_id else "",
        answered_by=posting.account_id,
        unit_id=row.unit_id,
        at=at,
    )
    fact = _write.fact_at(
        FactType.OPINION_GIVEN,
        at,
        rows=rows_bind(dossier, row, given),
        act=Act.OPINION.value,
        outcome=answer.outcome,
        unit=row.unit_id,
        request=row.ordinal,
        version=given.version,
        due_at=row.due_at,
        late=known == 0 and at > row.due_at,
    )
    _write.facts_record(dossier, [fact], _write.doer_of(posting))


def _work_finish(row: OpinionRequest, posting: PostingView, outcome: str) -> None:
    """Finish the asked unit's piece of work; refused when a colleague has taken it."""
    at = clock.now()
    for item in live_items_of(row.process_id) if row.process_id else ():
        workflow.work_item_complete(
            item_id=item.id,
            account_id=posting.account_id,
            outcome=outcome,
            at=at,
            expected_version=item.version,
        )


def answers_settle(
    dossier: Dossier, item: WorkItemView, outcome: str, standings: tuple[OpinionStanding, ...]
) -> list[Fact]:
    """Refuse to bring a dossier to the leader, or to approve it, while an answer is missing.

    Returns the facts of requests whose silence the law takes for consent: they are closed by it.
    An approval that sends back is free. Source: domain brief 2.8.
    """
    bars = item.act is Act.APPRAISE or (item.act is Act.APPROVE and outcome == APPROVED)
    if not bars or not standings:
        return []
    at = clock.now()
    wanted = {one.ordinal for one in standings if is_owed(one, at)}
    if wanted:
        raise opinions_missing(dossier, wanted)
    return [_silent(dossier, one) for one in standings if is_silent(one, at)]


def opinions_missing(dossier: Dossier, ordinals: set[int]) -> Refused:
    """Return the refusal that names the units whose answers are missing."""
    rows = OpinionRequest.objects.filter(dossier=dossier, ordinal__in=ordinals)
    text = _(
        "The opinion of %(units)s is still missing. Wait for it, remind them, ask another unit in"
        " its place, or let a leader record what lawfully stands in for it."
    )
    names = units_named(row.unit_id for row in rows)
    return Refused("opinions_missing", text % {"units": names})


def _silent(dossier: Dossier, standing: OpinionStanding) -> Fact:
    row = OpinionRequest.objects.get(dossier=dossier, ordinal=standing.ordinal)
    opinion_work_cancel(row)
    row.state = OpinionState.SILENT
    row.save(update_fields=["state"])
    return _write.fact_at(
        FactType.OPINION_SILENT,
        clock.now(),
        rows=rows_bind(dossier, row),
        request=row.ordinal,
        unit=row.unit_id,
        due_at=row.due_at,
        basis=row.silence_basis,
    )


def settles(outcome: str) -> bool:
    """Tell whether an answer needs no other one after it."""
    return outcome in SETTLING
