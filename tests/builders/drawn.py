"""Drawings for tests: a chain of elements written as BPMN, with places in the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

_NAMES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:dmn="https://www.omg.org/spec/DMN/20191111/MODEL/"'
    ' xmlns:motcua="urn:motcua:workflow:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_ROLE = {
    "receive": "counter_officer",
    "assign": "leader",
    "appraise": "specialist",
    "opinion": "coordinator",
    "endorse": "leader",
    "approve": "leader",
    "issue": "clerk",
    "return": "counter_officer",
}


def element(kind: str, id: str, *, inside: str = "", extensions: str = "", **more: str) -> str:  # noqa: A002 - as in BPMN
    """Return an element; `extensions` go into its extensionElements."""
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in more.items())
    if extensions:
        inside = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>{inside}"
    return f"<bpmn:{kind} id={quoteattr(id)}{attributes}>{inside}</bpmn:{kind}>"


def step(
    id: str,  # noqa: A002 - as in BPMN
    act: str = "appraise",
    *,
    outcomes: Iterable[str] = ("done",),
    hours: str = "4",
    unit: str = "handling",
    role: str = "",
    fields: str = "",
    kind: str = "userTask",
) -> str:
    """Return a step."""
    codes = "".join(
        f'<motcua:outcome code="{code}" vi="{code}" en="{code}" id="{code}"/>' for code in outcomes
    )
    own = (
        f'<motcua:step act="{act}" role="{role or _ROLE[act]}" unit="{unit}" hours="{hours}"/>'
        f'<motcua:name en="{id}" id="{id}"/>{codes}{fields}'
    )
    return element(kind, id, extensions=own, name=id)


def service(
    id: str,  # noqa: A002 - as in BPMN
    action: str = "fee_check",
    *,
    text: str = "",
    role: str = "counter_officer",
    unit: str = "receiving",
    hours: str = "1",
    more: str = "",
) -> str:
    """Return a service task; role, unit and hours are those of whoever does it otherwise."""
    sends = f' text="{text}"' if text else ""
    own = (
        f'<motcua:service action="{action}"{sends}/><motcua:name en="{id}" id="{id}"/>'
        f'<motcua:step role="{role}" unit="{unit}" hours="{hours}"/>{more}'
    )
    return element("serviceTask", id, extensions=own, name=id)


def table(
    id: str,  # noqa: A002 - as in BPMN
    reads: Iterable[tuple[str, str]],
    name: str,
    rows: Iterable[tuple[str, ...]],
    **more: str,
) -> str:
    """Return a business rule task; `reads` are (expression, type), rows end with the output."""
    inputs = "".join(
        f'<dmn:input><dmn:inputExpression typeRef="{kind}"><dmn:text>{escape(what)}</dmn:text>'
        "</dmn:inputExpression></dmn:input>"
        for what, kind in reads
    )
    rules = "".join(
        "<dmn:rule>"
        + "".join(f"<dmn:inputEntry><dmn:text>{escape(e)}</dmn:text></dmn:inputEntry>" for e in row[:-1])
        + f"<dmn:outputEntry><dmn:text>{escape(row[-1])}</dmn:text></dmn:outputEntry></dmn:rule>"
        for row in rows
    )  # fmt: skip
    hit = more.get("hit", "UNIQUE")
    kind = more.get("kind", "string")
    body = (
        f'<dmn:decisionTable hitPolicy="{hit}">{inputs}'
        f'<dmn:output name="{name}" typeRef="{kind}"/>{rules}</dmn:decisionTable>'
    )
    return element("businessRuleTask", id, extensions=body, name=id)


def drawing(
    elements: Iterable[str], flows: Iterable[tuple[str, ...]], *, key: str = "drawn"
) -> str:
    """Return a BPMN text; a flow is (source, target) or (source, target, condition).

    The flows are called f_<source>_<target>. Start is `start`, and every id is drawn somewhere.
    """
    parts = list(elements)
    for source, target, *condition in flows:
        inside = (
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition[0])}'
            "</bpmn:conditionExpression>"
            if condition
            else ""
        )
        parts.append(
            f'<bpmn:sequenceFlow id="f_{source}_{target}" sourceRef="{source}"'
            f' targetRef="{target}">{inside}</bpmn:sequenceFlow>'
        )
    ids = [part.split('id="', 1)[1].split('"', 1)[0] for part in parts]
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{one}_di" bpmnElement="{one}">'
        f'<dc:Bounds x="{100 * n}" y="100" width="80" height="60"/></bpmndi:BPMNShape>'
        for n, one in enumerate(ids)
        if not one.startswith("f_")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions {_NAMES} id="d"'
        f' targetNamespace="t"><bpmn:process id="{key}" name="{key}" isExecutable="true">'
        f'{"".join(parts)}</bpmn:process><bpmndi:BPMNDiagram id="di">'
        f'<bpmndi:BPMNPlane id="p" bpmnElement="{key}">{shapes}</bpmndi:BPMNPlane>'
        "</bpmndi:BPMNDiagram></bpmn:definitions>"
    )


START, END = element("startEvent", "start"), element("endEvent", "end")
CHAIN = ("receive", "assign", "appraise", "approve", "issue", "return")


def whole(*, key: str = "drawn", extra: Iterable[str] = (), hours: str = "4") -> str:
    """Return a complete process: receive to return, with the way back from the approval."""
    units = {"receive": "receiving", "return": "receiving"}
    outcomes = {"approve": ("approved", "returned")}
    steps = [
        step(
            act, act, unit=units.get(act, "handling"), outcomes=outcomes.get(act, ("done",)),
            hours=hours,
        )
        for act in CHAIN
    ]  # fmt: skip
    return drawing(
        [START, *steps, element("exclusiveGateway", "ok", default="f_ok_issue"), END, *extra],
        [
            ("start", "receive"), ("receive", "assign"), ("assign", "appraise"),
            ("appraise", "approve"), ("approve", "ok"), ("ok", "issue"),
            ("ok", "appraise", 'outcome == "returned"'), ("issue", "return"), ("return", "end"),
        ],
        key=key,
    )  # fmt: skip
