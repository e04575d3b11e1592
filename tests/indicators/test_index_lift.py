"""What would lift a unit, asked of the database: the difference over what is chosen is exact."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.index import UNITS, World, units_at, worlds

from motcua.indicators.index import sample
from motcua.indicators.index.asking import counts_of, keys_of
from motcua.indicators.index.build import Side
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.places import tree_of
from motcua.indicators.index.relations import OFFERING
from motcua.indicators.index.runners.postgres import Postgres
from motcua.indicators.index.valuing import index_value
from motcua.indicators.models import Case
from motcua.indicators.queries import index_lift
from motcua.indicators.queries.index import UnitIndex
from motcua.indicators.queries.index_lift import Wanted, dossiers_told, index_lifted, lift_picks
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import scope_units, scope_use

pytestmark = [pytest.mark.usefixtures("system_scope")]
ASKABLE = [one for one in INDICATORS.values() if one.meets is not None]
UNIT = UNITS[0]


LIVES = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def as_sql(offerings) -> str:
    told = json.dumps(offerings, default=str).replace("'", "''")
    columns = ", ".join(f"{one.name} {one.kind.value}" for one in OFFERING.columns)
    return f"SELECT * FROM jsonb_to_recordset('{told}') AS t({columns})"


class Placed:
    """A random world whose dossiers lie where the worker keeps them."""

    def __init__(self, world: World, monkeypatch) -> None:
        self.world = world
        tree = tree_of(units_at(world.span.start))
        beside = {name: rows for name, rows in world.tables.items() if name != "dossier"}
        monkeypatch.setattr(index_lift, "tables_beside", lambda _ids: beside)
        monkeypatch.setitem(index_lift.LIVE, "offering", as_sql(beside["offering"]))
        monkeypatch.setattr(index_lift, "units_tree", lambda: tree)
        monkeypatch.setattr(index_lift, "places", lambda _ids, _tree, _until: self.shown)
        self.shown = tuple(place for place in world.places if place[0] == UNIT)
        Case.objects.all().delete()  # of the example before
        Case.objects.bulk_create(
            Case(dossier_id=n, **row) for n, row in enumerate(world.tables["dossier"])
        )
        first = clock.local(world.span.start).date()
        whole = index_value(self.counted({}), first)
        self.unit = UnitIndex(UNIT, Period(first, first), world.span, whole)

    def counted(self, picked):
        found = counts_of(
            Postgres(self.world.tables),
            tuple(INDICATORS.values()),
            self.world.span,
            self.shown,
            picked=picked,
        )
        return {key[0]: count for key, count in found.items()}

    def rest(self, id_):
        return keys_of(
            Postgres(self.world.tables), INDICATORS[id_], Side.REST, self.world.span, self.shown
        )


@contextmanager
def placed(world: World) -> Iterator[Placed]:
    with pytest.MonkeyPatch.context() as patch:
        yield Placed(world, patch)


@LIVES
@given(worlds(most=40), st.integers(0, 2**32))
def test_the_difference_over_what_is_chosen_is_that_over_all(world, seed):
    rng = Random(seed)
    with placed(world) as here:
        picked = {}
        for one in ASKABLE:
            keys = here.rest(one.id)
            if keys and rng.random() < 0.5:
                picked[one.id] = frozenset(rng.sample(keys, rng.randint(1, len(keys))))
        found = index_lifted(here.unit, picked)
        wanted = index_value(here.counted(picked), here.unit.period.last)
    assert [one.count for one in found.values] == [one.count for one in wanted.values]
    assert (found.points, found.reachable) == (wanted.points, wanted.reachable)


@settings(LIVES, max_examples=4)
@given(worlds(most=40))
def test_nothing_chosen_changes_nothing_and_all_of_one_leaves_nothing_to_gain(world):
    with placed(world) as here:
        assert index_lifted(here.unit, {}).groups == here.unit.whole.groups
        for one in ASKABLE:
            rest = here.rest(one.id)
            picks = lift_picks(here.unit, {one.id: Wanted(every=True)})
            assert picks.found.get(one.id, frozenset()) == frozenset(rest), one.id
            then = index_lifted(here.unit, picks.found)
            value = next(v for v in then.values if v.indicator.id == one.id)
            assert value.count.numerator == value.count.denominator


@settings(LIVES, max_examples=4)
@given(worlds(most=40))
def test_a_number_takes_the_oldest_besides_what_is_ticked(world):
    with placed(world) as here:
        rest = here.rest("2.1")
        taken_in = {
            row["code"]: row["accepted_at"]
            for row in world.tables["dossier"]
            if row["code"] in rest and row["accepted_at"]
        }
        aged = sorted(rest, key=lambda code: (taken_in[code], code))
        picks = lift_picks(here.unit, {"2.1": Wanted(keys=aged[-1:], oldest=2)})
        assert picks.found.get("2.1", frozenset()) == frozenset(aged[:2] + aged[-1:])
        told = dossiers_told(rest)
        assert all(told[code].procedure_code for code in told)


def test_codes_of_nobody_and_of_what_counts_already_are_strangers_alike(monkeypatch):
    world = a_world()
    here = Placed(world, monkeypatch)
    keys = ["late", "in-time", "elsewhere", "nobody", "'; --"]
    picks = lift_picks(here.unit, {"2.1": Wanted(keys=keys)})
    assert picks.found == {"2.1": frozenset({"late"})}
    assert picks.strangers == {"2.1": ("'; --", "elsewhere", "in-time", "nobody")}


def test_too_many_and_what_cannot_be_asked_are_refused(monkeypatch):
    here = Placed(a_world(), monkeypatch)
    for id_ in ("1.4", "2.2", "9.9"):
        with pytest.raises(NotFound):
            lift_picks(here.unit, {id_: Wanted(every=True)})
        with pytest.raises(NotFound):
            index_lifted(here.unit, {id_: frozenset({"x"})})
    monkeypatch.setattr(index_lift, "MOST", 1)
    assert lift_picks(here.unit, {"2.1": Wanted(every=True)}).found
    for asked in (Wanted(oldest=2), Wanted(keys=["late", "in-time"])):
        with pytest.raises(Refused) as refused:
            lift_picks(here.unit, {"2.1": asked})
        assert (refused.value.code, refused.value.details["indicator"]) == ("too_many", "2.1")
    monkeypatch.setattr(index_lift, "MOST", 0)
    with pytest.raises(Refused):
        lift_picks(here.unit, {"2.1": Wanted(every=True)})


def test_of_all_indicators_together_no_more_than_the_most_are_taken(monkeypatch):
    here = Placed(a_world(), monkeypatch)
    three = {
        "2.1": Wanted(keys=["late"]),
        "4.3": Wanted(oldest=1),
        "4.4": Wanted(every=True),
    }
    picks = lift_picks(here.unit, three)
    total = sum(map(len, picks.found.values()))
    assert set(picks.found) == set(three)
    monkeypatch.setattr(index_lift, "MOST", total)
    assert lift_picks(here.unit, three) == picks
    monkeypatch.setattr(index_lift, "MOST", total - 1)
    with pytest.raises(Refused) as refused:
        lift_picks(here.unit, three)
    assert (refused.value.code, refused.value.details["indicator"]) == ("too_many", "4.4")


def test_all_of_too_many_is_refused_by_the_counts_before_a_row_is_read(
    monkeypatch, django_assert_num_queries
):
    here = Placed(a_world(), monkeypatch)
    monkeypatch.setattr(index_lift, "MOST", 0)
    for wanted in ({"2.1": Wanted(every=True)}, {"5.4": Wanted(every=True)}):
        with django_assert_num_queries(0), pytest.raises(Refused):
            lift_picks(here.unit, wanted)
    monkeypatch.setattr(index_lift, "MOST", 1)
    both = {"2.1": Wanted(every=True), "5.4": Wanted(every=True)}
    with django_assert_num_queries(0), pytest.raises(Refused):
        lift_picks(here.unit, both)


def test_where_a_row_may_add_two_all_are_refused_only_if_they_are_too_many(monkeypatch):
    world = a_world()
    world.tables["rating"].append(dict(sample.rating("late", 1)))
    here = Placed(world, monkeypatch)
    count = here.counted({})["5.4"]
    assert count.denominator - count.numerator == 2, "one row: late and disliked"
    monkeypatch.setattr(index_lift, "MOST", 1)
    picks = lift_picks(here.unit, {"5.4": Wanted(every=True)})
    assert picks.found == {"5.4": frozenset({"late"})}


def test_whoever_sees_no_dossier_of_the_unit_can_choose_none(monkeypatch):
    here = Placed(a_world(), monkeypatch)
    with scope_use(scope_units([UNIT + 50_000])):
        picks = lift_picks(here.unit, {"2.1": Wanted(keys=["late"], every=True)})
        assert dossiers_told(["late"]) == {}
    assert picks.found == {}
    assert picks.strangers == {"2.1": ("late",)}


def a_world() -> World:
    """Return a late dossier, one in time, and a late one of another unit."""
    rows = [
        sample.dossier("late", ended=20),
        sample.dossier("in-time", ended=8),
        sample.dossier("elsewhere", ended=20, unit_id=UNIT + 70),
    ]
    tables = {
        "dossier": [dict(row) for row in rows],
        "procedure": [dict(sample.procedure())],
        "offering": [dict(sample.offering())],
        "petition": [],
        "rating": [],
        "national": [],
    }
    return World(tables, sample.SPAN, ((UNIT, UNIT),), ())
