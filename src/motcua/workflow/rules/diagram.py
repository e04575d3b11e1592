"""Reading a BPMN text into a small graph, element by element, and saying what is wrong with it.

Steps are user tasks with an extension element of the namespace `urn:motcua:workflow:1`:

    <bpmn:userTask id="approve" name="Phê duyệt">
      <bpmn:extensionElements>
        <motcua:step act="approve" role="leader" unit="handling" hours="8"/>
        <motcua:name en="Approve" id="Menyetujui"/>
        <motcua:outcome code="approved" vi="Duyệt" en="Approved" id="Disetujui"/>
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
MOTCUA = "{urn:motcua:workflow:1}"
MAX_BYTES = 500_000
LANGUAGES = ("vi", "en", "id")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MAX_HOURS = Decimal(2000)  # a working year


class NodeKind(StrEnum):
    """Elements of BPMN that processes of Motcua may use."""

    START = "startEvent"
    END = "endEvent"
    STEP = "userTask"
    CHOICE = "exclusiveGateway"
    PARALLEL = "parallelGateway"


@dataclass(frozen=True)
class Problem:
    """One thing wrong; `code` is stable, the service puts it into words."""

    element: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class Outcome:
    """A way to finish a step."""

    code: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """What a user task asks of whom."""

    act: str
    role: str
    unit: str
    hours: Decimal
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None


@dataclass(frozen=True)
class Node:
    """An element with its flows, in the order of the text."""

    id: str
    kind: NodeKind
    names: Mapping[str, str]
    step: Step | None
    default: str | None
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()


@dataclass(frozen=True, eq=False)  # read once and kept, so that its identity is key enough
class Diagram:
    """A process as a graph; `problems` is empty when it could be read whole."""

    process_id: str
    names: Mapping[str, str]
    nodes: Mapping[str, Node]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def steps(self) -> tuple[Node, ...]:
        """The user tasks, in the order of the text."""
        return tuple(node for node in self.nodes.values() if node.kind is NodeKind.STEP)

    def of_kind(self, kind: NodeKind) -> list[Node]:
        """Return the elements of one kind."""
        return [node for node in self.nodes.values() if node.kind is kind]


_DRAWING = {"laneSet", "textAnnotation", "association", "documentation", "extensionElements"}
_INSIDE = {"documentation", "extensionElements", "incoming", "outgoing"}


def xml_parse(text: str) -> ET.Element:
    """Return the root of a BPMN text.

    Raises:
        ValueError: too large, with a document type, not XML, or not BPMN.
    """
    if len(text.encode()) > MAX_BYTES:
        raise ValueError("too_large")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("document_type")
    try:
        root = ET.fromstring(text)  # noqa: S314 - no document type, so no entities
    except ET.ParseError as error:
        raise ValueError("not_xml") from error
    if root.tag != f"{BPMN}definitions":
        raise ValueError("not_bpmn")
    return root


def diagram_read(text: str) -> Diagram:
    """Read a BPMN text; every element that cannot be carried out becomes a problem."""
    try:
        root = xml_parse(text)
    except ValueError as error:
        return Diagram("", {}, {}, (Problem("", str(error)),))
    problems = [
        Problem(child.get("id", ""), "unsupported", _tag(child))
        for child in root
        if _tag(child) not in {"process", "collaboration", "BPMNDiagram"}
    ]
    processes = root.findall(f"{BPMN}process")
    if len(processes) != 1:
        return Diagram("", {}, {}, (*problems, Problem("", "one_process")))
    process = processes[0]
    flows = _flows(process, problems)
    nodes: dict[str, Node] = {}
    for child in process:
        node = _node(child, flows, problems)
        if node is not None and node.id in nodes:
            problems.append(Problem(node.id, "id_twice"))
        elif node is not None:
            nodes[node.id] = node
    problems.extend(
        Problem(flow.id, "flow_to_nowhere")
        for flow in flows
        if flow.source not in nodes or flow.target not in nodes
    )
    problems.extend(_undrawn(root, nodes))
    return Diagram(process.get("id", ""), _names(process), nodes, tuple(problems))


def _undrawn(root: ET.Element, nodes: Mapping[str, Node]) -> list[Problem]:
    drawn = {shape.get("bpmnElement") for shape in root.iter(f"{DI}BPMNShape")}
    return [Problem(element, "not_drawn") for element in nodes if element not in drawn]


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _flows(process: ET.Element, problems: list[Problem]) -> list[Flow]:
    found: list[Flow] = []
    for element in process.findall(f"{BPMN}sequenceFlow"):
        condition = element.find(f"{BPMN}conditionExpression")
        text = (condition.text or "").strip() if condition is not None else None
        flow_id = element.get("id", "")
        if text == "":
            problems.append(Problem(flow_id, "condition_empty"))
        found.append(
            Flow(flow_id, element.get("sourceRef", ""), element.get("targetRef", ""), text or None)
        )
    return found


def _node(element: ET.Element, flows: list[Flow], problems: list[Problem]) -> Node | None:
    tag = _tag(element)
    if tag in _DRAWING or tag == "sequenceFlow":
        return None
    element_id = element.get("id", "")
    if not element.tag.startswith(BPMN) or tag not in set(NodeKind):
        problems.append(Problem(element_id, "unsupported", tag))
        return None
    kind = NodeKind(tag)
    problems.extend(
        Problem(element_id, "unsupported", _tag(child))
        for child in element
        if _tag(child) not in _INSIDE
    )
    extensions = element.find(f"{BPMN}extensionElements")
    problems.extend(
        Problem(element_id, "unsupported", _tag(child))
        for child in (extensions if extensions is not None else ())
        if not child.tag.startswith(MOTCUA)
    )
    return Node(
        element_id,
        kind,
        _names(element),
        _step(element, problems) if kind is NodeKind.STEP else None,
        element.get("default"),
        tuple(flow for flow in flows if flow.target == element_id),
        tuple(flow for flow in flows if flow.source == element_id),
    )


def _extension(element: ET.Element, name: str) -> list[ET.Element]:
    return element.findall(f"{BPMN}extensionElements/{MOTCUA}{name}")


def _names(element: ET.Element) -> dict[str, str]:
    names = {"vi": element.get("name", "")}
    for extension in _extension(element, "name"):
        names |= {lang: text for lang in LANGUAGES if (text := extension.get(lang))}
    return {lang: text for lang, text in names.items() if text}


def _step(element: ET.Element, problems: list[Problem]) -> Step | None:
    element_id = element.get("id", "")
    steps = _extension(element, "step")
    if len(steps) != 1:
        problems.append(Problem(element_id, "step_missing"))
        return None
    step = steps[0]
    before = len(problems)
    if not _IDENTIFIER.fullmatch(element_id) or element_id in {"data", "outcome"}:
        problems.append(Problem(element_id, "id_unfit"))
    problems.extend(
        Problem(element_id, f"{name}_missing")
        for name in ("act", "role", "unit")
        if not _IDENTIFIER.fullmatch(step.get(name, ""))
    )
    hours = _hours(step.get("hours", ""))
    if hours is None:
        problems.append(Problem(element_id, "hours_wrong"))
    names = _names(element)
    problems.extend(
        Problem(element_id, "name_missing", lang) for lang in LANGUAGES if lang not in names
    )
    outcomes = _outcomes(element, problems)
    if hours is None or len(problems) > before:
        return None
    return Step(step.get("act", ""), step.get("role", ""), step.get("unit", ""), hours, outcomes)


def _hours(text: str) -> Decimal | None:
    try:
        hours = Decimal(text)
    except InvalidOperation:
        return None
    return hours if hours.is_finite() and 0 < hours <= _MAX_HOURS else None


def _outcomes(element: ET.Element, problems: list[Problem]) -> tuple[Outcome, ...]:
    element_id = element.get("id", "")
    found: dict[str, Outcome] = {}
    for extension in _extension(element, "outcome"):
        code = extension.get("code", "")
        names = {lang: text for lang in LANGUAGES if (text := extension.get(lang))}
        if not _IDENTIFIER.fullmatch(code) or code in found or len(names) < len(LANGUAGES):
            problems.append(Problem(element_id, "outcome_wrong", code))
        found[code] = Outcome(code, names)
    if not found:
        problems.append(Problem(element_id, "outcome_missing"))
    return tuple(found.values())


def diagram_translated(text: str, language: str) -> str:
    """Return the BPMN text with the names of one language where the drawing shows names."""
    root = xml_parse(text)
    for prefix, uri in (
        ("bpmn", BPMN),
        ("bpmndi", DI),
        ("motcua", MOTCUA),
        ("dc", "{http://www.omg.org/spec/DD/20100524/DC}"),
        ("di", "{http://www.omg.org/spec/DD/20100524/DI}"),
    ):
        ET.register_namespace(prefix, uri.strip("{}"))
    for element in root.iter():
        name = _names(element).get(language) if element.tag.startswith(BPMN) else None
        if name:
            element.set("name", name)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)
