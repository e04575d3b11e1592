"""The tablet and the office at one round, each on a connection of its own: nobody deadlocks."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from django.db import connection, transaction
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import MORNING, commune_at_work
from tests.builders.visits import round_make, visit_make, visit_order
from tests.builders.waiting import somebody_waits

import motcua
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.models import Round
from motcua.reception.queries.visits import visit_get
from motcua.reception.visiting import VisitState, VisitStep


def acts(commune, citizen):
    """Return what happens to one visit beside the office, and the state that it leads to."""
    who = commune.counter
    order = visit_order(commune.centre, name="Cụ Mẫu Sửa")
    words = "Đường bị sạt lở"
    return {
        "step": (
            lambda id_: services.visit_step(actor=who, visit_id=id_, step=VisitStep.ARRIVED),
            VisitState.THERE,
        ),
        "place": (
            lambda id_: services.visit_place(actor=who, visit_id=id_, place=(21.59, 105.84)),
            VisitState.PLANNED,
        ),
        "change": (
            lambda id_: services.visit_change(actor=who, visit_id=id_, order=order),
            VisitState.PLANNED,
        ),
        "end": (
            lambda id_: services.visit_end(
                actor=who, visit_id=id_, step=VisitStep.CANCELLED, answer=words
            ),
            VisitState.CANCELLED,
        ),
        "cancel": (
            lambda id_: services.visit_cancel(citizen=citizen, visit_id=id_),
            VisitState.CANCELLED,
        ),
    }


def planned(commune, citizen, name):
    """Return a round with one visit on it; the citizen's own where the citizen acts."""
    if name == "cancel":
        visit = services.visit_ask(citizen=citizen, order=visit_order(commune.centre))
    else:
        visit = visit_make(commune.counter, commune.centre, name=f"Cụ Mẫu {name}")
    made = round_make(commune.counter, commune.centre)
    services.round_pick(actor=commune.counter, round_id=made.id, visit_ids=[visit.id])
    return made.id, visit.id


def test_the_office_holds_the_round_while_something_happens_to_its_visit(fresh_database):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune, citizen = commune_at_work(), citizen_make()
        every = acts(commune, citizen)
        plans = {name: planned(commune, citizen, name) for name in every}

    def office(round_id, visit_id, held):
        try:
            with clock.clock_set(MORNING), scope_use(SYSTEM), transaction.atomic():
                row = Round.objects.select_for_update().get(id=round_id)
                held.set()
                somebody_waits()
                services.round_order(
                    actor=commune.counter, round_id=round_id, ids=[visit_id], version=row.version
                )
        finally:
            connection.close()

    def beside(act, visit_id, held):
        try:
            with clock.clock_set(MORNING), scope_use(SYSTEM):
                assert held.wait(10)
                act(visit_id)
        finally:
            connection.close()

    for name, (act, after) in every.items():
        round_id, visit_id = plans[name]
        held = Event()
        with ThreadPoolExecutor(2) as pool:
            doing = [
                pool.submit(office, round_id, visit_id, held),
                pool.submit(beside, act, visit_id, held),
            ]
        assert (name, [one.exception() for one in doing]) == (name, [None, None])
        with scope_use(SYSTEM):
            assert (name, visit_get(visit_id).state) == (name, after)


def test_a_visit_that_comes_onto_another_round_meanwhile_is_locked_after_that_round(
    fresh_database,
):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        commune = commune_at_work()
        first, visit_id = planned(commune, None, "moved")
        second = round_make(commune.counter, commune.centre).id
    held = Event()

    def move():
        try:
            with clock.clock_set(MORNING), scope_use(SYSTEM), transaction.atomic():
                services.round_drop(actor=commune.counter, visit_id=visit_id)
                services.round_pick(actor=commune.counter, round_id=second, visit_ids=[visit_id])
                held.set()
                somebody_waits()
        finally:
            connection.close()

    def press():
        try:
            with clock.clock_set(MORNING), scope_use(SYSTEM):
                assert held.wait(10)
                return services.visit_step(
                    actor=commune.counter, visit_id=visit_id, step=VisitStep.LEFT
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        moving, pressed = pool.submit(move), pool.submit(press)
    assert moving.exception() is None
    assert pressed.result().round_id == second != first
    with scope_use(SYSTEM):
        assert Round.objects.get(id=second).started_at == MORNING


def test_no_two_kinds_of_advisory_locks_share_a_number():
    lock = re.compile(r"^(?:\w*_)?LOCK = (\d\w*)", re.MULTILINE)
    found: dict[int, list[str]] = {}
    for path in Path(motcua.__file__).parent.rglob("*.py"):
        for number in lock.findall(path.read_text("utf-8")):
            found.setdefault(int(number, 0), []).append(path.name)
    assert len(found) >= 8
    assert [names for names in found.values() if len(names) > 1] == []
