"""Reading a BPMN text into a small graph, element by element, and saying what is wrong with it.

Steps are user tasks with an extension element of the namespace `urn:motcua:workflow:1`:

    <bpmn:userTask id="approve" name="Phê duyệt">
      <bpmn:extensionElements>
        <motcua:step act="approve" role="leader" unit="handling" hours="8"/>
        <motcua:name en="Approve" id="Menyetujui"/>
        <motcua:outcome code="approved" vi="Duyệt" en="Approved" id="Disetujui"/>

What the other elements carry stands in docs/adr (drawn processes) and in `rules.extensions`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

from motcua.workflow.rules.elements import (
    Call,
    Diagram,
    Flow,
    Node,
    NodeKind,
    Problem,
    Step,
    Timer,
)
from motcua.workflow.rules.extensions import (
    IDENTIFIER,
    awaits_read,
    call_read,
    decision_read,
    names_read,
    service_read,
    step_read,
    timer_read,
)
from motcua.workflow.rules.messages import OF_EVENTS, message_problems
from motcua.workflow.rules.xml import BPMN, DI, MOTCUA, local, xml_parse, xml_write

__all__ = [
    "BPMN",
    "DI",
    "MOTCUA",
    "Call",
    "Diagram",
    "Flow",
    "Node",
    "NodeKind",
    "Problem",
    "Step",
    "Timer",
    "diagram_read",
    "diagram_translated",
    "xml_parse",
]

_DRAWING = {
    "association", "category", "dataObject", "dataObjectReference", "dataStore",
    "dataStoreReference", "documentation", "extensionElements", "group", "laneSet",
    "textAnnotation",
}  # fmt: skip
_ROOT = {"process", "collaboration", "BPMNDiagram", *_DRAWING}
_COLLABORATION = {"participant", *_DRAWING}
_INSIDE = {"documentation", "extensionElements", "incoming", "outgoing"}
_TIMED = {NodeKind.TIMER, NodeKind.EDGE}
_EXTENSIONS = {
    NodeKind.STEP: {"step", "outcome", "field"},
    NodeKind.SEND: {"step", "outcome", "field"},
    NodeKind.RECEIVE: {"receive"},
    NodeKind.SERVICE: {"service", "step"},
    NodeKind.CALL: {"call"},
    NodeKind.TIMER: {"timer"},
    NodeKind.EDGE: {"timer"},
}
_DATA = {"outcome", "data"}  # words of the conditions, which no element may be called


def diagram_read(text: str) -> Diagram:
    """Read a BPMN text; every element that cannot be carried out becomes a problem."""
    try:
        root = xml_parse(text)
    except ValueError as error:
        return Diagram("", {}, {}, (Problem("", str(error)),))
    problems = [
        Problem(child.get("id", ""), "unsupported", local(child))
        for child in root
        if local(child) not in _ROOT
    ]
    for collaboration in root.findall(f"{BPMN}collaboration"):
        problems.extend(
            Problem(child.get("id", ""), "message_flow")
            if local(child) == "messageFlow"
            else Problem(child.get("id", ""), "unsupported", local(child))
            for child in collaboration
            if local(child) not in _COLLABORATION
        )
    processes = root.findall(f"{BPMN}process")
    if len(processes) != 1:
        return Diagram("", {}, {}, (*problems, Problem("", "one_process")))
    process = processes[0]
    flows = _flows(process, problems)
    nodes: dict[str, Node] = {}
    skipped: dict[str, str] = {}
    seen = {flow.id for flow in flows}
    for child in process:
        if local(child) in _DRAWING or local(child) == "sequenceFlow":
            continue
        element_id = child.get("id", "")
        if element_id in seen:
            problems.append(Problem(element_id, "id_twice"))
            continue
        seen.add(element_id)
        node = _node(child, flows, problems)
        if node is not None:
            nodes[node.id] = node
        else:
            skipped[element_id] = local(child)
    problems.extend(_joins(flows, nodes, skipped))
    problems.extend(_undrawn(root, nodes))
    names = names_read(process)
    return Diagram(process.get("id", ""), names, nodes, tuple(problems), skipped, tuple(flows))


def _joins(
    flows: list[Flow], nodes: Mapping[str, Node], skipped: Mapping[str, str]
) -> Iterator[Problem]:
    known = {*nodes, *skipped}
    for flow in flows:
        if flow.source not in known or flow.target not in known:
            yield Problem(flow.id, "flow_to_nowhere")


def _undrawn(root: ET.Element, nodes: Mapping[str, Node]) -> list[Problem]:
    drawn = {shape.get("bpmnElement") for shape in root.iter(f"{DI}BPMNShape")}
    return [Problem(element, "not_drawn") for element in nodes if element not in drawn]


def _flows(process: ET.Element, problems: list[Problem]) -> list[Flow]:
    found: list[Flow] = []
    for element in process.findall(f"{BPMN}sequenceFlow"):
        condition = element.find(f"{BPMN}conditionExpression")
        text = (condition.text or "").strip() if condition is not None else None
        flow_id = element.get("id", "")
        if text == "":
            problems.append(Problem(flow_id, "condition_empty"))
        if any(flow.id == flow_id for flow in found):
            problems.append(Problem(flow_id, "id_twice"))
            continue
        found.append(
            Flow(flow_id, element.get("sourceRef", ""), element.get("targetRef", ""), text)
        )
    return found


def _node(element: ET.Element, flows: list[Flow], problems: list[Problem]) -> Node | None:
    tag = local(element)
    element_id = element.get("id", "")
    told = list(message_problems(element))
    problems.extend(told)
    if any(one.code in OF_EVENTS for one in told):
        return None  # said in words of its own
    if not element.tag.startswith(BPMN) or tag not in set(NodeKind):
        problems.append(Problem(element_id, "unsupported", tag))
        return None
    kind = NodeKind(tag)
    before = len(problems)
    timed = kind in _TIMED
    timer = timer_read(element, problems) if timed else None
    if timed and (timer is None or (kind is NodeKind.TIMER and len(problems) > before)):
        return None  # an event of another kind, or a time that does not run
    problems.extend(
        Problem(element_id, "unsupported", local(child))
        for child in element
        if local(child) not in _INSIDE and not (timed and local(child) == "timerEventDefinition")
    )
    problems.extend(_foreign(element, kind))
    if not IDENTIFIER.fullmatch(element_id) or element_id in _DATA or "__" in element_id:
        problems.append(Problem(element_id, "id_unfit"))
    service, step = None, None
    if kind is NodeKind.SERVICE:
        service, step = service_read(element, problems)
    elif kind in {NodeKind.STEP, NodeKind.SEND}:
        step = step_read(element, problems)
    return Node(
        element_id,
        kind,
        names_read(element),
        step,
        element.get("default"),
        tuple(flow for flow in flows if flow.target == element_id),
        tuple(flow for flow in flows if flow.source == element_id),
        decision=decision_read(element, problems) if kind is NodeKind.RULE else None,
        timer=timer,
        attached=element.get("attachedToRef", "") if kind is NodeKind.EDGE else "",
        call=call_read(element, problems) if kind is NodeKind.CALL else None,
        awaits=awaits_read(element, problems) if kind is NodeKind.RECEIVE else (),
        service=service,
    )


def _foreign(element: ET.Element, kind: NodeKind) -> Iterator[Problem]:
    """Yield what other software has written here that would do something there."""
    element_id = element.get("id", "")
    ours = {"name", *_EXTENSIONS.get(kind, ())}
    extensions = element.find(f"{BPMN}extensionElements")
    for child in extensions if extensions is not None else ():
        name = local(child)
        if child.tag.startswith(MOTCUA):
            if name not in ours:
                yield Problem(element_id, "unsupported", name)
        elif not (kind is NodeKind.RULE and name == "decisionTable"):
            yield Problem(element_id, "extension_foreign", name)
    for name in element.attrib:
        if name.startswith("{") and not name.startswith((BPMN, MOTCUA)):
            yield Problem(element_id, "extension_foreign", name.rpartition("}")[2])


def diagram_translated(text: str, language: str) -> str:
    """Return the BPMN text with the names of one language where the drawing shows names."""
    root = xml_parse(text)
    for element in root.iter():
        name = names_read(element).get(language) if element.tag.startswith(BPMN) else None
        if name:
            element.set("name", name)
    return xml_write(root)
