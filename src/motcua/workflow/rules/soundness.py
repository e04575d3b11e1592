"""Can every run of a process reach its end, whatever is decided on the way?

The diagram is played with tokens through all its markings, every gateway taking each way once
(a workflow net in the sense of van der Aalst). Processes of people are small; one with more
markings than `MAX_MARKINGS` is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from motcua.workflow.rules.diagram import Diagram, Node, NodeKind, Problem
from motcua.workflow.rules.expressions import (
    ExpressionError,
    expression_outcomes,
    expression_parse,
    expression_steps,
)

MAX_MARKINGS = 5_000
Marking = frozenset[str]  # ids of the flows that hold a token


def diagram_check(diagram: Diagram) -> list[Problem]:
    """Return what keeps a diagram from being deployed; shape first, then conditions, then play."""
    if diagram.problems:
        return list(diagram.problems)
    problems = [*_shape(diagram), *_conditions(diagram)]
    return problems or _play(diagram)


def _shape(diagram: Diagram) -> Iterator[Problem]:
    if len(diagram.of_kind(NodeKind.START)) != 1:
        yield Problem(diagram.process_id, "one_start")
    if len(diagram.of_kind(NodeKind.END)) != 1:
        yield Problem(diagram.process_id, "one_end")
    if not diagram.steps:
        yield Problem(diagram.process_id, "no_steps")
    for node in diagram.nodes.values():
        yield from _node_shape(node)


def _node_shape(node: Node) -> Iterator[Problem]:
    if not node.incoming and node.kind is not NodeKind.START:
        yield Problem(node.id, "unreachable")
    if node.incoming and node.kind is NodeKind.START:
        yield Problem(node.id, "flow_into_start")
    if not node.outgoing and node.kind is not NodeKind.END:
        yield Problem(node.id, "dead_end")
    if node.outgoing and node.kind is NodeKind.END:
        yield Problem(node.id, "flow_out_of_end")
    if len(node.outgoing) > 1 and node.kind not in {NodeKind.CHOICE, NodeKind.PARALLEL}:
        yield Problem(node.id, "several_ways_out")
    if node.kind is NodeKind.PARALLEL:
        # The engine tells arrivals apart by where they come from.
        sources = {flow.source for flow in node.incoming}
        if len(sources) < len(node.incoming):
            yield Problem(node.id, "join_same_source")


def _conditions(diagram: Diagram) -> Iterator[Problem]:
    outcomes = {
        node.id: {o.code for o in node.step.outcomes} for node in diagram.steps if node.step
    }
    every = set().union(*outcomes.values()) if outcomes else set()
    for node in diagram.nodes.values():
        yield from _choice_ways(node)
        for flow in node.outgoing:
            if flow.condition is None:
                continue
            if node.kind is not NodeKind.CHOICE:
                yield Problem(flow.id, "condition_misplaced")
                continue
            try:
                expression_parse(flow.condition)
            except ExpressionError as error:
                yield Problem(flow.id, "condition_refused", str(error))
                continue
            for step in sorted(expression_steps(flow.condition) - outcomes.keys()):
                yield Problem(flow.id, "condition_step", step)
            for step_or_last, outcome in sorted(
                expression_outcomes(flow.condition), key=lambda pair: (pair[0] or "", pair[1])
            ):
                if outcome not in (outcomes.get(step_or_last, every) if step_or_last else every):
                    yield Problem(flow.id, "condition_outcome", outcome)


def _choice_ways(node: Node) -> Iterator[Problem]:
    if node.kind is not NodeKind.CHOICE or len(node.outgoing) < 2:
        return
    ids = {flow.id for flow in node.outgoing}
    if node.default not in ids:
        # Without a default a run could stand before a gateway that opens no way.
        yield Problem(node.id, "default_missing")
    for flow in node.outgoing:
        if flow.id == node.default and flow.condition is not None:
            yield Problem(flow.id, "default_with_condition")
        if flow.id != node.default and flow.condition is None:
            yield Problem(flow.id, "condition_missing")


class _TwoTokensError(Exception):
    """A flow got a second token."""


@dataclass
class _Game:
    diagram: Diagram
    next: dict[Marking, set[Marking]] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)

    def moves(self, marking: Marking) -> Iterator[Marking]:
        """Yield every marking that one element makes of this one."""
        for node in self.diagram.nodes.values():
            arrived = [flow.id for flow in node.incoming if flow.id in marking]
            if not arrived or node.kind is NodeKind.END:
                continue
            if node.kind is NodeKind.PARALLEL:
                if len(arrived) < len(node.incoming):
                    continue
                takes = [arrived]
            else:
                takes = [[flow_id] for flow_id in arrived]
            all_ways = [flow.id for flow in node.outgoing]
            gives = [[way] for way in all_ways] if node.kind is NodeKind.CHOICE else [all_ways]
            for take in takes:
                for give in gives:
                    self.fired.add(node.id)
                    yield self.moved(marking, take, give)

    @staticmethod
    def moved(marking: Marking, take: list[str], give: list[str]) -> Marking:
        """Return the marking without some tokens and with others."""
        rest = marking.difference(take)
        if rest.intersection(give):
            raise _TwoTokensError
        return rest.union(give)


def _play(diagram: Diagram) -> list[Problem]:
    start = diagram.of_kind(NodeKind.START)[0]
    end = diagram.of_kind(NodeKind.END)[0]
    game = _Game(diagram)
    first = frozenset(flow.id for flow in start.outgoing)
    open_markings = [first]
    try:
        while open_markings:
            marking = open_markings.pop()
            if marking in game.next:
                continue
            game.next[marking] = set(game.moves(marking))
            if len(game.next) > MAX_MARKINGS:
                return [Problem(diagram.process_id, "too_many_ways")]
            open_markings.extend(game.next[marking])
    except _TwoTokensError:
        return [Problem(diagram.process_id, "runs_twice")]
    return _verdict(game, start, end)


def _verdict(game: _Game, start: Node, end: Node) -> list[Problem]:
    nodes = game.diagram.nodes
    never = [n for n in nodes if n not in game.fired and n not in {start.id, end.id}]
    if never:
        return [Problem(element, "unreachable") for element in never]
    endings = {frozenset({flow.id}) for flow in end.incoming}
    good = {marking for marking in game.next if marking in endings}
    grown = True
    while grown:
        more = {m for m, after in game.next.items() if m not in good and after & good}
        good |= more
        grown = bool(more)
    stuck = sorted(flow_id for marking in game.next.keys() - good for flow_id in marking)
    if not stuck and good:
        return []
    targets = {flow.id: node.id for node in nodes.values() for flow in node.incoming}
    return [Problem(element, "never_ends") for element in sorted({targets[f] for f in stuck})] or [
        Problem(end.id, "unreachable")
    ]
