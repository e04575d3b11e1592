"""A drawn process turned into the few kinds of elements that runs are made of.

What is drawn with more kinds runs as the plain ones mean it:

- a timer at the edge of a step (boundary event) is one more outcome of the step, with its own way;
- a request to another unit (send) opens a branch with the step of that unit, and the receive is
  the join that waits for it;
- a call activity is replaced by the pinned version of the other process, its elements called
  `<call>__<element>`.

What remains are start, ends, steps, timers, decision tables and the two gateways. The same flat
graph is checked (`soundness`), run (`engine`) and measured (`hours`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from motcua.workflow.rules.elements import Diagram, Edge, Flow, Node, NodeKind, Problem
from motcua.workflow.rules.expressions import ExpressionError, expression_renamed

Library = Callable[[str, int], Diagram | None]
"""Finds the flat form of a deployed version by key and number."""
INNER = "__"  # between a call and what it calls; no drawn element has it in its name
MAX_NAME = 80
MAX_FLAT = 2_000  # elements and flows with all that is called
_DRAWN_ONLY = frozenset({NodeKind.EDGE, NodeKind.CALL, NodeKind.SEND, NodeKind.RECEIVE})


class FlatError(ValueError):
    """Something cannot be turned; `problem` says what."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def timed_out(edge: str) -> str:
    """Return the outcome of a step whose time was over, by the timer at its edge."""
    return f"timer:{edge}"


def drawn_name(element: str) -> str:
    """Return the drawn element to which a flat one belongs."""
    return element.partition(INNER)[0]


def flatten(diagram: Diagram, library: Library) -> Diagram:
    """Return the flat form of a checked diagram; itself when nothing is to be turned.

    Raises:
        FlatError: a called version is not there, names become too long, or it is too large.
    """
    if not any(node.kind in _DRAWN_ONLY for node in diagram.nodes.values()):
        return diagram
    work = _Work(diagram)
    for node in diagram.nodes.values():
        match node.kind:
            case NodeKind.EDGE:
                continue
            case NodeKind.SEND:
                work.send(node)
            case NodeKind.RECEIVE:
                work.receive(node)
            case NodeKind.CALL:
                work.call(node, library)
            case NodeKind.STEP:
                work.step(node)
            case _:
                work.nodes[node.id] = node
    return _joined(diagram, work)


class _Work:
    """The nodes and flows under way."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.nodes: dict[str, Node] = {}
        self.flows = list(diagram.flows)
        self.edges: list[Edge] = []

    def _moved(
        self, *, source: tuple[str, str] = ("", ""), target: tuple[str, str] = ("", "")
    ) -> None:
        """Let flows begin or end at another element."""
        for i, flow in enumerate(self.flows):
            if flow.source == source[0]:
                self.flows[i] = replace(flow, source=source[1])
            elif flow.target == target[0]:
                self.flows[i] = replace(flow, target=target[1])

    def _plain(self, element: str, kind: NodeKind, default: str | None = None) -> None:
        self.nodes[element] = Node(element, kind, {}, None, default)

    def step(self, node: Node) -> None:
        """Turn the timers at the edge of a step into ways out of it."""
        edges = [one for one in self.diagram.of_kind(NodeKind.EDGE) if one.attached == node.id]
        self.nodes[node.id] = node
        if not edges:
            return
        fork = f"{node.id}{INNER}edge"
        self._plain(fork, NodeKind.CHOICE, node.outgoing[0].id)
        self._moved(source=(node.id, fork))
        for edge in edges:
            assert edge.timer is not None, "a checked timer has its time"
            code = timed_out(edge.id)
            self.edges.append(Edge(edge.id, node.id, edge.timer, edge.names, code))
            self._moved(source=(edge.id, fork))
            way = edge.outgoing[0].id
            condition = f'{node.id}.outcome == "{code}"'
            self.flows = [
                replace(flow, condition=condition) if flow.id == way else flow
                for flow in self.flows
            ]
        self.flows.append(Flow(f"{node.id}{INNER}done", node.id, fork, None))

    def send(self, node: Node) -> None:
        """Open a branch with the step of the unit that is asked."""
        sent = f"{node.id}{INNER}sent"
        self._plain(sent, NodeKind.PARALLEL)
        self.nodes[node.id] = replace(node, kind=NodeKind.STEP)
        self._moved(source=(node.id, sent))
        self._moved(target=(node.id, sent))
        self.flows.append(Flow(f"{node.id}{INNER}ask", sent, node.id, None))

    def receive(self, node: Node) -> None:
        """Wait for the answers."""
        self.nodes[node.id] = replace(node, kind=NodeKind.PARALLEL)
        for send in node.awaits:
            self.flows.append(Flow(f"{send}{INNER}answer", send, node.id, None))

    def call(self, node: Node, library: Library) -> None:
        """Put the called version in the place of the call."""
        assert node.call is not None, "a checked call names its version"
        inner = library(node.call.key, node.call.version)
        if inner is None:
            detail = f"{node.call.key} {node.call.version}"
            raise FlatError(Problem(node.id, "call_unknown", detail))
        if sum(map(len, (self.nodes, self.flows, inner.nodes, inner.flows))) > MAX_FLAT:
            raise FlatError(Problem(node.id, "flat_large", str(MAX_FLAT)))
        before = f"{node.id}{INNER}"
        after = f"{before}_out"
        names = {element: before + element for element in inner.nodes}
        if max(len(name) for name in names.values()) > MAX_NAME:
            raise FlatError(Problem(node.id, "call_deep"))
        self._moved(source=(node.id, after))
        self.edges += [
            replace(edge, id=before + edge.id, step=names[edge.step]) for edge in inner.edges
        ]
        self.nodes[node.id] = replace(node, kind=NodeKind.CHOICE, default=None)
        for one in inner.nodes.values():
            self.nodes[names[one.id]] = _renamed(one, names, before)
            if one.kind is NodeKind.START:
                self.flows.append(Flow(f"{before}_in", node.id, names[one.id], None))
            elif one.kind is NodeKind.END:
                end = names[one.id]
                self.flows.append(Flow(f"{end}{INNER}_out", end, after, None))
        try:
            self.flows.extend(
                Flow(
                    before + flow.id,
                    names[flow.source],
                    names[flow.target],
                    flow.condition and expression_renamed(flow.condition, names),
                )
                for flow in inner.flows
            )
        except ExpressionError as error:
            raise FlatError(Problem(node.id, "call_deep")) from error
        self._plain(after, NodeKind.CHOICE)


def _renamed(node: Node, names: Mapping[str, str], before: str) -> Node:
    """Return an element of a called process under its name in the caller."""
    kind = NodeKind.CHOICE if node.kind in {NodeKind.START, NodeKind.END} else node.kind
    decision = node.decision
    if decision is not None:
        inputs = tuple(
            replace(one, reads=f"{names[step]}{rest}")
            if (step := one.reads.removesuffix(".outcome")) in names
            and (rest := one.reads[len(step) :])
            else one
            for one in decision.inputs
        )
        decision = replace(decision, inputs=inputs)
    default = before + node.default if node.default else None
    return replace(node, id=names[node.id], kind=kind, default=default, decision=decision)


def _joined(diagram: Diagram, work: _Work) -> Diagram:
    whole = {
        node.id: replace(
            node,
            incoming=tuple(flow for flow in work.flows if flow.target == node.id),
            outgoing=tuple(flow for flow in work.flows if flow.source == node.id),
        )
        for node in work.nodes.values()
    }
    return replace(diagram, nodes=whole, flows=tuple(work.flows), edges=tuple(work.edges))
