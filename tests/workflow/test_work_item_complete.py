"""Completing work items: what opens next, loops, joins, refusals, speed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.identity import account_make
from tests.builders.workflow import AT, live_item, office_make, process_make, step_do

from motcua.kernel import events as bus
from motcua.kernel.errors import Invalid, NotFound, Refused, Stale
from motcua.workflow import queries, services
from motcua.workflow.events import ProcessFinished, WorkItemCompleted, WorkItemOpened
from motcua.workflow.models import Process
from motcua.workflow.types import ItemState, ProcessStatus


def walk(process_id: int, *steps: str, **outcomes: str) -> None:
    for step in steps:
        step_do(process_id, step, **({"outcome": outcomes[step]} if step in outcomes else {}))


def test_the_standard_process_runs_to_its_end(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    walk(process_id, "assign", "appraise", "approve", "issue")
    done = step_do(process_id, "return")
    assert (done.finished, done.opened) == (True, ())
    assert queries.process_get(process_id).status is ProcessStatus.DONE
    assert queries.live_items_of(process_id) == []


def test_the_next_item_opens_in_its_unit_and_the_giver_answers_until_it_is_taken(
    system_scope: None,
) -> None:
    office = office_make()
    process_id = process_make(office=office).process_id
    walk(process_id, "assign", "appraise", "approve")
    clerk = office.people["handling"]
    back = step_do(process_id, "issue", account_id=clerk).opened[0]
    assert (back.unit_id, back.state, back.holder_id) == (
        office.units["receiving"],
        ItemState.OPEN,
        clerk,
    )
    counter = office.people["receiving"]
    taken = services.work_item_claim(item_id=back.id, account_id=counter, at=AT, expected_version=1)
    assert taken.holder_id == counter
    hop = queries.hand_overs_of(process_id)[-1]
    assert (hop.from_account_id, hop.to_account_id, hop.confirmed_at) == (clerk, counter, AT)


def test_assigning_names_the_person_of_the_next_step(system_scope: None) -> None:
    office = office_make()
    process_id = process_make(office=office).process_id
    specialist = account_make().pk
    opened = step_do(
        process_id, "assign", account_id=office.people["handling"], assign_to=specialist
    ).opened[0]
    assert (opened.state, opened.claimed_by_id, opened.holder_id) == (
        ItemState.CLAIMED,
        specialist,
        specialist,
    )


def test_work_sent_back_goes_to_whoever_did_it(system_scope: None) -> None:
    office = office_make()
    process_id = process_make(office=office).process_id
    specialist = account_make().pk
    step_do(process_id, "assign", assign_to=specialist)
    step_do(process_id, "appraise")
    again = step_do(process_id, "approve", outcome="returned").opened[0]
    assert (again.element, again.claimed_by_id) == ("appraise", specialist)
    walk(process_id, "appraise", "approve", "issue", "return")
    assert [i.element for i in queries.items_of(process_id)].count("appraise") == 2


def test_approval_waits_for_the_opinion_of_the_other_unit(system_scope: None) -> None:
    office = office_make()
    process_id = process_make(office=office, key="with_opinion").process_id
    opened = step_do(process_id, "assign").opened
    assert {(i.element, i.unit_id) for i in opened} == {
        ("appraise", office.units["handling"]), ("opinion", office.units["opinion"]),
    }  # fmt: skip
    assert step_do(process_id, "appraise").opened == ()
    assert [i.element for i in step_do(process_id, "opinion").opened] == ["approve"]


@pytest.mark.parametrize("order", [("appraise", "opinion"), ("opinion", "appraise")])
def test_an_opinion_against_the_proposal_sends_it_to_revision(
    system_scope: None, order: tuple[str, str]
) -> None:
    process_id = process_make(office=office_make(), key="with_opinion").process_id
    walk(process_id, "assign", *order, opinion="disagree")
    walk(process_id, "revise", "approve", approve="returned")
    walk(process_id, "revise", "approve", "issue", "return")
    assert queries.process_get(process_id).status is ProcessStatus.DONE


def test_an_opinion_against_a_refusal_needs_no_revision(system_scope: None) -> None:
    process_id = process_make(office=office_make(), key="with_opinion").process_id
    walk(process_id, "assign", "appraise", "opinion", opinion="disagree", appraise="propose_refuse")
    assert live_item(process_id).element == "approve"


def test_the_province_can_send_the_dossier_back_to_the_commune(system_scope: None) -> None:
    office = office_make()
    process_id = process_make(office=office, key="provincial_step").process_id
    walk(process_id, "assign", "appraise")
    assert live_item(process_id).unit_id == office.units["province"]
    walk(
        process_id,
        "province_assign",
        "province_appraise",
        "province_endorse",
        province_endorse="sent_back",
    )
    assert live_item(process_id).unit_id == office.units["handling"]
    walk(process_id, "appraise", "province_assign", "province_appraise", "province_endorse")
    walk(process_id, "approve", "issue", "return")


def test_completing_twice_has_one_effect(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    item = live_item(process_id)
    step_do(process_id)
    with pytest.raises(Refused) as caught:
        services.work_item_complete(
            item_id=item.id,
            account_id=None,
            outcome="assigned",
            at=AT,
            expected_version=item.version,
        )
    assert caught.value.code == "item_closed"
    assert live_item(process_id).element == "appraise"


def test_an_item_that_was_changed_meanwhile_is_stale(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    with pytest.raises(Stale):
        step_do(process_id, expected_version=7)


def test_only_its_claimer_completes_a_claimed_item(system_scope: None) -> None:
    office = office_make()
    process_id = process_make(office=office).process_id
    item = live_item(process_id)
    services.work_item_claim(
        item_id=item.id, account_id=office.people["handling"], at=AT, expected_version=1
    )
    with pytest.raises(Refused) as caught:
        step_do(process_id, account_id=office.people["receiving"])
    assert caught.value.code == "item_not_yours"


@pytest.mark.parametrize("outcome", ["", "approved", "assigned "])
def test_an_outcome_must_be_one_of_the_step(system_scope: None, outcome: str) -> None:
    process_id = process_make(office=office_make()).process_id
    with pytest.raises(Invalid) as caught:
        step_do(process_id, outcome=outcome)
    assert caught.value.problems[0].field == "outcome"


def test_an_unknown_item_is_not_found(system_scope: None) -> None:
    with pytest.raises(NotFound):
        services.work_item_complete(
            item_id=0, account_id=None, outcome="x", at=AT, expected_version=1
        )


def test_data_of_a_step_is_kept_with_the_process(system_scope: None) -> None:
    process_id = process_make(office=office_make(), data={"copies": 2}).process_id
    step_do(process_id, data={"urgent": True})
    assert Process.objects.get(pk=process_id).context["data"] == {"copies": 2, "urgent": True}


def test_listeners_hear_of_it_in_order(system_scope: None, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(bus, "_listeners", dict.fromkeys(()))
    from collections import defaultdict

    monkeypatch.setattr(bus, "_listeners", defaultdict(list))
    for kind in (WorkItemCompleted, WorkItemOpened, ProcessFinished):
        bus.listen(kind, lambda event: heard.append(type(event).__name__))
    process_id = process_make(office=office_make()).process_id
    heard.clear()
    step_do(process_id)
    assert heard == ["WorkItemCompleted", "WorkItemOpened"]
    walk(process_id, "appraise", "approve", "issue", "return")
    assert heard[-2:] == ["WorkItemCompleted", "ProcessFinished"]


def test_completing_a_claimed_item_is_four_statements(system_scope: None) -> None:
    office = office_make()
    process_id = process_make(office=office).process_id
    step_do(process_id, assign_to=office.people["handling"])
    item = live_item(process_id)
    with CaptureQueriesContext(connection) as captured:
        services.work_item_complete(
            item_id=item.id, account_id=office.people["handling"], outcome="propose_approve",
            at=AT, expected_version=item.version,
        )  # fmt: skip
    assert len(captured) == 4, [q["sql"][:90] for q in captured]


def test_the_saved_state_stays_small(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    for _ in range(20):
        walk(process_id, *(["assign"] if live_item(process_id).element == "assign" else []))
        walk(process_id, "appraise", "approve", approve="returned")
    row = Process.objects.get(pk=process_id)
    assert len(str(row.state)) < 80
    assert len(str(row.context)) < 900
