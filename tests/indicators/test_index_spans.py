"""Quarters, half-years and years of the index are kept as months are, and are no sums of months."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db.models import F
from tests.builders.index_world import World

from motcua.indicators.index.asking import counts_of
from motcua.indicators.index.standing import (
    ending_with,
    kept_day,
    kept_of,
    named_by,
    running_day,
    running_with,
)
from motcua.indicators.models import Case, IndexMonth, IndexTotal
from motcua.indicators.queries import index, index_totals
from motcua.indicators.queries.index import index_of
from motcua.indicators.queries.index_totals import OF_DOSSIERS, OF_PROCEDURES
from motcua.indicators.services.index_look import index_totals_verify, key_look, piece_look
from motcua.indicators.services.index_totals import totals_keep
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import scope_units, scope_use
from motcua.organisations.models import Succession, Unit

NOW = datetime(2027, 1, 5, 3, tzinfo=UTC)
QUARTERS = (date(2026, 9, 3), date(2026, 12, 3))
RUNNING = datetime(2026, 11, 20, 3, tzinfo=UTC)
RUN = (date(2026, 11, 1), date(2026, 12, 3), date(2026, 12, 6), date(2026, 12, 12))
LONGER = (*QUARTERS, date(2026, 12, 6), date(2026, 12, 12))
CERTIFIED = "2.000815"  # has an indicator of its own
LAST_QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def now():
    with clock.clock_set(NOW):
        yield


@pytest.fixture
def world(request, system_scope, monkeypatch):
    made = World(Random(getattr(request, "param", 1)), monkeypatch)
    for number in range(60):
        made.live(number)
    made.read(made.lives)
    return made


@pytest.mark.parametrize("world", [4, 5], indirect=True)
def test_what_is_kept_is_what_is_counted_whatever_comes(world, monkeypatch):
    assert world.differs(LONGER) == [], "nothing is kept yet: everything is counted"
    assert totals_keep() > 0
    with monkeypatch.context() as quiet:
        quiet.setattr(index_totals, "totals_count", pytest.fail)
        assert world.differs(LONGER) == [], "read from what is kept alone"
    changed = world.rng.sample(sorted(world.lives), 10)
    for number in changed:  # corrections, withdrawn and re-opened lives, the same case elsewhere
        world.live(number)
    world.read(changed)
    stale = IndexMonth.objects.exclude(seen=F("changes"))
    assert {one.day for one in stale.values_list("month", flat=True)} == {1, 3, 6, 12}
    assert world.differs(LONGER) == [], "what is not good any more is counted for whoever asks"
    # A unit is taken over within the last quarter: both show it, each once.
    Unit.objects.filter(pk=world.units[4].id).update(valid_to=date(2026, 11, 5))
    Succession.objects.create(
        old_id=world.units[4].id,
        new_id=world.units[2].id,
        transfer="whole",
        is_split=False,
        effective_on=date(2026, 11, 5),
    )
    assert world.differs(LONGER) == []
    totals_keep()
    assert totals_keep() == 0
    with monkeypatch.context() as quiet:
        quiet.setattr(index_totals, "totals_count", pytest.fail)
        assert world.differs(LONGER) == []


@pytest.mark.parametrize("world", [6, 7], indirect=True)
def test_those_that_run_are_kept_as_at_midnight(world, monkeypatch):
    with clock.clock_set(RUNNING):
        totals_keep()
        with monkeypatch.context() as quiet:
            quiet.setattr(index_totals, "totals_count", pytest.fail)
            assert world.differs(RUN) == []
        changed = world.rng.sample(sorted(world.lives), 10)
        for number in changed:
            world.live(number)
        world.read(changed)
        stale = IndexMonth.objects.exclude(seen=F("changes"))
        assert set(RUN) <= set(stale.values_list("month", flat=True))
        assert world.differs(RUN) == []
        totals_keep()
        assert totals_keep() == 0
        assert [*index_totals_verify()] == []
    with clock.clock_set(RUNNING + timedelta(days=1)):
        counts = []
        with monkeypatch.context() as heard:
            whole = index_totals.totals_count
            heard.setattr(
                index_totals, "totals_count", lambda *a, **k: counts.append(1) or whole(*a, **k)
            )
            assert world.differs(RUN) == []
        assert len(counts) == len(RUN), "kept of yesterday's midnight: counted, not read"
        totals_keep()
        with monkeypatch.context() as quiet:
            quiet.setattr(index_totals, "totals_count", pytest.fail)
            assert world.differs(RUN) == []


@pytest.mark.parametrize(
    ("now", "days"),
    [
        # The first day of a month, of a year, and the last of one: what is kept of which then.
        (datetime(2026, 12, 1, 3, tzinfo=UTC), RUN[1:]),
        (datetime(2026, 12, 31, 3, tzinfo=UTC), (date(2026, 12, 1), *RUN[1:])),
        (datetime(2027, 1, 1, 3, tzinfo=UTC), (date(2026, 12, 1), *RUN[1:])),
    ],
)
def test_the_first_and_the_last_day(world, monkeypatch, now, days):
    with clock.clock_set(now):
        totals_keep()
        kept = set(IndexMonth.objects.values_list("month", flat=True))
        assert set(days) <= kept
        assert not [day for day in kept if day > date(2026, 12, 12)], "nothing lies behind yet"
        with monkeypatch.context() as quiet:
            quiet.setattr(index_totals, "totals_count", pytest.fail)
            assert world.differs(days) == []


def test_what_runs_long_is_counted_again_once_an_hour(world):
    def stale():
        return set(IndexMonth.objects.exclude(seen=F("changes")).values_list("month", flat=True))

    with clock.clock_set(RUNNING.replace(minute=20)):
        totals_keep(sparing=True)
        assert set(RUN) <= set(IndexMonth.objects.values_list("month", flat=True)), "at first all"
        for number in list(world.lives)[:10]:
            world.live(number)
        world.read(list(world.lives)[:10])
        assert set(RUN) <= stale()
        totals_keep(sparing=True)
        assert stale() == set(RUN[1:])
        assert world.differs(RUN) == []
    with clock.clock_set(RUNNING.replace(hour=RUNNING.hour + 1, minute=5)):
        totals_keep(sparing=True)
        assert stale() == set()


@pytest.mark.parametrize(
    "period",
    [
        Period(date(2026, 11, 1), date(2026, 11, 30)),
        Period(date(2026, 11, 1), date(2026, 11, 20)),
        LAST_QUARTER,
        Period(date(2026, 10, 1), date(2026, 11, 20)),  # as "this quarter" of a page has it
        Period(date(2026, 1, 1), date(2026, 11, 20)),
        Period(date(2026, 7, 1), date(2026, 12, 31)),
        Period(date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_running_period_of_a_province_is_read_and_a_communes_counted(world, monkeypatch, period):
    with clock.clock_set(RUNNING):
        province, commune = world.units[1].id, world.units[2].id
        # An official's scope may hide whose another system's case is: then all is counted.
        Case.objects.filter(mirrored=True).delete()
        counted = index_of(province, period)
        totals_keep()
        assert counted.without_today
        asked = []
        monkeypatch.setattr(
            index, "counts_of", lambda *a, **k: asked.append(1) or counts_of(*a, **k)
        )
        assert index_of(province, period).whole == counted.whole
        assert not asked
        with scope_use(scope_units([unit.id for unit in world.units.values()])):
            assert index_of(province, period).whole == counted.whole
        assert not asked, "the chairman reads what is kept, too"
        assert not index_of(commune, period).without_today
        assert asked


def test_a_running_day_is_one_whole_period_of_today():
    today = date(2026, 11, 20)
    assert running_day(date(2026, 10, 1), date(2026, 12, 31), today) == date(2026, 12, 3)
    assert running_day(date(2026, 10, 1), today, today) == date(2026, 12, 3)
    assert running_day(date(2026, 1, 1), today, today) == date(2026, 12, 12)
    assert running_day(date(2026, 10, 2), today, today) is None
    assert running_day(date(2026, 10, 1), date(2026, 11, 19), today) is None, "without today"
    assert running_day(date(2026, 9, 1), today, today) is None
    january = date(2027, 1, 20)
    assert running_day(date(2027, 1, 1), january, january) == date(2027, 1, 1), "the shortest"
    assert running_day(date(2027, 1, 1), date(2027, 6, 30), january) == date(2027, 6, 6)
    assert running_day(date(2026, 7, 1), date(2026, 9, 30), today) is None, "it is over"
    assert running_day(date(2027, 1, 1), date(2027, 12, 31), today) is None, "it has not begun"


def test_what_a_month_lies_in():
    assert running_with(date(2026, 11, 1)) == RUN[1:]
    assert running_with(date(2026, 12, 1)) == ()
    assert running_with(date(2026, 9, 1)) == (date(2026, 12, 6), date(2026, 12, 12))


def test_a_quarter_is_read_from_what_is_kept_and_a_communes_running_year_is_counted(
    world, monkeypatch
):
    unit = world.units[1].id
    counted = {key: index_of(unit, key).whole for key in (LAST_QUARTER, year(2026))}
    totals_keep()
    asked = []
    monkeypatch.setattr(index, "counts_of", lambda *a, **k: asked.append(1) or counts_of(*a, **k))
    for period in (LAST_QUARTER, year(2026)):
        assert index_of(unit, period).whole == counted[period]
    assert not asked
    index_of(world.units[2].id, year(2027))
    assert asked, "the running year is not over"
    asked.clear()
    index_of(unit, Period(date(2026, 11, 1), date(2026, 12, 31)))
    assert asked, "two months are kept nowhere"
    asked.clear()
    with scope_use(scope_units([unit])):
        index_of(unit, LAST_QUARTER)
    assert asked, "another system's case may be hidden from this scope"


def year(number):
    return Period(date(number, 1, 1), date(number, 12, 31))


def test_a_changed_total_of_a_quarter_is_found_and_its_months_are_not_accused(world):
    totals_keep()
    rows = IndexTotal.objects.filter(month=QUARTERS[1], indicator="2.1")
    rows.filter(pk=rows.first().pk).update(numerator=F("numerator") + 1)
    (told,) = index_totals_verify()
    assert told.where == f"index of unit id {rows.first().unit_id} in 2026-10/2026-12"
    place, found = 0, []
    while place is not None:
        place, more = piece_look(place)
        found += more
    assert [named_by(one.key)[0] for one in found] == [QUARTERS[1]]
    assert key_look(found[0].key)


def end_twice():
    """Let one certified copy end in October, be re-opened and end again in November."""
    one = Case.objects.filter(procedure_code=CERTIFIED, e_result=True, mirrored=False).first()
    Case.objects.filter(dossier_id=one.dossier_id).delete()
    first, again, last = (
        datetime(2026, *day, 3, tzinfo=UTC) for day in ((10, 20), (11, 3), (11, 9))
    )
    one.accepted_at = datetime(2026, 10, 1, 3, tzinfo=UTC)
    for since, till, status, ended in (
        (first, again, 9, first),
        (again, last, 4, None),
        (last, None, 9, last),
    ):
        one.pk, one.valid_from, one.valid_to, one.status, one.ended_at = (
            None, since, till, status, ended,
        )  # fmt: skip
        one.save()


def test_no_indicator_of_a_quarter_is_the_sum_of_its_months(world):
    """Why quarters are kept, not added up: a month is looked at as of its own last instant.

    A dossier that was open, or had no result, or not paid, at the end of its month has changed by
    the end of the quarter; one that runs is in every month; a procedure counts once.
    """
    for number in range(60, 300):
        world.live(number)
    world.read(range(60, 300))
    end_twice()  # the rarest
    whole = world.counted(QUARTERS[1])
    months = [world.counted(date(2026, month, 1)) for month in (10, 11, 12)]
    seen, unequal = set(), set()
    for key in whole.keys() | set().union(*months):
        told = [one[key] for one in months if key in one]
        had = whole.get(key)
        seen.add(key[0])
        if had is None or any(
            getattr(had, name) != sum(getattr(one, name) for one in told)
            for name in ("numerator", "denominator", "unknown")
        ):
            unequal.add(key[0])
    kept = {one.id for one in (*OF_DOSSIERS, *OF_PROCEDURES)}
    assert kept <= seen
    assert kept - unequal == set()


@pytest.mark.parametrize(
    ("first", "last", "day"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 1)),
        (date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 3)),
        (date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 6)),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 12)),
        (date(2026, 9, 1), date(2026, 11, 30), None),  # three months that are no quarter
        (date(2026, 1, 1), date(2026, 9, 30), None),
        (date(2026, 7, 1), date(2027, 6, 30), None),
        (date(2025, 1, 1), date(2026, 12, 31), None),
        (date(2026, 10, 1), date(2026, 12, 30), None),
        (date(2026, 10, 2), date(2026, 12, 31), None),
    ],
)
def test_what_is_kept_has_a_day(first, last, day):
    assert kept_day(first, last) == day
    if day is not None:
        kept = kept_of(day, NOW)
        assert clock.local(kept.start).date() == first
        assert clock.local(kept.until).date() == last
        assert day in ending_with(day.replace(day=1))


def test_a_refused_quarter_says_which(world):
    from motcua.indicators.index.standing import MONTHS_STAGE, key_of
    from motcua.indicators.models import Proof

    found = {"stage": MONTHS_STAGE, "key": key_of(QUARTERS[1], 1), "where": "", "what": ""}
    Proof.objects.create(name="figures", found=[found])
    with pytest.raises(Refused, match="kept of 10/2026 – 12/2026 for"):
        index_of(world.units[1].id, LAST_QUARTER)
    assert index_of(world.units[1].id, Period(date(2026, 12, 1), date(2026, 12, 31)))
