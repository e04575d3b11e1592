"""Totals of provinces and countries: read in place of their units, they say the same whatever happened."""

from __future__ import annotations

import random
import threading
from ast import literal_eval
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.models import F
from tests.builders.organisations import commune_make, province_make, unit_make

from motcua.indicators.models import BranchTotal, BranchUnit, Proof, Step, Total
from motcua.indicators.public.proof import BRANCHES, _branches, branch_look
from motcua.indicators.queries import board
from motcua.indicators.queries.branches import Branches, apart, asked_of, branches_whole
from motcua.indicators.queries.figures import figures_by, window_of
from motcua.indicators.queries.forecast import _arrivals
from motcua.indicators.rules import STOCKS
from motcua.indicators.services import figures_verify, rollup_fold
from motcua.indicators.services.branches import _moved, branches_keep, branches_recount
from motcua.indicators.types import Dimension, Measure, Period
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.models import Unit
from motcua.organisations.queries import unit_descendant_ids
from motcua.organisations.types import PROVINCE_KINDS, UnitKind

NOW = datetime(2026, 9, 10, 11, tzinfo=clock.LEGAL_ZONE)
PERIODS = (
    Period(date(2026, 9, 10), date(2026, 9, 10)),
    Period(date(2026, 9, 1), date(2026, 9, 30)),
    Period(date(2026, 7, 15), date(2026, 9, 9)),
    Period(date(2026, 1, 1), date(2026, 12, 31)),
)
PROCEDURES = (71, 72, 73)


class Land:
    """A country with two provinces of three communes each, and what happened there."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.country = unit_make(code="VNT", full_name="Một nước", kind=UnitKind.COUNTRY)
        self.provinces = []
        for code in ("911", "912"):
            province = province_make(code=code, name=f"Tỉnh {code}")
            self.put(province.id, self.country.id)
            self.provinces.append(province.id)
        self.communes = [
            commune_make(name=f"Xã {place}", province=code).id
            for code in ("911", "912")
            for place in range(3)
        ]
        self.units = sorted(unit_descendant_ids(self.country.id))

    def put(self, unit_id: int, parent_id: int) -> None:
        """Put a unit with all under it below another one."""
        path = Unit.objects.get(id=unit_id).path
        above = Unit.objects.get(id=parent_id).path
        for unit in Unit.objects.filter(path__startswith=path):
            unit.path = above + unit.path[path.index(f"/{unit_id}/") + 1 :]
            if unit.id == unit_id:
                unit.parent_id = parent_id
            unit.save(update_fields=["path", "parent"])

    def happen(self, count: int) -> None:
        """Append increments of any kind; some lie ahead, as due instants do."""
        steps = []
        for number in range(count):
            at = NOW - timedelta(minutes=self.chance.randrange(-3 * 1440, 300 * 1440))
            steps.append(
                Step(
                    dossier_id=number,
                    unit_id=self.chance.choice(self.units),
                    procedure_id=self.chance.choice(PROCEDURES),
                    official_id=self.chance.choice((0, 5)),
                    at=at,
                    known_at=min(at, NOW),
                    ended_at=at - timedelta(days=9) if self.chance.random() < 0.1 else None,
                    measure=int(self.chance.choice(list(Measure))),
                    delta=self.chance.choice((1, 1, -1)),
                )
            )
        Step.objects.bulk_create(steps)

    def move(self) -> None:
        """Put some commune under the other province."""
        commune = self.chance.choice(self.communes)
        path = Unit.objects.get(id=commune).path
        self.put(commune, next(one for one in self.provinces if f"/{one}/" not in path))


def boards(main, *, procedures=None):
    units = unit_descendant_ids(main)
    return [
        board(units, period, main_unit_id=main, procedure_ids=procedures, officials=officials)
        for period in PERIODS
        for officials in (False, True)
    ]


def arrivals(main):
    units = unit_descendant_ids(main)
    days = (date(2026, 1, 1), date(2026, 9, 10))
    return [_arrivals(units, *days, key, split=True) for key in (0, 72)] + [
        _arrivals(units, *days, 0, split=False)
    ]


def due_soon(main):
    """Yield what falls due soon as totals say it and as increments do, which say it of the past."""
    units = unit_descendant_ids(main)
    for period in PERIODS:
        window = window_of(period, unit_id=main)
        assert window.runs == (period.last >= NOW.date())
        yield (
            figures_by(units, one, tuple(Dimension), under=main)
            for one in (window, replace(window, runs=False))
        )


def differ(with_them, without, *, rows):
    """Return what is not the same; rows by unit only where units are where the tree has them."""
    names = ["totals", "by_procedure", "by_official", "trend", *(["by_unit"] if rows else [])]
    return [
        (name, getattr(one, name), getattr(other, name))
        for one, other in zip(with_them, without, strict=True)
        for name in names
        if getattr(one, name) != getattr(other, name)
    ]


@pytest.mark.usefixtures("system_scope")
@pytest.mark.parametrize("seed", range(5))
def test_boards_say_the_same_with_branches_and_without(seed, monkeypatch):
    land = Land(seed)
    used = 0
    with clock.clock_set(NOW):
        for _round in range(4):
            land.happen(land.chance.randrange(1, 120))
            for _fold in range(land.chance.randrange(3)):
                rollup_fold(limit=land.chance.choice((1, 20, 5000)))
            if land.chance.random() < 0.5:
                land.move()
            kept = land.chance.random() < 0.6
            if kept:
                branches_keep()
            used += len(branches_whole(land.units))
            for main in (land.country.id, *land.provinces):
                for procedures in (None, PROCEDURES[:2]):
                    found = boards(main, procedures=procedures)
                    with monkeypatch.context() as bare:
                        bare.setattr(
                            "motcua.indicators.queries.branches.branches_whole", lambda _u: {}
                        )
                        plain = boards(main, procedures=procedures)
                    assert differ(found, plain, rows=kept) == []
                for told, steps in due_soon(main):
                    assert told == steps
                expected = arrivals(main)
                with monkeypatch.context() as bare:
                    bare.setattr("motcua.indicators.queries.branches.branches_whole", lambda _u: {})
                    assert arrivals(main) == expected
            assert [one for one in figures_verify() if "all under" in one.where] == []
        assert all(arrivals(land.country.id))
    assert used


@pytest.mark.usefixtures("system_scope")
def test_a_unit_that_moves_takes_its_totals_along():
    land = Land(9)
    first, second = land.provinces
    land.units = land.communes[:1]
    with clock.clock_set(NOW):
        land.happen(40)
        rollup_fold()
        land.put(land.communes[0], second)
        assert branches_keep() >= 1
        assert branches_keep() == 0
        branches = BranchUnit.objects.order_by("level").values_list("branch_id", flat=True)
        assert list(branches) == [second, land.country.id]
        assert not BranchTotal.objects.filter(unit_id=first).exclude(total=0)
        (one, other) = (
            board(
                unit_descendant_ids(land.country.id), PERIODS[3], main_unit_id=land.country.id
            ).by_unit[:1]
            + board(unit_descendant_ids(second), PERIODS[3], main_unit_id=second).by_unit[:1]
        )
        assert (one.key, other.key) == (second, land.communes[0])
        assert one.figures == other.figures


@pytest.mark.usefixtures("system_scope")
def test_who_may_read_a_part_reads_units():
    land = Land(3)
    with clock.clock_set(NOW):
        land.happen(80)
        rollup_fold()
        assert set(branches_whole(land.units)) == {land.country.id, *land.provinces}
        missing = land.communes[0]
        some = [one for one in land.units if one != missing]
        assert set(branches_whole(some)) == {land.provinces[1]}
        assert missing not in {row.key for row in board(some, PERIODS[3]).by_unit}


@pytest.mark.usefixtures("system_scope")
def test_totals_of_before_are_brought_along_once():
    """An installation that had totals before there were branches."""
    land = Land(4)
    Total.objects.bulk_create(
        Total(unit_id=unit, dimension=dimension, grain=2, start=date(2026, month, 1),
              key=dimension * 71, measure=Measure.INTAKE_COUNTER, total=unit % 7 + month)
        for unit in land.units for dimension in (0, 1) for month in (3, 4)
    )  # fmt: skip
    with clock.clock_set(NOW):
        assert branches_whole(land.units) == {}
        before = boards(land.country.id)
        assert branches_keep() == len(land.units)
        assert branches_keep() == 0
        assert set(branches_whole(land.units)) == {land.country.id, *land.provinces}
        assert [one.totals for one in boards(land.country.id)] == [one.totals for one in before]
        assert [one for one in figures_verify() if "all under" in one.where] == []


@pytest.mark.usefixtures("system_scope")
def test_countries_that_are_filled_unit_by_unit_count_nothing_twice(monkeypatch):
    """An installation whose provinces had totals before its country had them."""
    land = Land(12)
    with clock.clock_set(NOW):
        land.happen(90)
        with monkeypatch.context() as before:
            kinds = {BranchUnit.PROVINCE: PROVINCE_KINDS}
            before.setattr("motcua.indicators.services.branches._KINDS", kinds)
            rollup_fold()
            _moved(land.units)
        whole = boards(land.country.id)
        below = BranchUnit.objects.filter(level=BranchUnit.COUNTRY)
        monkeypatch.setattr("motcua.indicators.services.branches.AT_ONCE", 2)
        for count in range(0, len(land.units), 2):
            assert below.count() == count
            assert differ(boards(land.country.id), whole, rows=True) == []
            _moved(sorted(land.units)[count : count + 2])
        assert differ(boards(land.country.id), whole, rows=True) == []
        assert [one for one in figures_verify() if "figures of" in one.where] == []


def test_branches_that_are_read_share_no_unit_and_the_shown_come_first():
    world: Branches = {
        1: frozenset(range(1, 9)),  # a country
        2: frozenset({2, 3, 4}),
        5: frozenset({5, 6}),
        7: frozenset({7, 8, 9}),  # a province of which the country has a part
    }
    assert apart(world) == {1: world[1]}
    assert apart(world, {5}) == {5: world[5], 2: world[2], 7: world[7]}
    assert apart({key: world[key] for key in (2, 5)}) == {2: world[2], 5: world[5]}
    assert apart({}) == {}
    asked = asked_of(range(1, 12), world, {2})
    assert asked == {"own": "{1,10,11}", "branches": "{2,5,7}", "shown": "{2}"}


@pytest.mark.invariant
def test_units_that_move_while_others_fold_lose_nothing(fresh_database):
    with scope_use(SYSTEM):
        land = Land(11)
        for _round in range(6):
            land.happen(150)
    problems = []

    def fold():
        try:
            with clock.clock_set(NOW):
                while rollup_fold(limit=7):
                    pass
        except Exception as error:  # noqa: BLE001 - told below
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=fold) for _ in range(3)]
    for thread in threads:
        thread.start()
    moved = 0
    while any(thread.is_alive() for thread in threads) or moved < 3:
        with scope_use(SYSTEM):
            land.move()
        moved += branches_keep()
    for thread in threads:
        thread.join()
    assert problems == []
    assert moved
    with scope_use(SYSTEM):
        branches_keep()
        assert not Step.objects.filter(folded=False)
        assert [one for one in figures_verify() if "figures of all" in one.where] == []
        months = Total.objects.filter(dimension=0, grain=2)
        for level, branches in enumerate((land.provinces, [land.country.id])):
            above = BranchTotal.objects.filter(dimension=0, grain=2, unit_id__in=branches)
            alone = BranchUnit.objects.filter(level=level, branch_id=None).values("unit_id")
            assert sum(months.values_list("total", flat=True)) == sum(
                one.total for some in (above, months.filter(unit_id__in=alone)) for one in some
            )


@pytest.mark.usefixtures("system_scope")
def test_what_an_older_worker_folded_is_summed_up_again():
    land = Land(6)
    with clock.clock_set(NOW):
        land.happen(60)
        rollup_fold()
        Total.objects.filter(unit_id=land.communes[0], dimension=0).update(total=F("total") + 7)
        assert [one for one in figures_verify() if "all under" in one.where]
        assert branches_recount() == 3
        assert not [one for one in figures_verify() if "all under" in one.where]


@pytest.mark.usefixtures("system_scope")
def test_what_stands_is_summed_up_again_from_months():
    land = Land(13)
    land.units = land.communes
    with clock.clock_set(NOW):
        land.happen(60)
        rollup_fold()
        standing = Total.objects.filter(grain=Total.EVER)
        kept = set(standing.values_list("unit_id", "dimension", "key", "measure", "total"))
        assert {Measure(row[3]) for row in kept} == STOCKS
        standing.filter(unit_id=land.communes[0]).update(total=F("total") + 1)
        standing.filter(unit_id=land.communes[1]).update(total=0)
        Total.objects.create(
            unit_id=land.communes[1], dimension=0, grain=Total.EVER, start=Total.BEGINNING, key=5,
            measure=Measure.RUNNING, total=4,
        )  # fmt: skip
        assert [one for one in figures_verify() if "figures of unit" in one.where]
        branches_recount()
        assert [one for one in figures_verify() if "figures of" in one.where] == []


@pytest.mark.usefixtures("system_scope")
def test_the_migration_sums_up_what_stands_of_an_installation_with_totals():
    land = Land(14)
    with clock.clock_set(NOW):
        land.happen(60)
        rollup_fold()
        for table in (Total, BranchTotal):
            table.objects.filter(grain=Total.EVER).update(total=F("total") - 3)
        assert [one for one in figures_verify() if "what stands" in one.where]
        migration = import_module("motcua.indicators.migrations.0014_stocks_and_countries")
        assert set(map(int, STOCKS)) == set(literal_eval(migration.STOCKS))
        migration.fill(None, SimpleNamespace(connection=connection))
        assert [one for one in figures_verify() if "figures of" in one.where] == []


@pytest.mark.usefixtures("system_scope")
def test_the_lap_of_proof_names_the_branch_and_ends_good_once_it_is_mended():
    land = Land(7)
    with clock.clock_set(NOW):
        land.units = land.communes
        land.happen(30)
        rollup_fold()
        assert not list(branch_look(land.provinces[0]))
        BranchTotal.objects.filter(unit_id=land.provinces[0]).update(total=F("total") + 1)
        (found,) = branch_look(land.provinces[0])
        assert found.where == f"unit id {land.provinces[0]}"
        assert not list(branch_look(land.provinces[1]))
        row = Proof(name="trial", stage=BRANCHES)
        looked = []
        while True:
            done, fresh = _branches(row, 1)
            if done:
                break
            looked.append(row.place)
            assert bool(fresh) == (row.place == land.provinces[0])
        assert looked == sorted((land.country.id, *land.provinces))


@pytest.mark.usefixtures("system_scope")
def test_a_tampered_branch_is_named():
    land = Land(5)
    with clock.clock_set(NOW):
        land.happen(60)
        rollup_fold()
        assert not [one for one in figures_verify() if "all under" in one.where]
        BranchTotal.objects.filter(unit_id=land.provinces[0], measure=Measure.DONE_EARLY).update(
            total=99
        )
        (found, *_more) = [one for one in figures_verify() if "all under" in one.where]
        assert "done_early is 99, the units below say" in found.what
        assert found.where.startswith(f"figures of all under unit id {land.provinces[0]} on ")
