"""Service tasks: done by the software, tried again, given to a person; checked like all else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.builders.drawn import END, START, drawing, element, service, step
from tests.builders.workflow import AT, Office, live_item, office_make, step_do

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.workflow import queries, services
from motcua.workflow.drawn import Severity
from motcua.workflow.models import Call, HandOver, Process, WorkItem
from motcua.workflow.rules.files import drawing_export, drawing_import
from motcua.workflow.services import calls
from motcua.workflow.services.calls import (
    PAUSES,
    ServiceAnswer,
    ServiceCall,
    ServiceUnavailableError,
)
from motcua.workflow.types import Act, CallState, Started

pytestmark = pytest.mark.usefixtures("system_scope")


def text(**over: Any) -> str:
    """Return a process that looks whether the fee is paid, and goes two ways."""
    return drawing(
        [START, step("ask"), service("look", **over), step("chase"), step("after"),
         element("exclusiveGateway", "paid", default="f_paid_chase"),
         element("exclusiveGateway", "on"), END],
        [("start", "ask"), ("ask", "look"), ("look", "paid"), ("paid", "chase"),
         ("paid", "on", "data.fee_paid == True"), ("chase", "on"), ("on", "after"),
         ("after", "end")],
    )  # fmt: skip


class Handler:
    """Does what a test says, and counts."""

    def __init__(self) -> None:
        self.asked: list[ServiceCall] = []
        self.answer: ServiceAnswer | Exception = ServiceAnswer({"fee_paid": True})

    def __call__(self, call: ServiceCall) -> ServiceAnswer:
        self.asked.append(call)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Iterator[Handler]:
    made = Handler()
    monkeypatch.setitem(calls._handlers, "fee_check", made)
    yield made


def run(office: Office | None = None, bpmn: str = "") -> Started:
    office = office or office_make()
    services.process_deploy(key="drawn", bpmn=bpmn or text(), at=AT)
    started = services.process_start(
        key="drawn", subject="dossier:1", units=office.units, at=AT, account_id=None
    )
    step_do(started.process_id, "ask")
    return started


def calls_run(*, at: datetime) -> int:
    """Look for services at an instant."""
    with clock.clock_set(at):
        return calls.calls_run()


def elements(process_id: int) -> list[str]:
    return sorted(item.element for item in queries.live_items_of(process_id))


@pytest.mark.parametrize(("paid", "opened"), [(True, ["after"]), (False, ["chase"])])
def test_the_software_does_its_step_and_its_answer_decides_the_way(
    handler: Handler, paid: bool, opened: list[str]
) -> None:
    handler.answer = ServiceAnswer({"fee_paid": paid}, {"by": "x"})
    started = run()
    assert elements(started.process_id) == []  # nobody has work meanwhile
    assert calls_run(at=AT) == 1
    assert elements(started.process_id) == opened
    call = Call.objects.get()
    assert (call.state, call.told) == (CallState.DONE, {"fee_paid": paid, "by": "x"})
    assert (calls_run(at=AT + timedelta(days=1)), len(handler.asked)) == (0, 1)
    assert handler.asked[0].subject == "dossier:1"
    if opened == ["chase"]:
        step_do(started.process_id)
    assert step_do(started.process_id).finished


def test_what_fails_is_tried_again_and_then_a_person_has_it_with_the_reason(
    handler: Handler,
) -> None:
    handler.answer = ServiceUnavailableError()
    office = office_make()
    started = run(office)
    at = AT
    for pause in PAUSES:
        assert calls_run(at=at) == 0
        assert calls_run(at=at + pause - timedelta(seconds=1)) == 0
        at += pause
    assert len(handler.asked) == len(PAUSES)
    assert calls_run(at=at) == 1
    item = live_item(started.process_id, "look")
    assert (item.act, item.role, item.unit_id) == (
        Act.REPAIR, "counter_officer", office.units["receiving"],
    )  # fmt: skip
    assert HandOver.objects.get(item_id=item.id).note == Call.objects.get().reason != ""
    assert [(f.name, f.required) for f in item.fields] == [("fee_paid", False)]
    assert [o.code for o in item.outcomes] == ["done", "not_done"]
    assert calls_run(at=at + timedelta(days=9)) == 0
    step_do(started.process_id, "look", data={"fee_paid": "true"})
    assert elements(started.process_id) == ["after"]


def test_what_is_refused_goes_to_a_person_at_once(handler: Handler) -> None:
    handler.answer = Refused("no_number", "Không có số định danh.")
    started = run()
    assert calls_run(at=AT) == 1
    assert live_item(started.process_id, "look").act is Act.REPAIR
    assert Call.objects.get().reason == "Không có số định danh."
    step_do(started.process_id, "look", outcome="not_done")
    assert elements(started.process_id) == ["chase"]


def test_an_action_that_nobody_does_here_goes_to_a_person(
    handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(calls._handlers, "fee_check")
    started = run()
    assert (calls_run(at=AT), elements(started.process_id)) == (1, ["look"])


def test_a_mistake_in_a_handler_is_tried_again(handler: Handler) -> None:
    handler.answer = ServiceAnswer({"unknown": 1})
    started = run()
    assert calls_run(at=AT) == 0
    handler.answer = ServiceAnswer({"fee_paid": True})
    assert calls_run(at=AT + timedelta(hours=1)) == 1
    assert elements(started.process_id) == ["after"]


def test_a_stopped_clock_calls_nothing_and_an_end_takes_the_call_back(handler: Handler) -> None:
    started = run()
    services.process_suspend(process_id=started.process_id, at=AT)
    assert (calls_run(at=AT), handler.asked) == (0, [])
    services.process_resume(process_id=started.process_id, at=AT)
    services.process_cancel(process_id=started.process_id, reason="x", at=AT)
    assert calls_run(at=AT) == 0
    assert Call.objects.get().state == CallState.CANCELLED


def test_a_process_that_stops_while_it_is_asked_is_not_moved(
    handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = run()

    def stops(call: ServiceCall) -> ServiceAnswer:
        services.process_suspend(process_id=started.process_id, at=AT)
        return handler(call)

    monkeypatch.setitem(calls._handlers, "fee_check", stops)
    assert calls_run(at=AT) == 0
    assert Process.objects.get().context["outcomes"].get("look") is None
    monkeypatch.setitem(calls._handlers, "fee_check", handler)
    services.process_resume(process_id=started.process_id, at=AT)
    assert calls_run(at=AT + timedelta(hours=1)) == 1  # asked again under the same number
    assert len({call.id for call in handler.asked}) == 1


def test_one_that_fails_for_ever_stands_before_nobody(
    handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "MOST", 2)
    office = office_make()
    services.process_deploy(key="drawn", bpmn=text(), at=AT)
    made = [
        services.process_start(key="drawn", subject=f"dossier:{n}", units=office.units, at=AT)
        for n in range(1, 6)
    ]
    for one in made:
        step_do(one.process_id, "ask")

    def last_only(call: ServiceCall) -> ServiceAnswer:
        if call.subject != "dossier:5":
            raise ServiceUnavailableError
        return ServiceAnswer({"fee_paid": True})

    monkeypatch.setitem(calls._handlers, "fee_check", last_only)
    assert [calls_run(at=AT + timedelta(seconds=n)) for n in range(3)] == [0, 0, 1]


def test_a_slow_service_spoils_neither_the_lease_nor_the_pause_of_another(
    handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_make()
    services.process_deploy(key="drawn", bpmn=text(), at=AT)
    for number in (1, 2):
        one = services.process_start(
            key="drawn", subject=f"dossier:{number}", units=office.units, at=AT
        )
        step_do(one.process_id, "ask")
    now = [AT]
    monkeypatch.setattr(calls, "LONGEST", timedelta(hours=9))
    monkeypatch.setattr(clock, "now", lambda: now[0])

    def slow(call: ServiceCall) -> ServiceAnswer:
        now[0] += timedelta(minutes=4)
        lease = Call.objects.get(pk=call.id).next_at
        assert lease >= call.at + calls.LEASE  # reckoned from its own beginning
        if call.subject == "dossier:2":
            raise ServiceUnavailableError
        return ServiceAnswer({"fee_paid": True})

    monkeypatch.setitem(calls._handlers, "fee_check", slow)
    assert calls.calls_run() == 1
    assert WorkItem.objects.get(element="after").opened_at == AT + timedelta(minutes=4)
    second = Call.objects.get(state=CallState.WAITING)
    assert (second.attempts, second.next_at) == (1, AT + timedelta(minutes=8) + PAUSES[0])


def test_a_look_ends_after_a_while(handler: Handler, monkeypatch: pytest.MonkeyPatch) -> None:
    office = office_make()
    services.process_deploy(key="drawn", bpmn=text(), at=AT)
    for number in (1, 2):
        one = services.process_start(
            key="drawn", subject=f"dossier:{number}", units=office.units, at=AT
        )
        step_do(one.process_id, "ask")
    now = [AT]
    monkeypatch.setattr(clock, "now", lambda: now[0])

    def slow(call: ServiceCall) -> ServiceAnswer:
        now[0] += calls.LONGEST
        return handler(call)

    monkeypatch.setitem(calls._handlers, "fee_check", slow)
    assert [calls.calls_run(), len(handler.asked)] == [1, 1]
    assert [calls.calls_run(), len(handler.asked)] == [1, 2]


def chosen() -> str:
    """Return a process in which the software acts between assignment and appraisal."""
    return drawing(
        [START, step("assign", "assign"), service("look"), step("visit", "opinion", unit="opinion"),
         step("appraise"), step("approve", "approve"), END],
        [("start", "assign"), ("assign", "look"), ("look", "visit"), ("visit", "appraise"),
         ("appraise", "approve"), ("approve", "end")],
    )  # fmt: skip


@pytest.mark.parametrize("fails", [False, True])
def test_whom_the_leader_has_chosen_gets_the_work_behind_a_service(
    handler: Handler, fails: bool
) -> None:
    office = office_make()
    leader, person = office.people["handling"], office.people["province"]
    services.process_deploy(key="drawn", bpmn=chosen(), at=AT)
    process_id = services.process_start(
        key="drawn", subject="dossier:1", units=office.units, at=AT
    ).process_id
    step_do(process_id, "assign", account_id=leader, assign_to=person)
    if fails:
        handler.answer = Refused("no", "Không.")
    assert calls_run(at=AT) == 1
    if fails:
        assert live_item(process_id, "look").claimed_by_id is None
        step_do(process_id, "look", account_id=office.people["receiving"])
    assert live_item(process_id, "visit").claimed_by_id is None  # another unit's
    step_do(process_id, "visit", account_id=office.people["opinion"])
    assert live_item(process_id, "appraise").claimed_by_id == person
    assert "meant" not in Process.objects.get(pk=process_id).context
    step_do(process_id, "appraise")
    assert live_item(process_id, "approve").claimed_by_id is None


def test_a_dossier_opened_again_goes_to_its_official_behind_a_service(handler: Handler) -> None:
    office = office_make()
    services.process_deploy(key="drawn", bpmn=chosen(), at=AT)
    started = services.process_start(
        key="drawn",
        subject="dossier:1",
        units=office.units,
        at=AT,
        done=("assign",),
        account_id=office.people["handling"],
        assign_to=office.people["province"],
    )
    assert calls_run(at=AT) == 1
    step_do(started.process_id, "visit", account_id=office.people["opinion"])
    item = live_item(started.process_id, "appraise")
    assert item.claimed_by_id == office.people["province"]


def findings(bpmn: str) -> set[tuple[str, str]]:
    return {
        (f.element, f.code) for f in queries.process_check(bpmn) if f.severity is Severity.ERROR
    }


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"action": ""}, "service_missing"),
        ({"action": "delete_all"}, "service_unknown"),
        ({"action": "message"}, "service_text"),
        ({"action": "message", "text": "spam"}, "service_text"),
        ({"text": "step_visit"}, "service_text"),
        ({"role": ""}, "service_person"),
        ({"hours": "0"}, "service_person"),
        ({"role": "controller"}, "role_act"),
        ({"unit": "nowhere"}, "unit_unknown"),
        ({"more": '<motcua:outcome code="x" vi="x" en="x" id="x"/>'}, "unsupported"),
    ],
)
def test_what_is_wrong_is_said_at_the_element(over: dict[str, str], code: str) -> None:
    assert ("look", code) in findings(text(**over))


def test_the_software_does_no_act_of_a_person_and_no_person_its_act() -> None:
    wrong = text().replace('<motcua:step role="counter', '<motcua:step act="approve" role="counter')
    assert ("look", "service_act") in findings(wrong)
    assert ("ask", "act_unknown") in findings(text().replace('act="appraise"', 'act="repair"', 1))


def test_services_alone_may_not_turn_in_a_circle() -> None:
    circle = drawing(
        [START, step("ask"), service("look"),
         element("exclusiveGateway", "paid", default="f_paid_in"),
         element("exclusiveGateway", "in"), END],
        [("start", "ask"), ("ask", "in"), ("in", "look"), ("look", "paid"), ("paid", "in"),
         ("paid", "end", "data.fee_paid == True")],
    )  # fmt: skip
    assert {code for _element, code in findings(circle)} >= {"spins"}


def test_a_file_keeps_its_services_and_refuses_those_of_others() -> None:
    kept = drawing_import(drawing_export(text(action="message", text="step_visit")), key="drawn")
    assert findings(kept) == findings(text(action="message", text="step_visit"))
    node = next(one for one in queries.process_data(kept) if one.source == "look")
    assert (node.name, node.kind) == ("applicant_told", "boolean")
    camunda = text().replace(
        "<bpmn:serviceTask ", '<bpmn:serviceTask xmlns:camunda="c" camunda:class="x.Y" '
    )
    assert ("look", "extension_foreign") in findings(camunda)


def test_a_trial_run_plays_both_ends_of_a_service() -> None:
    unit = office_make().units["handling"]
    bpmn = text()
    view = queries.trial_begin(bpmn, unit_id=unit, at=AT)
    view = queries.trial_go_on(bpmn, view.state, element="ask", outcome="done")
    [open_] = view.open
    assert (open_.kind, open_.element, bool(open_.service)) == ("serviceTask", "look", True)
    view = queries.trial_go_on(
        bpmn, view.state, element="look", outcome="done", data={"fee_paid": True}
    )
    assert [one.element for one in view.open] == ["after"]
    cover = queries.trial_coverage(bpmn)
    assert {"chase", "after"} <= cover.reached


def test_differences_name_what_the_software_does() -> None:
    changes = queries.process_compare(text(), text(action="fee_order")).changes
    assert {one.part for one in changes if one.element == "look"} >= {"service"}
