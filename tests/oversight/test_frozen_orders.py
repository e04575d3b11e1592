"""Freezing and sending are the worker's: asked once, followed, told when it came to nothing."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.utils import translation

from motcua.dossiers.services.verify import Breach
from motcua.identity.services import posting_end
from motcua.kernel import clock
from motcua.kernel.claims import CLAIM
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.kernel.scopes import scope_units
from motcua.oversight.frozen.models import FrozenReport, ReportOrder
from motcua.oversight.frozen.queries import orders_shown
from motcua.oversight.frozen.services import acting, asking, looking, making, working
from motcua.oversight.frozen.services.scheduling import reports_draw_up, rule_set
from motcua.oversight.frozen.types import Act, Part, State
from tests.builders.frozen import (
    MONTH,
    OCTOBER,
    REPORT,
    approved,
    bureau_at_work,
    done,
    frozen_make,
    late_entry,
    rule_order,
    seen,
    seq,
    signed,
)


@pytest.fixture
def bureau(system_scope):
    with bureau_at_work() as made:
        yield made


def ask(bureau, actor=None, **over):
    wanted = {"unit_id": bureau.unit_id, "report": REPORT, "period": MONTH, **over}
    return asking.report_freeze(actor=actor or bureau.maker, **wanted)


def order(bureau):
    (found,) = orders_shown(bureau.unit_id)
    return found


def later(minutes):
    return clock.clock_set(clock.now() + timedelta(minutes=minutes))


def test_who_asks_is_answered_at_once_and_a_second_one_joins(bureau):
    assert ask(bureau) is True
    assert not FrozenReport.objects.exists()
    found = order(bureau)
    assert (found.act, found.name, found.asked_at) == (Act.FREEZE, "Mẫu Lập Biểu", OCTOBER)
    assert (found.open, found.begun_at, found.problem) == (True, None, "")
    assert ask(bureau, bureau.leader) is False
    assert working.orders_work() == 1
    assert working.orders_work() == 0
    (row,) = FrozenReport.objects.all()
    assert row.made_at == OCTOBER
    assert orders_shown(bureau.unit_id) == []
    assert ReportOrder.objects.get().made == row
    (step,) = seen(bureau, row.code).steps
    assert step.name == "Mẫu Lập Biểu"


def test_it_tells_how_far_it_is(bureau, monkeypatch):
    monkeypatch.setattr(working, "BEAT", 0.0)
    monkeypatch.setattr(looking, "CHAINS", 1)
    told = []
    note = working.Work.note

    def noted(work, **columns):
        if columns.get("part"):
            told.append((columns["part"], columns["done"], columns["total"]))
        note(work, **columns)

    monkeypatch.setattr(working.Work, "note", noted)
    code = frozen_make(bureau)
    numbers = [one for one in told if one[0] == Part.NUMBERS and one[2]]
    assert numbers[0][1] == 0
    assert len({one[2] for one in numbers}) == 1
    assert numbers[-1][1] == numbers[-1][2] - 1
    assert told[-1][0] == Part.KEEPING
    approved(bureau, code)
    told.clear()
    asking.report_send(actor=bureau.maker, code=code, version=3)
    done(bureau.unit_id)
    assert [one for one in told if one[0] == Part.EVENTS] == [("events", 0, 2), ("events", 1, 2)]


def test_what_is_asked_is_refused_at_once_where_that_is_known(bureau):
    with pytest.raises(Forbidden):
        ask(bureau, bureau.above)
    with pytest.raises(NotFound):
        ask(bureau, report="ii06c")
    code = frozen_make(bureau)
    with pytest.raises(Refused) as refusal:
        asking.report_send(actor=bureau.maker, code=code, version=1)
    assert refusal.value.code == "not_now"
    asking.report_renew(actor=bureau.maker, code=code, version=1, reason="Chốt lại")
    with pytest.raises(Refused) as refusal:
        asking.report_renew(actor=bureau.leader, code=code, version=1, reason="Chốt lại nữa")
    assert refusal.value.code == "in_work"


def test_what_came_to_nothing_is_told_asked_again_and_put_away(bureau):
    code = frozen_make(bureau)
    with translation.override("vi"):
        asking.report_renew(actor=bureau.maker, code=code, version=1, reason="Chốt lại")
    assert working.orders_work() == 1
    found = order(bureau)
    assert (found.open, found.problem, found.base) == (False, "same", code)
    assert found.words == "Không có gì khác: báo cáo đã chốt giữ nguyên."
    with pytest.raises(Forbidden):
        asking.order_again(actor=bureau.above, order_id=found.id)
    with pytest.raises(NotFound):
        asking.order_again(actor=bureau.stranger, order_id=found.id)
    late_entry(bureau)
    asking.order_again(actor=bureau.leader, order_id=found.id)
    with pytest.raises(Refused):
        asking.order_drop(actor=bureau.leader, order_id=found.id)
    second = done(bureau.unit_id)
    assert seen(bureau, second).reason == "Chốt lại"
    asking.report_renew(actor=bureau.maker, code=second, version=1, reason="Chốt lại")
    working.orders_work()
    asking.order_drop(actor=bureau.maker, order_id=order(bureau).id)
    assert orders_shown(bureau.unit_id) == []


def test_figures_that_move_are_waited_for(bureau, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(making, "sheet_settled", lambda _sheet: None)
        ask(bureau)
        assert working.orders_work() == 0
        found = order(bureau)
        assert (found.open, found.problem) == (True, "moving")
        assert working.orders_work() == 0, "not before its pause is over"
        assert ReportOrder.objects.get().tries == 1
    with later(2):
        assert working.orders_work() == 1
    assert FrozenReport.objects.count() == 1


def test_a_fault_is_tried_again_and_at_last_told(bureau, monkeypatch):
    ask(bureau)
    with monkeypatch.context() as patch:
        patch.setattr(working, "report_count", lambda *_all: 1 / 0)
        for hour in range(working.TRIES - 1):
            with later(60 * hour):
                assert working.orders_work() == 0
                assert order(bureau).open
        with later(600):
            assert working.orders_work() == 1
            assert (order(bureau).open, order(bureau).problem) == (False, "failed")
    assert not FrozenReport.objects.exists()
    with later(601):
        asking.order_again(actor=bureau.maker, order_id=order(bureau).id)
        assert working.orders_work() == 1
    assert FrozenReport.objects.count() == 1


def test_one_that_kills_every_worker_ends(bureau):
    ask(bureau)
    ReportOrder.objects.update(tries=working.TRIES)
    assert working.orders_work() == 1
    assert (order(bureau).open, order(bureau).problem) == (False, "failed")


def test_whoever_lost_the_claim_writes_nothing(bureau, monkeypatch):
    count = working.report_count

    def overtaken(*given):
        what = count(*given)
        ReportOrder.objects.update(work_until=OCTOBER + timedelta(hours=1))
        return what

    ask(bureau)
    with monkeypatch.context() as patch:
        patch.setattr(working, "report_count", overtaken)
        assert working.orders_work() == 0
    assert not FrozenReport.objects.exists()
    assert order(bureau).open
    assert working.orders_work() == 0, "the other one has it"
    with later(70):
        assert working.orders_work() == 1


def test_who_may_no_longer_when_it_is_done_has_nothing_done(bureau):
    ask(bureau)
    posting_end(
        actor=None, posting_id=bureau.maker.postings[0].id, at=OCTOBER + timedelta(minutes=1)
    )
    with later(2):
        assert working.orders_work() == 1
        assert order(bureau).problem == "not_allowed"
    assert not FrozenReport.objects.exists()


def test_a_signature_meanwhile_is_not_overtaken(bureau):
    code = frozen_make(bureau)
    late_entry(bureau)
    asking.report_renew(actor=bureau.maker, code=code, version=1, reason="Nhập muộn")
    signed(bureau, code)
    assert working.orders_work() == 1
    assert order(bureau).problem == "stale"
    acting.report_return(actor=bureau.leader, code=code, version=2, text="Xem lại")
    approved(bureau, code)
    now = seq(bureau, code)
    asking.report_send(actor=bureau.maker, code=code, version=now)
    acting.report_return(actor=bureau.leader, code=code, version=now, text="Chưa gửi")
    assert working.orders_work() == 1
    assert seen(bureau, code).standing.state is State.RETURNED
    assert order(bureau).act is Act.SEND


def test_the_schedule_asks_the_same_way_once_and_again_after_a_failure(bureau, monkeypatch):
    rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order())
    assert (reports_draw_up(), reports_draw_up()) == (1, 0)
    assert order(bureau).name == ""
    assert ask(bureau) is False, "a person meets the schedule's order"
    ReportOrder.objects.update(tries=working.TRIES)
    working.orders_work()
    assert reports_draw_up() == 1
    assert ReportOrder.objects.count() == 1
    assert working.orders_work() == 1
    assert FrozenReport.objects.get().rule_id is not None


def test_what_the_schedule_asked_is_asked_again_as_the_schedule_did(bureau):
    order_id = rule_set(
        actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order(to_name="Sở Mẫu")
    )
    reports_draw_up()
    due_on = ReportOrder.objects.get().due_on
    ReportOrder.objects.update(tries=working.TRIES)
    working.orders_work()
    asking.order_again(actor=bureau.leader, order_id=order(bureau).id)
    row = ReportOrder.objects.get()
    assert (row.rule_id, row.due_on, row.to_name) == (order_id, due_on, "Sở Mẫu")
    assert row.name == "Mẫu Lãnh Đạo"
    with pytest.raises(Refused):
        asking.order_again(actor=bureau.leader, order_id=row.pk)
    made = seen(bureau, done(bureau.unit_id)).line
    assert due_on is not None
    assert made.due_on == due_on
    assert FrozenReport.objects.get().rule_id == order_id


def test_persons_wait_in_the_order_in_which_they_asked(bureau):
    assert bureau.maker.account_id < bureau.leader.account_id
    ask(bureau, bureau.leader, report="lateness")
    with later(1):
        ask(bureau, bureau.maker)
        working.orders_work()
    made = FrozenReport.objects.order_by("pk").values_list("report", flat=True)
    assert list(made) == ["lateness", REPORT]


def test_a_run_begins_no_order_after_its_time(bureau):
    ask(bureau)
    ask(bureau, report="lateness")
    assert working.orders_work(seconds=0) == 1, "one at least"
    assert FrozenReport.objects.count() == 1
    assert working.orders_work(seconds=0) == 1
    assert working.orders_work(seconds=0) == 0


def claim_lasts():
    return ReportOrder.objects.get().work_until - clock.now()


def test_the_claim_outlasts_steps_that_cannot_tell_how_far_they_are(bureau, monkeypatch):
    lasting = {}

    def noted(what, step):
        def told(*given, **more):
            lasting[what] = claim_lasts()
            return step(*given, **more)

        return told

    code = frozen_make(bureau)
    late_entry(bureau)
    monkeypatch.setattr(looking, "report_sheet", noted("sheet", looking.report_sheet))
    monkeypatch.setattr(looking, "events_later", noted("events", looking.events_later))
    monkeypatch.setattr(making, "stored_problems", noted("stored", making.stored_problems))
    monkeypatch.setattr(working, "unit_lock", noted("keeping", working.unit_lock))
    asking.report_renew(actor=bureau.maker, code=code, version=1, reason="Nhập muộn")
    second = done(bureau.unit_id)
    silent = working.SILENT
    assert lasting == {"sheet": silent, "stored": silent, "events": silent, "keeping": CLAIM}
    approved(bureau, second)
    lasting.clear()
    asking.report_send(actor=bureau.maker, code=second, version=3)
    done(bureau.unit_id)
    assert lasting == {"sheet": silent, "events": silent, "keeping": CLAIM}


def test_a_claim_held_on_in_what_was_rolled_back_is_let_go(bureau, monkeypatch):
    def broken():
        assert claim_lasts() == CLAIM
        assert ReportOrder.objects.get().work_until == OCTOBER + timedelta(minutes=1) + CLAIM
        raise Refused("moving", "")

    ask(bureau)
    with ExitStack() as stack, monkeypatch.context() as patch:
        patch.setattr(working, "unit_lock", lambda _unit: stack.enter_context(later(1)))
        patch.setattr(working, "proved_check", broken)
        assert working.orders_work() == 0
        assert order(bureau).problem == "moving"
    assert ReportOrder.objects.get().work_until is None
    with later(3):
        assert working.orders_work() == 1


def unexplained(bureau, monkeypatch):
    """Let a dossier differ though nothing was recorded about it; return its code."""
    late = late_entry(bureau)
    monkeypatch.setattr(looking, "events_later", lambda *_codes, **_place: {})
    monkeypatch.setattr(looking, "causes_of", lambda *_codes, **_when: ())
    return late


def test_codes_of_dossiers_stand_apart_from_the_words(bureau, monkeypatch):
    code = approved(bureau, frozen_make(bureau))
    late = unexplained(bureau, monkeypatch)
    asking.report_send(actor=bureau.maker, code=code, version=3)
    working.orders_work()
    found = order(bureau)
    assert (found.problem, found.codes) == ("unexplained", late)
    assert late not in found.words
    acting.report_return(actor=bureau.leader, code=code, version=3, text="Xem lại")
    asking.report_renew(actor=bureau.maker, code=code, version=4, reason="Nhập muộn")
    assert order(bureau).codes == ""
    working.orders_work()
    found = order(bureau)
    assert (found.act, found.problem, found.codes) == (Act.RENEW, "unexplained", late)
    assert late not in found.words
    asking.order_drop(actor=bureau.maker, order_id=found.id)
    assert ReportOrder.objects.get().codes == ""


def test_broken_events_are_named_apart_from_the_words(bureau, monkeypatch):
    code = approved(bureau, frozen_make(bureau))
    monkeypatch.setattr(looking, "codes_sound", lambda codes: [Breach("I4", codes[0], "bad")])
    asking.report_send(actor=bureau.maker, code=code, version=3)
    working.orders_work()
    found = order(bureau)
    assert (found.problem, found.codes[-5:]) == ("unsound", ": bad")
    assert found.codes[:-5] not in found.words
    assert "bad" not in found.words


def test_a_dossier_that_the_index_cannot_read_is_not_named(bureau, monkeypatch):
    def unread(*_given, **_more):
        raise Refused("index_unsound", "H19.05528-260901-0001 cannot be read")

    ask(bureau)
    with monkeypatch.context() as patch:
        patch.setattr(looking, "report_sheet", unread)
        assert working.orders_work() == 1
    found = order(bureau)
    assert found.problem == "index_unsound"
    assert found.words
    assert "H19." not in found.words + found.codes


def test_persons_do_not_wait_for_the_schedule(bureau):
    rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order())
    reports_draw_up()
    ask(bureau, report="lateness")
    working.orders_work()
    made = FrozenReport.objects.order_by("pk").values_list("report", flat=True)
    assert list(made) == ["lateness", REPORT]


def test_orders_are_the_units(bureau):
    ask(bureau)
    with scope_use(scope_units([bureau.stranger.postings[0].unit_id])):
        assert not ReportOrder.objects.exists()


def test_looks_wait_for_whatever_changes_something(bureau):
    code = frozen_make(bureau)
    asking.report_look_ask(actor=bureau.above, code=code)
    with later(1):
        rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order(report="lateness"))
        assert reports_draw_up() == 1
        assert working.orders_work(seconds=0) == 1
        assert FrozenReport.objects.filter(report="lateness").exists()
        assert ReportOrder.objects.get(act=Act.LOOK).ended_at is None
        assert working.orders_work(seconds=0) == 1
        assert ReportOrder.objects.get(act=Act.LOOK).found


def test_a_look_that_came_to_nothing_is_asked_again_as_a_look(bureau):
    code = frozen_make(bureau)
    asking.report_look_ask(actor=bureau.above, code=code)
    ReportOrder.objects.filter(act=Act.LOOK).update(tries=working.TRIES)
    working.orders_work()
    row = ReportOrder.objects.get(act=Act.LOOK)
    assert row.problem == "failed"
    with pytest.raises(NotFound):
        asking.order_again(actor=bureau.stranger, order_id=row.pk)
    asking.order_again(actor=bureau.above, order_id=row.pk)
    row.refresh_from_db()
    assert (row.problem, row.ended_at) == ("", None)
    assert not ReportOrder.objects.filter(act=Act.SEND).exists()
    assert working.orders_work() == 1
    row.refresh_from_db()
    assert row.found
