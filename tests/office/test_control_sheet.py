"""Form 06: one line per hand-over, with who gave, who received and how it stood."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_at,
    dossier_registered,
    work_do,
)
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of

from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.slip_paper import around_of
from motcua.identity.types import Role
from motcua.office.counter.prints import form06
from motcua.workflow.types import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def test_the_sheet_tells_every_hop(commune):
    code = dossier_at(commune, Act.ISSUE)
    with override("vi"):
        dossier = dossier_get(code)
        form = form06(dossier, around_of(dossier))
    assert form.dossier_code == code
    assert form.resolving_unit == "UBND phường Bách Quang"
    assert form.owner_name == "Nguyễn Văn Mẫu"
    assert form.coordinating_units == ()
    assert (form.received_at, form.due_at) == (dossier.accepted_at, dossier.due_at)
    steps = [hop.step for hop in form.hops]
    assert len(steps) == len(dossier.hand_overs) >= 4
    first = form.hops[0]
    assert first.handed_at is not None
    assert first.to_unit
    assert first.due_at is not None
    assert {hop.result for hop in form.hops} <= {"sớm hạn", "đúng hạn", ""}
    assert form.hops[-1].result == ""  # still open
    assert any(hop.receiver == commune.specialist.name for hop in form.hops)


def test_what_other_units_were_asked_and_what_was_sent_back_stand_there(commune):
    economy = body_of(commune.unit, "kt")
    colleague = actor_make(role=Role.SPECIALIST, unit=economy)
    code = dossier_at(commune, Act.APPROVE)
    asked = services.Asked(unit_ids=(economy.id,), question="Đất?", limit="4wh", mandatory=False)
    services.opinion_ask(actor=commune.specialist, code=code, asked=asked)
    given = services.AnswerInput(outcome="agree", text="Được.")
    request = dossier_get(code).opinions[0]
    services.opinion_answer(actor=colleague, request_id=request.id, answer=given)
    with at(3):
        work_do(code, Act.APPROVE, commune.leader, "returned", note="Thiếu căn cứ")
    with override("vi"):
        dossier = dossier_get(code)
        form = form06(dossier, around_of(dossier))
    assert any("Kinh tế" in unit for unit in form.coordinating_units)
    opinion = next(hop for hop in form.hops if hop.step == "Lấy ý kiến phối hợp")
    assert (opinion.result, opinion.receiver) == ("đúng hạn", colleague.name)
    assert [hop.note for hop in form.hops if hop.note] == ["Trả lại: Thiếu căn cứ"]
    page = client_for(commune.specialist).get(f"/office/dossiers/{code}/").content.decode()
    assert page.count("Thiếu căn cứ") >= 1


def test_the_sheet_prints(commune):
    code = dossier_at(commune, Act.APPRAISE)
    answer = client_for(commune.leader).get(f"/office/prints/{code}/06/")
    assert answer.content.startswith(b"%PDF-")


def test_without_acceptance_there_is_nothing_to_control(commune):
    code = dossier_registered(commune)
    answer = client_for(commune.counter).get(f"/office/prints/{code}/06/")
    assert answer.status_code == 302
