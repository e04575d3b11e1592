"""Opinions of other units: asked, seen, answered, late, recalled; and what bars the leader's way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders.documents import pdf_make
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_at,
    draft_add,
    item_of,
    submission_make,
    work_do,
)
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, province_make

from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.dossiers.models import OpinionRule
from motcua.dossiers.opinion_rules import OpinionOutcome, OpinionState
from motcua.dossiers.queries import dossier_exists, dossier_get
from motcua.dossiers.queries.opinions import (
    opinion_get,
    opinions_asked_of,
    recall_reason,
    silence_basis,
)
from motcua.dossiers.services import AnswerInput, Asked
from motcua.dossiers.services.opinion_rules_file import opinion_rules_import
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import Status
from motcua.identity.types import Role
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import scope_use
from motcua.workflow.queries import worklist
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
QUESTION = "Thửa đất có nằm trong hành lang bảo vệ đê không?"


@pytest.fixture
def commune():
    return commune_at_work(limit="10wd")


@pytest.fixture
def department():
    return body_of(province_make(code="19"), "stp")


@pytest.fixture
def economy(commune):
    return body_of(commune.unit, "kt")


@pytest.fixture
def expert(department):
    return actor_make(role=Role.COORDINATOR, unit=department)


@pytest.fixture
def colleague(economy):
    return actor_make(role=Role.SPECIALIST, unit=economy)


@pytest.fixture
def code(commune):
    with at():
        return dossier_at(commune, Act.APPRAISE)


def attached(code):
    """Return a file of the dossier that may be sent."""
    dossier = dossier_get(code)
    return [one.id for one in dossier.attachments]


def dossier_with_file(commune):
    """Return a dossier under appraisal with one file, and the file."""
    stored = file_store(data=pdf_make(text="một"), name="mot.pdf")
    made = submission_make(commune).components
    first = replace(made[0], file_ids=(stored.id,), file_names=(stored.name,))
    return dossier_at(commune, Act.APPRAISE, components=(first, *made[1:])), stored


def ask(commune, code, *units, **over):
    asked = Asked(
        **{"unit_ids": tuple(u.id for u in units), "question": QUESTION, "limit": "2wd", **over}
    )
    with scope_use(commune.specialist.scope):
        services.opinion_ask(actor=commune.specialist, code=code, asked=asked)
    return dossier_get(code).opinions


def answer(actor, request, outcome="agree", text="Thống nhất.", *, seen=0, **over):
    with scope_use(actor.scope):
        return services.opinion_answer(
            actor=actor,
            request_id=request.id,
            answer=AnswerInput(outcome=outcome, text=text, **over),
            seen=seen,
        )


def appraise(commune, code):
    with scope_use(commune.specialist.scope):
        return work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")


def test_two_units_one_in_time_one_late_after_a_reminder_then_the_leader(
    commune, code, department, economy, expert, colleague
):
    with at(1):
        first, second = ask(commune, code, department, economy)
        with scope_use(commune.specialist.scope):
            draft_add(commune, code)
        assert (first.due_at, second.due_at) == (MORNING + timedelta(days=4, hours=1),) * 2
        with pytest.raises(Refused) as refused:
            appraise(commune, code)
        assert refused.value.code == "opinions_missing"
        assert department.full_name in str(refused.value)
        assert economy.full_name in str(refused.value)
    with at(2):
        answer(expert, first)
    late = 24 * 5
    with at(late):
        with scope_use(commune.specialist.scope):
            services.opinion_remind(actor=commune.specialist, code=code, ordinal=second.ordinal)
            with pytest.raises(Refused) as again:
                services.opinion_remind(actor=commune.specialist, code=code, ordinal=2)
        assert again.value.code == "reminded_already"
        assert opinion_get(second.id).overdue
        answer(colleague, second, "agree_if", "Thống nhất, kèm điều kiện về lối đi.", number="5/KT")
        appraise(commune, code)
        work_do(code, Act.APPROVE, commune.leader, "approved")
    dossier = dossier_get(code)
    one, two = dossier.opinions
    assert (one.late, two.late) == (False, True)
    given = [e.data for e in dossier.timeline if e.type == "opinion_given"]
    assert [(g["unit"], g["late"], g["outcome"]) for g in given] == [
        (department.id, False, "agree"),
        (economy.id, True, "agree_if"),
    ]
    assert not list(chains_verify())


def test_the_asked_unit_sees_what_was_sent_and_nothing_else(commune, department, expert):
    with at():
        stored = file_store(data=pdf_make(), name="so-do.pdf", claimed_type="application/pdf")
        made = submission_make(commune)
        first = replace(made.components[0], file_ids=(stored.id,), file_names=("so-do.pdf",))
        code = dossier_at(commune, Act.APPRAISE, components=(first, *made.components[1:]))
        (request,) = ask(
            commune,
            code,
            department,
            attachment_ids=tuple(attached(code)),
            told=(("Người nộp", "Nguyễn Văn Mẫu"),),
        )
        with scope_use(expert.scope):
            seen = opinion_get(request.id)
            assert [d.name for d in seen.documents] == ["so-do.pdf"]
            assert seen.told == (("Người nộp", "Nguyễn Văn Mẫu"),)
            assert not dossier_exists(code)
            with pytest.raises(NotFound):
                dossier_get(code)
            rows = worklist(unit_ids=[department.id], account_id=expert.account_id).rows
            assert [row.item.subject for row in rows] == [f"opinion:{request.id}"]
            assert rows[0].item.due_at == request.due_at
            assert [o.id for o in opinions_asked_of([department.id])] == [request.id]
        elsewhere = actor_make(role=Role.COORDINATOR, unit=province_make(code="01"))
        with scope_use(elsewhere.scope), pytest.raises(NotFound):
            opinion_get(request.id)


def test_nobody_but_the_asked_unit_answers(commune, code, department, expert):
    with at(1):
        (request,) = ask(commune, code, department)
        for wrong in (commune.specialist, commune.leader):
            with pytest.raises((Forbidden, NotFound)):
                answer(wrong, request)
        other = actor_make(role=Role.SPECIALIST, unit=body_of(commune.unit, "kt"))
        with pytest.raises(NotFound):
            answer(other, request)
        leader = actor_make(role=Role.LEADER, unit=department)
        with pytest.raises(Forbidden):
            answer(leader, request)
        answer(expert, request)


def test_a_second_answer_is_a_new_version_and_a_double_click_is_none(
    commune, code, department, expert
):
    with at(1):
        (request,) = ask(commune, code, department)
        answer(expert, request, "disagree", "Chưa đủ căn cứ.")
        with pytest.raises(Stale):
            answer(expert, request, "disagree", "Chưa đủ căn cứ.")
        told = answer(expert, request, "agree", "Đã có căn cứ.", seen=1)
    assert [a.version for a in told.answers] == [1, 2]
    assert told.outcome is OpinionOutcome.AGREE
    assert not list(chains_verify())


def test_an_answer_that_needs_more_is_none_until_it_is_asked_again(
    commune, code, department, expert
):
    with at(1):
        (request,) = ask(commune, code, department)
        answer(expert, request, "more", "Xin gửi thêm trích lục bản đồ.")
        with pytest.raises(Refused, match=department.full_name):
            appraise(commune, code)
        first, second = ask(commune, code, department, renews=1)
        assert (first.state, second.follows) == (OpinionState.RENEWED, 1)
        with pytest.raises(Refused) as refused:
            answer(expert, first, "agree", seen=1)
        assert refused.value.code == "opinion_closed"
        answer(expert, second)
        appraise(commune, code)


def test_what_was_asked_optionally_bars_nothing(commune, code, department, expert):
    with at(1):
        ask(commune, code, department, mandatory=False)
        appraise(commune, code)


def recall(commune, code, ordinal=1, reason="Hỏi nhầm đơn vị"):
    with scope_use(commune.specialist.scope):
        services.opinion_recall(actor=commune.specialist, code=code, ordinal=ordinal, reason=reason)


def test_a_recalled_mandatory_question_still_bars_the_way_until_another_unit_has_answered(
    commune, code, department, economy, expert, colleague
):
    with at(1):
        ask(commune, code, department)
        recall(commune, code)
        with pytest.raises(Refused) as refused:
            appraise(commune, code)
        assert refused.value.code == "opinions_missing"
        assert dossier_get(code).opinions[0].missing
        first, second = ask(commune, code, economy, renews=1, mandatory=False)
        assert (first.state, first.missing) == (OpinionState.RECALLED, False)
        assert (second.follows, second.mandatory) == (1, True)
        with pytest.raises(Refused):
            ask(commune, code, economy, renews=1)  # once
        with pytest.raises(Refused, match=economy.full_name):
            appraise(commune, code)
        answer(colleague, second)
        appraise(commune, code)
    assert not list(chains_verify())


def test_a_leader_decides_without_a_recalled_mandatory_question(commune, code, department, expert):
    with at(1):
        ask(commune, code, department)
        recall(commune, code)
        waived = {"reason": "Đã rõ", "legal_basis": "Điều 5"}
        with scope_use(commune.leader.scope):
            services.opinion_waive(actor=commune.leader, code=code, ordinal=1, **waived)
        appraise(commune, code)
    assert not list(chains_verify())


def test_asked_again_a_mandatory_question_stays_mandatory(commune, code, department, expert):
    with at(1):
        ask(commune, code, department)
        ask(commune, code, department, renews=1, mandatory=False)
        with pytest.raises(Refused):
            appraise(commune, code)


def test_a_unit_asked_by_mistake_keeps_how_it_stands_and_why_and_nothing_else(
    commune, department, expert
):
    with at(1):
        code, stored = dossier_with_file(commune)
        told = (("Người nộp", "Nguyễn Văn Mẫu"),)
        (request,) = ask(commune, code, department, attachment_ids=attached(code), told=told)
        with scope_use(expert.scope):
            assert opinion_get(request.id).documents[0].file_id == stored.id
        recall(commune, code)
        with scope_use(expert.scope):
            seen = opinion_get(request.id)
            (listed,) = opinions_asked_of([department.id], pending=False)
            why = recall_reason(seen)
        assert (seen.state, seen.question, seen.told, seen.documents) == (
            OpinionState.RECALLED, "", (), (),
        )  # fmt: skip
        assert (listed.question, why) == ("", "Hỏi nhầm đơn vị")
        with scope_use(commune.specialist.scope):
            assert opinion_get(request.id).question == QUESTION


def test_of_a_request_that_is_over_a_unit_keeps_the_papers_it_answered_upon(
    commune, department, economy, expert, colleague
):
    with at(1):
        code, _stored = dossier_with_file(commune)
        sent = {"attachment_ids": attached(code), "told": (("Người nộp", "Mẫu"),)}
        first, second = ask(commune, code, department, economy, **sent)
        answer(expert, first, "more")
        ask(commune, code, department, renews=1)
        ask(commune, code, economy, renews=2)
    with scope_use(expert.scope):
        kept = opinion_get(first.id)
    with scope_use(colleague.scope):
        gone = opinion_get(second.id)
    assert (len(kept.documents), len(kept.told), len(kept.answers)) == (1, 1, 1)
    assert (gone.question, gone.told, gone.documents) == (QUESTION, (), ())


def test_recalled_it_is_gone_from_the_worklist(commune, code, department, expert):
    with at(1):
        (request,) = ask(commune, code, department, mandatory=False)
        with scope_use(commune.specialist.scope):
            with pytest.raises(Invalid):
                services.opinion_recall(actor=commune.specialist, code=code, ordinal=1, reason=" ")
            services.opinion_recall(
                actor=commune.specialist, code=code, ordinal=1, reason="Hỏi nhầm đơn vị"
            )
        with scope_use(expert.scope):
            assert worklist(unit_ids=[department.id], account_id=expert.account_id).rows == ()
            assert opinion_get(request.id).state is OpinionState.RECALLED
        with pytest.raises(Refused):
            answer(expert, request)
        appraise(commune, code)


def test_more_time_moves_the_work_and_keeps_the_first_date(commune, code, department, expert):
    with at(1):
        (request,) = ask(commune, code, department)
        with scope_use(commune.specialist.scope):
            with pytest.raises(Invalid):
                services.opinion_extend(
                    actor=commune.specialist, code=code, ordinal=1, limit="1wd", reason="Đo đạc"
                )
            services.opinion_extend(
                actor=commune.specialist, code=code, ordinal=1, limit="4wd", reason="Đo đạc"
            )
        with scope_use(expert.scope):
            longer = opinion_get(request.id)
            (row,) = worklist(unit_ids=[department.id], account_id=expert.account_id).rows
        assert longer.due_original_at == request.due_at < longer.due_at == row.item.due_at


def test_a_leader_records_what_lawfully_stands_in_and_never_for_his_own_question(
    commune, code, department, expert
):
    with at(1):
        ask(commune, code, department)
        told = {"code": code, "ordinal": 1, "reason": "Đã có ý kiến chung", "legal_basis": "Điều 9"}
        with scope_use(commune.specialist.scope), pytest.raises(Forbidden):
            services.opinion_waive(actor=commune.specialist, **told)
        with scope_use(commune.leader.scope):
            with pytest.raises(Invalid):
                services.opinion_waive(actor=commune.leader, **{**told, "legal_basis": ""})
            services.opinion_waive(actor=commune.leader, **told)
        appraise(commune, code)
        fact = next(e for e in dossier_get(code).timeline if e.type == "opinion_waived")
        assert fact.data["legal_basis"] == "Điều 9"


def test_silence_is_no_consent_unless_a_dated_rule_says_so(commune, code, department, expert):
    with at(1):
        ask(commune, code, department)
    with at(24 * 7), pytest.raises(Refused):
        appraise(commune, code)


def test_silence_after_the_due_date_is_consent_where_the_law_says_so(
    commune, code, department, expert
):
    OpinionRule.objects.create(
        procedure_id=commune.offering.version.procedure_id,
        valid_from=MORNING.date(),
        silence_consents=True,
        basis="Điều 12 khoản 3",
        edited_by=commune.leader.account_id,
        edited_at=MORNING,
    )
    with at(1):
        (request,) = ask(commune, code, department)
        assert request.silence_basis == "Điều 12 khoản 3"
        with pytest.raises(Refused):
            appraise(commune, code)
    with at(24 * 7):
        appraise(commune, code)
    (request,) = dossier_get(code).opinions
    assert request.state is OpinionState.SILENT
    assert not list(chains_verify())


def test_a_due_date_that_the_dossier_cannot_wait_for_must_be_meant(
    commune, code, department, expert
):
    with at(1):
        with pytest.raises(Invalid) as refused:
            ask(commune, code, department, limit="20wd")
        assert [p.field for p in refused.value.problems] == ["accept_late"]
        ask(commune, code, department, limit="20wd", accept_late=True)


def test_a_unit_of_the_dossier_is_not_asked_nor_one_where_nobody_can_answer(commune, code):
    with at(1):
        for unit in (commune.office, body_of(commune.unit, "vhxh")):
            with pytest.raises(Invalid) as refused:
                ask(commune, code, unit)
            assert [p.field for p in refused.value.problems] == ["units"]
        with pytest.raises(Invalid) as empty:
            ask(commune, code, question="  ")
        assert {p.field for p in empty.value.problems} == {"question", "units"}


def test_the_end_of_the_dossier_closes_what_is_open(commune, code, department, expert):
    with at(1):
        (request,) = ask(commune, code, department)
        with scope_use(commune.counter.scope):
            services.dossier_withdraw(actor=commune.counter, code=code, reason="Không cần nữa")
        with scope_use(expert.scope):
            assert opinion_get(request.id).state is OpinionState.CLOSED
            assert worklist(unit_ids=[department.id], account_id=expert.account_id).rows == ()
    assert dossier_get(code).status is Status.WITHDRAWN
    assert not list(chains_verify())


def test_a_colleague_who_took_the_work_answers_it(commune, code, department, expert):
    second = actor_make(role=Role.COORDINATOR, unit=department)
    with at(1):
        (request,) = ask(commune, code, department)
        with scope_use(second.scope):
            (row,) = worklist(unit_ids=[department.id], account_id=second.account_id).rows
            services.work_claim(actor=second, item_id=row.item.id, expected_version=1)
        with pytest.raises(Refused) as refused:
            answer(expert, request)
        assert refused.value.code == "item_not_yours"
        answer(second, request)
    assert item_of(code, Act.APPRAISE).state.is_live


def test_rules_of_silence_come_in_dated_and_are_never_changed(commune, tmp_path):
    code = commune.offering.version.code
    file = tmp_path / "rules.csv"
    head = "procedure,valid_from,silence_consents,basis\n"
    file.write_text(f"{head}{code},2026-07-01,yes,Điều 12\n", encoding="utf-8")
    assert opinion_rules_import(file, dry_run=True).accepted == 1
    assert opinion_rules_import(file).accepted == 1
    assert opinion_rules_import(file).unchanged == 1
    rows = (f"{code},2026-07-01,no,Điều 12", "x,2026-07-01,no,Đ", f"{code},soon,no,Đ")
    rows += (f"{code},2027-01-01,maybe,Đ", f"{code},2027-01-01,no,")
    file.write_text(head + "\n".join(rows), encoding="utf-8")
    refused = opinion_rules_import(file).refused
    assert [one.column for one in refused] == [
        "valid_from", "procedure", "valid_from", "silence_consents", "basis",
    ]  # fmt: skip
    with at():
        assert silence_basis(commune.offering.version.procedure_id) == "Điều 12"
