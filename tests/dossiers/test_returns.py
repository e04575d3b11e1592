"""Returns inside the office: to the counter, to the specialist; they bar, count and stop no clock."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    draft_add,
    item_of,
    work_do,
)
from tests.builders.drawn import END, START, drawing, service, step
from tests.builders.drawn import element as gateway
from tests.builders.identity import actor_make
from tests.dossiers.test_drawn_process import province_draws
from tests.dossiers.test_two_at_once import together

from motcua.dossiers import services
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.queries.returns import returns_since
from motcua.dossiers.return_rules import ReturnAnswer, ReturnCause, ReturnState
from motcua.dossiers.services import ReturnInput
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import ComponentInput, Status
from motcua.identity.services import SubstitutionInput, substitution_make
from motcua.identity.types import Absence, NewWork, Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.queries import worklist
from motcua.workflow.types import Act, ItemState

WHY = ReturnInput("missing", "Thiếu sơ đồ thửa đất.", "Sơ đồ thửa đất, bản chính")


@pytest.fixture
def commune(system_scope):
    return commune_at_work(limit="10wd")


@pytest.fixture
def code(commune):
    with at():
        return dossier_at(commune, Act.APPRAISE)


def send_back(actor, code, act=Act.APPRAISE, given=WHY, version=None):
    item = item_of(code, act)
    seen = item.version if version is None else version
    return services.work_return(actor=actor, item_id=item.id, expected_version=seen, given=given)


def waiting(code):
    """Return the piece of work that puts the open return right."""
    return next(one.item for one in dossier_get(code).sent_back if one.item)


def answer(actor, code, outcome="put_right", text="Đã bổ sung.", components=(), version=None):
    item = waiting(code)
    return services.return_answer(
        actor=actor,
        item_id=item.id,
        answer=outcome,
        text=text,
        components=components,
        expected_version=item.version if version is None else version,
    )


def offered(actor, code):
    return {(o.name, o.reason) for o in actions_allowed(actor, dossier_get(code))}


def test_a_specialist_returns_to_the_counter_and_the_same_specialist_goes_on(commune, code):
    with at(1):
        due = dossier_get(code).due_at
        send_back(commune.specialist, code)
        view = dossier_get(code)
        assert (view.status, view.suspended_from, view.due_at) == (Status.PROCESSING, None, due)
        [found] = view.sent_back
        assert found.cause is ReturnCause.MISSING
        assert found.to_unit_id == commune.centre.id
        assert found.put_right == "Sơ đồ thửa đất, bản chính"
        assert item_of(code, Act.APPRAISE).claimed_by_id == commune.specialist.account_id
    with at(2), scope_use(commune.counter.scope):
        rows = worklist(unit_ids=[commune.centre.id], account_id=commune.counter.account_id).rows
        assert any(row.item.subject.startswith("return:") for row in rows)
        assert ("answer_return", "") in offered(commune.counter, code)
        component = dossier_get(code).components[0].component_id
        before = dossier_get(code).components[0].originals
        answer(commune.counter, code, components=[ComponentInput(component, originals=1)])
        assert dossier_get(code).components[0].originals == before + 1
    with at(3):
        [found] = dossier_get(code).sent_back
        assert (found.state, found.answer) == (ReturnState.ANSWERED, ReturnAnswer.PUT_RIGHT)
        assert found.held_minutes == 60
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        assert item_of(code, Act.APPROVE).state is ItemState.OPEN
        assert dossier_get(code).due_at == due
    assert not list(chains_verify())


def test_nothing_goes_on_while_a_return_is_open(commune, code):
    with at(1):
        send_back(commune.specialist, code)
        with pytest.raises(Refused) as caught:
            work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        assert caught.value.code == "return_open"
        assert ("complete", "return_open") in offered(commune.specialist, code)
        with pytest.raises(Refused) as caught:
            send_back(commune.specialist, code)
        assert caught.value.code == "return_open"
        assert "return_work" not in {name for name, _r in offered(commune.specialist, code)}


def test_only_the_applicant_can_so_the_specialist_proposes_a_supplement(commune, code):
    with at(1):
        send_back(commune.specialist, code)
        with pytest.raises(Invalid):
            answer(commune.counter, code, "ask_applicant", text="")
        answer(commune.counter, code, "ask_applicant", text="Người nộp chưa có giấy này.")
        assert ("propose_supplement", "") in offered(commune.specialist, code)
        services.dossier_propose_supplement(
            actor=commune.specialist, code=code, items=["Sơ đồ"], reason="Thiếu sơ đồ"
        )
        services.dossier_approve_supplement(actor=commune.leader, code=code)
        assert dossier_get(code).status is Status.SUPPLEMENT


def test_what_is_wrong_with_a_return_is_told_field_by_field(commune, code):
    with at(1), pytest.raises(Invalid) as caught:
        send_back(commune.specialist, code, given=ReturnInput("content", " ", ""))
    assert {one.field for one in caught.value.problems} == {"cause", "reason", "put_right"}
    with at(1), pytest.raises(Invalid) as caught:
        given = ReturnInput("missing", "Thiếu", "Sơ đồ", to_account=commune.clerk.account_id)
        send_back(commune.specialist, code, given=given)
    assert [one.field for one in caught.value.problems] == ["to_account"]


def test_a_named_person_gets_it_and_nobody_else_answers(commune, code):
    colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    with at(1):
        given = ReturnInput("data", "Sai tên", "Sửa tên", commune.counter.account_id)
        send_back(commune.specialist, code, given=given)
        assert waiting(code).claimed_by_id == commune.counter.account_id
        assert "answer_return" not in {name for name, _r in offered(colleague, code)}
        with pytest.raises(Refused) as caught:
            answer(colleague, code)
        assert caught.value.code == "item_not_yours"
        answer(commune.counter, code)


def test_who_may_not(commune, code):
    other = commune_at_work(name="Nơi khác")
    with at(1):
        for wrong in (commune.clerk, commune.counter):
            with pytest.raises(Forbidden):
                send_back(wrong, code)
        theirs = item_of(code, Act.APPRAISE)
        with scope_use(other.specialist.scope), pytest.raises(NotFound):
            services.work_return(
                actor=other.specialist, item_id=theirs.id, given=WHY,
                expected_version=theirs.version,
            )  # fmt: skip
        with pytest.raises(Stale):
            send_back(commune.specialist, code, version=99)
        colleague = actor_make(role=Role.SPECIALIST, unit=commune.office)
        with pytest.raises(Refused) as caught:
            send_back(colleague, code)
        assert caught.value.code == "item_not_yours"
        send_back(commune.specialist, code)
        item = waiting(code)
        with pytest.raises(Forbidden):
            answer(commune.specialist, code)
        with scope_use(other.counter.scope), pytest.raises(NotFound):
            services.return_answer(
                actor=other.counter, item_id=item.id, answer="put_right", text="x",
                expected_version=item.version,
            )  # fmt: skip
        with pytest.raises(Forbidden):
            services.return_recall(
                actor=commune.clerk, item_id=item.id, reason="x", expected_version=item.version
            )


def test_a_return_is_taken_back_and_over_is_over(commune, code):
    with at(1):
        send_back(commune.specialist, code)
        item = waiting(code)
        services.return_recall(
            actor=commune.specialist, item_id=item.id, reason="Đã tìm thấy",
            expected_version=item.version,
        )  # fmt: skip
        [found] = dossier_get(code).sent_back
        assert (found.state, found.item) == (ReturnState.RECALLED, None)
        with pytest.raises(Refused) as caught:
            services.return_answer(
                actor=commune.counter, item_id=item.id, answer="put_right", text="x",
                expected_version=item.version,
            )  # fmt: skip
        assert caught.value.code == "return_over"
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")


def test_the_end_of_the_dossier_closes_it(commune, code):
    with at(1):
        send_back(commune.specialist, code)
        services.dossier_withdraw(actor=commune.counter, code=code, reason="Không cần nữa")
        [found] = dossier_get(code).sent_back
        assert (found.state, found.item) == (ReturnState.CLOSED, None)
        rows = worklist(unit_ids=[commune.centre.id], account_id=commune.counter.account_id).rows
        assert not [row for row in rows if row.item.subject.startswith("return:")]


def test_what_the_head_sends_back_is_counted_and_answered_by_the_next_appraisal(commune):
    with at():
        code = dossier_at(commune, Act.APPROVE)
    with at(1):
        work_do(
            code, Act.APPROVE, commune.leader, "returned",
            note="Sai căn cứ", cause=ReturnCause.BASIS, put_right="Nêu đúng điều khoản",
        )  # fmt: skip
        [found] = dossier_get(code).sent_back
        assert (found.drawn, found.cause, found.is_open) == (True, ReturnCause.BASIS, True)
        assert found.to_account == commune.specialist.account_id
    with at(2):
        # While it lies with the specialist, it may go on to the counter from there.
        send_back(commune.specialist, code)
        answer(commune.counter, code)
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        states = [one.state for one in dossier_get(code).sent_back]
        assert states == [ReturnState.ANSWERED, ReturnState.ANSWERED]
        since = clock.now() - timedelta(days=1)
        assert len(returns_since([commune.office.id], since)) == 2
        assert len(returns_since([commune.centre.id], since)) == 1


def approving_only():
    """Return a process whose approval offers nothing but to approve."""
    return drawing(
        [
            START, step("receive", "receive", unit="receiving", hours="1"),
            step("assign", "assign", hours="1"), step("appraise", "appraise"),
            step("approve", "approve", outcomes=("approved",)),
            step("issue", "issue", hours="1"),
            step("return", "return", unit="receiving", hours="1"), END,
        ],
        [
            ("start", "receive"), ("receive", "assign"), ("assign", "appraise"),
            ("appraise", "approve"), ("approve", "issue"), ("issue", "return"), ("return", "end"),
        ],
        key="large_areas",
    )  # fmt: skip


def test_where_the_drawing_gives_no_way_back_the_house_does(commune):
    with at():
        province_draws(commune, approving_only())
        code = dossier_accepted(commune)
        work_do(code, Act.ASSIGN, commune.leader, "done",
                assign_to=commune.specialist.account_id)  # fmt: skip
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "done")
    why = ReturnInput("basis", "Sai căn cứ", "Nêu đúng điều khoản")
    with at(1):
        assert ("return_work", "") in offered(commune.leader, code)
        send_back(commune.leader, code, Act.APPROVE, why)
        assert waiting(code).claimed_by_id == commune.specialist.account_id
        assert item_of(code, Act.APPROVE).claimed_by_id == commune.leader.account_id
        with pytest.raises(Refused) as caught:
            work_do(code, Act.APPROVE, commune.leader, "approved")
        assert caught.value.code == "return_open"
        draft_add(commune, code)  # while it lies with the specialist it can be replaced
        with pytest.raises(Invalid):
            answer(commune.specialist, code, "ask_applicant", text="Không được")
        answer(commune.specialist, code)
        with pytest.raises(Refused) as caught:
            draft_add(commune, code)
        assert caught.value.code == "draft_with_leader"
        work_do(code, Act.APPROVE, commune.leader, "approved")


def test_a_step_that_draws_its_way_back_is_returned_by_it(commune):
    with at():
        code = dossier_at(commune, Act.APPROVE)
    with at(1):
        assert "return_work" not in {name for name, _r in offered(commune.leader, code)}
        with pytest.raises(Refused) as caught:
            send_back(commune.leader, code, Act.APPROVE)
        assert caught.value.code == "no_return_here"


@pytest.mark.invariant
def test_who_returned_and_who_answers_at_once_meet_at_the_lock(fresh_database):
    with scope_use(SYSTEM), at():
        commune = commune_at_work(limit="10wd")
        code = dossier_at(commune, Act.APPRAISE)
    with scope_use(SYSTEM), at(1):
        send_back(commune.specialist, code)
        item = waiting(code)
    seen = {"item_id": item.id, "expected_version": item.version}
    acts = (
        lambda: services.return_answer(actor=commune.counter, answer="put_right", text="x", **seen),
        lambda: services.return_recall(actor=commune.specialist, reason="x", **seen),
        lambda: services.return_answer(actor=commune.counter, answer="disagree", text="y", **seen),
    )
    outcomes = together(len(acts), lambda n: acts[n]())
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert len(refused) == 2
    assert {one.code for one in refused} <= {"return_over", "item_stale", "item_closed"}
    with scope_use(SYSTEM):
        [found] = dossier_get(code).sent_back
        assert found.state in {ReturnState.ANSWERED, ReturnState.RECALLED}
        assert not list(chains_verify())


def sending_back_to(element, *between):
    """Return a process whose approval sends back to an element, by way of others."""
    way = ["ok", *between, element]
    return drawing(
        [
            START, step("receive", "receive", unit="receiving", hours="1"),
            step("assign", "assign", hours="1"), step("appraise", "appraise"),
            step("approve", "approve", outcomes=("approved", "returned")),
            gateway("exclusiveGateway", "ok", default="f_ok_issue"),
            *(service(one) for one in between),
            step("issue", "issue", hours="1"),
            step("return", "return", unit="receiving", hours="1"), END,
        ],
        [
            ("start", "receive"), ("receive", "assign"), ("assign", "appraise"),
            ("appraise", "approve"), ("approve", "ok"), ("ok", "issue"),
            ("ok", way[1], 'outcome == "returned"'), *pairwise(way[1:]),
            ("issue", "return"), ("return", "end"),
        ],
        key="large_areas",
    )  # fmt: skip


@pytest.mark.parametrize("way", [("assign",), ("appraise", "check")])
def test_only_what_goes_back_to_the_appraisal_counts_as_returned_to_the_specialist(commune, way):
    with at():
        province_draws(commune, sending_back_to(*way))
        code = dossier_accepted(commune)
        work_do(code, Act.ASSIGN, commune.leader, "done",
                assign_to=commune.specialist.account_id)  # fmt: skip
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "done")
    with at(1):
        done = work_do(
            code, Act.APPROVE, commune.leader, "returned",
            note="Sai căn cứ", cause=ReturnCause.BASIS, put_right="Nêu đúng điều khoản",
        )  # fmt: skip
        found = [(one.to_unit_id, one.to_account) for one in done.sent_back]
    if way[0] == "assign":  # somebody else may get it now
        assert found == []
        assert "Nêu đúng điều khoản" in str(done.timeline[-1])
    else:  # a service comes first; it is on its way to who appraised it, not to the approver
        assert found == [(commune.office.id, commune.specialist.account_id)]
    assert not list(chains_verify())


@pytest.mark.parametrize("by_hand", [False, True])
def test_who_is_away_and_leaves_new_work_to_the_unit_gets_no_return(commune, by_hand):
    with at():
        province_draws(commune, approving_only())
        code = dossier_accepted(commune)
        work_do(code, Act.ASSIGN, commune.leader, "done",
                assign_to=commune.specialist.account_id)  # fmt: skip
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "done")
        colleague = actor_make(role=Role.SPECIALIST, unit=commune.office)
        leave = SubstitutionInput(
            posting_id=commune.specialist.postings[0].id, substitute_id=colleague.account_id,
            valid_from=None, valid_to=clock.now() + timedelta(days=3), reason=Absence.LEAVE,
            new_work=NewWork.POOL,
        )  # fmt: skip
        substitution_make(actor=commune.specialist, asked=leave)
    with at(1):
        who = commune.specialist.account_id if by_hand else None
        why = ReturnInput("basis", "Sai căn cứ", "Nêu đúng điều khoản", who)
        if by_hand:
            with pytest.raises(Refused) as caught:
                send_back(commune.leader, code, Act.APPROVE, why)
            assert caught.value.code == "assignee_away"
            return
        send_back(commune.leader, code, Act.APPROVE, why)
        assert (waiting(code).state, waiting(code).claimed_by_id) == (ItemState.OPEN, None)
        [found] = dossier_get(code).sent_back
        assert (found.to_unit_id, found.to_account) == (commune.office.id, None)
        assert ("answer_return", "") in offered(colleague, code)
    assert not list(chains_verify())
