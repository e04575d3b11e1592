"""Non-conformities and corrective actions (TCVN ISO 9001:2015, 10.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.services.citing import dossier_cited
from motcua.dossiers.views import DossierView
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.saying import said
from motcua.quality import rules
from motcua.quality.models import Audit, Finding, Nonconformity, NonconformityEvent
from motcua.quality.queries.places import register_unit
from motcua.quality.services._common import (
    PURPOSE,
    Files,
    evidence_add,
    number_next,
    reach_of,
    unit_of_person,
)
from motcua.quality.services._writing import Said, keeper, locked, reporter, write
from motcua.quality.types import NONCONFORM, Fact, Grade, Report, Source, State

KIND = "KPH"  # không phù hợp
REASON_MOST = 1000


@transaction.atomic
def nonconformity_report(
    *, actor: Actor, report: Report, files: Files = (), correction: str = ""
) -> str:
    """Report that a requirement was not met; return its number. With what was corrected at once.

    A dossier is named by its code: its own right applies and the reading is recorded. A petition
    is named by its number; the caller has read it under the right to do so. Raises Forbidden,
    Invalid.
    """
    posting = actor.posting_for(Action.QUALITY_REPORT, report.place_id)
    happened = said(report.happened, "happened")
    requirement = said(report.requirement, "requirement", 2000)
    if report.grade not in NONCONFORM:
        raise Invalid([FieldProblem("grade", _("Choose minor or major."))])
    procedure = report.procedure
    if report.dossier_code:
        dossier = dossier_cited(actor, report.dossier_code, purpose=PURPOSE, field="dossier_code")
        procedure = procedure or dossier.procedure.code
        if report.source is Source.LATENESS and not _late(dossier):
            words = _("This dossier is not late: choose “own observation”.")
            raise Invalid([FieldProblem("dossier_code", words)])
    _named(report)
    row = _open(
        actor,
        posting,
        report,
        happened=happened,
        requirement=requirement,
        procedure=procedure,
        files=files,
    )
    if correction.strip():
        words = said(correction, "correction")
        write(actor, posting, row, Said(Fact.CORRECTED, words))
    return row.code


def _named(report: Report) -> None:
    """Check that what the source needs is named."""
    if report.source is Source.AUDIT:
        raise Invalid([FieldProblem("source", _("An audit opens its own when it is concluded."))])
    if report.source is Source.LATENESS and not report.dossier_code:
        raise Invalid([FieldProblem("dossier_code", _("Name the dossier that was late."))])
    if report.source is Source.PETITION and not report.petition.strip():
        raise Invalid([FieldProblem("petition", _("Name the petition."))])


def _late(dossier: DossierView) -> bool:
    """Return whether it was resolved after its due instant, or is open and past it."""
    if dossier.due_at is None:
        return False
    if dossier.ended_at is not None:
        return dossier.ended_at > dossier.due_at
    return dossier.suspended_from is None and dossier.due_at < clock.now()


def _open(
    actor: Actor,
    posting: PostingView,
    report: Report,
    *,
    happened: str,
    requirement: str,
    procedure: str,
    files: Files = (),
    finding: Finding | None = None,
    seen_by: Iterable[int] = (),
) -> Nonconformity:
    """Write the row and its first event; the number is the next of the register's year.

    `seen_by` are units that see it besides the register's, its place's and the writer's.
    """
    unit = register_unit(report.place_id)
    now = clock.now()
    year = clock.local(now).year
    number = number_next(unit.id, KIND, year)
    row = Nonconformity.objects.create(
        unit_id=unit.id,
        place_id=report.place_id,
        year=year,
        number=number,
        code=rules.code_of(KIND, unit.code, year, number),
        state=State.OPEN.value,
        source=report.source.value,
        finding=finding,
        petition_number=report.petition if report.source is Source.PETITION else "",
        dossier_code=report.dossier_code.strip(),
        procedure=procedure,
        process_key=report.process,
        grade=report.grade.value,
        clause=report.clause.strip()[:200],
        happened=happened,
        requirement=requirement,
        opened_by_id=actor.account_id,
        opened_at=now,
        reach=reach_of([unit.id, report.place_id, posting.unit_id], seen_by),
    )
    event = _opened(row, posting)
    evidence_add(actor, files, now, event=event)
    return row


def _opened(row: Nonconformity, posting: PostingView) -> NonconformityEvent:
    return NonconformityEvent.objects.create(
        nonconformity=row,
        at=row.opened_at,
        fact=Fact.OPENED.value,
        account_id=row.opened_by_id,
        posting_id=posting.id,
        text=row.happened,
    )


def open_from_finding(
    actor: Actor, posting: PostingView, audit: Audit, finding: Finding
) -> Nonconformity:
    """Open the non-conformity of a finding, when its audit is concluded; within its transaction.

    Its auditors see what becomes of it, wherever they are posted.
    """
    report = Report(
        place_id=finding.place_id,
        source=Source.AUDIT,
        grade=Grade(finding.grade),
        happened=finding.text,
        requirement=audit.criteria,
        clause=finding.clause,
        process=finding.process_key,
        dossier_code=finding.dossier_code,
    )
    return _open(
        actor,
        posting,
        report,
        happened=finding.text,
        requirement=audit.criteria,
        procedure=finding.procedure,
        finding=finding,
        seen_by={
            place
            for account_id in audit.auditor_ids
            for place in unit_of_person(account_id, audit.unit_id)
        },
    )


@transaction.atomic
def nonconformity_correct(
    *, actor: Actor, code: str, version: int, text: str, files: Files = ()
) -> None:
    """Say what was put right at once. Raises NotFound, Forbidden, Stale, Refused, Invalid."""
    row = locked(code, version)
    posting = reporter(actor, row)
    write(actor, posting, row, Said(Fact.CORRECTED, said(text, "text")), files)


@transaction.atomic
def nonconformity_analyse(
    *, actor: Actor, code: str, version: int, text: str, files: Files = ()
) -> None:
    """Say why it happened. Raises as `nonconformity_correct`."""
    row = locked(code, version)
    posting = reporter(actor, row)
    write(actor, posting, row, Said(Fact.ANALYSED, said(text, "text")), files)


@transaction.atomic
def nonconformity_note(
    *, actor: Actor, code: str, version: int, text: str, files: Files = ()
) -> None:
    """Add a remark or evidence; it changes nothing. Raises as `nonconformity_correct`."""
    row = locked(code, version)
    posting = reporter(actor, row)
    write(actor, posting, row, Said(Fact.NOTED, said(text, "text")), files)


@transaction.atomic
def action_set(
    *, actor: Actor, code: str, version: int, text: str, owner_id: int, due_on: date
) -> int:
    """Decide an action that keeps it from happening again; return its number.

    The owner is somebody posted in the unit; the day lies ahead. Raises as above.
    """
    row = locked(code, version)
    posting = keeper(actor, row)
    words = said(text, "text")
    _day_ahead(due_on)
    row.reach = reach_of(row.reach, _places(owner_id, row.unit_id))
    number = row.actions.count() + 1
    write(actor, posting, row, Said(Fact.ACTION_SET, words, number, owner_id, due_on))
    return number


@transaction.atomic
def action_move(
    *,
    actor: Actor,
    code: str,
    version: int,
    number: int,
    reason: str,
    owner_id: int | None = None,
    due_on: date | None = None,
) -> None:
    """Give an open action another day or owner, with the reason; what was stays visible.

    The day never by anybody who has or had the action. Raises as above.
    """
    row = locked(code, version)
    posting = keeper(actor, row)
    words = said(reason, "text", REASON_MOST)
    if owner_id is None and due_on is None:
        raise Invalid([FieldProblem("due_on", _("Choose another day or another person."))])
    if due_on is not None:
        _day_ahead(due_on)
    if owner_id is not None:
        row.reach = reach_of(row.reach, _places(owner_id, row.unit_id))
    write(actor, posting, row, Said(Fact.MOVED, words, number, owner_id, due_on))


@transaction.atomic
def action_done(
    *, actor: Actor, code: str, version: int, number: int, text: str, files: Files = ()
) -> None:
    """Say what was done and what proves it; by its owner or who keeps the register."""
    row = locked(code, version)
    one = row.actions.filter(number=number).first()
    mine = one is not None and one.owner_id == actor.account_id
    posting = reporter(actor, row) if mine else keeper(actor, row)
    write(actor, posting, row, Said(Fact.DONE, said(text, "text"), number), files)


@transaction.atomic
def action_check(
    *,
    actor: Actor,
    code: str,
    version: int,
    number: int,
    effective: bool,
    text: str,
    files: Files = (),
) -> None:
    """Say whether an action that is done works, and by what that is seen.

    Never by whoever did it or ever had it (also a constraint of the table). When it does not
    work, the cause is looked for anew.
    """
    row = locked(code, version)
    posting = keeper(actor, row)
    fact = Fact.EFFECTIVE if effective else Fact.INEFFECTIVE
    write(actor, posting, row, Said(fact, said(text, "text"), number), files)


@transaction.atomic
def nonconformity_reopen(*, actor: Actor, code: str, version: int, reason: str) -> None:
    """Open one again that has ended, because it happened again or was no error after all."""
    row = locked(code, version)
    posting = keeper(actor, row)
    write(actor, posting, row, Said(Fact.REOPENED, said(reason, "text", REASON_MOST)))


@transaction.atomic
def nonconformity_dismiss(*, actor: Actor, code: str, version: int, reason: str) -> None:
    """Decide that it was none: by another person than who reported it, before anything is done."""
    row = locked(code, version)
    posting = keeper(actor, row)
    write(actor, posting, row, Said(Fact.DISMISSED, said(reason, "text", REASON_MOST)))


def _day_ahead(day: date) -> None:
    if day < clock.today():
        raise Invalid([FieldProblem("due_on", _("Choose today or a later day."))])


def _places(account_id: int, unit_id: int) -> frozenset[int]:
    places = unit_of_person(account_id, unit_id)
    if not places:
        raise Refused("not_here", _("This person does not work in this unit at present."))
    return places
