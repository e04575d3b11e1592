"""Random walks: whatever people decide, every shipped process reaches its end."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.drawn import END, START, drawing, element

from motcua.workflow.rules.diagram import Diagram, diagram_read
from motcua.workflow.rules.engine import Run, run_begin, run_load, specification_parse
from motcua.workflow.rules.expressions import Facts
from motcua.workflow.rules.flat import flatten
from motcua.workflow.rules.hours import minutes_planned, minutes_to_end, steps_ahead
from motcua.workflow.rules.soundness import diagram_check
from motcua.workflow.services.deploy import KEYS, SHIPPED

PATIENCE = 60  # decisions at random; after them everybody decides for the first outcome


@cache
def shipped(key: str) -> tuple[Diagram, Any]:
    text = (SHIPPED / f"{key}.bpmn").read_text("utf-8")
    diagram = diagram_read(text)
    return diagram, specification_parse(text, diagram.process_id)


@pytest.mark.parametrize("key", KEYS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_walk_reaches_the_end(key: str, data: st.DataObject) -> None:
    diagram, specification = shipped(key)
    outcomes: dict[str, str] = {}
    run = Run.begin(specification, Facts(None, {}, {}))
    begun = run_begin(specification, diagram, Facts(None, {}, {}))
    assert (begun.ready, begun.dump()) == (run.ready, run.dump())
    done = 0
    while not run.finished:
        ready = run.ready
        assert ready, "nobody can go on"
        assert len(set(ready)) == len(ready), "a step is open twice"
        step = data.draw(st.sampled_from(sorted(ready)))
        known = [outcome.code for outcome in diagram.nodes[step].step.outcomes]
        outcome = data.draw(st.sampled_from(known)) if done < PATIENCE else known[0]
        outcomes[step] = outcome
        state = json.loads(json.dumps(run.dump()))
        assert len(json.dumps(state)) < 400
        facts = Facts(outcome, outcomes, {})
        run = Run.load(specification, state, facts)
        assert run.ready == ready, "the state brings back what was saved"
        run.complete(step)
        by_diagram = run_load(specification, diagram, state, facts)
        assert by_diagram.ready == ready
        by_diagram.complete(step)
        assert (by_diagram.ready, by_diagram.finished) == (run.ready, run.finished)
        assert by_diagram.dump() == run.dump(), "the diagram alone says what SpiffWorkflow says"
        with pytest.raises(LookupError):
            by_diagram.complete("nothing")
        with pytest.raises(LookupError):
            run.complete("nothing")
        done += 1
        assert done < 10 * PATIENCE
    assert run.dump() == {"tokens": []}


@pytest.mark.parametrize("key", KEYS)
def test_the_shipped_processes_are_sound(key: str) -> None:
    diagram, _ = shipped(key)
    assert diagram_check(diagram) == []
    for node in diagram.steps:
        assert set(node.names) == {"vi", "en", "id"}


@pytest.mark.parametrize("key", KEYS)
@given(limit=st.integers(min_value=4, max_value=2000))
def test_scaled_hours_fill_the_limit_and_do_not_pass_it(key: str, limit: int) -> None:
    diagram, _ = shipped(key)
    minutes = minutes_planned(diagram, limit_hours=Decimal(limit))
    total = minutes_to_end(diagram, minutes)["start"]
    assert limit * 60 - 5 * len(minutes) <= total <= limit * 60
    assert min(minutes.values()) >= 5


def test_hours_are_overridden_by_act_and_before_that_by_element() -> None:
    diagram, _ = shipped("with_opinion")
    minutes = minutes_planned(diagram, hours={"appraise": Decimal(3), "revise": Decimal("0.25")})
    assert (minutes["appraise"], minutes["revise"], minutes["approve"]) == (180, 15, 480)


def test_the_way_ahead_counts_the_longest_branch() -> None:
    diagram, _ = shipped("with_opinion")
    minutes = minutes_planned(diagram)
    ahead = minutes_to_end(diagram, minutes)
    assert ahead["split"] == ahead["appraise"] == minutes["appraise"] + ahead["approve"]
    assert steps_ahead(diagram, ["opinion"]) == {"approve", "issue", "return"}


_TWO_FIT = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:motcua="urn:motcua:workflow:1" id="d" targetNamespace="t">
<bpmn:process id="two_fit" isExecutable="true">
  <bpmn:startEvent id="start"/>
  <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="ask"/>
  {steps}
  <bpmn:exclusiveGateway id="which" default="f_else"/>
  <bpmn:sequenceFlow id="b" sourceRef="ask" targetRef="which"/>
  <bpmn:sequenceFlow id="f_else" sourceRef="which" targetRef="third"/>
  <bpmn:sequenceFlow id="z" sourceRef="which" targetRef="first">
    <bpmn:conditionExpression>data.amount &gt; 1</bpmn:conditionExpression></bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="c" sourceRef="which" targetRef="second">
    <bpmn:conditionExpression>data.amount &gt; 0</bpmn:conditionExpression></bpmn:sequenceFlow>
  <bpmn:exclusiveGateway id="again"/>
  {ends}
  <bpmn:sequenceFlow id="last" sourceRef="again" targetRef="end"/>
  <bpmn:endEvent id="end"/>
</bpmn:process></bpmn:definitions>"""


@pytest.mark.parametrize("amount", [0, 1, 2])
def test_of_two_ways_that_fit_both_engines_take_the_same(amount: int) -> None:
    step = (
        '<bpmn:userTask id="{0}"><bpmn:extensionElements><motcua:step act="appraise"'
        ' role="specialist" unit="handling" hours="1"/></bpmn:extensionElements></bpmn:userTask>'
    )
    flow = '<bpmn:sequenceFlow id="e_{0}" sourceRef="{0}" targetRef="again"/>'
    text = _TWO_FIT.format(
        steps="".join(step.format(one) for one in ("ask", "first", "second", "third")),
        ends="".join(flow.format(one) for one in ("first", "second", "third")),
    )
    diagram, facts = diagram_read(text), Facts(None, {}, {"amount": amount})
    specification = specification_parse(text, diagram.process_id)
    run = Run.begin(specification, facts)
    quick = run_begin(specification, diagram, facts)
    for _step in range(2):
        assert (quick.ready, quick.dump()) == (run.ready, run.dump())
        for one in (run, quick):
            one.complete(one.ready[0])
    assert quick.finished
    assert run.finished


def test_a_long_chain_is_measured_without_end_of_the_stack() -> None:
    names = [f"call{n}" for n in range(60)]
    calls = [
        element(
            "callActivity", name, calledElement="standard", name=name,
            extensions='<motcua:call version="1"/>',
        )
        for name in names
    ]  # fmt: skip
    ways = list(pairwise(["start", *names, "end"]))
    flat = flatten(
        diagram_read(drawing([START, *calls, END], ways)), lambda *_: shipped("standard")[0]
    )
    planned = minutes_planned(flat, limit_hours=Decimal(8_000))
    assert sum(planned.values()) <= 8_000 * 60
    assert len(planned) == 360
