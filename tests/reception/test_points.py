"""Extra reception points: planned, announced, left out, and what was taken in there."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_registered
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make
from tests.builders.visits import TODAY, point_held

from motcua.identity.types import Role
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_units, scope_use
from motcua.reception import services
from motcua.reception.queries import points as queries
from motcua.reception.services import HoursOrder, PointOrder


@pytest.fixture
def commune(db):
    with at(), scope_use(SYSTEM):
        yield commune_at_work()


def hours(commune, point_id, **over):
    services.point_hours_add(
        actor=commune.director,
        point_id=point_id,
        order=HoursOrder(**{"begins": time(7, 30), "ends": time(11), **over}),
    )


def test_a_point_is_announced_once_it_has_hours_and_says_when_it_is_next_open(commune):
    point = point_held(commune)
    assert queries.points_announced([commune.centre.id]) == []
    hours(commune, point, weekday=3)
    hours(commune, point, weekday=3)
    (one,) = queries.points_announced([commune.centre.id])
    assert (one.open_now, one.next[0].day, len(one.hours)) == (True, TODAY, 1)
    services.point_off_set(actor=commune.director, point_id=point, day=TODAY, off=True)
    one = queries.point_get(point)
    assert (one.open_now, one.next[0].day) == (False, TODAY + timedelta(days=7))
    services.point_off_set(actor=commune.director, point_id=point, day=TODAY, off=False)
    services.point_hours_end(actor=commune.director, hours_id=one.hours[0].id)
    assert queries.points_announced([commune.centre.id]) == []


def test_a_market_on_a_sunday_is_a_single_day(commune):
    point = point_held(commune)
    sunday = TODAY + timedelta(days=3)
    hours(commune, point, weekday=6)
    assert queries.point_get(point).next == (), "no Sunday is a working day"
    hours(commune, point, day=sunday)
    assert [one.day for one in queries.point_get(point).next] == [sunday]


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"weekday": 1, "ends": time(7)}, "ends"),
        ({}, "weekday"),
        ({"weekday": 1, "day": TODAY}, "weekday"),
        ({"day": TODAY - timedelta(days=1)}, "day"),
        ({"weekday": 1, "until": TODAY - timedelta(days=1)}, "until"),
    ],
)
def test_hours_that_cannot_be_are_refused(commune, over, field):
    with pytest.raises(Invalid) as refused:
        hours(commune, point_held(commune), **over)
    assert field in {one.field for one in refused.value.problems}


def test_a_point_names_people_of_its_centre_and_a_place_in_the_country(commune):
    elsewhere = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    wrong = PointOrder("x", "", hotline="12", account_ids=(elsewhere.account_id,), place=(1.0, 1.0))
    with pytest.raises(Invalid) as refused:
        services.point_open(actor=commune.director, unit_id=commune.centre.id, order=wrong)
    assert {one.field for one in refused.value.problems} == {
        "name", "seat", "hotline", "account_ids", "place",
    }  # fmt: skip
    with pytest.raises(Forbidden):
        services.point_open(
            actor=commune.counter,
            unit_id=commune.centre.id,
            order=PointOrder("Chợ", "Chợ trung tâm"),
        )


def test_what_is_taken_in_at_a_point_counts_for_it_once(commune):
    point, code = point_held(commune), dossier_registered(commune)
    for _twice in range(2):
        services.point_took_in(actor=commune.counter, point_id=point, code=code)
    found = queries.taken_in_at_points(commune.centre.id, TODAY, TODAY)
    assert [n for _name, n in found] == [1]
    with scope_use(scope_units([commune.centre.id + 10_000])):
        assert queries.taken_in_at_points(commune.centre.id, TODAY, TODAY) == []
    elsewhere = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    with pytest.raises(NotFound):
        services.point_took_in(actor=elsewhere, point_id=point, code=code)


def test_a_closed_point_is_announced_no_more(commune):
    point = point_held(commune)
    hours(commune, point, weekday=0)
    with pytest.raises(Refused):
        services.point_off_set(
            actor=commune.director, point_id=point, day=TODAY - timedelta(days=1), off=True
        )
    services.point_close(actor=commune.director, point_id=point)
    assert queries.points_of([commune.centre.id]) == []
    with pytest.raises(NotFound):
        queries.point_get(point)
