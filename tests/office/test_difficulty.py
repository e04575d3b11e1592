"""One difficulty: acts offered and done, refusals, what was typed stays."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.oversight import (
    acted,
    answered,
    difficulty_make,
    ministry_make,
    seen,
    version,
    watch_at_work,
)

from motcua.identity.types import Role
from motcua.oversight.services import addressees
from motcua.oversight.types import Fact, Group, State

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/difficulties/"


@pytest.fixture
def watch():
    with watch_at_work() as made:
        yield made


def test_answered_sent_back_and_closed(watch):
    officer, answerer = client_for(watch.officer), client_for(watch.answerer)
    code = difficulty_make(watch)
    page = answerer.get(f"{URL}{code}/")
    assert [one["offer"].act for one in page.context["offers"]] == ["answer", "ask", "note"]
    late = acted(answerer, watch, code, "answer", answer="promise", text="Sẽ sửa", promised_on="")
    assert late.status_code == 422
    assert "Sẽ sửa" in late.content.decode()
    acted(answerer, watch, code, "answer", answer="guidance", text="Nhập lại sau 14 giờ")
    mine = [one["offer"].act for one in officer.get(f"{URL}{code}/").context["offers"]]
    assert mine == ["unclear", "close", "count", "note"]
    acted(officer, watch, code, "unclear", text="Nhập ở đâu?")
    acted(answerer, watch, code, "answer", answer="solved", text="Đã sửa")
    acted(officer, watch, code, "close", text="Đã chạy")
    assert seen(watch, code).line.state is State.CLOSED
    shown = officer.get(f"{URL}{code}/").content.decode()
    assert "Nhập ở đâu?" in shown
    assert "promise not kept" not in shown


def test_nobody_is_offered_what_the_operation_refuses(watch):
    code = difficulty_make(watch)
    answered(watch, code)
    everybody = [
        watch.officer, watch.other, watch.answerer, watch.keeper,
        actor_make(role=Role.LEADER, unit=watch.province),
        actor_make(role=Role.CONTROLLER, unit=watch.first),
    ]  # fmt: skip
    for actor in everybody:
        client = client_for(actor)
        page = client.get(f"{URL}{code}/")
        if actor is watch.other:
            assert page.status_code == 404
            continue
        for one in page.context["offers"]:
            act = one["offer"].act
            if act == "answer":
                continue
            trial = acted(client, watch, code, act, text="Thử", reason="Thử", into="VM.0")
            assert trial.status_code in {302, 422}, (actor.name, act)


def test_whatever_an_answer_lacks_is_told_at_once(watch):
    addressees.route_add(actor=watch.keeper, addressee_id=ministry_make(watch), group=Group.SYSTEM)
    code, keeper = difficulty_make(watch), client_for(watch.keeper)
    forms = {one["offer"].act: one["form"] for one in keeper.get(f"{URL}{code}/").context["offers"]}
    assert forms["ask"].fields["letter"].required
    assert forms["answer"].fields["letter"].required
    shown = keeper.get(f"{URL}{code}/").content.decode()
    assert "Until (for a promise)</label>" in shown, "not called optional"
    assert "Needed when a day is promised" in shown
    late = acted(
        keeper, watch, code, "answer", answer="promise", text="", letter="", promised_on=""
    )
    assert late.status_code == 422
    [form] = late.context["failed"]
    assert set(form.errors) == {"promised_on", "text", "letter"}
    past = acted(
        keeper,
        watch,
        code,
        "answer",
        answer="promise",
        text="",
        letter="",
        promised_on="2026-01-02",
    )
    assert set(past.context["failed"][0].errors) == {"promised_on", "text", "letter"}
    acted(
        keeper, watch, code, "answer", answer="solved", text="Đã sửa", letter="12/BMAU 01/09/2026"
    )
    assert seen(watch, code).line.state is State.ANSWERED


def test_the_newest_stands_first_even_when_two_happened_at_one_instant(watch):
    events = client_for(watch.officer).get(f"{URL}{difficulty_make(watch)}/").context["events"]
    assert [one["event"].fact for one in events] == [Fact.ROUTED, Fact.REPORTED]
    assert events[0]["event"].at == events[1]["event"].at


def test_stale_and_impossible_acts_are_told_and_keep_what_was_typed(watch):
    code = difficulty_make(watch)
    old = version(watch, code)
    answered(watch, code)
    data = {"act": "answer", "version": old, "answer-answer": "solved", "answer-text": "Giữ lại"}
    page = client_for(watch.answerer).post(f"{URL}{code}/", data)
    assert page.status_code == 409
    assert "Giữ lại" in page.content.decode()
    gone = acted(client_for(watch.officer), watch, code, "clarify", text="x")
    assert gone.status_code == 302
