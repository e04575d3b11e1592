"""Targets are set with their source, followed per unit, ended with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction

from motcua.identity.types import Role
from motcua.indicators.services import rollup_fold
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound
from motcua.organisations.queries import unit_get
from motcua.oversight.queries.targets import target_followed, target_get, targets_of
from motcua.oversight.services.targets import Order, target_end, target_set
from motcua.oversight.target_rules import Level, Metric, Status
from motcua.workflow.types import Act
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make
from tests.builders.oversight import watch_make

ORDER = Order(
    "Ít nhất 90 % đúng hạn (mẫu)", "NQ mẫu 01", Metric.IN_TIME, Level.COMMUNES, Decimal(90),
    date(2026, 9, 1), date(2026, 12, 31),
)  # fmt: skip


@pytest.fixture
def watch(system_scope):
    with clock.clock_set(MORNING):
        yield watch_make()


def test_each_unit_is_followed_with_everything_under_it(watch):
    commune = commune_at_work(name="Mẫu Ba")
    dossier_at(commune, Act.RETURN)
    dossier_accepted(commune)
    rollup_fold()
    target_id = target_set(actor=watch.keeper, unit_id=watch.province.id, order=ORDER)
    province = unit_get(watch.province.id)
    target = target_get(watch.province.id, target_id)
    assert target_followed(target, province).whole.standing.status is Status.NONE  # today is open
    with clock.clock_set(MORNING + timedelta(days=1)):
        followed = target_followed(target, province)
    by_unit = {one.unit.id: one for one in followed.units}
    there = by_unit[commune.unit.id]
    assert (there.count.part, there.count.whole, there.standing.status) == (1, 1, Status.GREEN)
    assert by_unit[watch.first.id].standing.status is Status.NONE
    assert followed.whole.count == there.count
    assert watch.department.id not in by_unit
    online = replace(ORDER, metric=Metric.ONLINE, goal=Decimal(50))
    second = target_set(actor=watch.keeper, unit_id=watch.province.id, order=online)
    with clock.clock_set(MORNING + timedelta(days=1)):
        found = target_followed(target_get(watch.province.id, second), province)
    stands = next(one for one in found.units if one.unit.id == commune.unit.id)
    assert (stands.standing.status, stands.standing.missing) == (Status.RED, 1)
    assert found.units[0] == stands  # the worst first


def test_it_is_ended_with_a_reason_and_stays(watch):
    target_id = target_set(actor=watch.keeper, unit_id=watch.province.id, order=ORDER)
    with pytest.raises(Invalid):
        target_end(actor=watch.keeper, target_id=target_id, reason=" ")
    target_end(actor=watch.keeper, target_id=target_id, reason="Nghị quyết mới")
    assert targets_of(watch.province.id) == []
    assert [one.reason for one in targets_of(watch.province.id, ended=True)] == ["Nghị quyết mới"]
    with pytest.raises(NotFound):
        target_end(actor=watch.keeper, target_id=target_id, reason="Lần nữa")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM oversight_target")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"goal": Decimal(101)}, "goal"),
        ({"last_day": date(2026, 8, 31)}, "last_day"),
        ({"last_day": date(2040, 8, 31)}, "last_day"),
        ({"title": ""}, "title"),
        ({"source": "…"}, "source"),
    ],
)
def test_a_wrong_target_names_its_field(watch, over, field):
    with pytest.raises(Invalid) as refusal:
        target_set(actor=watch.keeper, unit_id=watch.province.id, order=replace(ORDER, **over))
    assert refusal.value.problems[0].field == field


def test_only_whoever_keeps_the_register_sets_and_ends(watch):
    leader = actor_make(role=Role.LEADER, unit=watch.province)
    with pytest.raises(Forbidden):
        target_set(actor=leader, unit_id=watch.province.id, order=ORDER)
    target_id = target_set(actor=watch.keeper, unit_id=watch.province.id, order=ORDER)
    with pytest.raises(Forbidden):
        target_end(actor=leader, target_id=target_id, reason="Không cần")
