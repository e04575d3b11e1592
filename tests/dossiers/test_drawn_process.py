"""A dossier on a process that the province drew: from the day on, answers decide, others stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import (
    MORNING,
    Commune,
    commune_at_work,
    dossier_accepted,
    draft_add,
    item_of,
    work_do,
)
from tests.builders.drawn import END, START, drawing, element, step, table
from tests.builders.identity import actor_make
from tests.builders.organisations import province_make

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.timed import TOPIC, timer_record
from motcua.dossiers.types import Status
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Invalid
from motcua.kernel.models import OutboxMessage
from motcua.kernel.outbox import Message, outbox_deliver
from motcua.workflow import queries, services
from motcua.workflow.drawn import Application
from motcua.workflow.services.timers import timers_fire
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
AREA = '<motcua:field name="area" kind="number" vi="Diện tích" en="Area" id="Luas"/>'


def drawn() -> str:
    """Return a process in which large areas are endorsed before they are approved."""
    large = table(
        "large", [("area", "number")], "way", [("< 500", '"short"'), (">= 500", '"long"')]
    )
    return drawing(
        [
            START, step("receive", "receive", unit="receiving", hours="1"),
            step("assign", "assign", hours="1"), step("appraise", fields=AREA), large,
            element("exclusiveGateway", "fork", default="f_fork_join"),
            step("look", "endorse", hours="1"), element("exclusiveGateway", "join"),
            step("approve", "approve", outcomes=("approved", "returned")),
            element("exclusiveGateway", "ok", default="f_ok_issue"),
            step("issue", "issue", hours="1"),
            step("return", "return", unit="receiving", hours="1"), END,
        ],
        [
            ("start", "receive"), ("receive", "assign"), ("assign", "appraise"),
            ("appraise", "large"), ("large", "fork"), ("fork", "join"),
            ("fork", "look", 'data.way == "long" and data.channel == "counter"'), ("look", "join"),
            ("join", "approve"), ("approve", "ok"), ("ok", "issue"),
            ("ok", "appraise", 'outcome == "returned"'), ("issue", "return"), ("return", "end"),
        ],
        key="large_areas",
    )  # fmt: skip


def province_draws(commune: Commune, text: str = "") -> None:
    """Draw, submit and approve it for the commune's procedure, from today."""
    province = province_make()
    drawer = actor_make(role=Role.CONTROLLER, unit=province)
    leader = actor_make(role=Role.LEADER, unit=province)
    draft = services.process_draft_start(
        actor=drawer,
        unit_id=province.id,
        key="large_areas",
        name="Diện tích lớn",
        bpmn=text or drawn(),
        procedures=(commune.offering.version.code,),
    )
    assert draft.findings == (), [f.message for f in draft.findings]
    draft = services.process_draft_submit(
        actor=drawer, draft_id=draft.id, expected_version=draft.version,
        application=Application((commune.offering.version.code,), (province.id,), clock.today()),
    )  # fmt: skip
    services.process_draft_approve(actor=leader, draft_id=draft.id, expected_version=draft.version)


TIMED = (
    '<bpmn:boundaryEvent id="late" attachedToRef="look" cancelActivity="true">'
    '<bpmn:extensionElements><motcua:timer hours="2" unit="handling"/></bpmn:extensionElements>'
    "<bpmn:timerEventDefinition/></bpmn:boundaryEvent>"
    '<bpmn:sequenceFlow id="f_late_join" sourceRef="late" targetRef="join"/></bpmn:process>'
)


def timed() -> str:
    """Return the same, where nobody waits longer than two working hours for the endorsement."""
    shape = '<bpmndi:BPMNShape id="late_di" bpmnElement="late"/></bpmndi:BPMNPlane>'
    return drawn().replace("</bpmn:process>", TIMED).replace("</bpmndi:BPMNPlane>", shape)


def test_a_step_whose_time_is_over_stands_in_the_chain_once() -> None:
    with clock.clock_set(MORNING):
        commune = commune_at_work()
        province_draws(commune, timed())
        code = dossier_accepted(commune)
        work_do(code, Act.ASSIGN, commune.leader, "done")
        work_do(code, Act.APPRAISE, commune.specialist, "done", data={"area": "620"})
        assert steps_of(code) == {"endorse": "look"}
    with clock.clock_set(MORNING + timedelta(hours=6)):
        assert timers_fire(at=clock.now()) == 1
        assert steps_of(code) == {"approve": "approve"}
        while outbox_deliver():
            pass
        last = dossier_get(code).timeline[-1]
        assert (last.type, last.data["outcome"], last.account_id) == (
            "step_completed", "timer", None,
        )  # fmt: skip
        assert "look" in last.data["reason"]
        message = OutboxMessage.objects.get(topic=TOPIC)
        before = dossier_get(code).version
        timer_record(Message(message.pk, TOPIC, message.subject, message.data))
        assert dossier_get(code).version == before


def steps_of(code: str) -> dict[str, str]:
    """Return act and element of what is to be done."""
    process = queries.process_for(f"dossier:{dossier_get(code).id}")
    assert process is not None
    return {i.act.value: i.element for i in queries.live_items_of(process.id)}


def test_new_dossiers_walk_the_drawn_way_and_running_ones_stay() -> None:
    with clock.clock_set(MORNING):
        commune = commune_at_work()
        before = dossier_accepted(commune)
        province_draws(commune)
        code = dossier_accepted(commune)
    with clock.clock_set(MORNING + timedelta(hours=1)):
        for one in (before, code):
            work_do(one, Act.ASSIGN, commune.leader, "assigned" if one == before else "done")
        draft_add(commune, code)
        with pytest.raises(Invalid) as caught:
            work_do(code, Act.APPRAISE, commune.specialist, "done")
        assert [p.field for p in caught.value.problems] == ["data_area"]
        work_do(code, Act.APPRAISE, commune.specialist, "done", data={"area": "620"})
        assert steps_of(code) == {"endorse": "look"}
        with pytest.raises(Invalid):
            work_do(code, Act.ENDORSE, commune.leader, "done", data={"way": "short"})
        assert steps_of(before) == {"appraise": "appraise"}
        assert {o.code for o in item_of(before, Act.APPRAISE).outcomes} == {
            "propose_approve", "propose_refuse",
        }  # fmt: skip
        work_do(code, Act.ENDORSE, commune.leader, "done")
        work_do(code, Act.APPROVE, commune.leader, "approved")
        work_do(code, Act.ISSUE, commune.clerk, "done", number="12/QĐ-UBND")
        assert dossier_get(code).status is Status.DONE
        assert steps_of(code) == {"return": "return"}
