"""Drawings as files: attacks, files of other tools, round trips; comparison of two versions."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.drawn import END, START, drawing, element, step, table, whole
from tests.workflow.test_drawn_walks import Maker

from motcua.kernel.errors import Invalid
from motcua.workflow import queries
from motcua.workflow.rules.comparison import drawings_compare
from motcua.workflow.rules.diagram import diagram_read
from motcua.workflow.rules.files import drawing_clean, drawing_export, drawing_import
from motcua.workflow.rules.xml import MAX_DEPTH

BOMB = (
    '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<definitions>&b;</definitions>"
)
CAMUNDA = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="http://bpmn.io/schema">
 <collaboration id="C"><participant id="P" processRef="Process_1"/></collaboration>
 <process id="Process_1" isExecutable="false">
  <startEvent id="StartEvent_1"/>
  <task id="sid-4A0B" name="Xem hồ sơ" camunda:assignee="demo">
   <extensionElements><camunda:formData/></extensionElements>
  </task>
  <scriptTask id="Script_1" scriptFormat="python"><script>import os</script></scriptTask>
  <exclusiveGateway id="Gateway_1" default="Flow__x"/>
  <endEvent id="End_1"/>
  <sequenceFlow id="f1" sourceRef="StartEvent_1" targetRef="sid-4A0B"/>
  <sequenceFlow id="f2" sourceRef="sid-4A0B" targetRef="Script_1"/>
  <sequenceFlow id="f3" sourceRef="Script_1" targetRef="Gateway_1"/>
  <sequenceFlow id="Flow__x" sourceRef="Gateway_1" targetRef="End_1"/>
  <sequenceFlow id="f5" sourceRef="Gateway_1" targetRef="sid-4A0B">
   <conditionExpression>${__import__("os").system("true")}</conditionExpression></sequenceFlow>
 </process>
 <bpmndi:BPMNDiagram id="Di"><bpmndi:BPMNPlane id="Pl" bpmnElement="C">
  <bpmndi:BPMNShape id="s0" bpmnElement="StartEvent_1"/><bpmndi:BPMNShape id="s1" bpmnElement="sid-4A0B"/>
  <bpmndi:BPMNShape id="s2" bpmnElement="Script_1"/><bpmndi:BPMNShape id="s3" bpmnElement="Gateway_1"/>
  <bpmndi:BPMNShape id="s4" bpmnElement="End_1"/>
 </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>"""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "document_type"),
        ('<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "document_type"),
        ("<a>" * 100_000, "too_large"),
        ("<a>" * (MAX_DEPTH + 1) + "</a>" * (MAX_DEPTH + 1), "too_large"),
        ("<a>" + "<b/>" * 20_000 + "</a>", "too_large"),
        (" " * 600_000, "too_large"),
        ("\ud800", "not_xml"),
        ("<definitions/>", "not_bpmn"),
        ("", "not_xml"),
    ],
)
def test_a_hostile_file_is_refused_before_anything_is_made_of_it(text: str, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        drawing_import(text, key="drawn")
    assert [p.code for p in diagram_read(text).problems] == [code]


def test_a_file_of_another_tool_is_told_element_by_element(system_scope: None) -> None:
    text = drawing_import(CAMUNDA, key="mine", name="Của tôi")
    diagram = diagram_read(text)
    assert diagram.process_id == "mine"
    assert set(diagram.nodes) == {"StartEvent_1", "sid_4A0B", "Gateway_1", "End_1"}
    told = {(f.element, f.code) for f in queries.process_check(text)}
    assert {
        ("sid_4A0B", "step_missing"), ("sid_4A0B", "outcome_missing"),
        ("sid_4A0B", "extension_foreign"), ("Script_1", "unsupported"),
        ("f5", "condition_refused"),
    } <= told  # fmt: skip
    assert not [f for f in queries.process_check(text) if f.element == "End_1"]
    cleaned = queries.process_check(queries.process_clean(text))
    assert "extension_foreign" not in {f.code for f in cleaned}


def test_an_imported_step_runs_when_what_is_missing_is_filled_in(system_scope: None) -> None:
    text = drawing_import(whole().replace("bpmn:userTask", "bpmn:task"), key="mine")
    assert [f for f in queries.process_check(text) if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("tag", "inside"),
    [
        ("scriptTask", "<bpmn:script>import os</bpmn:script>"), ("serviceTask", ""),
        ("subProcess", ""), ("inclusiveGateway", ""), ("complexGateway", ""),
        ("eventBasedGateway", ""), ("intermediateThrowEvent", ""), ("transaction", ""),
        ("intermediateCatchEvent", "<bpmn:messageEventDefinition/>"),
        ("intermediateCatchEvent", "<bpmn:timerEventDefinition><bpmn:timeCycle>R3/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>"),
        ("intermediateCatchEvent", "<bpmn:timerEventDefinition><bpmn:timeDuration>__import__('os')</bpmn:timeDuration></bpmn:timerEventDefinition>"),
        ("userTask", "<bpmn:multiInstanceLoopCharacteristics/>"),
        ("userTask", "<bpmn:standardLoopCharacteristics/>"),
        ("userTask", "<bpmn:ioSpecification/>"),
    ],
)  # fmt: skip
def test_what_does_not_run_is_refused_at_its_element(
    system_scope: None, tag: str, inside: str
) -> None:
    text = drawing(
        [START, element(tag, "odd", inside=inside), END], [("start", "odd"), ("odd", "end")]
    )
    assert {f.element for f in queries.process_check(text) if f.severity == "error"} >= {"odd"}


def of_bpmn_io(*, edges: str = "", events: str = "", flow: str = "") -> str:
    """Return a file as other tools write it: two messages, thrown and caught on the way."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D" targetNamespace="http://bpmn.io/schema">
 <bpmn:collaboration id="C"><bpmn:participant id="P" name="Xã" processRef="Process_1"/>
  <bpmn:participant id="Other" name="Sở"/>{flow}</bpmn:collaboration>
 <bpmn:message id="Message_1" name="Hỏi ý kiến"/><bpmn:message id="Message_2" name="Khác"/>
 <bpmn:process id="Process_1" isExecutable="false">
  <bpmn:startEvent id="Start"/>
  <bpmn:intermediateThrowEvent id="Throw" name="Hỏi ý kiến">
   <bpmn:messageEventDefinition id="M1" messageRef="Message_1"/></bpmn:intermediateThrowEvent>
  <bpmn:userTask id="Draft" name="Soạn thảo"/>
  <bpmn:intermediateCatchEvent id="Catch" name="Nhận ý kiến">
   <bpmn:messageEventDefinition id="M2" messageRef="Message_1"/></bpmn:intermediateCatchEvent>
  {events}<bpmn:endEvent id="End"/>
  <bpmn:sequenceFlow id="f1" sourceRef="Start" targetRef="Throw"/>
  <bpmn:sequenceFlow id="f2" sourceRef="Throw" targetRef="Draft"/>
  <bpmn:sequenceFlow id="f3" sourceRef="Draft" targetRef="Catch"/>
  <bpmn:sequenceFlow id="f4" sourceRef="Catch" targetRef="End"/>{edges}
 </bpmn:process>
 <bpmndi:BPMNDiagram id="Di"><bpmndi:BPMNPlane id="Pl" bpmnElement="C">
  <bpmndi:BPMNShape id="s0" bpmnElement="Start"/><bpmndi:BPMNShape id="s2" bpmnElement="Draft"/>
  <bpmndi:BPMNShape id="s1" bpmnElement="Throw"><dc:Bounds x="300" y="200" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s3" bpmnElement="Catch"><dc:Bounds x="500" y="200" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s4" bpmnElement="End"/>
 </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""


def codes(text: str, element_: str) -> set[str]:
    return {f.code for f in queries.process_check(text) if f.element == element_}


def test_messages_on_the_way_become_a_question_and_its_answer(system_scope: None) -> None:
    text = drawing_import(of_bpmn_io(), key="mine")
    nodes = diagram_read(text).nodes
    assert (nodes["Throw"].kind.value, nodes["Catch"].kind.value) == ("sendTask", "receiveTask")
    assert nodes["Catch"].awaits == ("Throw",)
    assert 'x="268" y="178" width="100" height="80"' in text
    # What a file cannot know is asked for at the element, and nothing else is said there.
    assert codes(text, "Throw") == {"step_missing", "outcome_missing", "name_missing"}
    assert codes(text, "Catch") == set()
    own = (
        '<bpmn:extensionElements><motcua:step xmlns:motcua="urn:motcua:workflow:1"'
        ' act="opinion" role="coordinator" unit="opinion" hours="8"/><motcua:outcome'
        ' xmlns:motcua="urn:motcua:workflow:1" code="agree" vi="A" en="A" id="A"/>'
        "</bpmn:extensionElements>"
    )
    filled = text.replace('id="Throw" name="Hỏi ý kiến">', f'id="Throw" name="Hỏi ý kiến">{own}')
    filled = filled.replace(
        'id="Draft" name="Soạn thảo" />', f'id="Draft" name="Soạn thảo">{own}</bpmn:userTask>'
    )
    filled = filled.replace(
        'id="Throw" name="Hỏi ý kiến" />', f'id="Throw" name="Hỏi ý kiến">{own}</bpmn:sendTask>'
    )
    assert [f.code for f in queries.process_check(filled) if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("events", "element_", "code"),
    [
        ('<bpmn:startEvent id="Odd"><bpmn:messageEventDefinition id="x"/></bpmn:startEvent>',
         "Odd", "message_start"),
        ('<bpmn:endEvent id="Odd"><bpmn:messageEventDefinition id="x"/></bpmn:endEvent>',
         "Odd", "message_end"),
        ('<bpmn:boundaryEvent id="Odd" attachedToRef="Draft"><bpmn:messageEventDefinition/></bpmn:boundaryEvent>',
         "Odd", "message_edge"),
        ('<bpmn:receiveTask id="Odd" instantiate="true"/>', "Odd", "message_start"),
        ('<bpmn:serviceTask id="Odd" operationRef="op"/>', "Odd", "message_named"),
    ],
)  # fmt: skip
def test_messages_that_mean_something_else_are_refused_in_words(
    system_scope: None, events: str, element_: str, code: str
) -> None:
    text = drawing_import(of_bpmn_io(events=events), key="mine")
    assert code in codes(text, element_)
    if code != "message_named":
        assert "unsupported" not in codes(text, element_)


def test_lines_between_pools_and_messages_without_a_pair_are_said(system_scope: None) -> None:
    flow = '<bpmn:messageFlow id="Line" sourceRef="Throw" targetRef="Other"/>'
    text = drawing_import(of_bpmn_io(flow=flow), key="mine")
    assert codes(text, "Line") == {"message_flow"}
    alone = of_bpmn_io().replace('id="M2" messageRef="Message_1"', 'id="M2" messageRef="Message_2"')
    text = drawing_import(alone, key="mine")
    assert codes(text, "Catch") == {"receive_missing"}
    assert "send_alone" in codes(text, "Throw")
    pasted = of_bpmn_io()  # put into a draft as it is, it is refused at the element
    assert codes(pasted, "Throw") == codes(pasted, "Catch") == {"message_between"}


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_drawing_that_is_given_out_and_read_again_is_the_same(data: st.DataObject) -> None:
    text = Maker(data).text()
    again = drawing_import(drawing_export(text), key="drawn", name="drawn")
    assert drawings_compare(diagram_read(text), diagram_read(again)) == []
    assert diagram_read(again).nodes == diagram_read(text).nodes
    assert drawing_export(again) == again == drawing_clean(again)
    shapes = re.findall(r'bpmnElement="([^"]+)"', text)
    assert re.findall(r'bpmnElement="([^"]+)"', again) == shapes


def test_two_versions_are_compared_in_plain_sentences() -> None:
    old = whole()
    new = old.replace('role="clerk"', 'role="leader"').replace('hours="4"', 'hours="2"', 1)
    new = new.replace('name="appraise"', 'name="Thẩm định"').replace(
        '== "returned"', '!= "approved"'
    )
    with translation.override("en"):
        found = queries.process_compare(old, new)
        assert {(c.element, c.part) for c in found.changes} == {
            ("receive", "hours"), ("issue", "role"), ("appraise", "name"),
            ("f_ok_appraise", "condition"),
        }  # fmt: skip
        assert "“issue”: role was “Clerk”, now “Leader”." in {c.sentence for c in found.changes}
    assert (found.added, found.removed) == ((), ())
    assert set(found.changed) == {"receive", "issue", "appraise", "f_ok_appraise"}


def test_a_step_that_lacks_one_thing_has_not_lost_everything() -> None:
    with translation.override("en"):
        found = queries.process_compare(whole(), whole().replace('role="clerk"', 'role=""', 1))
    assert [(one.element, one.part) for one in found.changes] == [("issue", "incomplete")]
    assert found.changes[0].sentence.startswith("“issue” is not described whole yet")


def test_what_came_and_what_went_is_told_by_element() -> None:
    rows = [("< 5", '"a"'), (">= 5", '"b"')]
    first = drawing(
        [START, step("one"), table("rule", [("area", "number")], "way", rows), END],
        [("start", "one"), ("one", "rule"), ("rule", "end")],
    )
    second = drawing(
        [START, step("two"), table("rule", [("area", "number")], "way", rows[::-1]), END],
        [("start", "two"), ("two", "rule"), ("rule", "end")],
    )
    found = queries.process_compare(first, second)
    assert set(found.added) == {"two", "f_start_two", "f_two_rule"}
    assert set(found.removed) == {"one", "f_start_one", "f_one_rule"}
    assert [(c.element, c.part) for c in found.changes if c.what == "changed"] == [
        ("rule", "decision")
    ]
    assert all(change.sentence for change in found.changes)
    assert queries.process_compare(first, first).changes == ()


def test_a_text_that_is_no_drawing_is_not_given_out() -> None:
    for act in (queries.process_export, queries.process_clean):
        with pytest.raises(Invalid):
            act("<a/>")
