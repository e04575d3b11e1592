"""Seeing a dossier is not deciding it: what a consulted unit may not do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    draft_add,
    submission_make,
    work_do,
)
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, province_make

from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.types import StopKind
from motcua.identity.types import Role
from motcua.kernel.errors import Forbidden, Invalid, Refused
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
ASK = {"items": ["Bản sao"], "reason": "Thiếu"}
OWED = {"payer": "A", "notice_number": "1", "amount_vnd": 5}
STOP = {"reason": "x", "legal_basis": "y", "kind": StopKind.FINAL}


@pytest.fixture
def commune():
    return commune_at_work()


@pytest.fixture
def other():
    return commune_at_work(code="05437", name="Phong Quang")


def consulted(commune, other):
    """Return a dossier that another commune was asked about."""
    code = dossier_at(commune, Act.APPRAISE)
    dossier = Dossier.objects.get(code=code)
    ids = [*dossier.visible_units, other.unit.id, other.office.id, other.centre.id]
    Dossier.objects.filter(code=code).update(visible_units=ids)
    return code


def test_a_consulted_unit_changes_nothing(commune, other):
    with at():
        code = consulted(commune, other)
        refused = [
            lambda: services.dossier_propose_supplement(actor=other.specialist, code=code, **ASK),
            lambda: services.dossier_request_obligation(actor=other.specialist, code=code, **OWED),
            lambda: draft_add(other, code),
            lambda: services.dossier_stop(actor=other.leader, code=code, **STOP),
            lambda: services.dossier_collect_fee(actor=other.counter, code=code),
        ]
        for act in refused:
            with pytest.raises(Forbidden):
                act()
        services.dossier_propose_supplement(actor=commune.specialist, code=code, **ASK)
        with pytest.raises(Forbidden):
            services.dossier_approve_supplement(actor=other.leader, code=code)
        for person in (other.specialist, other.leader, other.counter, other.clerk):
            with scope_use(person.scope):
                assert actions_allowed(person, dossier_get(code)) == ()
        offers = {o.name for o in actions_allowed(commune.leader, dossier_get(code))}
    assert {"approve_supplement", "stop"} <= offers


def handed_over(commune, code, unit_id):
    item = next(i for i in dossier_get(code).items if i.state.is_live)
    return services.work_hand_over(
        actor=commune.specialist,
        item_id=item.id,
        to_unit_id=unit_id,
        expected_version=item.version,
    )


def test_who_gets_the_appraisal_handed_over_decides_with_it(commune):
    sister = body_of(commune.unit, "kt")
    there = replace(commune, specialist=actor_make(role=Role.SPECIALIST, unit=sister))
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        handed_over(commune, code, sister.id)
        draft_add(there, code)
    assert dossier_get(code).draft is not None


def test_work_goes_to_no_other_commune(commune, other):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        before = dossier_get(code)
        department = body_of(province_make(), "stp").id
        for unit_id in (other.unit.id, other.office.id, other.centre.id, 987_654):
            with pytest.raises(Invalid) as refused:
                handed_over(commune, code, unit_id)
            assert [p.field for p in refused.value.problems] == ["unit"]
        assert dossier_get(code).visible_unit_ids == before.visible_unit_ids
        assert handed_over(commune, code, department).unit_id == department


def test_a_draft_is_not_exchanged_under_the_leaders_hand(commune):
    with at():
        code = dossier_at(commune, Act.APPROVE)
        with pytest.raises(Refused) as refused:
            draft_add(commune, code)
        assert refused.value.code == "draft_with_leader"
        offers = {o.name for o in actions_allowed(commune.specialist, dossier_get(code))}
        assert "draft_result" not in offers
        work_do(code, Act.APPROVE, commune.leader, "returned", note="Sửa lại")
        draft_add(commune, code)


def test_a_rejected_supplement_is_an_event_of_whoever_rejected_it(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        services.dossier_propose_supplement(actor=commune.specialist, code=code, **ASK)
        services.dossier_approve_supplement(actor=commune.leader, code=code, approve=False)
    last = dossier_get(code).timeline[-1]
    assert (last.type, last.account_id) == ("sent_back", commune.leader.account_id)
    assert last.data == {"supplement": 1}


def test_a_director_enters_what_was_received_on_paper_while_the_line_was_down(commune):
    late = {"declared_at": MORNING, "declared_reason": "Mất điện"}
    with at(3):
        with pytest.raises(Forbidden):
            dossier_accepted(commune, **late)
        code = services.dossier_intake(
            actor=commune.director, submission=submission_make(commune, **late)
        ).code
    dossier = dossier_get(code)
    assert (dossier.submitted_at, dossier.accepted_at) == (MORNING, MORNING)
    assert dossier.timeline[0].data["reason"] == "Mất điện"
