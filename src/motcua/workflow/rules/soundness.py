"""Can every run of a process reach its end, whatever is decided on the way?

The shape of the drawing is looked at first. Then its flat form is played with tokens through all
its markings, every gateway taking each way once (a workflow net in the sense of van der Aalst; a
run has ended when no token is left). Processes of people are small; one with more markings than
`MAX_MARKINGS` is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from motcua.workflow.rules.elements import STOPS, Diagram, Node, NodeKind, Problem
from motcua.workflow.rules.expressions import (
    ExpressionError,
    expression_outcomes,
    expression_parse,
    expression_steps,
)
from motcua.workflow.rules.flat import FlatError, Library, drawn_name, flatten

MAX_MARKINGS = 5_000
MAX_PARTS = 800  # elements and flows
Marking = frozenset[str]  # ids of the flows that hold a token
WARNINGS = frozenset(
    {"limit_unknown", "option_name", "outcome_name", "procedures_none", "table_row_never"}
)
"""Codes that are advice; the others keep a process from being deployed."""
_HOLDS = STOPS - {NodeKind.SERVICE}  # where a circle is not turned at once
_UNPLAYABLE = frozenset(
    {
        "call_deep", "call_itself", "call_missing", "call_unknown", "dead_end", "document_type",
        "edge_attached", "edge_ways", "flow_into_start", "flow_out_of_end", "flow_to_nowhere",
        "id_twice", "join_same_source", "loop_without_exit", "no_steps", "not_bpmn", "not_xml",
        "one_end", "one_process", "one_start", "receive_missing", "receive_send", "receive_twice",
        "receive_ways", "send_alone", "send_ways", "several_ways_out", "too_large", "unreachable",
    }
)  # fmt: skip


def nothing_deployed(_key: str, _version: int) -> Diagram | None:
    """Stand for an installation without any other process."""
    return None


def is_warning(problem: Problem) -> bool:
    """Return whether a problem is advice only."""
    other_language = problem.code == "name_missing" and problem.detail != "vi"
    return other_language or problem.code in WARNINGS


def diagram_check(diagram: Diagram, library: Library = nothing_deployed) -> list[Problem]:
    """Return all that is wrong with a diagram: what could not be read, shape, conditions, play."""
    if len(diagram.nodes) + len(diagram.flows) > MAX_PARTS:
        return [Problem("", "too_large")]
    problems = [*diagram.problems, *_shape(diagram), *_waits(diagram), *_conditions(diagram)]
    if diagram.skipped or {problem.code for problem in problems} & _UNPLAYABLE:
        return problems
    try:
        flat = flatten(diagram, library)
    except FlatError as error:
        return [*problems, error.problem]
    return [*problems, *(_spins(flat) or _play(flat))]


def _shape(diagram: Diagram) -> Iterator[Problem]:
    if not diagram.nodes and diagram.problems:
        return
    if len(diagram.of_kind(NodeKind.START)) != 1:
        yield Problem(diagram.process_id, "one_start")
    if not diagram.of_kind(NodeKind.END):
        yield Problem(diagram.process_id, "one_end")
    if all(node.kind is NodeKind.SERVICE for node in diagram.steps):
        yield Problem(diagram.process_id, "no_steps")
    reached = _reach(diagram, [node.id for node in diagram.of_kind(NodeKind.START)])
    for node in diagram.nodes.values():
        if node.id not in reached:
            yield Problem(node.id, "unreachable")
        if _turns_for_ever(diagram, node):
            yield Problem(node.id, "loop_without_exit")
        yield from _node_shape(node)


def _turns_for_ever(diagram: Diagram, node: Node) -> bool:
    """Return whether a run that comes here only ever comes back here."""
    after = _reach(diagram, [flow.target for flow in node.outgoing])
    if node.id not in after or after & diagram.skipped.keys():
        return False
    return not any(
        element in diagram.nodes and not diagram.nodes[element].outgoing for element in after
    )


def _reach(diagram: Diagram, edge: list[str]) -> set[str]:
    """Return what can be reached; what is not understood is a way through like any other."""
    ways: dict[str, list[str]] = {}
    for flow in diagram.flows:
        ways.setdefault(flow.source, []).append(flow.target)
    for node in diagram.of_kind(NodeKind.EDGE):
        ways.setdefault(node.attached, []).append(node.id)
    found: set[str] = set()
    edge = [*edge, *diagram.skipped]
    while edge:
        element = edge.pop()
        if element not in found:
            found.add(element)
            edge.extend(ways.get(element, ()))
    return found


def _node_shape(node: Node) -> Iterator[Problem]:
    if node.incoming and node.kind is NodeKind.START:
        yield Problem(node.id, "flow_into_start")
    if not node.outgoing and node.kind is not NodeKind.END:
        yield Problem(node.id, "dead_end")
    if node.outgoing and node.kind is NodeKind.END:
        yield Problem(node.id, "flow_out_of_end")
    if len(node.outgoing) > 1 and node.kind not in {NodeKind.CHOICE, NodeKind.PARALLEL}:
        yield Problem(node.id, "several_ways_out")
    if node.kind in {NodeKind.PARALLEL, NodeKind.RECEIVE}:
        # The engine tells arrivals apart by where they come from.
        sources = {flow.source for flow in node.incoming}
        if len(sources) < len(node.incoming):
            yield Problem(node.id, "join_same_source")


def _waits(diagram: Diagram) -> Iterator[Problem]:
    """Yield what is wrong with edges, requests and answers."""
    awaited: dict[str, str] = {}
    for node in diagram.nodes.values():
        if node.kind is NodeKind.EDGE:
            held = diagram.nodes.get(node.attached)
            if held is None or held.kind is not NodeKind.STEP:
                yield Problem(node.id, "edge_attached")
            if node.incoming:
                yield Problem(node.id, "edge_ways")
        elif node.kind is NodeKind.RECEIVE:
            if len(node.incoming) > 1:
                yield Problem(node.id, "receive_ways")
            for send in node.awaits:
                asked = diagram.nodes.get(send)
                if asked is None or asked.kind is not NodeKind.SEND:
                    yield Problem(node.id, "receive_send", send)
                elif send in awaited:
                    yield Problem(node.id, "receive_twice", send)
                awaited[send] = node.id
    for node in diagram.of_kind(NodeKind.SEND):
        if node.id not in awaited:
            yield Problem(node.id, "send_alone")


def _conditions(diagram: Diagram) -> Iterator[Problem]:
    outcomes = {
        node.id: {o.code for o in node.step.outcomes} if node.step else None
        for node in diagram.steps
    }
    known = [codes for codes in outcomes.values() if codes is not None]
    every = set().union(*known) if known else set()
    for node in diagram.nodes.values():
        yield from _choice_ways(node)
        for flow in node.outgoing:
            if not flow.condition:
                continue
            if node.kind is not NodeKind.CHOICE:
                yield Problem(flow.id, "condition_misplaced")
                continue
            try:
                expression_parse(flow.condition)
            except ExpressionError as error:
                yield Problem(flow.id, "condition_refused", str(error))
                continue
            yield from _condition(flow.id, flow.condition, outcomes, every)


def _condition(
    flow: str, condition: str, outcomes: dict[str, set[str] | None], every: set[str]
) -> Iterator[Problem]:
    for step in sorted(expression_steps(condition) - outcomes.keys()):
        yield Problem(flow, "condition_step", step)
    named = sorted(expression_outcomes(condition), key=lambda pair: (pair[0] or "", pair[1]))
    for step_or_last, outcome in named:
        codes = outcomes.get(step_or_last, every) if step_or_last else every
        if codes is not None and outcome not in codes:
            yield Problem(flow, "condition_outcome", outcome)


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


def _spins(flat: Diagram) -> list[Problem]:
    """Return a circle in which nobody has anything to do: a run would turn in it for ever."""
    state: dict[str, int] = {}
    for first in flat.nodes:
        path = [(first, iter(flat.nodes[first].outgoing))] if first not in state else []
        state.setdefault(first, 1)
        while path:
            element, ways = path[-1]
            flow = next(ways, None)
            if flow is None or flat.nodes[element].kind in _HOLDS:
                state[element] = 2
                path.pop()
            elif state.get(flow.target) == 1 and flat.nodes[flow.target].kind not in _HOLDS:
                return [Problem(drawn_name(flow.target), "spins")]
            elif flow.target not in state:
                state[flow.target] = 1
                path.append((flow.target, iter(flat.nodes[flow.target].outgoing)))
    return []


class _TwoTokensError(Exception):
    """A flow got a second token; `args` is the flow."""


@dataclass
class _Game:
    diagram: Diagram
    next: dict[Marking, set[Marking]] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)

    def moves(self, marking: Marking) -> Iterator[Marking]:
        """Yield every marking that one element makes of this one."""
        for node in self.diagram.nodes.values():
            arrived = [flow.id for flow in node.incoming if flow.id in marking]
            if not arrived:
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
        twice = rest.intersection(give)
        if twice:
            raise _TwoTokensError(min(twice))
        return rest.union(give)


def _play(flat: Diagram) -> list[Problem]:
    game = _Game(flat)
    targets = {flow.id: flow.target for flow in flat.flows}
    open_markings = [frozenset(flow.id for flow in flat.of_kind(NodeKind.START)[0].outgoing)]
    try:
        while open_markings:
            marking = open_markings.pop()
            if marking in game.next:
                continue
            game.next[marking] = set(game.moves(marking))
            if len(game.next) > MAX_MARKINGS:
                return [Problem(flat.process_id, "too_many_ways")]
            open_markings.extend(game.next[marking])
    except _TwoTokensError as error:
        return [Problem(drawn_name(targets[error.args[0]]), "runs_twice")]
    return list(_verdict(game, targets))


def _verdict(game: _Game, targets: dict[str, str]) -> Iterator[Problem]:
    start = game.diagram.of_kind(NodeKind.START)[0].id
    never = [element for element in game.diagram.nodes if element not in {start, *game.fired}]
    good = {marking for marking in game.next if not marking}
    before: dict[Marking, list[Marking]] = {}
    for marking, after in game.next.items():
        for one in after:
            before.setdefault(one, []).append(marking)
    edge = list(good)
    while edge:
        fresh = [one for one in before.get(edge.pop(), ()) if one not in good]
        good.update(fresh)
        edge.extend(fresh)
    stuck = {targets[flow] for marking in game.next.keys() - good for flow in marking}
    yield from _each(stuck, "never_ends")
    yield from _each(set(never) - stuck, "unreachable")


def _each(elements: Iterable[str], code: str) -> Iterator[Problem]:
    for element in sorted({drawn_name(element) for element in elements}):
        yield Problem(element, code)
