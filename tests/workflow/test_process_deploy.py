"""Deploying a process: what is accepted, and each refusal with its element and reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import translation
from tests.builders.workflow import AT, live_item, office_make, process_make, step_do

from motcua.kernel.errors import Invalid, NotFound
from motcua.workflow import queries, services
from motcua.workflow.rules.diagram import diagram_read, diagram_translated
from motcua.workflow.services.deploy import MESSAGES, SHIPPED
from motcua.workflow.types import Act

STANDARD = (SHIPPED / "standard.bpmn").read_text("utf-8")


def problems(text: str) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        services.process_deploy(key="standard", bpmn=text, at=AT)
    return {problem.field: problem.message for problem in caught.value.problems}


def changed(old: str, new: str) -> str:
    assert old in STANDARD
    return STANDARD.replace(old, new)


def test_the_shipped_processes_are_deployed_once(system_scope: None) -> None:
    first = services.processes_ship(at=AT)
    assert [d.key for d in first] == [
        "standard", "with_opinion", "provincial_step", "opinion_request", "return_to_counter",
        "return_to_specialist",
    ]  # fmt: skip
    assert services.processes_ship(at=AT) == first
    assert {d.version for d in queries.definitions_list()} == {1}


def test_a_definition_tells_its_steps_in_the_active_language(system_scope: None) -> None:
    services.processes_ship(at=AT)
    with translation.override("vi"):
        view = queries.definition_by_key("standard")
        assert view.name == "Quy trình giải quyết một đơn vị"
        assert [s.name for s in view.steps][:2] == ["Tiếp nhận hồ sơ", "Phân công thụ lý"]
    with translation.override("en"):
        steps = queries.definition_get(view.id).steps
    assert [s.act for s in steps] == [
        Act.RECEIVE, Act.ASSIGN, Act.APPRAISE, Act.APPROVE, Act.ISSUE, Act.RETURN,
    ]  # fmt: skip
    assert {o.code: o.name for o in steps[3].outcomes} == {
        "approved": "Approve",
        "returned": "Send back for appraisal",
    }


def test_the_drawing_speaks_the_active_language(system_scope: None) -> None:
    services.processes_ship(at=AT)
    definition_id = queries.definition_by_key("standard").id
    with translation.override("id"):
        text = queries.definition_diagram(definition_id)
    assert 'name="Menelaah berkas"' in text
    assert "BPMNShape" in text
    assert not diagram_read(text).problems
    assert 'name="Appraise"' in diagram_translated(STANDARD, "en")


def test_a_running_process_keeps_its_version(system_scope: None) -> None:
    office = office_make()
    first = process_make(office=office)
    renamed = changed('"Thẩm định hồ sơ"', '"Thẩm tra hồ sơ"').replace(
        'code="propose_refuse"', 'code="propose_reject"'
    )
    second = services.process_deploy(key="standard", bpmn=renamed, at=AT)
    assert second.version == 2
    later = process_make(office=office)
    assert first.definition_id != later.definition_id == second.id
    step_do(first.process_id)
    step_do(later.process_id)
    old, new = live_item(first.process_id), live_item(later.process_id)
    assert {o.code for o in old.outcomes} == {"propose_approve", "propose_refuse"}
    assert {o.code for o in new.outcomes} == {"propose_approve", "propose_reject"}
    with translation.override("vi"):
        assert queries.item_get(old.id).name == "Thẩm định hồ sơ"
        assert queries.item_get(new.id).name == "Thẩm tra hồ sơ"


@pytest.mark.parametrize(
    "sql", ["UPDATE workflow_definition SET bpmn = ''", "DELETE FROM workflow_definition"]
)
def test_the_database_refuses_to_change_a_deployed_text(system_scope: None, sql: str) -> None:
    services.processes_ship(at=AT)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_nothing_is_kept_of_a_wrong_process(system_scope: None) -> None:
    problems(changed('hours="20"', 'hours="0"'))
    assert queries.definitions_list() == []
    with pytest.raises(NotFound):
        queries.definition_by_key("standard")


@pytest.mark.parametrize(
    ("old", "new", "element", "words"),
    [
        ('hours="20"', 'hours="0"', "appraise", "hours"),
        ('hours="20"', 'hours="NaN"', "appraise", "hours"),
        ('act="appraise"', "", "appraise", "act"),
        ('act="appraise"', 'act="guess"', "appraise", "guess"),
        ('role="specialist"', 'role="king"', "appraise", "king"),
        ('role="specialist"', "", "appraise", "role"),
        ('hours="20"', 'hours="20" unit=""', "", "XML"),
        ('unit="handling" hours="20"', 'hours="20"', "appraise", "unit"),
        ("bpmn:exclusiveGateway", "bpmn:inclusiveGateway", "decided", "inclusiveGateway"),
        ("bpmn:userTask", "bpmn:scriptTask", "appraise", "scriptTask"),
        ('id="decided" name="Kết quả phê duyệt?" default="f_approved"', 'id="decided"', "decided", "default"),
        ('outcome == "returned"', '__import__("os")', "f_returned", "not allowed"),
        ('outcome == "returned"', 'outcome == "rejected"', "f_returned", "rejected"),
        ('outcome == "returned"', 'x.outcome == "returned"', "f_returned", "x"),
        ('outcome == "returned"', " ", "f_returned", "empty"),
        ('targetRef="return"', 'targetRef="nowhere"', "f_issue", "join"),
        ('targetRef="return"', 'targetRef="approve"', "return", "No way leads here"),
        ('en="Appraise" ', "", "appraise", "English"),
        ('code="propose_refuse"', 'code="Refuse!"', "appraise", "Refuse!"),
        ("<bpmn:incoming>f_assign</bpmn:incoming>", "<bpmn:standardLoopCharacteristics/>", "appraise", "standardLoop"),
        ('bpmnElement="approve"', 'bpmnElement="other"', "approve", "drawing"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE x>", "bpmn", "document type"),
    ],
)  # fmt: skip
def test_each_wrong_element_is_named_with_its_reason(
    system_scope: None, old: str, new: str, element: str, words: str
) -> None:
    found = problems(changed(old, new))
    assert words in found[element or "bpmn"], found


@pytest.mark.parametrize(
    "text", ["", "no xml", "<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "x" * 600_000]
)
def test_a_file_that_is_no_process_is_refused_in_plain_words(system_scope: None, text: str) -> None:
    assert problems(text)["bpmn"]


def test_a_join_that_never_fills_is_found(system_scope: None) -> None:
    text = (SHIPPED / "with_opinion.bpmn").read_text("utf-8")
    wrong = text.replace(
        'sourceRef="decided" targetRef="revise"', 'sourceRef="decided" targetRef="appraise"'
    )
    assert wrong != text
    with pytest.raises(Invalid) as caught:
        services.process_deploy(key="x", bpmn=wrong, at=AT)
    assert "join" in {p.field for p in caught.value.problems}


def test_a_split_that_is_joined_by_an_exclusive_gateway_is_found(system_scope: None) -> None:
    text = (SHIPPED / "with_opinion.bpmn").read_text("utf-8")
    wrong = text.replace('<bpmn:parallelGateway id="join">', '<bpmn:exclusiveGateway id="join">')
    wrong = wrong.replace(
        "<bpmn:outgoing>f_join</bpmn:outgoing>\n    </bpmn:parallelGateway>",
        "<bpmn:outgoing>f_join</bpmn:outgoing>\n    </bpmn:exclusiveGateway>",
    )
    with pytest.raises(Invalid) as caught:
        services.process_deploy(key="x", bpmn=wrong, at=AT)
    assert "twice" in caught.value.message


def test_every_problem_has_words() -> None:
    folder = Path(SHIPPED).parent / "rules"
    codes = set()
    for name in ("diagram.py", "soundness.py"):
        source = (folder / name).read_text("utf-8")
        codes |= set(re.findall(r'Problem\([^()]*?(?:\([^()]*\))?[^()]*?, f?"([a-z_]+)"', source))
        codes |= set(re.findall(r'ValueError\("([a-z_]+)"\)', source))
    assert codes - {"_missing"} <= set(MESSAGES)
    assert len(codes) > 25
