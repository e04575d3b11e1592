"""Targets on the Service Index: value or points of an indicator, and the state over all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from motcua.indicators.models import Reading
from motcua.indicators.services import cases_follow, rollup_fold
from motcua.kernel import clock
from motcua.kernel.errors import Invalid
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.oversight.models import Target
from motcua.oversight.queries.states import states_of
from motcua.oversight.queries.targets import target_followed, target_get
from motcua.oversight.services.targets import Order, target_set
from motcua.oversight.target_rules import Level, Metric, Status, index_standing
from motcua.workflow.types import Act
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted, dossier_at
from tests.builders.oversight import watch_make

ORDER = Order(
    "Chỉ số 2.1 ít nhất 90 % (mẫu)", "NQ mẫu 02", Metric.INDEX, Level.COMMUNES, Decimal(90),
    date(2026, 9, 1), date(2026, 12, 31), "2.1",
)  # fmt: skip
TOMORROW = MORNING + timedelta(days=1)


@pytest.fixture
def watch(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        made = watch_make()
        commune = commune_at_work(name="Mẫu Ba")
        dossier_at(commune, Act.RETURN)
        dossier_accepted(commune)
        rollup_fold()
    with clock.clock_set(TOMORROW):
        cases_follow()
        with scope_use(SYSTEM):
            yield made, commune


def followed(watch, **over):
    made, _commune = watch
    key = target_set(actor=made.keeper, unit_id=made.province.id, order=replace(ORDER, **over))
    return target_followed(target_get(made.province.id, key), unit_get(made.province.id))


def test_the_value_of_an_indicator_is_that_of_the_index(watch):
    _made, commune = watch
    found = followed(watch)
    there = next(one for one in found.units if one.unit.id == commune.unit.id)
    assert (there.count.part, there.count.whole) == (2, 2)
    assert (there.standing.share, there.standing.status) == (1, Status.GREEN)
    nobody = next(one for one in found.units if one.unit.id == _made.first.id)
    assert (nobody.standing.status, nobody.standing.share) == (Status.NONE, None)
    assert found.whole.standing.status is Status.NONE, "communes are no whole of their own"
    everybody = followed(watch, level=Level.ALL)
    assert everybody.whole.standing.share == 1


def test_points_are_shares_of_those_in_reach(watch):
    _made, commune = watch
    found = followed(watch, metric=Metric.POINTS, goal=Decimal(100))
    there = next(one for one in found.units if one.unit.id == commune.unit.id)
    assert there.points == (Fraction(20), Fraction(20))
    assert there.standing.status is Status.GREEN
    whole = followed(watch, metric=Metric.POINTS, indicator="", goal=Decimal(99))
    there = next(one for one in whole.units if one.unit.id == commune.unit.id)
    assert there.points is not None
    assert there.points[1] < 100
    assert there.standing.share == there.points[0] / there.points[1] < 1
    assert there.standing.status is Status.RED


@pytest.mark.parametrize(
    ("so_far", "recent", "left", "status"),
    [
        (Fraction(9, 10), None, 5, Status.GREEN),
        (Fraction(8, 10), Fraction(95, 100), 5, Status.AMBER),
        (Fraction(8, 10), Fraction(95, 100), 0, Status.RED),
        (Fraction(8, 10), Fraction(85, 100), 5, Status.RED),
        (Fraction(8, 10), None, 5, Status.RED),
        (None, Fraction(1), 5, Status.NONE),
    ],
)
def test_colours_on_the_index_go_by_the_last_weeks(so_far, recent, left, status):
    assert index_standing(Fraction(9, 10), so_far, recent, days_left=left).status is status


@pytest.mark.parametrize(
    "over",
    [
        {"indicator": ""},
        {"indicator": "9.9"},
        {"indicator": "2.2"},
        {"metric": Metric.IN_TIME},
        {"metric": Metric.POINTS, "indicator": "9.9"},
    ],
)
def test_an_indicator_that_makes_no_sense_is_refused_at_its_field(watch, over):
    made, _commune = watch
    with pytest.raises(Invalid) as refusal:
        target_set(actor=made.keeper, unit_id=made.province.id, order=replace(ORDER, **over))
    assert refusal.value.problems[0].field == "indicator"


def test_the_database_refuses_an_indicator_where_none_belongs(watch):
    followed(watch)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.update(metric="in-time")


def test_the_state_of_a_unit_is_its_worst_with_the_targets_that_make_it_so(watch):
    made, commune = watch
    followed(watch)
    followed(watch, metric=Metric.ONLINE, indicator="", goal=Decimal(50), title="Trực tuyến")
    states = states_of(unit_get(made.province.id))
    first = states.units[0]
    assert (first.unit.id, first.status) == (commune.unit.id, Status.RED)
    assert [one.followed.target.title for one in first.because] == ["Trực tuyến"]
    assert len(first.targets) == 2
    rest = [one for one in states.units if one.unit.id != commune.unit.id]
    assert rest
    assert {one.status for one in rest} == {Status.NONE}
    narrowed = states_of(unit_get(made.province.id), seen={made.first.id})
    assert [one.unit.id for one in narrowed.units] == [made.first.id]


def test_no_unit_is_reached_by_its_other_targets_while_the_index_cannot_be_read(watch):
    made, commune = watch
    followed(watch)
    followed(watch, metric=Metric.IN_TIME, indicator="", goal=Decimal(50), title="Đúng hạn")
    province = unit_get(made.province.id)

    def own():
        return next(one for one in states_of(province).units if one.unit.id == commune.unit.id)

    assert (own().status, own().unsound) == (Status.GREEN, "")
    Reading.objects.update_or_create(name="index-cases", defaults={"problem": "H19-1"})
    assert own().status is Status.NONE
    assert "of 1 dossier were" in own().unsound
    followed(watch, metric=Metric.ONLINE, indicator="", goal=Decimal(50), title="Trực tuyến")
    assert (own().status, "1 dossier" in own().unsound) == (Status.RED, True)


def test_nothing_is_coloured_while_events_cannot_be_read(watch):
    Reading.objects.update_or_create(name="index-cases", defaults={"problem": "H19-1"})
    found = followed(watch)
    assert ("H19-1" in found.unsound, found.unsound_codes) == (False, ("H19-1",))
    assert {one.standing.status for one in found.units} == {Status.NONE}
