"""Progress: on the diagram for officials, as plain steps for citizens."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.builders.workflow import AT, office_make, process_make, step_do

from motcua.kernel.errors import NotFound
from motcua.workflow import queries, services
from motcua.workflow.types import ElementState, ProcessStatus

DONE, CURRENT, FUTURE = ElementState.DONE, ElementState.CURRENT, ElementState.FUTURE


def states(process_id: int) -> dict[str, str]:
    return {step.element: step.state for step in queries.process_progress(process_id).steps}


def test_the_steps_are_told_in_order_with_who_has_them(system_scope: None) -> None:
    office = office_make()
    process_id = process_make(office=office).process_id
    step_do(process_id)
    with translation.override("vi"):
        progress = queries.process_progress(process_id)
    assert [(s.name, s.state) for s in progress.steps] == [
        ("Tiếp nhận hồ sơ", DONE), ("Phân công thụ lý", DONE), ("Thẩm định hồ sơ", CURRENT),
        ("Phê duyệt kết quả", FUTURE), ("Vào số, ban hành kết quả", FUTURE), ("Trả kết quả", FUTURE),
    ]  # fmt: skip
    assert progress.steps[0].unit_id == progress.steps[5].unit_id == office.units["receiving"]
    assert progress.steps[1].done_at == AT
    assert progress.steps[2].due_at
    assert progress.steps[3].due_at is None


def test_the_diagram_knows_start_and_end(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    elements = queries.process_progress(process_id).elements
    assert (elements["start"], elements["end"]) == (DONE, FUTURE)
    for _ in range(5):
        step_do(process_id)
    progress = queries.process_progress(process_id)
    assert progress.status is ProcessStatus.DONE
    assert set(progress.elements.values()) == {DONE}


def test_what_lies_ahead_again_after_a_loop_is_not_done(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    step_do(process_id)
    step_do(process_id)
    step_do(process_id, outcome="returned")
    assert states(process_id) == {
        "receive": DONE, "assign": DONE, "appraise": CURRENT,
        "approve": FUTURE, "issue": FUTURE, "return": FUTURE,
    }  # fmt: skip


def test_a_detour_is_listed_only_when_taken(system_scope: None) -> None:
    process_id = process_make(office=office_make(), key="with_opinion").process_id
    step_do(process_id)
    assert states(process_id)["appraise"] == states(process_id)["opinion"] == CURRENT
    assert "revise" not in states(process_id)
    step_do(process_id, "appraise")
    step_do(process_id, "opinion", outcome="disagree")
    assert states(process_id)["revise"] == CURRENT
    assert (states(process_id)["appraise"], states(process_id)["approve"]) == (DONE, FUTURE)


def test_a_cancelled_process_promises_nothing(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    step_do(process_id)
    services.process_cancel(process_id=process_id, reason="x", at=AT)
    assert states(process_id) == {"receive": DONE, "assign": DONE}


def test_it_is_two_statements_whatever_has_happened(system_scope: None) -> None:
    process_id = process_make(office=office_make()).process_id
    for steps in range(3):
        with CaptureQueriesContext(connection) as captured:
            queries.process_progress(process_id)
        assert len(captured) == 2, steps
        step_do(process_id)


def test_an_unknown_process_is_not_found(system_scope: None) -> None:
    with pytest.raises(NotFound):
        queries.process_progress(0)
