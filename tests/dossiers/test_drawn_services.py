"""Services of drawn processes at real dossiers: message, fee, population database, a person."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from tests.builders.dossiers import (
    MORNING,
    Commune,
    commune_at_work,
    dossier_accepted,
    item_of,
    work_do,
)
from tests.builders.drawn import service, whole
from tests.dossiers.test_drawn_process import province_draws

from motcua.dossiers import services as dossier_services
from motcua.dossiers.models import Dossier, Fee
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.services.timed import SERVED, service_record
from motcua.dossiers.types import PartyInput, Status
from motcua.filing import sources
from motcua.filing.sources import SourceRecord, SourceUnavailable
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.audit import readings_of
from motcua.kernel.errors import Forbidden, Invalid
from motcua.kernel.models import OutboxMessage
from motcua.kernel.outbox import Message, outbox_deliver
from motcua.notices import channels, models
from motcua.notices.types import Channel as NoticeChannel
from motcua.payments.models import FeeOrder
from motcua.workflow.models import Call
from motcua.workflow.services.calls import PAUSES, calls_run
from motcua.workflow.types import Act, CallState

pytestmark = pytest.mark.usefixtures("system_scope")
NUMBER = "019090000001"


def drawn(*services: str) -> str:
    """Return the usual process with services after the appraisal."""
    text = whole(key="large_areas", hours="3")
    names = [one.split('id="', 1)[1].split('"', 1)[0] for one in services]
    chain = ["appraise", *names, "approve"]
    flows = "".join(
        f'<bpmn:sequenceFlow id="g_{a}" sourceRef="{a}" targetRef="{b}"/>'
        for a, b in pairwise(chain)
    )
    old = '<bpmn:sequenceFlow id="f_appraise_approve" sourceRef="appraise" targetRef="approve"></bpmn:sequenceFlow>'
    assert old in text
    shapes = "".join(f'<bpmndi:BPMNShape id="{one}_di" bpmnElement="{one}"/>' for one in names)
    text = text.replace(old, "".join(services) + flows)
    return text.replace("</bpmndi:BPMNPlane>", f"{shapes}</bpmndi:BPMNPlane>")


def appraised(commune: Commune, *services: str, **over: Any) -> str:
    """Bring a dossier to the first service."""
    province_draws(commune, drawn(*services))
    code = dossier_accepted(commune, **over)
    work_do(code, Act.ASSIGN, commune.leader, "done")
    work_do(code, Act.APPRAISE, commune.specialist, "done")
    return code


def told(code: str) -> dict[str, Any]:
    """Deliver what was written down; return the data of the last event."""
    while outbox_deliver():
        pass
    return dict(dossier_get(code).timeline[-1].data)


def acts(code: str) -> set[str]:
    return {item.act.value for item in dossier_get(code).items if item.state.is_live}


class Source:
    """A population database that says what a test wants."""

    key, label = "population", "Cơ sở dữ liệu"

    def __init__(self, answer: Any) -> None:
        self.answer, self.asked = answer, []

    def ask(self, request: Any) -> Any:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Any:
    def make(answer: Any) -> Source:
        made = Source(answer)
        monkeypatch.setitem(sources._sources, "population", made)
        return made

    return make


@pytest.mark.parametrize(
    ("fields", "said", "differs"),
    [
        ({"name": "NGUYEN VAN MAU", "birth_date": "1990-02-03"}, "same", []),
        ({"name": "Trần Thị Khác"}, "differs", ["name"]),
        (None, "unknown", []),
    ],
)
def test_the_population_database_is_asked_and_its_answer_is_evidence(
    source: Any, fields: Any, said: str, differs: list[str]
) -> None:
    asked = source(None if fields is None else SourceRecord("REG-1", fields))
    with clock.clock_set(MORNING):
        person = PartyInput(
            name="Nguyễn Văn Mẫu", id_number=NUMBER, birth_date=date(1990, 2, 3), phone="0912345678"
        )
        code = appraised(commune_at_work(), service("look", "population"), parties=(person,))
        assert acts(code) == set()
        assert calls_run() == 1
        assert acts(code) == {"approve"}
        data = told(code)
    assert asked.asked[0].id_number == NUMBER
    assert asked.asked[0].consent == f"dossier:{code}"
    assert (data["service"], data["outcome"]) == ("population", "served")
    assert data["told"]["population"] == said
    assert data["told"]["differs"] == differs
    assert NUMBER not in str(data)
    assert "Khác" not in str(data)  # what it says of a person is not kept
    assert next(one.purpose for one in readings_of(NUMBER)).startswith("population database, step")


def test_a_database_that_is_down_is_asked_again_and_then_a_person_has_it(source: Any) -> None:
    asked = source(SourceUnavailable())
    with clock.clock_set(MORNING):
        commune = commune_at_work()
        code = appraised(commune, service("look", "population", role="specialist", unit="handling"))
        at = clock.now()
        for pause in PAUSES:
            with clock.clock_set(at):
                assert calls_run() == 0
            at += pause
    with clock.clock_set(at):
        assert calls_run() == 1
        assert len(asked.asked) == len(PAUSES) + 1
        data = told(code)
        assert data["outcome"] == "by_person"
        assert data["reason"] == Call.objects.get().reason
        assert item_of(code, Act.REPAIR).name == "look"
        work_do(code, Act.REPAIR, commune.specialist, "done", data={"population": "same"})
        assert acts(code) == {"approve"}
        message = OutboxMessage.objects.get(topic=SERVED)
        before = dossier_get(code).version
        service_record(Message(message.pk, SERVED, message.subject, message.data))
        assert dossier_get(code).version == before  # told once


def test_without_a_number_or_a_source_a_person_has_it_at_once(source: Any) -> None:
    asked = source(None)
    with clock.clock_set(MORNING):
        nameless = PartyInput(name="Nguyễn Văn Mẫu", phone="0912345678")
        code = appraised(commune_at_work(), service("look", "population"), parties=(nameless,))
        assert calls_run() == 1
        assert acts(code) == {"repair"}
        assert "định danh" in Call.objects.get().reason or Call.objects.get().reason
    assert asked.asked == []


def test_the_applicant_is_told_once_and_who_asked_for_nothing_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channels, "_adapters", dict.fromkeys(NoticeChannel, object()))
    with clock.clock_set(MORNING):
        commune = commune_at_work()
        tell = service("tell", "message", text="step_visit")
        code = appraised(commune, tell, content={"notify": ["sms"]})
        silent = dossier_accepted(commune)
        work_do(silent, Act.ASSIGN, commune.leader, "done")
        work_do(silent, Act.APPRAISE, commune.specialist, "done")
        assert calls_run() == 2
    [notice] = models.Notice.objects.filter(template="step_visit")
    assert notice.values["code"] == code
    assert "Mẫu" not in str(notice.values)
    said = {one.process.subject: one.told["applicant_told"] for one in Call.objects.all()}
    numbers = {one: f"dossier:{Dossier.objects.get(code=one).pk}" for one in (code, silent)}
    assert said == {numbers[code]: True, numbers[silent]: False}


def test_the_fee_is_looked_at_and_asked_for_only_where_somebody_can_pay() -> None:
    with clock.clock_set(MORNING):
        commune = commune_at_work()
        code = appraised(commune, service("paid"), service("bill", "fee_order"))
        dossier = Dossier.objects.get(code=code)
        Fee.objects.filter(dossier=dossier).delete()
        assert calls_run() == 2  # nothing owed: both done
        assert acts(code) == {"approve"}
        second = dossier_accepted(commune)
        owes = Dossier.objects.get(code=second)
        Fee.objects.create(dossier=owes, name="Lệ phí", amount_vnd=8000, quantity=1)
        work_do(second, Act.ASSIGN, commune.leader, "done")
        work_do(second, Act.APPRAISE, commune.specialist, "done")
        assert calls_run() == 2
        assert acts(second) == {"repair"}  # nobody with an account: the counter collects
        assert not FeeOrder.objects.exists()
        data = [one.told for one in Call.objects.filter(process__subject=f"dossier:{owes.pk}")]
        assert {"fee_paid": False} in data
        assert Call.objects.filter(state=CallState.PERSON).count() == 1
        told(second)
        work_do(second, Act.REPAIR, commune.counter, "not_done")
        assert acts(second) == {"approve"}


def test_what_the_software_could_not_do_is_work_of_the_role_that_is_drawn(source: Any) -> None:
    source(None)
    with clock.clock_set(MORNING):
        commune = commune_at_work()
        nameless = PartyInput(name="Nguyễn Văn Mẫu", phone="0912345678")
        code = appraised(commune, service("look", "population"), parties=(nameless,))
        assert calls_run() == 1
        item = item_of(code, Act.REPAIR)
        assert item.role == Role.COUNTER
        dossier = dossier_get(code)

        def offered(actor: Any) -> set[str]:
            return {
                one.name
                for one in actions_allowed(actor, dossier)
                if one.item is not None and one.item.id == item.id
            }

        # The leader, who approves afterwards, may give it to somebody and not answer it.
        assert offered(commune.leader) == {"assign_item"}
        assert "complete" in offered(commune.counter)
        for actor in (commune.leader, commune.clerk, commune.specialist):
            with pytest.raises(Forbidden):
                work_do(code, Act.REPAIR, actor, "done", data={"population": "same"})
            with pytest.raises(Forbidden):
                dossier_services.work_claim(
                    actor=actor, item_id=item.id, expected_version=item.version
                )
        with pytest.raises(Invalid):
            dossier_services.work_assign(
                actor=commune.leader,
                item_id=item.id,
                assignee_id=commune.leader.account_id,
                expected_version=item.version,
            )
        work_do(code, Act.REPAIR, commune.counter, "done", data={"population": "same"})
        assert acts(code) == {"approve"}


def test_a_service_that_was_done_is_told_although_the_dossier_was_paused_meanwhile(
    source: Any,
) -> None:
    source(SourceRecord("REG-1", {"name": "NGUYEN VAN MAU"}))
    with clock.clock_set(MORNING):
        code = appraised(commune_at_work(), service("look", "population"))
        assert calls_run() == 1
        Dossier.objects.filter(code=code).update(status=Status.SUPPLEMENT)
        told(code)
        assert not OutboxMessage.objects.get(topic=SERVED).done_at
        Dossier.objects.filter(code=code).update(status=Status.PROCESSING)
    with clock.clock_set(MORNING + timedelta(days=1)):
        assert told(code)["service"] == "population"
        assert OutboxMessage.objects.get(topic=SERVED).done_at
