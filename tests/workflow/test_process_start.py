"""Starting a process: first items, hours, deadlines, refusals."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.deadlines import at
from tests.builders.workflow import AT, office_make, process_make, step_do

from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.workflow import queries, services
from motcua.workflow.types import ItemState, ProcessStatus


def test_it_starts_after_intake_with_receive_marked_done(system_scope: None) -> None:
    office = office_make()
    started = process_make(office=office)
    (item,) = started.items
    assert (item.element, item.state, item.unit_id) == (
        "assign",
        ItemState.OPEN,
        office.units["handling"],
    )
    assert item.holder_id == office.people["receiving"]  # until somebody takes it
    first, second = queries.items_of(started.process_id)
    assert (first.element, first.state, first.outcome) == ("receive", ItemState.DONE, "accepted")
    assert second == item
    (hop,) = queries.hand_overs_of(started.process_id)
    assert (hop.from_unit_id, hop.to_unit_id, hop.confirmed_at) == (
        office.units["receiving"], office.units["handling"], None,
    )  # fmt: skip


def test_it_can_start_before_intake(system_scope: None) -> None:
    started = process_make(office=office_make(), done=())
    assert [item.element for item in started.items] == ["receive"]


def test_a_subject_has_one_running_process(system_scope: None) -> None:
    office = office_make()
    started = process_make(office=office, subject="dossier:1")
    with pytest.raises(Refused) as caught:
        process_make(office=office, subject="dossier:1")
    assert caught.value.code == "process_running"
    services.process_cancel(process_id=started.process_id, reason="rút hồ sơ", at=AT)
    again = process_make(office=office, subject="dossier:1")
    latest = queries.process_for("dossier:1")
    assert latest is not None
    assert (latest.id, latest.status) == (again.process_id, ProcessStatus.ACTIVE)


def test_each_missing_unit_is_named(system_scope: None) -> None:
    office = office_make()
    with pytest.raises(Invalid) as caught:
        process_make(office=office, units={"handling": office.units["handling"]})
    assert [p.field for p in caught.value.problems] == ["receiving"]


def test_an_unknown_process_is_not_found(system_scope: None) -> None:
    with pytest.raises(NotFound):
        process_make(office=office_make(), key="nothing")


@pytest.mark.parametrize(
    "over", [{"limit_hours": Decimal(0)}, {"hours": {"appraise": Decimal(-1)}}]
)
def test_hours_must_be_above_nothing(system_scope: None, over: dict) -> None:
    with pytest.raises(Invalid):
        process_make(office=office_make(), **over)


@pytest.mark.parametrize(
    "bad", [{"Bad Key": 1}, {"a": object()}, {"a": "x" * 2001}, {"a": float("nan")}]
)
def test_data_must_be_plain(system_scope: None, bad: dict) -> None:
    with pytest.raises(Invalid):
        process_make(office=office_make(), data=bad)


def test_the_steps_keep_their_shares_of_a_short_limit(system_scope: None) -> None:
    office = office_make()
    started = process_make(
        office=office, limit_hours=Decimal(4), deadline_at=at("2026-08-24T13:00")
    )
    hours = {"assign": started.items[0].hours}
    for _ in range(4):
        item = step_do(started.process_id).opened[0]
        hours[item.element] = item.hours
    assert sum(hours.values()) <= 4
    assert hours["appraise"] == max(hours.values()) == 2


def test_hours_of_a_step_can_be_given(system_scope: None) -> None:
    started = process_make(office=office_make(), hours={"assign": Decimal("0.5")})
    assert started.items[0].due_at == AT + timedelta(minutes=30)


def test_no_step_takes_the_hours_of_those_after_it(system_scope: None) -> None:
    # 40 hours of steps under a deadline after 8: assign may not wait its 2 hours to the full.
    deadline = at("2026-08-24T17:00")
    started = process_make(office=office_make(), deadline_at=deadline)
    assert started.items[0].due_at <= deadline
    roomy = process_make(office=office_make(), deadline_at=at("2026-09-30T17:00"))
    assert roomy.items[0].due_at == AT + timedelta(hours=2)
    # 37 working hours from Monday 08:00; those after it need 36.
    narrow = process_make(office=office_make(), deadline_at=at("2026-08-28T14:30"))
    assert narrow.items[0].due_at == at("2026-08-24T09:00")


def test_starting_is_a_handful_of_statements(system_scope: None) -> None:
    office = office_make()
    process_make(office=office)
    services.processes_ship(at=AT)
    with CaptureQueriesContext(connection) as captured:
        services.process_start(
            key="standard", subject="dossier:x", units=office.units, at=AT,
            account_id=office.people["receiving"],
        )  # fmt: skip
    assert len(captured) == 4, [q["sql"][:90] for q in captured]
