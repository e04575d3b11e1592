"""Suspend, resume, cancel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.deadlines import at
from tests.builders.workflow import AT, live_item, office_make, process_make, step_do

from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.workflow import queries, services
from motcua.workflow.types import ItemState, ProcessStatus


def test_items_are_due_later_by_the_suspended_working_time(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id  # Monday 08:00, due 10:00
    services.process_suspend(process_id=process_id, at=at("2026-08-24T09:00"))
    assert queries.process_get(process_id).status is ProcessStatus.SUSPENDED
    services.process_resume(process_id=process_id, at=at("2026-08-25T16:30"))
    assert live_item(process_id).due_at == at("2026-08-26T08:00")  # 30 minutes today, 30 tomorrow
    assert queries.process_get(process_id).suspended_at is None


def test_what_was_overdue_stays_as_late_as_it_was(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    due = live_item(process_id).due_at
    services.process_suspend(process_id=process_id, at=due + timedelta(hours=1))
    services.process_resume(process_id=process_id, at=due + timedelta(days=3))
    assert live_item(process_id).due_at == due


def test_no_item_is_due_after_the_new_deadline(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    services.process_suspend(process_id=process_id, at=AT)
    deadline = at("2026-08-25T08:00")
    services.process_resume(process_id=process_id, at=at("2026-08-25T07:30"), deadline_at=deadline)
    assert live_item(process_id).due_at == deadline
    assert queries.process_get(process_id).deadline_at == deadline


def test_nothing_is_completed_while_the_clock_stands_still(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    services.process_suspend(process_id=process_id, at=AT)
    with pytest.raises(Refused) as caught:
        step_do(process_id)
    assert caught.value.code == "process_suspended"
    services.process_resume(process_id=process_id, at=AT)
    step_do(process_id)


def test_suspending_or_resuming_twice_has_one_effect(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    services.process_suspend(process_id=process_id, at=AT)
    with pytest.raises(Refused) as caught:
        services.process_suspend(process_id=process_id, at=AT)
    assert caught.value.code == "process_not_active"
    services.process_resume(process_id=process_id, at=AT)
    with pytest.raises(Refused) as caught:
        services.process_resume(process_id=process_id, at=AT)
    assert caught.value.code == "process_not_suspended"


@pytest.mark.parametrize("suspended", [False, True])
def test_cancelling_closes_every_live_item(system_scope: None, suspended: bool) -> None:
    process_id = process_make(office=office_make(), key="with_opinion").process_id
    step_do(process_id)
    if suspended:
        services.process_suspend(process_id=process_id, at=AT)
    services.process_cancel(process_id=process_id, reason=" Công dân rút hồ sơ ", at=AT)
    view = queries.process_get(process_id)
    assert (view.status, view.ended_at, view.end_reason) == (
        ProcessStatus.CANCELLED, AT, "Công dân rút hồ sơ",
    )  # fmt: skip
    states = [item.state for item in queries.items_of(process_id)]
    assert states.count(ItemState.CANCELLED) == 2
    assert all(hop.confirmed_at for hop in queries.hand_overs_of(process_id))
    with pytest.raises(Refused) as caught:
        services.process_cancel(process_id=process_id, reason="x", at=AT)
    assert caught.value.code == "process_over"


def test_cancelling_needs_a_reason(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    with pytest.raises(Invalid):
        services.process_cancel(process_id=process_id, reason=" ", at=AT)


def test_an_unknown_process_is_not_found(system_scope: None) -> None:
    for operation in (services.process_suspend, services.process_resume):
        with pytest.raises(NotFound):
            operation(process_id=0, at=AT)
