"""What differs between two drawings of a process: elements, what they carry, and their flows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from motcua.workflow.rules.decisions import Decision, value_told
from motcua.workflow.rules.elements import Diagram, Field, Flow, Node, Outcome


@dataclass(frozen=True)
class Difference:
    """One difference; `before` and `after` as people read them, "" where there is nothing."""

    element: str
    kind: str
    what: str  # added | removed | changed
    part: str
    before: str = ""
    after: str = ""


FLOW = "sequenceFlow"
INCOMPLETE = "incomplete"  # a part: one side lacks something, so that nothing of it was read
_OF_STEP = frozenset({"act", "role", "unit", "hours", "outcomes", "fields", "service"})


def drawings_compare(left: Diagram, right: Diagram) -> list[Difference]:
    """Return what differs, in the order of the newer drawing; removed elements come last."""
    found: list[Difference] = []
    for node in right.nodes.values():
        old = left.nodes.get(node.id)
        if old is None or old.kind is not node.kind:
            if old is not None:
                found.append(_whole(old, "removed"))
            found.append(_whole(node, "added"))
        else:
            found.extend(_changed(old, node))
    flows = {flow.id: flow for flow in left.flows}
    for flow in right.flows:
        old_flow = flows.get(flow.id)
        if old_flow is None:
            found.append(Difference(flow.id, FLOW, "added", "flow", "", _ends(flow, right)))
        else:
            found.extend(_flow_changed(old_flow, flow, left, right))
    found.extend(
        _whole(node, "removed") for node in left.nodes.values() if node.id not in right.nodes
    )
    kept = {flow.id for flow in right.flows}
    found.extend(
        Difference(flow.id, FLOW, "removed", "flow", _ends(flow, left), "")
        for flow in left.flows
        if flow.id not in kept
    )
    return found


def name_of(node: Node) -> str:
    """Return what an element is called in the comparison."""
    return node.names.get("vi") or node.id


def _whole(node: Node, what: str) -> Difference:
    before, after = ("", name_of(node)) if what == "added" else (name_of(node), "")
    return Difference(node.id, node.kind.value, what, "element", before, after)


def _parts(node: Node) -> Iterator[tuple[str, str]]:
    step, kept = node.step, node.decision
    yield "name", node.names.get("vi", "")
    yield "name_en", node.names.get("en", "")
    yield "name_id", node.names.get("id", "")
    yield "act", step.act if step else ""
    yield "role", step.role if step else ""
    yield "unit", step.unit if step else ""
    yield "hours", f"{step.hours.normalize():f}" if step else ""
    yield "outcomes", ", ".join(_outcome(one) for one in step.outcomes) if step else ""
    yield "fields", ", ".join(_field(one) for one in step.fields) if step else ""
    yield "decision", _table(kept) if kept else ""
    yield "timer", node.timer.text if node.timer else ""
    yield "attached", node.attached
    yield "call", f"{node.call.key} {node.call.version}" if node.call else ""
    yield "awaits", ", ".join(node.awaits)
    yield "service", f"{node.service.action} {node.service.text}".strip() if node.service else ""
    yield "default", node.default or ""


def _changed(old: Node, new: Node) -> Iterator[Difference]:
    unread = (old.step is None) is not (new.step is None)
    if unread:
        yield Difference(new.id, new.kind.value, "changed", INCOMPLETE)
    for (part, before), (_, after) in zip(_parts(old), _parts(new), strict=True):
        if before != after and not (unread and part in _OF_STEP):
            yield Difference(new.id, new.kind.value, "changed", part, before, after)


def _flow_changed(old: Flow, new: Flow, left: Diagram, right: Diagram) -> Iterator[Difference]:
    if (old.source, old.target) != (new.source, new.target):
        before, after = _ends(old, left), _ends(new, right)
        yield Difference(new.id, FLOW, "changed", "flow", before, after)
    if old.condition != new.condition:
        before, after = old.condition or "", new.condition or ""
        yield Difference(new.id, FLOW, "changed", "condition", before, after)


def _ends(flow: Flow, diagram: Diagram) -> str:
    ends = (diagram.nodes.get(flow.source), diagram.nodes.get(flow.target))
    return " → ".join(name_of(node) if node else "?" for node in ends)


def _outcome(outcome: Outcome) -> str:
    return f"{outcome.names.get('vi', '')} ({outcome.code})"


def _field(one: Field) -> str:
    said = (one.labels.get(value, {}).get("vi", value) for value in one.values)
    values = f": {'; '.join(said)}" if one.values else ""
    return (
        f"{one.names.get('vi', '')} ({one.name}, {one.kind}{values}){'' if one.required else '?'}"
    )


def _table(table: Decision) -> str:
    columns = ", ".join(column.reads for column in table.inputs)
    outputs = ", ".join(output.name for output in table.outputs)
    rows = "; ".join(
        " | ".join([*rule.texts[: len(table.inputs)], *(value_told(v) for v in rule.then)])
        for rule in table.rules
    )
    return f"{table.hit} {columns} → {outputs}: {rows}"
