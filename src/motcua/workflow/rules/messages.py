"""Messages of other tools' drawings: what they mean here, and what has no counterpart.

A message thrown on the way is a question to another unit (send), one caught on the way waits for
its answer (receive); thrown and caught belong together by the message that both name. Whatever
else a message does elsewhere (begin a process, end one, interrupt a step, flow between pools) is
refused at its element.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from motcua.workflow.rules.elements import Problem
from motcua.workflow.rules.xml import BPMN, DI, MOTCUA, local

_EVENT = f"{BPMN}messageEventDefinition"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_TURNED = {
    f"{BPMN}intermediateThrowEvent": f"{BPMN}sendTask",
    f"{BPMN}intermediateCatchEvent": f"{BPMN}receiveTask",
}
_REFUSED = {
    "startEvent": "message_start",
    "endEvent": "message_end",
    "boundaryEvent": "message_edge",
    "intermediateThrowEvent": "message_between",
    "intermediateCatchEvent": "message_between",
    "eventBasedGateway": "message_between",
}
OF_EVENTS = frozenset(_REFUSED.values())
"""Problems that say all about an element."""
_WIDTH, _HEIGHT = 100.0, 80.0  # of a task, in the middle of where the event was


def messages_import(root: ET.Element, process: ET.Element) -> None:
    """Turn messages on the way into questions and answers; names of messages join the two."""
    named: dict[str, list[str]] = {}
    waits: list[tuple[ET.Element, str]] = []
    for element in process.iter():
        turned = _TURNED.get(element.tag)
        events = element.findall(_EVENT)
        others = [child for child in element if local(child).endswith("EventDefinition")]
        if turned is not None and len(events) == len(others) == 1:
            message = events[0].get("messageRef", "")
            element.remove(events[0])
            element.tag = turned
            _room(root, element.get("id", ""))
        elif element.tag in {f"{BPMN}sendTask", f"{BPMN}receiveTask"}:
            message = element.attrib.pop("messageRef", "")
        else:
            continue
        if element.tag == f"{BPMN}sendTask":
            named.setdefault(message, []).append(element.get("id", ""))
        elif element.find(f"{BPMN}extensionElements/{MOTCUA}receive") is None:
            waits.append((element, message))
    for element, message in waits:
        sends = named.get(message, [])
        if message and len(sends) == 1:
            _awaits(element, sends[0])
    used = {one.get("messageRef") for one in root.iter() if one.get("messageRef")}
    for child in root.findall(f"{BPMN}message"):
        if child.get("id") not in used:
            root.remove(child)


def _awaits(element: ET.Element, send: str) -> None:
    holder = element.find(f"{BPMN}extensionElements")
    if holder is None:
        holder = ET.Element(f"{BPMN}extensionElements")
        element.insert(0, holder)
    ET.SubElement(holder, f"{MOTCUA}receive", {"from": send})


def _room(root: ET.Element, element: str) -> None:
    """Give what was a small circle the size of a task."""
    for shape in root.iter(f"{DI}BPMNShape"):
        bounds = shape.find(_BOUNDS) if shape.get("bpmnElement") == element else None
        if bounds is None:
            continue
        try:
            x, y, width, height = (float(bounds.get(n, "")) for n in ("x", "y", "width", "height"))
        except ValueError:
            continue
        bounds.attrib.update(
            x=f"{x + (width - _WIDTH) / 2:g}",
            y=f"{y + (height - _HEIGHT) / 2:g}",
            width=f"{_WIDTH:g}",
            height=f"{_HEIGHT:g}",
        )


def message_problems(element: ET.Element) -> Iterator[Problem]:
    """Yield what a message at an element would do elsewhere and does not do here."""
    code = _REFUSED.get(local(element))
    if code is not None and element.find(_EVENT) is not None:
        yield Problem(element.get("id", ""), code)
    if local(element) == "receiveTask" and element.get("instantiate") == "true":
        yield Problem(element.get("id", ""), "message_start")
    if local(element) in {"sendTask", "receiveTask", "serviceTask"} and (
        element.get("messageRef") or element.get("operationRef")
    ):
        yield Problem(element.get("id", ""), "message_named")
