"""A day off decreed after due instants were printed moves every open dossier and no closed one."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    draft_add,
    item_of,
    work_do,
)

from motcua.deadlines.services import calendar_entry_add
from motcua.deadlines.types import DayReason, Names, Session
from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import chains_verify
from motcua.kernel import clock
from motcua.kernel.outbox import outbox_deliver
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


def drain():
    while outbox_deliver():
        pass


def day_off_decree(unit_id):
    calendar_entry_add(
        unit_id=unit_id,
        date=date(2026, 9, 14),
        reason=DayReason.HOLIDAY,
        names=Names("Nghỉ bão", "Storm day", "Hari badai"),
        source="12/QĐ-UBND",
    )
    drain()


def work_on_a_day_off(unit_id):
    calendar_entry_add(
        unit_id=unit_id,
        date=date(2026, 9, 12),  # a Saturday
        reason=DayReason.MAKE_UP,
        sessions=(Session(time(7, 30), time(17)),),
        names=Names("Làm bù", "Make-up day", "Hari ganti"),
        source="14/QĐ-UBND",
    )
    drain()


def test_steps_end_in_time_for_a_due_date_that_came_nearer_those_to_come_too():
    commune = commune_at_work(limit="2wd")
    drain()
    with at():
        code = dossier_accepted(commune)
    with at(31):  # Friday 16:00: the time that is left is all that the step has
        work_do(
            code, Act.ASSIGN, commune.leader, "assigned", assign_to=commune.specialist.account_id
        )
        before, item = dossier_get(code), item_of(code, Act.APPRAISE)
        assert item.due_at == before.due_at
        work_on_a_day_off(commune.unit.id)
        dossier, moved = dossier_get(code), item_of(code, Act.APPRAISE)
    assert dossier.due_at == before.due_at - timedelta(days=2)
    assert moved.due_at == dossier.due_at
    with clock.clock_set(dossier.due_at - timedelta(hours=1)):
        draft_add(commune, code)
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        assert item_of(code, Act.APPROVE).due_at <= dossier.due_at


def test_a_later_due_date_leaves_each_step_the_hours_that_it_was_given():
    commune = commune_at_work()
    drain()
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        before, item = dossier_get(code).due_at, item_of(code, Act.APPRAISE)
    with at(1):
        day_off_decree(commune.unit.id)
    assert dossier_get(code).due_at > before
    assert item_of(code, Act.APPRAISE).due_at == item.due_at


def test_open_ones_move_with_reason_and_closed_ones_stay():
    commune, other = commune_at_work(), commune_at_work(name="Phong Quang")
    drain()  # loading the calendar was a change as well
    with at():
        running = dossier_accepted(commune)
        closed = dossier_at(commune, Act.RETURN)
        waiting = dossier_at(commune, Act.APPRAISE)
        elsewhere = dossier_accepted(other)
        services.dossier_propose_supplement(
            actor=commune.specialist, code=waiting, items=["Bản sao"], reason="Thiếu"
        )
        services.dossier_approve_supplement(actor=commune.leader, code=waiting)
        before = {c: dossier_get(c).due_at for c in (running, closed, waiting, elsewhere)}
    with at(1):
        day_off_decree(commune.unit.id)
    after = {c: dossier_get(c) for c in before}
    assert after[running].due_at == before[running] + timedelta(days=1)
    assert after[running].due_original_at == before[running]
    assert after[running].timeline[-1].data["reason"] == "12/QĐ-UBND"
    for untouched in (closed, waiting, elsewhere):
        assert after[untouched].due_at == before[untouched]
    with at(2):
        services.dossier_receive_supplement(actor=commune.counter, code=waiting)
    assert dossier_get(waiting).due_at > before[waiting] + timedelta(days=1)
    assert list(chains_verify()) == []
