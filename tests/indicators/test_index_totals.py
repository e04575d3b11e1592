"""Kept totals of the index say what counting says: whatever came, late, merged, mirrored, undone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db.models import F
from tests.builders.index import PROCEDURES
from tests.builders.index_world import MONTHS, NOW, World
from tests.builders.procedures import version_make

from motcua.indicators.index.asking import counts_of
from motcua.indicators.index.beside import units_rows
from motcua.indicators.index.standing import Version, following, kept_of, months_changed
from motcua.indicators.models import Case, IndexMonth
from motcua.indicators.queries import index, index_totals
from motcua.indicators.queries.index import index_of
from motcua.indicators.queries.index_all import index_of_all
from motcua.indicators.services import index_totals as keeper
from motcua.indicators.services.index_totals import totals_keep
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.scope import scope_units, scope_use
from motcua.organisations.models import Succession, Unit
from motcua.procedures.models import Offering


@pytest.fixture(autouse=True)
def now():
    with clock.clock_set(NOW):
        yield


@pytest.fixture(params=[1, 2, 3])
def world(request, system_scope, monkeypatch):
    made = World(Random(request.param), monkeypatch)
    for number in range(90):
        made.live(number)
    made.read(made.lives)
    return made


def test_what_is_kept_is_what_is_counted_whatever_comes(world, monkeypatch):
    assert world.differs() == [], "nothing is kept yet: everything is counted"
    assert totals_keep() > 0
    assert totals_keep() == 0, "all of it is good"
    with monkeypatch.context() as quiet:
        quiet.setattr(index_totals, "totals_count", pytest.fail)
        assert world.differs() == [], "read from what is kept alone"
    # Late corrections, withdrawn and re-opened lives, the same case elsewhere.
    changed = world.rng.sample(sorted(world.lives), 15)
    for number in changed:
        world.live(number)
    world.read(changed)
    assert IndexMonth.objects.exclude(seen=F("changes")).exists()
    assert world.differs() == [], "what is not good any more is counted for whoever asks"
    assert totals_keep() > 0
    assert world.differs() == []
    assert totals_keep() == 0


def test_the_catalogue_the_tree_and_what_units_resolve_are_part_of_it(world, monkeypatch):
    totals_keep()

    def changes(change):
        change()
        with monkeypatch.context() as counted:
            asked = []
            whole = index_totals.totals_count
            counted.setattr(
                index_totals, "totals_count", lambda *a, **k: asked.append(1) or whole(*a, **k)
            )
            assert world.differs() == []
            assert asked, "it is not read from what was kept before"
        totals_keep()
        assert totals_keep() == 0

    newer = datetime(2026, 9, 15, tzinfo=UTC)
    changes(lambda: version_make(code=PROCEDURES[0], effective_from=newer, channels=["in_person"]))
    closed = datetime(2026, 9, 20, tzinfo=UTC)
    first = Offering.objects.order_by("pk").values_list("pk", flat=True)[:2]
    changes(lambda: Offering.objects.filter(pk__in=list(first)).update(closed_at=closed))
    Unit.objects.filter(pk=world.units[4].id).update(valid_to=date(2026, 10, 5))
    changes(
        lambda: Succession.objects.create(
            old_id=world.units[4].id,
            new_id=world.units[2].id,
            transfer="whole",
            is_split=False,
            effective_on=date(2026, 10, 5),
        )
    )
    world.beside["rating"].append(
        {"dossier_code": "d1", "score": 1, "rated_at": NOW - timedelta(days=60)}
    )
    assert totals_keep() == 0, "what people say of it is counted with each question"
    assert world.differs() == []


def test_a_unit_and_all_units_say_the_same(world):
    totals_keep()
    units = units_rows()
    for month in MONTHS[:3]:
        everywhere = index_of_all(month)
        assert everywhere.span.until == kept_of(month, NOW).until
        period = Period(month, following(month) - timedelta(days=1))
        for unit in (one.id for one in world.units.values()):
            if units[unit].valid_to is None:
                alone = index_of(unit, period).whole
                found = everywhere.by_unit.get(unit)
                assert (found is None and alone.points == 0) or found == alone
    running = index_of_all(MONTHS[3])
    assert running.span.until < NOW, "the running month is told as of the last midnight"


def test_a_scope_that_may_hide_the_owner_of_a_mirrored_case_is_counted(world, monkeypatch):
    totals_keep()
    unit, period = world.units[2].id, Period(date(2026, 9, 1), date(2026, 9, 30))
    asked = []
    monkeypatch.setattr(index, "counts_of", lambda *a, **k: asked.append(1) or counts_of(*a, **k))
    with scope_use(scope_units([unit])):
        index_of(unit, period)
    assert asked, "there are mirrored cases in this unit"
    Case.objects.filter(mirrored=True).delete()
    IndexMonth.objects.update(seen=-1)
    totals_keep()
    asked.clear()
    with scope_use(scope_units([unit])):
        own = index_of(unit, period)
    assert not asked
    assert own.whole == index_of(unit, period).whole


def test_a_keeper_that_is_stopped_goes_on_and_one_that_is_overtaken_calls_nothing_good(
    world, monkeypatch
):
    months = []

    def stops(name):
        months.append(name)
        if len(months) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(keeper, "failpoint", stops)
        with pytest.raises(KeyboardInterrupt):
            totals_keep()
    good = set(IndexMonth.objects.filter(seen=0).values_list("month", flat=True))
    assert len(good) == 2, "what was finished stays"
    said = []
    whole = keeper.totals_count

    def overtaken(*args):
        counted = whole(*args)
        world.live(5)
        world.read([5])
        return counted

    with monkeypatch.context() as beside:
        beside.setattr(keeper, "totals_count", overtaken)
        totals_keep(say=lambda month, made, left: said.append((month, made, left)))
    assert [left for _month, _made, left in said] == list(range(len(said) - 1, -1, -1))
    assert not {month for month, made, _left in said if made} & good
    assert world.differs() == []
    totals_keep()
    assert world.differs() == []
    assert totals_keep() == 0


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


@pytest.mark.parametrize(
    ("old", "new", "months"),
    [
        ([], [], ()),
        ([(at(1), None, 1)], [(at(1), None, 1)], ()),
        ([], [(at(5), None, 1)], (10, 11)),
        ([], [(at(5), at(9), 1), (at(9), None, 2)], (10, 11)),
        ([(at(5), None, 1)], [(at(5), NOW, 1), (NOW, None, 2)], ()),  # today: no midnight yet
        ([(at(5), None, 1)], [(at(5), at(40), 1), (at(40), None, 2)], (11,)),
        # 31 October ends at 17:00 UTC.
        ([(at(5), None, 1)], [(at(5), at(31, 16), 1), (at(31, 16), None, 2)], (10, 11)),
        ([(at(5), None, 1)], [(at(5), at(31, 17), 1), (at(31, 17), None, 2)], (11,)),
        # It stood otherwise within the month only.
        ([(at(5), None, 1)], [(at(5), at(6), 1), (at(6), at(7), 2), (at(7), None, 1)], (11,)),
        ([(at(5), None, 1)], [], (10, 11)),
        ([(NOW + timedelta(days=3), None, 1)], [], ()),
    ],
)
def test_months_that_a_change_concerns(old, new, months):
    histories = [
        [Version(since, till, (told_,)) for since, till, told_ in some] for some in (old, new)
    ]
    found = months_changed(*histories, NOW)
    assert tuple(month.month for month in found) == months
    assert found == months_changed(*reversed(histories), NOW)
