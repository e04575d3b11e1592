"""Random drawings: what the check calls sound ends whatever is decided, what it calls stuck sticks.

Drawings are put together of blocks (steps, choices, branches, ways back, timers, tables, requests
to another unit) and are sound; a joint of the wrong kind makes some of them unsound.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.drawn import END, START, drawing, element, step, table

from motcua.workflow.rules.diagram import diagram_read
from motcua.workflow.rules.elements import Diagram
from motcua.workflow.rules.engine import Run, run_begin, run_load, specification_of
from motcua.workflow.rules.expressions import Facts
from motcua.workflow.rules.flat import flatten
from motcua.workflow.rules.hours import longest_hours, minutes_planned, minutes_to_end
from motcua.workflow.rules.plays import plays
from motcua.workflow.rules.soundness import diagram_check, is_warning, nothing_deployed

PATIENCE = 40
BLOCKS = ("step", "choice", "branches", "back", "timer", "table", "ask", "edge")


@dataclass
class Maker:
    """Puts elements together; every block has one way in and one way out."""

    data: st.DataObject
    wrong: bool = False  # choices are joined as if they were branches
    elements: list[str] = field(default_factory=list)
    flows: list[tuple[str, ...]] = field(default_factory=list)
    number: int = 0

    def name(self, kind: str) -> str:
        self.number += 1
        return f"{kind}{self.number}"

    def add(self, text: str) -> None:
        self.elements.append(text)

    def block(self, depth: int) -> tuple[str, str]:
        """Return the first and the last element of a new block."""
        kind = self.data.draw(st.sampled_from(BLOCKS if depth else BLOCKS[:1]))
        made: tuple[str, str] = getattr(self, f"_{kind}")(depth)
        return made

    def chain(self, depth: int, most: int = 2) -> tuple[str, str]:
        blocks = [self.block(depth) for _ in range(self.data.draw(st.integers(1, most)))]
        for (_, last), (first, _) in pairwise(blocks):
            self.flows.append((last, first))
        return blocks[0][0], blocks[-1][1]

    def _step(self, _depth: int) -> tuple[str, str]:
        name = self.name("step")
        self.add(step(name, outcomes=("yes", "no")))
        return name, name

    def _timer(self, _depth: int) -> tuple[str, str]:
        name = self.name("timer")
        inside = "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
        self.add(element("intermediateCatchEvent", name, inside=inside))
        return name, name

    def _choice(self, depth: int) -> tuple[str, str]:
        ask, fork, join = self.name("step"), self.name("fork"), self.name("join")
        self.add(step(ask, outcomes=("yes", "no")))
        (a, a_end), (b, b_end) = self.chain(depth - 1, 1), self.chain(depth - 1, 1)
        self.add(element("exclusiveGateway", fork, default=f"f_{fork}_{a}"))
        self.add(element("parallelGateway" if self.wrong else "exclusiveGateway", join))
        self.flows += [(ask, fork), (fork, a), (fork, b, f'{ask}.outcome == "no"')]
        self.flows += [(a_end, join), (b_end, join)]
        return ask, join

    def _branches(self, depth: int) -> tuple[str, str]:
        fork, join = self.name("fork"), self.name("join")
        self.add(element("parallelGateway", fork))
        self.add(element("parallelGateway", join))
        for first, last in (self.chain(depth - 1, 1), self.chain(depth - 1, 1)):
            self.flows += [(fork, first), (last, join)]
        return fork, join

    def _back(self, depth: int) -> tuple[str, str]:
        again, fork = self.name("join"), self.name("fork")
        first, last = self.chain(depth - 1, 1)
        ask, out = self.name("step"), self.name("join")
        self.add(element("exclusiveGateway", again))
        self.add(step(ask, outcomes=("yes", "no")))
        self.add(element("exclusiveGateway", fork, default=f"f_{fork}_{out}"))
        self.add(element("exclusiveGateway", out))
        self.flows += [(again, first), (last, ask), (ask, fork), (fork, out)]
        self.flows += [(fork, again, 'outcome == "no"')]
        return again, out

    def _table(self, depth: int) -> tuple[str, str]:
        ask, rule, fork, join = (self.name(k) for k in ("step", "rule", "fork", "join"))
        self.add(step(ask, outcomes=("yes", "no")))
        rows = [('"yes"', '"short"'), ('not("yes")', '"long"')]
        self.add(table(rule, [(f"{ask}.outcome", "string")], f"way_{rule}", rows))
        first, last = self.chain(depth - 1, 1)
        self.add(element("exclusiveGateway", fork, default=f"f_{fork}_{join}"))
        self.add(element("exclusiveGateway", join))
        self.flows += [(ask, rule), (rule, fork), (fork, join)]
        self.flows += [(fork, first, f'data.way_{rule} == "long"'), (last, join)]
        return ask, join

    def _ask(self, depth: int) -> tuple[str, str]:
        send, wait = self.name("ask"), self.name("wait")
        self.add(step(send, "opinion", kind="sendTask", unit="opinion", outcomes=("yes", "no")))
        first, last = self.chain(depth - 1, 1)
        self.add(element("receiveTask", wait, extensions=f'<motcua:receive from="{send}"/>'))
        self.flows += [(send, first), (last, wait)]
        return send, wait

    def _edge(self, depth: int) -> tuple[str, str]:
        held, edge, join = self.name("step"), self.name("edge"), self.name("join")
        self.add(step(held, outcomes=("yes", "no")))
        inside = "<bpmn:timerEventDefinition/>"
        own = '<motcua:timer hours="4" unit="handling"/>'
        self.add(element("boundaryEvent", edge, inside=inside, extensions=own, attachedToRef=held))
        self.add(element("exclusiveGateway", join))
        first, last = self.chain(depth - 1, 1)
        self.flows += [(held, join), (edge, first), (last, join)]
        return held, join

    def text(self) -> str:
        begin, _ = self._step(0)
        first, last = self.chain(2)
        self.flows = [("start", begin), (begin, first), *self.flows, (last, "end")]
        return drawing([START, *self.elements, END], self.flows)


def made(data: st.DataObject, *, wrong: bool = False) -> tuple[Diagram, Diagram]:
    diagram = diagram_read(Maker(data, wrong).text())
    assert not [p for p in diagram.problems if not is_warning(p)], diagram.problems
    return diagram, flatten(diagram, nothing_deployed)


def ways_on(flat: Diagram, element: str) -> list[str]:
    """Return the outcomes of what waits, the times at its edge among them."""
    node = flat.nodes[element]
    codes = [outcome.code for outcome in node.step.outcomes] if node.step else [""]
    return [*codes, *(edge.code for edge in flat.edges_of(element))]


def went_on(flat: Diagram, specification: Any, state: Any, facts: Facts, element: str) -> Run:
    run = run_load(specification, flat, json.loads(json.dumps(state)), facts)
    run.complete(element)
    return run


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_called_sound_ends_whatever_is_decided(data: st.DataObject) -> None:
    drawn, flat = made(data)
    assert [p for p in diagram_check(drawn) if not is_warning(p)] == []
    specification = specification_of(flat)
    values: dict[str, Any] = {}
    plain: dict[str, Any] = {}
    outcomes: dict[str, str] = {}
    run = run_begin(specification, flat, Facts(None, {}, values))
    other = Run.begin(specification, Facts(None, {}, plain), flat)
    done = 0
    while not run.finished:
        assert (run.ready, run.dump()) == (other.ready, other.dump())
        assert run.ready, "nobody can go on"
        assert len(set(run.ready)) == len(run.ready), "a step is open twice"
        at = data.draw(st.sampled_from(sorted(run.ready)))
        known = ways_on(flat, at)
        code = data.draw(st.sampled_from(known)) if done < PATIENCE else known[0]
        outcomes |= {at: code} if code else {}
        last = code or None
        other = Run.load(specification, run.dump(), Facts(last, outcomes, plain), flat)
        run = went_on(flat, specification, run.dump(), Facts(last, outcomes, values), at)
        other.complete(at)
        assert values == plain, "the diagram alone decides what SpiffWorkflow decides"
        done += 1
        assert done < 20 * PATIENCE
    assert other.finished
    assert run.dump() == {"tokens": []}


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_called_stuck_sticks_in_some_run(data: st.DataObject) -> None:
    drawn, flat = made(data, wrong=True)
    codes = {p.code for p in diagram_check(drawn) if not is_warning(p)}
    assert codes <= {"never_ends", "unreachable", "runs_twice"}
    runs, complete = plays(flat, {})
    if codes:
        assert not complete or any(not run.ends for run in runs)
    else:
        assert all(run.ends for run in runs)


@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_all_ways_reach_everything_and_the_longest_bounds_them(data: st.DataObject) -> None:
    drawn, flat = made(data)
    runs, complete = plays(flat, {})
    assert all(run.ends for run in runs)
    fired = {code.removeprefix("timer:") for run in runs for _, code in run.steps}
    if complete:
        reached = {one for run in runs for one in run.elements} | fired
        assert drawn.nodes.keys() <= reached
    once = [r.hours for r in runs if len({s for s, _ in r.steps}) == len(r.steps)]
    assert max(once, default=0) <= longest_hours(flat)
    minutes = minutes_planned(flat)
    assert minutes_to_end(flat, minutes)["start"] <= longest_hours(flat) * 60
