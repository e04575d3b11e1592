"""A dossier from the counter to its result, and everything that is refused on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    dossier_registered,
    draft_add,
    item_of,
    submission_make,
    work_do,
)

from motcua.dossiers import services
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import Phase, Status, StopKind
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune():
    return commune_at_work()


def test_the_whole_way_with_true_status_at_every_step(commune):
    with at():
        code = dossier_registered(commune)
    assert dossier_get(code).status is Status.REGISTERED
    with at(1):
        services.dossier_accept(actor=commune.counter, code=code)
        dossier = dossier_get(code)
        assert dossier.status is Status.ACCEPTED
        # 3 working days from Thursday 10:00: Friday, Monday, Tuesday at 10:00.
        assert dossier.due_at == MORNING + timedelta(days=5, hours=1)
        assert dossier.due_explanation
        work_do(
            code, Act.ASSIGN, commune.leader, "assigned", assign_to=commune.specialist.account_id
        )
        assert dossier_get(code).status is Status.PROCESSING
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        work_do(code, Act.APPROVE, commune.leader, "approved")
        assert dossier_get(code).status is Status.PROCESSING
    with at(2):
        done = work_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GXN-UBND")
        assert (done.status, done.ended_at) == (Status.DONE, MORNING + timedelta(hours=2))
    with at(3):
        back = work_do(code, Act.RETURN, commune.counter, "given", receiver_name="Nguyễn Văn Mẫu")
    assert (back.status, back.returned_at) == (Status.RETURNED, MORNING + timedelta(hours=3))
    assert back.progress.status.value == "done"
    assert [event.type for event in back.timeline] == [
        "submitted",
        "accepted",
        "assigned",
        "document_added",
        "appraised",
        "approved",
        "done",
        "returned",
    ]
    assert list(chains_verify()) == []


def test_a_dossier_shows_only_to_units_that_have_a_part_in_it(commune):
    with at():
        code = dossier_accepted(commune)
    other = commune_at_work(code="05437", name="Phong Quang")
    with scope_use(commune.counter.scope):
        assert dossier_get(code).components[0].given
    with scope_use(other.counter.scope), pytest.raises(NotFound):
        dossier_get(code)
    with scope_use(other.leader.scope), pytest.raises(NotFound):
        services.dossier_withdraw(actor=other.leader, code=code, reason="thử")


def test_accepting_twice_has_one_effect(commune):
    with at():
        code = dossier_registered(commune)
        services.dossier_accept(actor=commune.counter, code=code)
        with pytest.raises(Refused) as refused:
            services.dossier_accept(actor=commune.counter, code=code)
    assert refused.value.code == "not_in_this_status"
    assert [e.type for e in dossier_get(code).timeline].count("accepted") == 1


def test_a_stale_page_is_told_so(commune):
    with at():
        code = dossier_registered(commune)
        services.dossier_accept(actor=commune.counter, code=code, version=1)
        with pytest.raises(Stale):
            services.dossier_withdraw(actor=commune.counter, code=code, reason="thôi", version=1)


def test_missing_components_are_named(commune):
    with at(), pytest.raises(Refused) as refused:
        dossier_accepted(commune, components=())
    assert refused.value.code == "components_missing"
    assert commune.offering.version.components[0].label in refused.value.message


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"parties": ()}, "parties"),
        ({"sets": 0}, "sets"),
        ({"subject": "x" * 501}, "subject"),
    ],
)
def test_wrong_input_is_named_at_its_field(commune, over, field):
    with at(), pytest.raises(Invalid) as invalid:
        services.dossier_submit(actor=commune.counter, submission=submission_make(commune, **over))
    assert [p.field for p in invalid.value.problems] == [field]


def test_only_the_counter_of_the_receiving_unit_takes_in(commune):
    for actor in (commune.specialist, commune.leader, commune.clerk):
        with at(), pytest.raises(Forbidden):
            services.dossier_submit(actor=actor, submission=submission_make(commune))


def test_nobody_approves_what_they_appraised(commune):
    from tests.builders.identity import actor_make

    from motcua.identity.types import Role

    with at():
        code = dossier_at(commune, Act.APPRAISE)
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        both = actor_make(
            role=Role.LEADER, unit=commune.unit, account=commune.specialist.account_id
        )
        with pytest.raises(Refused) as refused:
            work_do(code, Act.APPROVE, both, "approved")
    assert refused.value.code == "own_appraisal"
    assert dossier_get(code).approved_by is None


@pytest.mark.parametrize(
    ("appraised", "drafted", "code"),
    [(None, "specialist", "not_appraised"), ("specialist", "leader", "own_draft")],
)
def test_four_eyes_hold_where_the_time_of_the_appraisal_was_over(commune, appraised, drafted, code):
    from motcua.dossiers.models import Dossier, Result

    with at():
        number = dossier_at(commune, Act.APPROVE)
        row = Dossier.objects.get(code=number)
        row.appraised_by = appraised and getattr(commune, appraised).account_id
        row.save(update_fields=["appraised_by"])
        by = getattr(commune, drafted).account_id
        Result.objects.filter(dossier=row).update(drafted_by=by)
        with pytest.raises(Refused) as refused:
            work_do(number, Act.APPROVE, commune.leader, "approved")
    assert refused.value.code == code
    assert dossier_get(number).approved_by is None


def test_approval_needs_a_draft_and_issue_needs_an_approval_with_a_number(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        with pytest.raises(Refused, match="draft"):
            work_do(code, Act.APPROVE, commune.leader, "approved")
        draft_add(commune, code)
        work_do(code, Act.APPROVE, commune.leader, "approved")
        with pytest.raises(Invalid):
            work_do(code, Act.ISSUE, commune.clerk, "issued", number=" ")


def test_sending_back_needs_a_reason_and_appraisal_starts_again(commune):
    with at():
        code = dossier_at(commune, Act.APPROVE)
        with pytest.raises(Invalid):
            work_do(code, Act.APPROVE, commune.leader, "returned")
        work_do(code, Act.APPROVE, commune.leader, "returned", note="Thiếu căn cứ")
        again = item_of(code, Act.APPRAISE)
    assert again.claimed_by_id == commune.specialist.account_id


def test_two_officials_at_one_item_one_wins(commune):
    with at():
        code = dossier_at(commune, Act.ISSUE)
        item = item_of(code, Act.ISSUE)
        details = WorkDetails(number="1/GXN")
        services.work_complete(
            actor=commune.clerk,
            item_id=item.id,
            outcome="issued",
            expected_version=item.version,
            details=details,
        )
        with pytest.raises(Refused):
            services.work_complete(
                actor=commune.clerk,
                item_id=item.id,
                outcome="issued",
                expected_version=item.version,
                details=details,
            )
    assert [e.type for e in dossier_get(code).timeline].count("done") == 1


def test_supplement_during_appraisal_stops_the_clock(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        due = dossier_get(code).due_at
        services.dossier_propose_supplement(
            actor=commune.specialist, code=code, items=["Bản sao giấy tờ"], reason="Thiếu giấy tờ"
        )
        assert dossier_get(code).status is Status.PROCESSING
    with at(1):
        services.dossier_approve_supplement(actor=commune.leader, code=code)
        waiting = dossier_get(code)
        assert (waiting.status, waiting.phase) == (Status.SUPPLEMENT, Phase.APPRAISAL)
        with pytest.raises(Refused):
            work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    with at(24 * 7 + 1):
        services.dossier_receive_supplement(actor=commune.counter, code=code)
        going = dossier_get(code)
    assert (going.status, going.supplement_count) == (Status.PROCESSING, 1)
    assert going.due_at == due + timedelta(days=7)
    assert going.due_original_at == due
    assert going.supplements[0].due_after == going.due_at
    assert list(chains_verify()) == []


def test_supplement_before_acceptance_leaves_the_clock_alone(commune):
    with at():
        code = dossier_registered(commune)
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Tờ khai"], reason="Chưa ký"
        )
        waiting = dossier_get(code)
        assert (waiting.status, waiting.phase, waiting.due_at) == (
            Status.SUPPLEMENT,
            Phase.INTAKE,
            None,
        )
        with pytest.raises(Refused):
            services.dossier_receive_supplement(actor=commune.counter, code=code)
    with at(3):
        services.dossier_accept(actor=commune.counter, code=code)
    dossier = dossier_get(code)
    assert (dossier.status, dossier.supplement_count) == (Status.ACCEPTED, 0)
    assert dossier.accepted_at == MORNING + timedelta(hours=3)


@pytest.mark.parametrize("pauses", [True, False])
def test_an_obligation_pauses_only_where_the_procedure_says_so(pauses):
    commune = commune_at_work(pauses_for_obligation=pauses)
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        due = dossier_get(code).due_at
        services.dossier_request_obligation(
            actor=commune.specialist,
            code=code,
            payer="Nguyễn Văn Mẫu",
            notice_number="TB-01",
            amount_vnd=1_000_000,
        )
        assert dossier_get(code).status is Status.OBLIGATION
    with at(24 * 7):
        services.dossier_fulfil_obligation(actor=commune.counter, code=code, proof="BL-77")
    dossier = dossier_get(code)
    assert dossier.status is Status.PROCESSING
    assert dossier.due_at == due + timedelta(days=7 if pauses else 0)


def test_withdrawal_ends_and_cancels_the_work(commune):
    with at():
        code = dossier_at(commune, Act.APPROVE)
        services.dossier_withdraw(actor=commune.counter, code=code, reason="Không cần nữa")
        dossier = dossier_get(code)
        assert dossier.status is Status.WITHDRAWN
        assert not [item for item in dossier.items if item.state.is_live]
        with pytest.raises(Refused):
            services.dossier_stop(
                actor=commune.leader, code=code, reason="x", legal_basis="y", kind=StopKind.FINAL
            )


def test_no_withdrawal_after_the_result(commune):
    with at():
        code = dossier_at(commune, Act.RETURN)
        with pytest.raises(Refused):
            services.dossier_withdraw(actor=commune.counter, code=code, reason="muộn")


def test_a_wrong_result_gets_a_successor_and_is_not_overwritten(commune):
    with at():
        code = dossier_at(commune, Act.RETURN)
        services.dossier_reopen(actor=commune.counter, code=code, reason="Sai ngày sinh")
        dossier = dossier_get(code)
        assert (dossier.status, dossier.ended_at) == (Status.PROCESSING, None)
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        work_do(code, Act.APPROVE, commune.leader, "approved")
        done = work_do(code, Act.ISSUE, commune.clerk, "issued", number="13/GXN")
    assert [(r.version, bool(r.withdrawn_reason)) for r in done.results] == [(1, True), (2, False)]
    assert list(chains_verify()) == []


def test_the_page_offers_only_what_this_person_may_do_now(commune):
    with at():
        code = dossier_registered(commune)
        names = {o.name for o in actions_allowed(commune.counter, dossier_get(code))}
        assert names == {
            "accept",
            "request_supplement_at_intake",
            "refuse",
            "withdraw",
            "collect_fee",
        }
        assert actions_allowed(commune.specialist, dossier_get(code)) == ()
        services.dossier_accept(actor=commune.counter, code=code)
        offers = actions_allowed(commune.leader, dossier_get(code))
        assert [o.name for o in offers if o.primary] == ["complete"]
