"""Internal audits: nobody audits their own work, findings have evidence, closing needs an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.dossiers import at, commune_at_work, dossier_at, draft_add, item_of
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of
from tests.builders.quality import (
    acted,
    audit_held,
    checked,
    done,
    kept_make,
    plan_make,
)

from motcua.dossiers.services import work_claim
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import scope_use
from motcua.quality.models import Audit, Finding, Nonconformity
from motcua.quality.queries.audits import audit_get, audits_of_year
from motcua.quality.queries.own_work import own_work
from motcua.quality.queries.register import nonconformity_get
from motcua.quality.services import audits, findings
from motcua.quality.types import AuditState, Fact, Grade, Source, State
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def kept():
    return kept_make()


def act(kept, audit_id, operation, by=None, **more):
    version = audit_get(kept.keeper, audit_id).version
    return operation(actor=by or kept.keeper, audit_id=audit_id, version=version, **more)


def test_the_whole_way(kept):
    audit_id = audit_held(kept, Grade.CONFORM, Grade.MINOR, Grade.OBSERVATION)
    codes = act(kept, audit_id, audits.audit_conclude, kept.auditor, conclusion="Tốt (mẫu)")
    (code,) = codes
    row = nonconformity_get(kept.keeper, code).row
    assert (row.source, row.grade, row.clause) == (Source.AUDIT, Grade.MINOR, "8.5.1")
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        act(kept, audit_id, audits.audit_close)
    number = acted(kept, code)
    done(kept, code, number)
    checked(kept, code, number)
    act(kept, audit_id, audits.audit_close)
    view = audit_get(kept.keeper, audit_id)
    assert (view.state, view.open_count, view.found) == (AuditState.CLOSED, 0, 3)
    assert [one.nonconformity for one in view.findings] == ["", code, ""]
    with pytest.raises(Refused):
        act(kept, audit_id, audits.audit_cancel, reason="Thôi")


def test_an_open_one_is_carried_over_with_the_reason_and_goes_on(kept):
    audit_id = audit_held(kept, Grade.MAJOR)
    (code,) = act(kept, audit_id, audits.audit_conclude, kept.auditor, conclusion="Xong (mẫu)")
    with pytest.raises(NotFound):
        act(kept, audit_id, audits.audit_carry, code="KPH.x", reason="Sang năm")
    act(kept, audit_id, audits.audit_carry, code=code, reason="Chờ phần mềm mới")
    act(kept, audit_id, audits.audit_close)
    view = nonconformity_get(kept.keeper, code)
    assert view.row.state is State.OPEN
    assert view.events[-1].fact is Fact.CARRIED
    assert audit_get(kept.keeper, audit_id).open_count == 1


def test_whoever_is_posted_to_the_audited_unit_does_not_audit_all_of_it(kept):
    below = actor_make(role=Role.SPECIALIST, unit=body_of(kept.unit, "kt"))
    for somebody in (kept.officer, kept.leader, below):
        with pytest.raises(Invalid, match=r"9\.2\.2 c") as refused:
            audits.audit_plan(
                actor=kept.keeper, plan=plan_make(kept, auditor_ids=(somebody.account_id,))
            )
        assert somebody.name in str(refused.value)
        assert refused.value.problems[0].field == "auditor_ids"
    assert Audit.objects.count() == 0


def test_whoever_did_steps_of_the_procedure_does_not_audit_it():
    with at():
        commune = commune_at_work()
        code = dossier_at(commune, Act.APPROVE)
        kept = kept_make(commune.unit)
        scope = {
            "unit_ids": (commune.unit.id, commune.office.id),
            "procedures": (commune.offering.version.code,),
        }
        hand = commune.specialist.account_id
        with pytest.raises(Invalid, match="did steps"):
            audits.audit_plan(actor=kept.keeper, plan=plan_make(kept, auditor_ids=(hand,), **scope))
        free = actor_make(role=Role.SPECIALIST, unit=commune.office)
        kept_free = type(kept)(kept.unit, kept.keeper, free, kept.leader, kept.officer)
        audit_id = audit_held(kept_free, **scope)
        dossier = {"grade": Grade.MINOR, "clause": "8.5.1", "text": "Thiếu chữ ký"}
        act(kept, audit_id, findings.finding_record, free, dossier_code=code, **dossier)
        (reading,) = AccessRecord.objects.filter(purpose__contains="quality")
        assert reading.account_id == free.account_id
        with pytest.raises(Invalid, match="may not read"):
            act(kept, audit_id, findings.finding_record, free, dossier_code="H00-1", **dossier)
        waits = item_of(code, Act.APPROVE)
        work_claim(actor=commune.leader, item_id=waits.id, expected_version=waits.version)
    with at(24 * 400), pytest.raises(Invalid, match="did steps"):
        audits.audit_plan(actor=kept.keeper, plan=plan_make(kept, auditor_ids=(
            commune.leader.account_id,), **scope))  # the leader has the dossier now  # fmt: skip
    with at(24 * 400):  # what was done more than a year ago binds nobody
        plan = plan_make(kept, auditor_ids=(hand,), **scope)
        with CaptureQueriesContext(connection) as ran:
            assert own_work(plan) == []
        both = [one["sql"] for one in ran if "workflow_workitem" in one["sql"]]
        assert all("dossiers_dossier" in sql and "LIMIT 1" in sql for sql in both), "one statement"
        audits.audit_plan(actor=kept.keeper, plan=plan)


def test_whoever_drafted_the_result_does_not_audit_the_dossier():
    with at():
        commune = commune_at_work()
        kept = kept_make(commune.unit)
        drafter = actor_make(role=Role.SPECIALIST, unit=commune.office)
        code = dossier_at(commune, Act.APPRAISE)
        draft_add(replace(commune, specialist=drafter), code)
        audit_id = audit_held(
            replace(kept, auditor=drafter), unit_ids=(commune.unit.id, commune.office.id),
            procedures=(commune.offering.version.code,),
        )  # fmt: skip
        with pytest.raises(Invalid, match="had a hand"):
            act(
                kept, audit_id, findings.finding_record, drafter, dossier_code=code,
                grade=Grade.MINOR, clause="8.5.1", text="Thiếu chữ ký",
            )  # fmt: skip


def test_a_leading_auditor_of_another_body_concludes_under_their_own_scope(kept):
    own, other = body_of(kept.unit, "kt"), body_of(kept.unit, "vhxh")
    lead = actor_make(role=Role.CONTROLLER, unit=own)
    audit_id = audit_held(replace(kept, auditor=lead), Grade.MINOR, unit_ids=(other.id,))
    version = audit_get(kept.keeper, audit_id).version
    with scope_use(lead.scope):
        (code,) = audits.audit_conclude(
            actor=lead, audit_id=audit_id, version=version, conclusion="Một\r\n\r\n  hai  ba "
        )
        view = nonconformity_get(lead, code)
    assert view.reach == {kept.unit.id, own.id, other.id}
    assert audit_get(kept.keeper, audit_id).conclusion == "Một\nhai ba"


def test_findings_are_corrected_by_later_ones_and_final_after_the_conclusion(kept):
    audit_id = audit_held(kept, Grade.MAJOR)
    finding = {"grade": Grade.OBSERVATION, "clause": "8.5.1", "text": "Có ký, ở trang sau"}
    with pytest.raises(Invalid, match="words"):
        act(kept, audit_id, findings.finding_record, kept.auditor, replaces=1, **finding)
    act(
        kept, audit_id, findings.finding_record, kept.auditor, replaces=1, reason="Nhầm trang",
        **finding,
    )  # fmt: skip
    with pytest.raises(Refused, match="corrected already"):
        act(
            kept, audit_id, findings.finding_record, kept.auditor, replaces=1, reason="Nữa",
            **finding,
        )  # fmt: skip
    with pytest.raises(Forbidden):
        act(kept, audit_id, findings.finding_record, kept.keeper, **finding)
    assert act(kept, audit_id, audits.audit_conclude, kept.auditor, conclusion="Xong") == []
    assert Nonconformity.objects.count() == 0
    assert Finding.objects.count() == 2
    with pytest.raises(Refused, match="while the audit is held"):
        act(kept, audit_id, findings.finding_record, kept.auditor, **finding)


def test_days_and_auditors_change_with_a_reason_and_what_was_planned_stays(kept):
    audit_id = audits.audit_plan(actor=kept.keeper, plan=plan_make(kept))
    second = actor_make(role=Role.CONTROLLER, unit=kept.unit)
    today = clock.today()
    later = plan_make(kept, auditor_ids=(second.account_id,), last_day=today + timedelta(days=9))
    with pytest.raises(Invalid, match="words"):
        act(kept, audit_id, audits.audit_change, plan=later, reason="")
    with pytest.raises(Invalid, match="Nothing"):
        act(kept, audit_id, audits.audit_change, plan=plan_make(kept), reason="Bận")
    act(kept, audit_id, audits.audit_change, plan=later, reason="Bận họp")
    view = audit_get(kept.keeper, audit_id)
    assert view.plan.auditor_ids == (second.account_id,)
    assert view.events[-1].data["last_day"] == (today + timedelta(days=1)).isoformat()
    with pytest.raises(Stale):
        audits.audit_cancel(actor=kept.keeper, audit_id=audit_id, version=1, reason="Thôi")
    with pytest.raises(Forbidden):
        act(kept, audit_id, audits.audit_begin, kept.auditor)
    with clock.clock_set(clock.now() + timedelta(days=30)):
        assert audits_of_year(kept.keeper, view.year)[0].late


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"unit_ids": ()}, "unit_ids"),
        ({"auditor_ids": ()}, "auditor_ids"),
        ({"last_day": clock.today() - timedelta(days=3)}, "last_day"),
        ({"title": " "}, "title"),
        ({"procedures": ("9.999999",)}, "procedures"),
        ({"processes": ("no_such",)}, "processes"),
    ],
)
def test_a_plan_that_makes_no_sense_is_told_at_its_field(kept, over, field):
    with pytest.raises(Invalid) as refused:
        audits.audit_plan(actor=kept.keeper, plan=plan_make(kept, **over))
    assert field in {one.field for one in refused.value.problems}


def test_no_conclusion_without_findings_and_none_by_another(kept):
    audit_id = audit_held(kept)
    with pytest.raises(Refused, match="what conforms counts"):
        act(kept, audit_id, audits.audit_conclude, kept.auditor, conclusion="Xong")
    with pytest.raises(Forbidden):
        act(kept, audit_id, audits.audit_conclude, kept.keeper, conclusion="Xong")


def test_strangers_and_officers_plan_nothing_and_other_units_see_nothing(kept):
    other = kept_make()
    for somebody in (other.keeper, kept.officer):
        with pytest.raises(Forbidden):
            audits.audit_plan(actor=somebody, plan=plan_make(kept))
    with pytest.raises(Invalid, match="must work in this unit"):
        audits.audit_plan(
            actor=kept.keeper, plan=plan_make(kept, auditor_ids=(other.auditor.account_id,))
        )
    audit_id = audit_held(kept, Grade.MINOR)
    with pytest.raises(NotFound):
        audit_get(other.keeper, audit_id)
    with scope_use(other.keeper.scope):
        assert Audit.objects.count() == Finding.objects.count() == 0
    with scope_use(kept.officer.scope):
        assert Finding.objects.count() == 1
