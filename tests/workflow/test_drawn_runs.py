"""Drawn elements in running processes: timers, requests, calls, questions, and which version."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.builders.deadlines import at
from tests.builders.drawn import END, START, drawing, element, step, table
from tests.builders.workflow import AT, Office, live_item, office_make, step_do

from motcua.kernel import clock
from motcua.kernel.errors import Invalid, Refused, Stale
from motcua.workflow import queries, services
from motcua.workflow.models import Timer, WorkItem
from motcua.workflow.services import timers as timers_module
from motcua.workflow.services.timers import timers_fire
from motcua.workflow.types import ElementState, ItemState, ProcessStatus, Started, TimerState

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
HOURS = '<motcua:timer hours="8" unit="handling"/>'
TIMED = "<bpmn:timerEventDefinition/>"


def run(office: Office, text: str, **over: Any) -> Started:
    services.process_deploy(key="drawn", bpmn=text, at=AT)
    fields: dict[str, Any] = {
        "key": "drawn", "subject": "dossier:1", "units": office.units, "at": AT,
        "account_id": office.people["handling"], **over,
    }  # fmt: skip
    return services.process_start(**fields)


def elements(process_id: int) -> list[str]:
    return sorted(item.element for item in queries.live_items_of(process_id))


def test_a_run_waits_until_the_time_is_over() -> None:
    wait = element("intermediateCatchEvent", "wait", inside=DAY)
    text = drawing(
        [START, step("ask"), wait, step("after"), END],
        [("start", "ask"), ("ask", "wait"), ("wait", "after"), ("after", "end")],
    )
    started = run(office_make(), text)
    done = step_do(started.process_id)
    assert (done.opened, done.finished) == ((), False)
    assert timers_fire(at=AT + timedelta(hours=23)) == 0
    assert timers_fire(at=AT + timedelta(hours=24)) == 1
    assert timers_fire(at=AT + timedelta(days=9)) == 0
    assert elements(started.process_id) == ["after"]
    assert step_do(started.process_id).finished


def edge_text() -> str:
    edge = element(
        "boundaryEvent", "late", inside=TIMED, extensions=HOURS, attachedToRef="ask",
        cancelActivity="true",
    )  # fmt: skip
    return drawing(
        [START, step("ask"), edge, step("chase"), element("exclusiveGateway", "on"), END],
        [("start", "ask"), ("ask", "on"), ("late", "chase"), ("chase", "on"), ("on", "end")],
    )


def test_a_time_at_the_edge_ends_the_step_and_goes_its_own_way() -> None:
    started = run(office_make(), edge_text())
    item = live_item(started.process_id)
    timer = Timer.objects.get()
    assert (timer.item_id, timer.fires_at) == (item.id, at("2026-08-25T08:00"))
    assert timers_fire(at=timer.fires_at) == 1
    assert elements(started.process_id) == ["chase"]
    assert WorkItem.objects.get(pk=item.id).state == ItemState.CANCELLED
    with pytest.raises(Refused):
        step_do(started.process_id, "chase", item_id=item.id)
    assert step_do(started.process_id).finished


@pytest.mark.parametrize(
    ("over", "fires", "due"),
    [
        ({"limit_hours": Decimal(1)}, "2026-08-24T10:00", "2026-08-24T09:00"),
        ({"limit_hours": Decimal(8)}, "2026-08-26T08:00", "2026-08-25T08:00"),
        ({"hours": {"ask": Decimal(2)}}, "2026-08-24T13:30", "2026-08-24T10:00"),
    ],
)
def test_a_time_at_the_edge_keeps_its_share_of_the_step(
    over: dict[str, Any], fires: str, due: str
) -> None:
    started = run(office_make(), edge_text(), **over)
    timer = Timer.objects.get()
    assert (live_item(started.process_id).due_at, timer.fires_at) == (at(due), at(fires))


def test_calendar_time_at_the_edge_stays_as_it_is() -> None:
    text = edge_text().replace(HOURS, "").replace(TIMED, DAY)
    run(office_make(), text, limit_hours=Decimal(1))
    assert Timer.objects.get().fires_at == AT + timedelta(days=1)


def test_the_item_is_locked_before_its_hops_when_its_time_is_over() -> None:
    run(office_make(), edge_text())
    with CaptureQueriesContext(connection) as seen:
        timers_fire(at=AT + timedelta(days=5))
    written = [
        q["sql"].split('"')[1] for q in seen.captured_queries if q["sql"].startswith("UPDATE")
    ]
    assert written.index("workflow_workitem") < written.index("workflow_handover")


def test_who_is_done_in_time_hears_nothing_of_the_timer() -> None:
    office = office_make()
    started = run(office, edge_text())
    assert step_do(started.process_id).finished
    assert Timer.objects.get().state == TimerState.CANCELLED
    assert timers_fire(at=AT + timedelta(days=30)) == 0


def test_whoever_has_the_step_open_when_its_time_is_over_is_told() -> None:
    started = run(office_make(), edge_text())
    item = live_item(started.process_id)
    timers_fire(at=AT + timedelta(days=5))
    with pytest.raises((Refused, Stale)):
        services.work_item_complete(
            item_id=item.id, account_id=None, outcome="done", at=AT, expected_version=item.version
        )


def test_a_pause_stops_timers_and_an_end_takes_them_back() -> None:
    started = run(office_make(), edge_text())
    services.process_suspend(process_id=started.process_id, at=at("2026-08-24T10:00"))
    assert timers_fire(at=at("2026-08-27T10:00")) == 0
    services.process_resume(process_id=started.process_id, at=at("2026-08-27T10:00"))
    assert Timer.objects.get().fires_at == at("2026-08-28T08:00")
    services.process_cancel(process_id=started.process_id, reason="x", at=at("2026-08-27T11:00"))
    assert Timer.objects.get().state == TimerState.CANCELLED
    assert timers_fire(at=at("2026-09-27T11:00")) == 0


def asked_text() -> str:
    return drawing(
        [
            START, step("appraise"),
            step("ask", "opinion", kind="sendTask", unit="opinion", outcomes=("agree", "refuse")),
            step("draft"),
            element("receiveTask", "wait", extensions='<motcua:receive from="ask"/>'),
            step("sum"), END,
        ],
        [("start", "appraise"), ("appraise", "ask"), ("ask", "draft"), ("draft", "wait"),
         ("wait", "sum"), ("sum", "end")],
    )  # fmt: skip


@pytest.mark.parametrize("order", [("ask", "draft"), ("draft", "ask")])
def test_another_unit_is_asked_while_work_goes_on(order: tuple[str, str]) -> None:
    office = office_make()
    started = run(office, asked_text())
    step_do(started.process_id)
    assert elements(started.process_id) == ["ask", "draft"]
    assert live_item(started.process_id, "ask").unit_id == office.units["opinion"]
    progress = queries.process_progress(started.process_id)
    assert progress.elements["ask"] is ElementState.CURRENT
    for one in order:
        assert elements(started.process_id) != ["sum"]
        step_do(started.process_id, one)
    assert elements(started.process_id) == ["sum"]
    assert step_do(started.process_id).finished


def test_a_called_version_runs_inside_and_stays_the_same() -> None:
    office = office_make()
    inner = drawing(
        [START, step("check", outcomes=("good", "bad")), step("repair"),
         element("exclusiveGateway", "ok", default="f_ok_end"), END],
        [("start", "check"), ("check", "ok"), ("ok", "end"),
         ("ok", "repair", 'check.outcome == "bad"'), ("repair", "end")],
        key="inner",
    )  # fmt: skip
    services.process_deploy(key="inner", bpmn=inner, at=AT)
    call = element(
        "callActivity", "sub", extensions='<motcua:call version="1"/>', calledElement="inner"
    )
    text = drawing(
        [START, step("before"), call, step("after"), END],
        [("start", "before"), ("before", "sub"), ("sub", "after"), ("after", "end")],
    )
    started = run(office, text)
    services.process_deploy(
        key="inner", bpmn=inner.replace('"repair"', '"mend"').replace("_repair", "_mend"), at=AT
    )
    step_do(started.process_id)
    assert elements(started.process_id) == ["sub__check"]
    assert queries.process_progress(started.process_id).elements["sub"] is ElementState.CURRENT
    step_do(started.process_id, outcome="bad")
    assert elements(started.process_id) == ["sub__repair"]
    step_do(started.process_id)
    assert queries.process_progress(started.process_id).elements["sub"] is ElementState.DONE
    assert step_do(started.process_id).finished


def test_a_version_that_is_not_there_is_not_called() -> None:
    call = element(
        "callActivity", "sub", extensions='<motcua:call version="9"/>', calledElement="inner"
    )
    text = drawing(
        [START, step("before"), call, END], [("start", "before"), ("before", "sub"), ("sub", "end")]
    )
    with pytest.raises(Invalid) as caught:
        services.process_deploy(key="drawn", bpmn=text, at=AT)
    assert [p.field for p in caught.value.problems] == ["sub"]


FIELDS = (
    '<motcua:field name="area" kind="number" vi="Diện tích" en="Area" id="Luas"/>'
    '<motcua:field name="note" kind="text" required="false" vi="Ghi chú" en="Note" id="Catatan"/>'
    '<motcua:field name="size" kind="choice" values="small big" vi="Cỡ" en="Size" id="Ukuran"/>'
)


def field_text() -> str:
    rule = table("rule", [("area", "number")], "way", [("< 100", '"short"'), (">= 100", '"long"')])
    return drawing(
        [START, step("measure", fields=FIELDS), rule, step("extra"),
         element("exclusiveGateway", "fork", default="f_fork_end"), END],
        [("start", "measure"), ("measure", "rule"), ("rule", "fork"), ("fork", "end"),
         ("fork", "extra", 'data.way == "long"'), ("extra", "end")],
    )  # fmt: skip


@pytest.mark.parametrize(("area", "opened"), [("99,5", []), (100, ["extra"])])
def test_what_is_answered_decides_the_way(area: Any, opened: list[str]) -> None:
    started = run(office_make(), field_text())
    item = live_item(started.process_id)
    assert [(f.name, f.kind, f.required) for f in item.fields] == [
        ("area", "number", True), ("note", "text", False), ("size", "choice", True),
    ]  # fmt: skip
    done = step_do(started.process_id, data={"area": area, "size": "big"})
    assert [i.element for i in done.opened] == opened


def test_answers_that_do_not_fit_are_named() -> None:
    started = run(office_make(), field_text())
    with pytest.raises(Invalid) as caught:
        step_do(started.process_id, data={"area": "much", "note": "x" * 3000, "other": 1})
    assert {p.field for p in caught.value.problems} == {
        "data_area", "data_note", "data_size", "data_other",
    }  # fmt: skip
    assert elements(started.process_id) == ["measure"]


def test_a_process_may_end_in_several_places() -> None:
    text = drawing(
        [START, step("look", outcomes=("yes", "no")), step("more"), END,
         element("exclusiveGateway", "ok", default="f_ok_more"), element("endEvent", "refused")],
        [("start", "look"), ("look", "ok"), ("ok", "more"),
         ("ok", "refused", 'outcome == "no"'), ("more", "end")],
    )  # fmt: skip
    started = run(office_make(), text)
    assert step_do(started.process_id, outcome="no").finished
    assert queries.process_get(started.process_id).status is ProcessStatus.DONE


def test_the_day_from_which_a_drawn_version_holds() -> None:
    from tests.workflow.test_drafts import Place

    office = office_make()
    with clock.clock_set(AT):
        place = Place()
        services.processes_ship(at=AT)
        draft = place.start()
        day = date(2026, 8, 26)
        place.approve(place.submit(draft, effective_on=day))

    def started(n: int, unit: int, instant: Any) -> str:
        with clock.clock_set(instant):
            process = services.process_start(
                key="standard", subject=f"dossier:{n}", units=office.units, at=instant,
                procedure=place.procedure, place=unit,
            )  # fmt: skip
        return queries.definition_get(process.definition_id).key

    commune = place.commune.id
    assert started(1, commune, at("2026-08-25T23:59")) == "standard"
    assert started(2, commune, at("2026-08-26T00:00")) == "drawn"
    assert started(3, office.units["handling"], at("2026-08-26T08:00")) == "standard"
    assert queries.definition_get(queries.process_for("dossier:1").definition_id).key == "standard"
    with clock.clock_set(at("2026-08-26T09:00")):
        again = services.process_start(
            key="standard", subject="dossier:4", units=office.units, at=AT,
            definition_id=queries.process_for("dossier:1").definition_id,
            procedure=place.procedure, place=commune,
        )  # fmt: skip
    assert queries.definition_get(again.definition_id).key == "standard"


def test_the_nearest_units_version_comes_first() -> None:
    from tests.builders.drawn import whole
    from tests.builders.identity import actor_make
    from tests.workflow.test_drafts import Place

    from motcua.identity.types import Role

    with clock.clock_set(AT):
        place = Place()
        services.processes_ship(at=AT)
        drawer = actor_make(role=Role.BUSINESS_ADMIN, unit=place.commune)
        own = place.start(
            actor=drawer, unit_id=place.commune.id, key="of_commune", bpmn=whole(hours="2")
        )
        place.drawer, above = drawer, place.drawer
        place.approve(place.submit(own, unit_ids=(place.commune.id,)))
        place.drawer = above
        place.approve(place.submit(place.start(key="of_province")))
        uses = queries.process_uses(place.procedure, place.commune.id)
        assert [(u.key, u.in_force) for u in uses] == [("of_province", False), ("of_commune", True)]
        assert [u.key for u in queries.process_uses(place.procedure, place.province.id)] == [
            "of_province"
        ]


def test_timers_that_cannot_go_on_stand_before_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = office_make()
    wait = element("intermediateCatchEvent", "wait", inside=DAY)
    text = drawing(
        [START, step("ask"), wait, step("after"), END],
        [("start", "ask"), ("ask", "wait"), ("wait", "after"), ("after", "end")],
    )
    made = [run(office, text, subject=f"dossier:{n}") for n in range(1, 6)]
    for n, one in enumerate(made):
        step_do(one.process_id, at=AT + timedelta(minutes=n))
    stuck = {one.process_id for one in made[:4]}
    fire = timers_module._fire

    def fails(timer_id: int, at: Any) -> bool:
        if Timer.objects.get(pk=timer_id).process_id in stuck:
            raise RuntimeError("stuck")
        return fire(timer_id, at)

    monkeypatch.setattr(timers_module, "_fire", fails)
    monkeypatch.setattr(timers_module, "PAGE", 2)
    later = AT + timedelta(days=2)
    assert timers_fire(at=later) == 1  # past two pages of stuck ones
    assert elements(made[4].process_id) == ["after"]
    assert timers_fire(at=later) == 0  # left alone for a while
    assert set(Timer.objects.filter(failures=1).values_list("process_id", flat=True)) == stuck
    monkeypatch.setattr(timers_module, "_fire", fire)
    assert timers_fire(at=later + timedelta(hours=1)) == 4


NAMED = (
    '<motcua:field name="size" kind="choice" vi="Cỡ" en="Size" id="Ukuran">'
    '<motcua:option code="small" vi="Nhỏ" en="Small" id="Kecil"/>'
    '<motcua:option code="big" vi="Lớn" en="Big" id="Besar"/></motcua:field>'
)


def test_answers_of_a_choice_have_names_and_older_drawings_their_codes() -> None:
    text = drawing([START, step("ask", fields=NAMED), END], [("start", "ask"), ("ask", "end")])
    started = run(office_make(), text)
    [size] = live_item(started.process_id).fields
    assert size.values == ("small", "big")
    with translation.override("vi"):
        [asked] = live_item(started.process_id).fields
        assert [(one.code, one.name) for one in asked.options] == [("small", "Nhỏ"), ("big", "Lớn")]
    with pytest.raises(Invalid):
        step_do(started.process_id, data={"size": "Nhỏ"})
    assert step_do(started.process_id, data={"size": "small"}).finished
    [old] = [f for f in fields_of(FIELDS) if f.name == "size"]
    assert [one.name for one in old.options] == ["small", "big"]


def fields_of(fields: str) -> tuple[Any, ...]:
    text = drawing([START, step("ask", fields=fields), END], [("start", "ask"), ("ask", "end")])
    return queries.process_data(text)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ('<motcua:option code="a" vi="A"/>', "option_name"),
        ('<motcua:option code="a" en="A" id="A"/>', "field_wrong"),
        ('<motcua:option code="A b" vi="A" en="A" id="A"/>', "field_wrong"),
        ('<motcua:option code="a" vi="A" en="A" id="A"/>' * 2, "field_wrong"),
        ("", "field_wrong"),
    ],
)
def test_answers_without_a_name_or_with_one_code_twice_are_said(options: str, code: str) -> None:
    field = f'<motcua:field name="size" kind="choice" vi="C" en="C" id="C">{options}</motcua:field>'
    text = drawing([START, step("ask", fields=field), END], [("start", "ask"), ("ask", "end")])
    assert code in {one.code for one in queries.process_check(text) if one.element == "ask"}
