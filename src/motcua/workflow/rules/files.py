"""Drawings as files: a blank one, what other software has made, and what is given out.

An import changes nothing that would run: it gives the process our key, ids that conditions can
name, and turns tasks without a kind into user tasks, whose role and hours the officer fills in, and
messages on the way into questions and answers (`rules.messages`).
Everything else that does not run here is found by the check, element by element.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from xml.sax.saxutils import quoteattr

from motcua.workflow.rules.extensions import IDENTIFIER
from motcua.workflow.rules.messages import messages_import
from motcua.workflow.rules.xml import BPMN, MOTCUA, xml_parse, xml_write

DMN_TABLE = "{https://www.omg.org/spec/DMN/20191111/MODEL/}decisionTable"
_PLAIN = {f"{BPMN}task", f"{BPMN}manualTask"}
_REFERENCES = ("sourceRef", "targetRef", "default", "attachedToRef", "processRef", "bpmnElement")
_TEXTS = {f"{BPMN}incoming", f"{BPMN}outgoing", f"{BPMN}flowNodeRef"}
_BLANK = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
 xmlns:motcua="urn:motcua:workflow:1" id="definitions" targetNamespace="urn:motcua:processes">
 <bpmn:process id={key} name={name} isExecutable="true">
  <bpmn:startEvent id="start" name="Hồ sơ được nộp">
   <bpmn:extensionElements><motcua:name en="Dossier filed" id="Berkas diajukan"/></bpmn:extensionElements>
   <bpmn:outgoing>f_start</bpmn:outgoing></bpmn:startEvent>
  <bpmn:userTask id="receive" name="Tiếp nhận hồ sơ">
   <bpmn:extensionElements>
    <motcua:step act="receive" role="counter_officer" unit="receiving" hours="2"/>
    <motcua:name en="Receive the dossier" id="Menerima berkas"/>
    <motcua:outcome code="accepted" vi="Đã tiếp nhận" en="Accepted" id="Diterima"/>
   </bpmn:extensionElements>
   <bpmn:incoming>f_start</bpmn:incoming><bpmn:outgoing>f_end</bpmn:outgoing>
  </bpmn:userTask>
  <bpmn:endEvent id="end" name="Hoàn thành">
   <bpmn:extensionElements><motcua:name en="Finished" id="Selesai"/></bpmn:extensionElements>
   <bpmn:incoming>f_end</bpmn:incoming></bpmn:endEvent>
  <bpmn:sequenceFlow id="f_start" sourceRef="start" targetRef="receive"/>
  <bpmn:sequenceFlow id="f_end" sourceRef="receive" targetRef="end"/>
 </bpmn:process>
 <bpmndi:BPMNDiagram id="diagram">
  <bpmndi:BPMNPlane id="plane" bpmnElement={key}>
   <bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="180" y="162" width="36" height="36"/></bpmndi:BPMNShape>
   <bpmndi:BPMNShape id="receive_di" bpmnElement="receive"><dc:Bounds x="270" y="140" width="120" height="80"/></bpmndi:BPMNShape>
   <bpmndi:BPMNShape id="end_di" bpmnElement="end"><dc:Bounds x="452" y="162" width="36" height="36"/></bpmndi:BPMNShape>
   <bpmndi:BPMNEdge id="f_start_di" bpmnElement="f_start"><di:waypoint x="216" y="180"/><di:waypoint x="270" y="180"/></bpmndi:BPMNEdge>
   <bpmndi:BPMNEdge id="f_end_di" bpmnElement="f_end"><di:waypoint x="390" y="180"/><di:waypoint x="452" y="180"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane>
 </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""  # noqa: E501


def drawing_blank(key: str, name: str) -> str:
    """Return a drawing with start, one step and end."""
    return drawing_export(_BLANK.format(key=quoteattr(key), name=quoteattr(name)))


def drawing_import(text: str, *, key: str, name: str = "") -> str:
    """Return a drawing under our key, with ids that can be named in conditions.

    Raises:
        ValueError: as `xml_parse`.
    """
    root = xml_parse(text)
    processes = root.findall(f"{BPMN}process")
    names: dict[str, str] = {}
    for process in processes[:1]:
        messages_import(root, process)
        names = _fitting_ids(process, key)
        if name:
            process.set("name", name)
        process.set("isExecutable", "true")
    for element in root.iter():
        if element.tag in _PLAIN:
            element.tag = f"{BPMN}userTask"
        if element.tag in _TEXTS and element.text:
            element.text = names.get(element.text.strip(), element.text.strip())
        for attribute in _REFERENCES:
            value = element.get(attribute)
            if value in names:
                element.set(attribute, names[value])
        if element.tag == f"{MOTCUA}receive":
            awaited = element.get("from", "").split()
            element.set("from", " ".join(names.get(one, one) for one in awaited))
    return xml_write(root)


def _fitting_ids(process: ET.Element, key: str) -> dict[str, str]:
    """Give new ids where they do not fit; return all that changed."""
    names = {process.get("id", ""): key}
    process.set("id", key)
    taken = {element.get("id", "") for element in process.iter()} | {key}
    for element in process.iter():
        old = element.get("id", "")
        if element is process or not element.tag.startswith(BPMN) or not old:
            continue
        if IDENTIFIER.fullmatch(old) and "__" not in old and old not in {"data", "outcome", key}:
            continue
        base = re.sub(r"[^A-Za-z0-9]+", "_", old).strip("_")[:34] or "element"
        base = base if base[0].isalpha() else f"e_{base}"
        new, number = base, 1
        while new in taken or new in {"data", "outcome"}:
            number += 1
            new = f"{base}_{number}"
        taken.add(new)
        names[old] = new
        element.set("id", new)
    return names


def drawing_clean(text: str) -> str:
    """Return the drawing without what other software has written into it. Raises ValueError."""
    root = xml_parse(text)
    for element in root.iter():
        if not element.tag.startswith(BPMN):
            continue
        if element.tag == f"{BPMN}extensionElements":
            for child in list(element):
                if not child.tag.startswith(MOTCUA) and child.tag != DMN_TABLE:
                    element.remove(child)
        for name in list(element.attrib):
            if name.startswith("{") and not name.startswith((BPMN, MOTCUA)) and "}type" not in name:
                del element.attrib[name]
    return xml_write(root)


def drawing_export(text: str) -> str:
    """Return the drawing as a BPMN 2.0 file, always written in the same way. Raises ValueError."""
    return xml_write(xml_parse(text))


def drawing_named(text: str, *, key: str, name: str) -> str:
    """Return the drawing with the key and name of its draft. Raises ValueError."""
    root = xml_parse(text)
    process = root.find(f"{BPMN}process")
    if process is None:
        return xml_write(root)
    old = process.get("id", "")
    for element in root.iter():
        for attribute in ("processRef", "bpmnElement"):
            if old and element.get(attribute) == old:
                element.set(attribute, key)
    process.set("id", key)
    process.set("name", name)
    return xml_write(root)
