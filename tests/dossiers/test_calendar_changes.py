"""A day off decreed after due instants were printed moves every open dossier and no closed one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at

from motcua.deadlines.services import calendar_entry_add
from motcua.deadlines.types import DayReason, Names
from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import chains_verify
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
