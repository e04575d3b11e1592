"""Audits and non-conformities for tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from motcua.documents.services import file_store
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.quality.models import Audit, Evidence
from motcua.quality.queries.audits import audit_get
from motcua.quality.queries.register import nonconformity_get
from motcua.quality.services import audits, findings, nonconformities
from motcua.quality.types import AuditPlan, Grade, Report, Source
from tests.builders.documents import pdf_make
from tests.builders.dossiers import MORNING
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make


@dataclass(frozen=True)
class Kept:
    """A unit and the people of its quality system."""

    unit: Any
    keeper: Actor
    auditor: Actor
    leader: Actor
    officer: Actor


def kept_make(unit: Any = None) -> Kept:
    """Return a commune with two who keep the register, an auditor and an officer."""
    unit = unit or commune_make()
    return Kept(
        unit=unit,
        keeper=actor_make(role=Role.CONTROLLER, unit=unit, full_name="Mẫu Một"),
        auditor=actor_make(role=Role.CONTROLLER, unit=unit, full_name="Mẫu Hai"),
        leader=actor_make(role=Role.LEADER, unit=unit, full_name="Mẫu Ba"),
        officer=actor_make(role=Role.SPECIALIST, unit=unit, full_name="Mẫu Bốn"),
    )


def plan_make(kept: Kept, **over: Any) -> AuditPlan:
    """Return a plan of today and tomorrow."""
    today = clock.today()
    plan = AuditPlan(
        title="Đánh giá quý (mẫu)",
        criteria="TCVN ISO 9001:2015, điều 8.5.1",
        unit_ids=(kept.unit.id,),
        auditor_ids=(kept.auditor.account_id,),
        first_day=today,
        last_day=today + timedelta(days=1),
    )
    return replace(plan, **over)


def audit_held(kept: Kept, *grades: Grade, **over: Any) -> int:
    """Plan an audit, begin it and record findings of these grades; return its id."""
    audit_id = audits.audit_plan(actor=kept.keeper, plan=plan_make(kept, **over))
    audits.audit_begin(actor=kept.auditor, audit_id=audit_id, version=1)
    for grade in grades:
        findings.finding_record(
            actor=kept.auditor,
            audit_id=audit_id,
            version=audit_get(kept.keeper, audit_id).version,
            grade=grade,
            clause="8.5.1",
            text="Phiếu không có chữ ký (mẫu)",
        )
    return audit_id


def report_make(kept: Kept, **over: Any) -> Report:
    """Return something that was seen."""
    report = Report(
        place_id=kept.unit.id,
        source=Source.OBSERVATION,
        grade=Grade.MINOR,
        happened="Thiếu một chữ ký (mẫu)",
        requirement="Quy trình QT-01, bước 3",
    )
    return replace(report, **over)


def reported(kept: Kept, *, by: Actor | None = None, **over: Any) -> str:
    """Report it; return its number."""
    return nonconformities.nonconformity_report(
        actor=by or kept.officer, report=report_make(kept, **over)
    )


def acted(kept: Kept, code: str, *, days: int = 10, owner: Actor | None = None) -> int:
    """Correct, analyse and set an action; return its number."""
    for operation in (
        nonconformities.nonconformity_correct,
        nonconformities.nonconformity_analyse,
    ):
        operation(
            actor=kept.officer, code=code, version=version_of(kept, code), text="Đã xem lại (mẫu)"
        )
    return nonconformities.action_set(
        actor=kept.keeper,
        code=code,
        version=version_of(kept, code),
        text="Thêm ô kiểm tra (mẫu)",
        owner_id=(owner or kept.officer).account_id,
        due_on=clock.today() + timedelta(days=days),
    )


def done(kept: Kept, code: str, number: int, *, by: Actor | None = None) -> None:
    """Say that an action is done."""
    nonconformities.action_done(
        actor=by or kept.officer,
        code=code,
        version=version_of(kept, code),
        number=number,
        text="Đã làm (mẫu)",
    )


def checked(
    kept: Kept, code: str, number: int, *, by: Actor | None = None, effective: bool = True
) -> None:
    """Check an action."""
    nonconformities.action_check(
        actor=by or kept.leader,
        code=code,
        version=version_of(kept, code),
        number=number,
        effective=effective,
        text="Xem 20 hồ sơ (mẫu)",
    )


def audit_there(commune: Any) -> int:
    """Return an audit of a commune, with a finding; made once."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        found = Audit.objects.filter(unit_id=commune.unit.id).order_by("pk").first()
        return found.pk if found else audit_held(kept_make(commune.unit), Grade.MINOR)


def nonconformity_there(commune: Any) -> tuple[str, int]:
    """Return a non-conformity of a commune and the file that proves it; made once."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        found = Evidence.objects.filter(event__nonconformity__unit_id=commune.unit.id).first()
        if found is None:
            kept = kept_make(commune.unit)
            stored = file_store(data=pdf_make(), name="anh.pdf", claimed_type="application/pdf")
            code = nonconformities.nonconformity_report(
                actor=kept.officer, report=report_make(kept), files=[(stored.id, stored.name)]
            )
            acted(kept, code)
            found = Evidence.objects.get(event__nonconformity__code=code)
        return found.event.nonconformity.code, found.pk


def version_of(kept: Kept, code: str) -> int:
    """Return the version that stands now."""
    return nonconformity_get(kept.keeper, code).row.version
