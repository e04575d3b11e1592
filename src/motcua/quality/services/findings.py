"""Findings of an audit: recorded by its auditors while it is held, corrected by a later one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.services.citing import dossier_cited
from motcua.dossiers.views import DossierView
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.saying import said
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.quality.models import Finding
from motcua.quality.services._common import PURPOSE, Files, evidence_add
from motcua.quality.services.audits import audit_locked, auditing, independent, plan_of
from motcua.quality.types import AuditState, Grade
from motcua.workflow.queries import items_of


@transaction.atomic
def finding_record(
    *,
    actor: Actor,
    audit_id: int,
    version: int,
    grade: Grade,
    clause: str,
    text: str,
    place_id: int | None = None,
    procedure: str = "",
    process: str = "",
    dossier_code: str = "",
    replaces: int | None = None,
    reason: str = "",
    files: Files = (),
) -> int:
    """Record what was found, with its clause and what proves it; return its number.

    `place_id` is the audited unit that it concerns (the first). `replaces` is the number of a
    finding that was wrong; both stay, with the reason. A dossier is named by its code: its own
    right applies, the reading is recorded, and nobody audits one in which they had a hand. Raises
    NotFound, Forbidden, Stale, Refused, Invalid.
    """
    row = audit_locked(audit_id, version)
    auditing(actor, row)
    if row.state != AuditState.HELD:
        raise Refused("not_now", _("Findings are recorded while the audit is held."))
    independent(plan_of(row), [actor.account_id])
    if code := dossier_code.strip():
        _foreign(actor, dossier_cited(actor, code, purpose=PURPOSE, field="dossier_code"))
    old = _replaced(row.findings.filter(number=replaces).first() if replaces else None, replaces)
    finding = Finding.objects.create(
        audit=row,
        number=row.findings.count() + 1,
        grade=grade.value,
        place_id=_place(place_id, row.unit_ids),
        clause=said(nfc(clause), "clause", 200),
        text=said(text, "text"),
        procedure=_of_scope(procedure, row.procedures, "procedure"),
        process_key=_of_scope(process, row.processes, "process"),
        dossier_code=code,
        replaces=old,
        reason=said(reason, "reason", 1000) if old else "",
        at=clock.now(),
        account_id=actor.account_id,
    )
    evidence_add(actor, files, finding.at, finding=finding)
    row.version += 1
    row.save(update_fields=["version"])
    return int(finding.number)


def _replaced(old: Finding | None, number: int | None) -> Finding | None:
    if number is not None and old is None:
        raise NotFound("finding_unknown", _("There is no such finding here."))
    if old is not None and Finding.objects.filter(replaces=old).exists():
        raise Refused("replaced", _("This finding was corrected already."))
    return old


def _place(chosen: int | None, scope: list[int]) -> int:
    if chosen is not None and chosen not in scope:
        raise Invalid([FieldProblem("place_id", _("This is not what is audited."))])
    return chosen or scope[0]


def _of_scope(chosen: str, scope: list[str], field: str) -> str:
    if chosen and scope and chosen not in scope:
        raise Invalid([FieldProblem(field, _("This is not what is audited."))])
    return chosen


def _foreign(actor: Actor, dossier: DossierView) -> None:
    """Refuse a dossier in which the auditor had a hand: a step, a hop, a draft, any event."""
    hands = {dossier.official_id, dossier.appraised_by, dossier.approved_by}
    hands |= {event.account_id for event in dossier.timeline}
    hands |= {one for each in dossier.results for one in (each.drafted_by, each.approved_by)}
    hands |= {
        one for hop in dossier.hand_overs for one in (hop.from_account_id, hop.confirmed_by_id)
    }
    if dossier.process_id is not None:
        with scope_use(SYSTEM):
            items = items_of(dossier.process_id)
        hands |= {one for item in items for one in (item.completed_by_id, item.claimed_by_id)}
    if actor.account_id in hands:
        words = _("You had a hand in this dossier: nobody audits their own work.")
        raise Invalid([FieldProblem("dossier_code", words)])
