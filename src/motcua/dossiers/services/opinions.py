"""Opinions of other units: asked in parallel, each with its own due date, and answered.

A process of its own (`opinion_request`) makes each request a piece of work of the asked unit, so
that claiming, assigning and the worklist are those of all work. The asked unit has no part in
the dossier: what it does here is checked against its own scope first, then done by the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import due_compute, limit_parse, working_minutes_between
from motcua.dossiers.models import Attachment, Dossier, OpinionRequest
from motcua.dossiers.opinion_rules import (
    PENDING,
    QUESTION_MAX,
    UNITS_MAX,
    OpinionState,
    needed_by,
)
from motcua.dossiers.queries.opinions import (
    SUBJECT,
    opinion_unknown,
    silence_basis,
    takers_of,
    units_answering,
)
from motcua.dossiers.queries.parts import units_at_work
from motcua.dossiers.services import _write
from motcua.dossiers.services._opinion_work import opinion_work_cancel
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.draft import draft_of
from motcua.dossiers.services.opinion_words import date_words, paragraphs
from motcua.dossiers.types import Fact, FactType, Outcome, Status
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.workflow import services as workflow
from motcua.workflow.queries import live_items_of
from motcua.workflow.types import Act

PROCESS = "opinion_request"
DOCUMENTS_MAX = 50
TOLD_MAX = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: to whom, with what, until when (`limit`: 3wd or 8wh of the asked unit).

    `told` are label and text pairs that are copied for the asked unit; `draft` sends the draft
    result along. `accept_late` says that a due date later than the dossier needs is meant.
    """

    unit_ids: tuple[int, ...]
    question: str
    limit: str
    attachment_ids: tuple[int, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    draft: bool = False
    mandatory: bool = True
    accept_late: bool = False
    renews: int = 0  # ordinal of the request that is asked again, or in whose place


def opinion_ask(*, actor: Actor, code: str, asked: Asked, version: int | None = None) -> Outcome:
    """Ask one or several units at once for their opinion; each gets its own piece of work.

    Raises Invalid with every wrong field (`units`, `question`, `limit`, `documents`, and
    `accept_late` when the answer would be due after the dossier needs it, domain brief 3.6).
    """
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        posting = _write.posting_deciding(actor, Action.DOSSIER_APPRAISE, dossier)
        if Status(dossier.status) not in {Status.PROCESSING, Status.SUPPLEMENT, Status.OBLIGATION}:
            raise _status_refused()
        at = clock.now()
        question = paragraphs(asked.question)
        units = _units(dossier, asked.unit_ids)
        dues = _dues(dossier, asked, units, at)
        problems = _problems(question, units, asked)
        if problems:
            raise Invalid(problems)
        documents = _documents(dossier, asked)
        renewed = _renew(dossier, asked.renews)
        known = OpinionRequest.objects.filter(dossier=dossier).aggregate(last=Max("ordinal"))
        first = (known["last"] or 0) + 1
        basis = silence_basis(dossier.procedure_id)
        facts = []
        for ordinal, unit in enumerate(units, first):
            row = _row(dossier, asked, posting, at)
            row.ordinal, row.question, row.silence_basis = ordinal, question, basis
            row.unit_id, row.unit_ids, row.documents = unit.id, [unit.id], documents
            row.mandatory |= renewed is not None and renewed.mandatory and not renewed.waived_at
            row.due_at = row.due_original_at = dues[unit.id]
            row.save(force_insert=True)
            row.process_id = _work_open(row, posting, at)
            row.save(update_fields=["process_id"])
            facts.append(_asked_fact(dossier, row, renewed, at))
        outcome = _write.facts_record(dossier, facts, _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _row(dossier: Dossier, asked: Asked, posting: PostingView, at: datetime) -> OpinionRequest:
    return OpinionRequest(
        dossier=dossier,
        follows=asked.renews,
        code=dossier.code,
        procedure_version_id=dossier.procedure_version_id,
        asked_by=posting.account_id,
        asking_unit_id=posting.unit_id,
        told=[list(pair) for pair in asked.told[:TOLD_MAX]],
        mandatory=asked.mandatory,
        asked_at=at,
    )


def _asked_fact(
    dossier: Dossier, row: OpinionRequest, renewed: OpinionRequest | None, at: datetime
) -> Fact:
    rows = rows_bind(dossier, row)
    if renewed is not None:
        rows |= rows_bind(dossier, renewed)
    return _write.fact_at(
        FactType.OPINION_ASKED,
        at,
        rows=rows,
        request=row.ordinal,
        unit=row.unit_id,
        due_at=row.due_at,
        mandatory=row.mandatory,
        follows=row.follows or None,
    )


def _status_refused() -> Refused:
    return Refused("not_in_this_status", _("This is not possible in the dossier's present status."))


def _problems(question: str, units: Sequence[UnitView], asked: Asked) -> list[FieldProblem]:
    problems = []
    if not question:
        problems.append(FieldProblem("question", _("Write what you want to know.")))
    elif len(question) > QUESTION_MAX:
        problems.append(FieldProblem("question", _("This is too long.")))
    if not units:
        problems.append(FieldProblem("units", _("Choose at least one unit.")))
    elif len(units) > UNITS_MAX:
        problems.append(FieldProblem("units", _("These are too many units; 20 at most.")))
    if asked.renews and len(units) > 1:
        problems.append(FieldProblem("units", _("Choose one unit to ask again.")))
    return problems


def addressees(unit_ids: Iterable[int]) -> list[UnitView]:
    """Return who takes in a question to these units, each once: for a commune its office."""
    wanted = list(dict.fromkeys(unit_ids))
    found = units_by_ids(wanted)
    today = clock.today()
    if len(found) < len(wanted) or any(
        unit.valid_to is not None and unit.valid_to <= today for unit in found.values()
    ):
        raise Invalid([FieldProblem("units", _("One of these units does not exist any more."))])
    takers = takers_of(found[unit_id] for unit_id in wanted)
    return list({unit.id: unit for unit in takers.values()}.values())


def _units(dossier: Dossier, unit_ids: Iterable[int]) -> list[UnitView]:
    """Return whom to ask; Invalid for a unit that has a part in it or that nobody answers for."""
    units = addressees(unit_ids)
    own = (dossier.competent_unit_id, dossier.receiving_unit_id, dossier.return_unit_id)
    working = units_at_work(_write.progress_of(dossier), own)
    answering = units_answering(units)
    for unit in units:
        if unit.id in working:
            text = _("%(unit)s works on this dossier itself.")
            raise Invalid([FieldProblem("units", text % {"unit": unit.full_name})])
        if unit.id not in answering:
            text = _("Nobody at %(unit)s can answer here. Ask by letter, or ask another unit.")
            raise Invalid([FieldProblem("units", text % {"unit": unit.full_name})])
    return units


def opinion_due(limit: str, unit_id: int, at: datetime) -> datetime:
    """Return when an answer is due that a unit is given `limit` for, on its own calendar."""
    return due_compute(
        limit=limit_parse(limit), received=at, calendar=calendar_for(unit_id)
    ).instant


def _needed(dossier: Dossier, at: datetime) -> datetime | None:
    steps = live_items_of(dossier.process_id) if dossier.process_id else []
    dues = (step.due_at for step in steps if step.act is Act.APPRAISE)
    return needed_by(dues, dossier.due_at, at)


def _dues(
    dossier: Dossier, asked: Asked, units: Sequence[UnitView], at: datetime
) -> dict[int, datetime]:
    """Return each unit's due instant; Invalid when that is too late and nobody said so."""
    dues = {unit.id: opinion_due(asked.limit, unit.id, at) for unit in units}
    needed = _needed(dossier, at)
    late = [unit for unit in units if needed is not None and dues[unit.id] > needed]
    if late and needed is not None and not asked.accept_late:
        text = _(
            "The answer of %(units)s would be due %(due)s, but this dossier needs it by %(needed)s."
            " Give less time, or confirm that it is meant so."
        )
        said = {
            "units": ", ".join(unit.full_name for unit in late),
            "due": date_words(max(dues[unit.id] for unit in late)),
            "needed": date_words(needed),
        }
        raise Invalid([FieldProblem("accept_late", text % said)])
    return dues


def _documents(dossier: Dossier, asked: Asked) -> list[dict[str, object]]:
    wanted = set(asked.attachment_ids)
    found = Attachment.objects.filter(dossier=dossier, pk__in=wanted).order_by("id")
    rows: list[dict[str, object]] = [
        {"file": one.file_id, "name": one.name, "sha256": one.sha256} for one in found
    ]
    if len(rows) != len(wanted) or len(rows) > DOCUMENTS_MAX:
        raise Invalid([FieldProblem("documents", _("Choose documents of this dossier."))])
    draft = draft_of(dossier) if asked.draft else None
    if draft is not None:
        rows.append({"file": draft.file_id, "name": draft.file_name, "sha256": draft.sha256})
    return rows


def _renew(dossier: Dossier, ordinal: int) -> OpinionRequest | None:
    """Mark the request that is asked again; its work is cancelled where it was still open.

    A recalled one stays recalled, for whoever was asked by mistake; the newer one names it.
    """
    if not ordinal:
        return None
    row = opinion_find(dossier, ordinal)
    if opinion_replaceable(row):
        return row
    if row.state not in PENDING:
        raise opinion_closed()
    if row.state == OpinionState.ASKED:
        opinion_work_cancel(row)
    row.state = OpinionState.RENEWED
    row.save(update_fields=["state"])
    return row


def opinion_find(dossier: Dossier, ordinal: int) -> OpinionRequest:
    """Return a request of a locked dossier; raises NotFound."""
    row = OpinionRequest.objects.filter(dossier=dossier, ordinal=ordinal).first()
    if row is None:
        raise opinion_unknown()
    return row


def opinion_replaceable(row: OpinionRequest) -> bool:
    """Tell whether a mandatory request was recalled and none was asked in its place."""
    if row.state != OpinionState.RECALLED or not row.mandatory:
        return False
    later = OpinionRequest.objects.filter(dossier=row.dossier_id, follows=row.ordinal)
    return not later.exists()


def opinion_closed() -> Refused:
    """Return the refusal of a request that is over."""
    return Refused("opinion_closed", _("This request is over; nothing can be changed in it."))


def _work_open(row: OpinionRequest, posting: PostingView, at: datetime) -> int:
    """Start the asked unit's piece of work, due when the answer is; who asks does not see it."""
    minutes = max(working_minutes_between(at, row.due_at, calendar_for(row.unit_id)), 1)
    with scope_use(SYSTEM):
        return workflow.process_start(
            key=PROCESS,
            subject=f"{SUBJECT}{row.pk}",
            units={"opinion": row.unit_id},
            at=at,
            deadline_at=row.due_at,
            hours={"opinion": Decimal(minutes) / 60},
            done=(),
            account_id=posting.account_id,
        ).process_id
