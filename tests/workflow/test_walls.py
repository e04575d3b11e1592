"""Row-level security: a unit sees the processes in which it has a part, nothing else."""

from __future__ import annotations

import pytest
from tests.builders.organisations import unit_make
from tests.builders.workflow import AT, live_item, office_make, process_make, step_do

from motcua.kernel.errors import NotFound
from motcua.kernel.scope import NOTHING, SYSTEM, scope_units, scope_use
from motcua.workflow import queries, services
from motcua.workflow.models import HandOver, Process, WorkItem

pytestmark = [pytest.mark.django_db, pytest.mark.invariant]


def test_without_scope_there_are_no_rows() -> None:
    with scope_use(SYSTEM):
        process_make(office=office_make())
    for scope in (NOTHING, scope_units([999_999])):
        with scope_use(scope):
            assert [m.objects.count() for m in (Process, WorkItem, HandOver)] == [0, 0, 0]


def test_another_unit_neither_reads_nor_changes_an_item() -> None:
    with scope_use(SYSTEM):
        item = process_make(office=office_make()).items[0]
        stranger = unit_make().id
    with scope_use(scope_units([stranger])):
        assert queries.worklist(unit_ids=[item.unit_id], account_id=1).rows == ()
        with pytest.raises(NotFound):
            queries.process_progress(item.process_id)
        with pytest.raises(NotFound):
            services.work_item_claim(item_id=item.id, account_id=1, at=AT, expected_version=1)
        assert WorkItem.objects.update(note="x") == 0


def test_every_unit_with_a_part_can_start_and_pass_work_on() -> None:
    with scope_use(SYSTEM):
        office = office_make()
        services.processes_ship(at=AT)
    with scope_use(scope_units([office.units["receiving"]])):
        process_id = services.process_start(
            key="standard", subject="dossier:1", units=office.units, at=AT,
            account_id=office.people["receiving"],
        ).process_id  # fmt: skip
    with scope_use(scope_units([office.units["handling"]])):
        for _ in range(4):
            step_do(process_id)
        assert live_item(process_id).unit_id == office.units["receiving"]
    with scope_use(scope_units([office.units["receiving"]])):
        assert step_do(process_id).finished


def test_a_unit_to_which_work_was_handed_over_sees_it_from_then_on() -> None:
    with scope_use(SYSTEM):
        office = office_make()
        item = process_make(office=office).items[0]
        newcomer = unit_make().id
    with scope_use(scope_units([newcomer])):
        assert queries.worklist(unit_ids=[newcomer], account_id=1).rows == ()
    with scope_use(scope_units([office.units["handling"]])):
        services.work_item_claim(
            item_id=item.id, account_id=office.people["handling"], at=AT, expected_version=1
        )
        services.work_item_hand_over(
            item_id=item.id, account_id=office.people["handling"], to_unit_id=newcomer,
            at=AT, expected_version=2,
        )  # fmt: skip
    with scope_use(scope_units([newcomer])):
        services.work_item_confirm_receipt(
            item_id=item.id, account_id=office.people["opinion"], at=AT, expected_version=3
        )
        assert len(queries.hand_overs_of(item.process_id)) == 2
