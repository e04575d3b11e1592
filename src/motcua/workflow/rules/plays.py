"""All ways through a process, played with values that stand for all that it can tell apart.

At every step each outcome is taken once, with each value of its questions that some condition or
table tells from another; the facts of a dossier likewise at the beginning. No step is done more
than twice in one run. Of parallel steps the first one is done first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice, product
from typing import Any

from motcua.workflow.rules.decisions import reads_of, samples
from motcua.workflow.rules.elements import STOPS, Diagram, Node, NodeKind
from motcua.workflow.rules.expressions import Facts, expression_evaluate, expression_literals
from motcua.workflow.rules.flat import INNER, drawn_name

MAX_RUNS = 300
MAX_STATES = 6_000
MAX_VISITS = 2
MAX_MIXES = 12


@dataclass(frozen=True)
class Play:
    """One run: steps with outcomes, all elements, planned hours, whether it came to an end."""

    steps: tuple[tuple[str, str], ...]
    elements: tuple[str, ...]
    hours: Decimal
    ends: bool


@dataclass
class _State:
    tokens: dict[str, Decimal]  # by flow, with the hours that have passed
    facts: Facts
    steps: tuple[tuple[str, str], ...] = ()
    elements: tuple[str, ...] = ()
    hours: Decimal = Decimal(0)


@dataclass
class _Players:
    flat: Diagram
    values: dict[str, list[Any]] = field(default_factory=dict)

    def advanced(self, state: _State) -> None:
        """Go on until people or timers are waited for."""
        moved = True
        while moved:
            moved = False
            for node in self.flat.nodes.values():
                arrived = [flow.id for flow in node.incoming if flow.id in state.tokens]
                if node.kind in STOPS or not arrived:
                    continue
                if node.kind is NodeKind.PARALLEL and len(arrived) < len(node.incoming):
                    continue
                self._fired(state, node, arrived)
                moved = True

    def _fired(self, state: _State, node: Node, arrived: list[str]) -> None:
        takes = arrived if node.kind is NodeKind.PARALLEL else arrived[:1]
        passed = max(state.tokens.pop(flow) for flow in takes)
        state.elements = (*state.elements, *takes, node.id)
        if node.kind is NodeKind.END:
            state.hours = max(state.hours, passed)
        if node.kind is NodeKind.RULE and node.decision is not None:
            facts = state.facts
            known = {**facts.data, "outcome": facts.outcome}
            known |= {f"{step}.outcome": code for step, code in facts.outcomes.items()}
            _, decided = node.decision.decide(reads_of(node.decision, known))
            facts.data.update(decided)
        ways = [flow.id for flow in node.outgoing]
        if node.kind is NodeKind.CHOICE and len(ways) > 1:
            ways = [_way(node, state.facts)]
        state.tokens |= dict.fromkeys(ways, passed)

    def waiting(self, state: _State) -> Node | None:
        """Return what is done next."""
        for node in self.flat.nodes.values():
            if node.kind in STOPS and any(flow.id in state.tokens for flow in node.incoming):
                return node
        return None

    def done(self, state: _State, node: Node) -> Iterator[_State]:
        """Yield the state after each way to finish a step."""
        [flow] = [one.id for one in node.incoming if one.id in state.tokens][:1]
        hours = state.tokens[flow] + _hours(node)
        codes = [one.code for one in node.step.outcomes] if node.step else [""]
        for code in (*codes, *(edge.code for edge in self.flat.edges_of(node.id))):
            for mix in self._mixes(node) if node.step else [{}]:
                tokens = {id_: at for id_, at in state.tokens.items() if id_ != flow}
                tokens |= {one.id: hours for one in node.outgoing}
                outcomes = {**state.facts.outcomes, **({node.id: code} if code else {})}
                data = {**state.facts.data, **mix}
                facts = Facts(code or state.facts.outcome, outcomes, data)
                steps = (*state.steps, (node.id, code))
                yield _State(tokens, facts, steps, (*state.elements, flow, node.id), state.hours)

    def _mixes(self, node: Node) -> list[dict[str, Any]]:
        names = [one.name for one in node.step.fields] if node.step else []
        return _mixes({name: self.values.get(name, [None]) for name in names})


def _mixes(values: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    mixes = islice(product(*values.values()), MAX_MIXES)
    return [dict(zip(values, mix, strict=True)) for mix in mixes]


def _way(node: Node, facts: Facts) -> str:
    for flow in node.outgoing:
        if flow.condition is not None and expression_evaluate(flow.condition, facts):
            return flow.id
    return next(flow.id for flow in node.outgoing if flow.id == node.default)


def _hours(node: Node) -> Decimal:
    if node.step:
        return node.step.hours
    if node.timer and node.timer.hours is not None:
        return node.timer.hours
    return Decimal(node.timer.minutes) / 180 if node.timer else Decimal(0)


def values_told(flat: Diagram, fixed: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Return, by name of data, values that conditions and tables tell from each other."""
    found: dict[str, list[Any]] = {name: list(values) for name, values in fixed.items()}
    for node in flat.nodes.values():
        for one in node.step.fields if node.step else ():
            if one.kind in {"choice", "boolean"}:
                found.setdefault(one.name, list(one.values) or [True, False])
    closed = set(found)
    for name, told in (*_told_by_tables(flat), *_told_by_conditions(flat)):
        if name not in closed:
            known = found.setdefault(name, [])
            known.extend(value for value in told if value not in known)
    return {name: values or [None] for name, values in found.items()}


def _told_by_tables(flat: Diagram) -> Iterator[tuple[str, list[Any]]]:
    for node in flat.nodes.values():
        for i, column in enumerate(node.decision.inputs if node.decision else ()):
            tests = [rule.tests[i] for rule in node.decision.rules] if node.decision else []
            told = samples(tests, column.kind, column.values)
            yield column.reads, list(dict.fromkeys(map(_number, told)))


def _told_by_conditions(flat: Diagram) -> Iterator[tuple[str, list[Any]]]:
    for flow in flat.flows:
        told = expression_literals(flow.condition) if flow.condition else {}
        for name, literals in told.items():
            around = (value for one in sorted(literals, key=str) for value in _around(one))
            yield name, list(dict.fromkeys(around))


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _around(literal: Any) -> list[Any]:
    if isinstance(literal, bool):
        return [True, False]
    if isinstance(literal, int | float):
        return [literal - 1, literal, literal + 1]
    return [literal, "…"] if isinstance(literal, str) else [None]


def plays(flat: Diagram, given: Mapping[str, Sequence[Any]]) -> tuple[list[Play], bool]:
    """Return the runs, and whether they are all. `given`: values of a dossier's own facts."""
    players = _Players(flat, values_told(flat, given))
    first = {flow.id: Decimal(0) for flow in flat.of_kind(NodeKind.START)[0].outgoing}
    read = {name: players.values.get(name, [None]) for name in given if _read(flat, name)}
    start = flat.of_kind(NodeKind.START)[0].id
    open_ = [_State(dict(first), Facts(None, {}, mix), elements=(start,)) for mix in _mixes(read)]
    found: list[Play] = []
    looked = 0
    while open_:
        state = open_.pop()
        looked += 1
        if looked > MAX_STATES or len(found) >= MAX_RUNS:
            return found, False
        players.advanced(state)
        node = players.waiting(state)
        if node is None:
            found.append(_play(state))
        elif sum(step == node.id for step, _ in state.steps) < MAX_VISITS:
            open_.extend(reversed(list(players.done(state, node))))
    return found, True


def _read(flat: Diagram, name: str) -> bool:
    """Return whether any condition or table reads a value."""
    inputs = (c.reads for n in flat.nodes.values() if n.decision for c in n.decision.inputs)
    told = (expression_literals(f.condition) for f in flat.flows if f.condition)
    return name in set(inputs) or any(name in one for one in told)


def _play(state: _State) -> Play:
    elements = tuple(dict.fromkeys(one for one in map(_drawn, state.elements) if one))
    return Play(state.steps, elements, state.hours, not state.tokens)


def _drawn(element: str) -> str:
    """Return the drawn element or flow, "" for what is only in the flat form."""
    name = drawn_name(element)
    return name if not element.endswith((f"{INNER}ask", f"{INNER}done", f"{INNER}answer")) else ""
