"""The register cannot be passed by: struck-out lines, other pages, other ways in, other lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from tests.builders.certified import (
    BOOK,
    CARD,
    DIPLOMA,
    batch_certified,
    batch_checked,
    certifying_commune,
)
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_at,
    draft_add,
    work_do,
)
from tests.builders.identity import actor_make
from tests.builders.procedures import version_make

from motcua.certification import rules, services
from motcua.certification.models import Batch, Row
from motcua.certification.papers import LABELS_MOST, clause_parts
from motcua.certification.queries import batch_get, register_units
from motcua.certification.types import Refusal, RowInput, RowState, Stage
from motcua.dossiers import services as services_dossiers
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_reopen
from motcua.dossiers.types import Status
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, Refused
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune():
    with at():
        yield certifying_commune()


@pytest.fixture
def deputy(commune):
    return actor_make(role=Role.LEADER, unit=commune.unit)


def sealed(commune, *rows):
    code = batch_certified(commune, *rows)
    services.batch_seal(actor=commune.clerk, code=code)
    return code


def refused(why, call, **given):
    with pytest.raises(Refused) as refusal:
        call(**given)
    assert refusal.value.code == why


def test_the_only_line_struck_out_after_reopening_gets_a_new_number(commune, deputy):
    code = sealed(commune, CARD)
    dossier_reopen(actor=commune.counter, code=code, reason="Sai số trang")
    entry = batch_get(code).entries[0]
    services.entry_cancel(actor=deputy, entry_id=entry.id, reason="Sai số trang")
    assert batch_get(code).rows[0].state is RowState.WAITING
    services.batch_check(actor=commune.specialist, code=code)
    services.batch_certify(actor=commune.leader, code=code)
    assert services.batch_seal(actor=commune.clerk, code=code) == "02, quyển số 01/2026-SCT/BS"


def test_what_waits_for_the_seal_goes_back_to_be_compared(commune, deputy):
    code = batch_certified(commune, CARD)
    entry = batch_get(code).entries[0]
    services.entry_cancel(actor=deputy, entry_id=entry.id, reason="Ghi nhầm tên")
    assert batch_get(code).stage is Stage.CHECK
    services.batch_check(actor=commune.specialist, code=code)
    services.batch_certify(actor=commune.leader, code=code)
    assert services.batch_seal(actor=commune.clerk, code=code) == "02, quyển số 01/2026-SCT/BS"


def test_the_list_that_is_signed_is_made_where_copies_are_compared(commune):
    code = batch_checked(commune, DIPLOMA, BOOK)
    services.batch_send_back(actor=commune.leader, code=code, reason="Bản 2 bị sửa")
    services.rows_refuse(actor=commune.specialist, code=code, refusals=[Refusal(2, "altered")])
    with pytest.raises(Refused) as refusal:
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    assert refusal.value.code == "check_first"
    services.batch_check(actor=commune.specialist, code=code)
    assert batch_get(code).stage is Stage.CERTIFY


def test_an_issue_on_another_page_bears_the_numbers_of_the_register(commune):
    code = batch_certified(commune, CARD)
    with pytest.raises(Refused) as refusal:
        work_do(code, Act.ISSUE, commune.clerk, "issued", number="99/SAI")
    assert refusal.value.code == "number_differs"
    work_do(code, Act.ISSUE, commune.clerk, "issued", number="01, quyển số 01/2026-SCT/BS")
    assert batch_get(code).stage is Stage.GIVE


def test_copies_taken_in_another_way_reach_the_register_by_their_list(commune):
    code = dossier_at(commune, Act.APPRAISE)
    draft_add(commune, code)
    with pytest.raises(Refused) as refusal:
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    assert refusal.value.code == "list_first"
    made = {"code": code, "rows": [DIPLOMA, CARD]}
    with pytest.raises(Forbidden):
        services.batch_list(actor=commune.counter, **made)
    with pytest.raises(Invalid):
        services.batch_list(actor=commune.specialist, code=code, rows=[RowInput("", 0, 1)])
    services.batch_list(actor=commune.specialist, **made)
    refused("listed_already", services.batch_list, actor=commune.specialist, **made)
    assert sum(one.total_vnd for one in dossier_get(code).fees) == 14_000
    services.batch_check(actor=commune.specialist, code=code)
    services.batch_certify(actor=commune.leader, code=code)
    assert services.batch_seal(actor=commune.clerk, code=code) == "01-02, quyển số 01/2026-SCT/BS"
    assert dossier_get(code).status is Status.DONE


def test_a_list_that_costs_more_than_was_paid_is_refused_and_nothing_is_kept(commune):
    code = dossier_at(commune, Act.APPRAISE)
    owed = sum(one.total_vnd for one in dossier_get(code).fees)
    services_dossiers.dossier_collect_fee(actor=commune.counter, code=code)
    make = {"actor": commune.specialist, "code": code}
    facts = len(dossier_get(code).timeline)
    dear = RowInput("Hợp đồng", 40, 5)
    with transaction.atomic():
        refused("paid_less", services.batch_list, rows=[CARD, dear], **make)
    assert not Batch.objects.exists()
    assert len(dossier_get(code).timeline) == facts
    kept = services.batch_list(rows=[CARD], **make)  # what was paid for
    asked = sum(Row.objects.values_list("fee_vnd", flat=True))
    assert (asked <= owed, kept) == (True, owed - asked)


def test_what_was_appraised_before_there_was_a_list_is_not_approved(commune):
    code = dossier_at(commune, Act.APPRAISE)
    services.batch_list(actor=commune.specialist, code=code, rows=[CARD])
    services.batch_check(actor=commune.specialist, code=code)
    Row.objects.all().delete()
    Batch.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        work_do(code, Act.APPROVE, commune.leader, "approved")
    assert refusal.value.code == "list_first"
    refused("not_this_step", services.batch_list, actor=commune.specialist, code=code, rows=[CARD])


def test_another_procedure_goes_its_way(commune):
    other = commune_at_work(name="Phong Quang", version=version_make())
    code = dossier_at(other, Act.RETURN)
    assert dossier_get(code).status is Status.DONE


def test_a_result_names_the_numbers_of_both_years(commune, deputy):
    with at():
        code = sealed(commune, DIPLOMA, CARD)
    with clock.clock_set(MORNING + timedelta(days=133)):  # January
        dossier_reopen(actor=commune.counter, code=code, reason="Sai số trang")
        entry = batch_get(code).entries[0]
        services.entry_cancel(actor=deputy, entry_id=entry.id, reason="Sai số trang")
        services.batch_check(actor=commune.specialist, code=code)
        services.batch_certify(actor=commune.leader, code=code)
        number = services.batch_seal(actor=commune.clerk, code=code)
    assert number == "02, quyển số 01/2026-SCT/BS; 01, quyển số 01/2027-SCT/BS"


def test_clauses_beyond_one_file_and_of_another_wording_come_in_parts(commune, monkeypatch):
    entries = batch_get(batch_certified(commune, RowInput("Bằng", 1, 999), CARD)).entries
    parts = clause_parts(entries)
    held = [sum(last - first + 1 for _one, first, last in part.copies) for part in parts]
    assert held == [LABELS_MOST, LABELS_MOST, 200]
    assert parts[1].copies[0][1:] == (401, 800)
    newer = replace(rules.CLAUSES[0], since=MORNING.date() + timedelta(days=1), lines=("Mới",))
    monkeypatch.setattr(rules, "CLAUSES", (*rules.CLAUSES, newer))
    later = [
        replace(one, at=one.at + timedelta(days=nth), copies=1) for nth, one in enumerate(entries)
    ]
    assert [part.clause.lines for part in clause_parts(later)] == [rules.CLAUSES[0].lines, ("Mới",)]


def test_registers_in_sight_are_those_one_may_read(commune):
    other = certifying_commune(name="Phong Quang")
    batch_certified(commune, CARD)
    keepers = [commune.unit.id, other.unit.id]
    assert register_units(keepers) == [commune.unit.id]
    assert register_units(keepers, frozenset({commune.centre.id})) == [commune.unit.id]
    assert register_units(keepers, frozenset({other.centre.id})) == []
    with scope_use(other.leader.scope):
        assert register_units(keepers) == []
