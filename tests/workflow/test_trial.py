"""Trial runs: the engine plays a sample step by step, nothing is written, all ways are played."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from tests.builders.deadlines import at
from tests.builders.drawn import END, START, drawing, element, step, whole
from tests.builders.workflow import AT, office_make
from tests.workflow.test_drawn_runs import edge_text, field_text

from motcua.kernel.errors import Invalid, Refused
from motcua.workflow import queries
from motcua.workflow.drawn import TrialView
from motcua.workflow.types import ElementState

pytestmark = pytest.mark.usefixtures("system_scope")


def begun(text: str, **over: Any) -> TrialView:
    unit = office_make().units["handling"]
    return queries.trial_begin(text, unit_id=unit, at=AT, **over)


def on(text: str, view: TrialView, element_: str, outcome: str = "done", **over: Any) -> TrialView:
    state = json.loads(json.dumps(view.state))
    return queries.trial_go_on(text, state, element=element_, outcome=outcome, **over)


def test_a_sample_goes_from_step_to_step_with_its_due_times() -> None:
    view = begun(whole(), limit_hours=Decimal(48))
    [first] = view.open
    assert (first.element, first.hours, first.due_at) == (
        "receive", Decimal(8), at("2026-08-25T08:00"),
    )  # fmt: skip
    for name in ("receive", "assign", "appraise"):
        view = on(whole(), view, name, at=view.at + timedelta(hours=1))
    view = on(whole(), view, "approve", "returned")
    assert [one.element for one in view.open] == ["appraise"]
    assert view.elements["approve"] is ElementState.DONE
    assert view.elements["appraise"] is ElementState.CURRENT
    for name, outcome in (
        ("appraise", "done"),
        ("approve", "approved"),
        ("issue", "done"),
        ("return", "done"),
    ):
        view = on(whole(), view, name, outcome)
    assert (view.finished, view.open) == (True, ())
    assert [one.element for one in view.done][-2:] == ["issue", "return"]
    assert view.total_hours == Decimal(64)


def test_nothing_is_written_by_a_sample() -> None:
    view = begun(whole())
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert on(whole(), view, "receive").open[0].element == "assign"


def test_answers_are_tried_and_decisions_told() -> None:
    text = field_text()
    view = begun(text)
    assert [f.name for f in view.open[0].fields] == ["area", "note", "size"]
    with pytest.raises(Invalid) as caught:
        on(text, view, "measure", data={"area": "x"})
    assert {p.field for p in caught.value.problems} == {"area", "size"}
    view = on(text, view, "measure", data={"area": "150", "size": "big"})
    assert view.data["way"] == "long"
    assert [one.element for one in view.open] == ["extra"]
    assert "way" in view.done[-1].told


def test_the_time_of_a_timer_can_be_let_pass() -> None:
    text = edge_text()
    view = begun(text)
    assert {(one.element, one.kind) for one in view.open} == {
        ("ask", "userTask"),
        ("late", "timer"),
    }
    late = on(text, view, "late", "")
    assert [one.element for one in late.open] == ["chase"]
    assert late.at == at("2026-08-25T08:00")
    assert on(text, view, "ask").finished
    wait = element(
        "intermediateCatchEvent", "wait",
        inside="<bpmn:timerEventDefinition><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition>",
    )  # fmt: skip
    text = drawing(
        [START, step("ask"), wait, END], [("start", "ask"), ("ask", "wait"), ("wait", "end")]
    )
    view = on(text, begun(text), "ask")
    assert [(one.kind, one.due_at) for one in view.open] == [("timer", AT + timedelta(hours=2))]
    assert on(text, view, "wait", "").finished


def test_a_sample_belongs_to_its_drawing() -> None:
    view = begun(whole())
    with pytest.raises(Refused) as caught:
        on(whole(hours="2"), view, "receive")
    assert caught.value.code == "trial_changed"
    with pytest.raises(Refused) as caught:
        on(whole(), view, "issue")
    assert caught.value.code == "step_not_open"
    with pytest.raises(Invalid):
        on(whole(), view, "receive", "rejected")


def test_a_drawing_with_errors_is_not_tried() -> None:
    with pytest.raises(Invalid) as caught:
        begun(whole().replace('role="clerk"', 'role="king"'))
    assert [p.field for p in caught.value.problems] == ["issue"]


def test_all_ways_are_played() -> None:
    covered = queries.trial_coverage(whole())
    assert (covered.complete, covered.never) == (True, frozenset())
    assert all(run.ends for run in covered.runs)
    shortest = min(covered.runs, key=lambda run: len(run.steps))
    assert [name for name, _ in shortest.steps] == [
        "receive", "assign", "appraise", "approve", "issue", "return",
    ]  # fmt: skip
    assert covered.longest_hours == Decimal(32)
    fork = element("exclusiveGateway", "fork", default="f_fork_end")
    text = drawing(
        [START, step("ask"), fork, step("fax"), END],
        [
            ("start", "ask"), ("ask", "fork"), ("fork", "end"),
            ("fork", "fax", 'data.channel == "fax"'), ("fax", "end"),
        ],
    )  # fmt: skip
    assert queries.trial_coverage(text).never == {"fax"}
    both = queries.trial_coverage(edge_text())
    assert {"late", "chase", "ask"} <= both.reached
    ways = queries.trial_coverage(field_text())
    assert ways.complete
    assert "extra" in ways.reached
