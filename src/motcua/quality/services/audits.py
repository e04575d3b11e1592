"""Internal audits: planned for a year, held, concluded, closed (TCVN ISO 9001:2015, 9.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.saying import said
from motcua.kernel.text import nfc
from motcua.procedures.queries import procedure_get
from motcua.quality import rules
from motcua.quality.models import Audit, AuditEvent, Nonconformity
from motcua.quality.queries.own_work import OwnWork, own_work
from motcua.quality.queries.places import register_unit
from motcua.quality.services._common import (
    number_next,
    reach_of,
    unit_of_person,
)
from motcua.quality.services._writing import Said, write
from motcua.quality.services.nonconformities import open_from_finding
from motcua.quality.types import AuditFact, AuditPlan, AuditState, Fact, Grade, State
from motcua.workflow.queries import definition_by_key

KIND = "ĐG"  # đánh giá nội bộ


@transaction.atomic
def audit_plan(*, actor: Actor, plan: AuditPlan) -> int:
    """Put an audit into the programme of its unit; return its id.

    By whoever keeps the register in every audited unit. Raises Forbidden, Invalid at the plan's
    fields, of them `auditor_ids` when an auditor would audit their own work.
    """
    posting = _keeps(actor, plan.unit_ids)
    _check(plan)
    _known(plan)
    unit = register_unit(plan.unit_ids[0])
    reach = _reach(plan, unit.id)
    independent(plan)
    year = plan.first_day.year
    number = number_next(unit.id, KIND, year)
    row = Audit.objects.create(
        unit_id=unit.id,
        year=year,
        number=number,
        code=rules.code_of(KIND, unit.code, year, number),
        state=AuditState.PLANNED.value,
        title=said(nfc(plan.title), "title", 200),
        criteria=said(plan.criteria, "criteria", 2000),
        unit_ids=sorted(set(plan.unit_ids)),
        procedures=sorted(set(plan.procedures)),
        processes=sorted(set(plan.processes)),
        auditor_ids=list(dict.fromkeys(plan.auditor_ids)),
        first_day=plan.first_day,
        last_day=plan.last_day,
        reach=reach,
    )
    _event(actor, posting, row, AuditFact.PLANNED, "")
    return int(row.pk)


@transaction.atomic
def audit_change(
    *, actor: Actor, audit_id: int, version: int, plan: AuditPlan, reason: str
) -> None:
    """Give an audit other days or auditors, with the reason; what was planned stays visible.

    What is audited does not change: that would be another audit. Raises as `audit_plan`, NotFound,
    Stale, Refused.
    """
    row = audit_locked(audit_id, version)
    posting = _keeps(actor, row.unit_ids)
    words = said(reason, "reason", 1000)
    _may(row, AuditFact.CHANGED)
    before = plan_of(row)
    after = AuditPlan(
        title=before.title,
        criteria=before.criteria,
        unit_ids=before.unit_ids,
        auditor_ids=tuple(dict.fromkeys(plan.auditor_ids)),
        first_day=plan.first_day,
        last_day=plan.last_day,
        procedures=before.procedures,
        processes=before.processes,
    )
    _check(after, began=after.first_day == before.first_day or row.state != AuditState.PLANNED)
    if after == before:
        raise Invalid([FieldProblem("last_day", _("Nothing is different from the plan."))])
    independent(after)
    row.auditor_ids = list(after.auditor_ids)
    row.first_day, row.last_day = after.first_day, after.last_day
    row.reach = reach_of(row.reach, _reach(after, row.unit_id))
    data = {
        "first_day": before.first_day.isoformat(),
        "last_day": before.last_day.isoformat(),
        "auditors": " ".join(map(str, before.auditor_ids)),
    }
    _event(actor, posting, row, AuditFact.CHANGED, words, data)


@transaction.atomic
def audit_begin(*, actor: Actor, audit_id: int, version: int) -> None:
    """Begin an audit: from now on its auditors record findings. By an auditor."""
    row = audit_locked(audit_id, version)
    posting = auditing(actor, row)
    independent(plan_of(row), [actor.account_id])
    _event(actor, posting, row, AuditFact.BEGUN, "")


@transaction.atomic
def audit_conclude(*, actor: Actor, audit_id: int, version: int, conclusion: str) -> list[str]:
    """Conclude an audit: findings are final, each non-conformity among them is opened.

    By its leading auditor. Returns the numbers of the non-conformities, in order of the findings.
    """
    row = audit_locked(audit_id, version)
    posting = auditing(actor, row)
    if row.auditor_ids[0] != actor.account_id:
        raise Forbidden("not_leading", _("The leading auditor concludes the audit."))
    words = said(conclusion, "text")
    findings = list(row.findings.filter(replaced_by=None).order_by("number"))
    if not findings:
        raise Refused("no_findings", _("Record what was found first: what conforms counts too."))
    _event(actor, posting, row, AuditFact.CONCLUDED, words)
    return [
        open_from_finding(actor, posting, row, one).code
        for one in findings
        if rules.opens(Grade(one.grade))
    ]


@transaction.atomic
def audit_carry(*, actor: Actor, audit_id: int, version: int, code: str, reason: str) -> None:
    """Let a non-conformity go on after its audit is closed; it stays open itself.

    By whoever keeps the register. Raises NotFound for one of another audit.
    """
    row = audit_locked(audit_id, version)
    posting = _keeps(actor, row.unit_ids)
    words = said(reason, "text", 1000)
    found = (
        Nonconformity.objects.select_for_update(of=("self",))
        .filter(finding__audit=row, code=code)
        .first()
    )
    if found is None:
        raise NotFound("nonconformity_unknown", _("There is no such non-conformity here."))
    _event(actor, posting, row, AuditFact.CARRIED, words, {"nonconformity": code})
    write(actor, posting, found, Said(Fact.CARRIED, words))


@transaction.atomic
def audit_close(*, actor: Actor, audit_id: int, version: int) -> None:
    """Close an audit. Refused `still_open` while a non-conformity is neither ended nor carried."""
    row = audit_locked(audit_id, version)
    posting = _keeps(actor, row.unit_ids)
    found = (
        Nonconformity.objects.select_for_update(of=("self",))
        .filter(finding__audit=row)
        .order_by("pk")
    )
    states = {one.code: State(one.state) for one in found}
    carried = [
        event.data.get("nonconformity", "")
        for event in row.events.filter(fact=AuditFact.CARRIED.value)
    ]
    still = rules.audit_closes(states, carried)
    if still and AuditState(row.state) is AuditState.CONCLUDED:
        words = _("These are open and were not carried over: %s.") % ", ".join(still)
        raise Refused("still_open", words)
    _event(actor, posting, row, AuditFact.CLOSED, "")


@transaction.atomic
def audit_cancel(*, actor: Actor, audit_id: int, version: int, reason: str) -> None:
    """Cancel an audit that is not concluded, with the reason; it stays in the programme."""
    row = audit_locked(audit_id, version)
    posting = _keeps(actor, row.unit_ids)
    _event(actor, posting, row, AuditFact.CANCELLED, said(reason, "text", 1000))


def plan_of(row: Audit) -> AuditPlan:
    """Return what is planned now."""
    return AuditPlan(
        title=row.title,
        criteria=row.criteria,
        unit_ids=tuple(row.unit_ids),
        auditor_ids=tuple(row.auditor_ids),
        first_day=row.first_day,
        last_day=row.last_day,
        procedures=tuple(row.procedures),
        processes=tuple(row.processes),
    )


def audit_locked(audit_id: int, version: int) -> Audit:
    """Return the row, locked until the transaction ends; NotFound, Stale."""
    row = Audit.objects.select_for_update().filter(pk=audit_id).first()
    if row is None:
        raise NotFound("audit_unknown", _("There is no such audit here."))
    if row.version != version:
        words = _("Somebody else wrote here meanwhile. Read what is new, then go on.")
        raise Stale("stale", words)
    return row


def auditing(actor: Actor, row: Audit) -> PostingView:
    """Return the posting of somebody who is an auditor of it; Forbidden."""
    if actor.account_id not in row.auditor_ids:
        raise Forbidden("not_auditor", _("Only the auditors of this audit do this."))
    return actor.posting_for(Action.QUALITY_REPORT, *row.reach)


def independent(plan: AuditPlan, accounts: Sequence[int] = ()) -> None:
    """Refuse auditors of their own work, naming who and why (clause 9.2.2 c)."""
    found = own_work(plan, accounts)
    if not found:
        return
    names = accounts_by_ids(one.account_id for one in found)
    words = {
        OwnWork.POSTED: _("%s does the audited work: posted to the audited unit"),
        OwnWork.STEPS: _("%s did steps of the audited work within the last year"),
        OwnWork.DREW: _("%s drew or approved the audited process"),
    }
    told = "; ".join(words[one.why] % names[one.account_id].name for one in found)
    said_ = _("Nobody audits their own work (TCVN ISO 9001:2015, clause 9.2.2 c). %s.") % told
    raise Invalid([FieldProblem("auditor_ids", said_)], said_)


def _keeps(actor: Actor, unit_ids: Sequence[int]) -> PostingView:
    """Return a posting that keeps the register in all of these units; Forbidden."""
    for one in actor.postings:
        if one.may(Action.QUALITY_KEEP) and set(unit_ids) <= one.unit_ids:
            return one
    raise Forbidden("not_allowed", _("None of your postings allows this here."))


def _check(plan: AuditPlan, *, began: bool = False) -> None:
    words = {
        "order": _("The last day comes before the first."),
        "long": _("An audit takes at most three months."),
        "past": _("Choose today or a later day."),
    }
    none = {
        "unit_ids": _("Choose at least one unit."),
        "auditor_ids": _("Choose between one and ten auditors."),
    }
    found = rules.plan_problems(
        first_day=plan.first_day,
        last_day=plan.last_day,
        today=clock.today(),
        units=plan.unit_ids,
        auditors=plan.auditor_ids,
        began=began,
    )
    problems = [FieldProblem(name, words.get(why) or none[name]) for name, why in found.items()]
    if problems:
        raise Invalid(problems)


def _known(plan: AuditPlan) -> None:
    """Refuse procedures and processes that there are not."""
    for field, words, codes, read in (
        ("procedures", _("There is no procedure “%s”."), plan.procedures, procedure_get),
        ("processes", _("There is no process “%s”."), plan.processes, definition_by_key),
    ):
        for code in codes:
            try:
                read(code)
            except NotFound as refusal:
                raise Invalid([FieldProblem(field, words % code)]) from refusal


def _reach(plan: AuditPlan, unit_id: int) -> list[int]:
    """Return who sees it: the unit, what is audited, and where its auditors are posted."""
    places: list[frozenset[int]] = []
    for account_id in plan.auditor_ids:
        at = unit_of_person(account_id, unit_id)
        if not at:
            words = _("An auditor must work in this unit at present.")
            raise Invalid([FieldProblem("auditor_ids", words)])
        places.append(at)
    if any(register_unit(one).id != unit_id for one in plan.unit_ids):
        words = _("The audited units belong to different registers: plan an audit for each.")
        raise Invalid([FieldProblem("unit_ids", words)])
    return reach_of([unit_id], plan.unit_ids, *places)


def _may(row: Audit, fact: AuditFact) -> None:
    if fact not in rules.AUDIT_NEXT[AuditState(row.state)]:
        raise Refused("not_now", _("This is not possible as the audit stands now."))


def _event(
    actor: Actor,
    posting: PostingView,
    row: Audit,
    fact: AuditFact,
    text: str,
    data: dict[str, Any] | None = None,
) -> None:
    """Append what happened and let the state follow from all of it."""
    if fact is not AuditFact.PLANNED:
        _may(row, fact)
    AuditEvent.objects.create(
        audit=row,
        at=clock.now(),
        fact=fact.value,
        account_id=actor.account_id,
        posting_id=posting.id,
        text=text,
        data=data or {},
    )
    facts = row.events.order_by("id").values_list("fact", flat=True)
    row.state = rules.audit_state(AuditFact(one) for one in facts).value
    if fact is not AuditFact.PLANNED:
        row.version += 1
    row.save()
