"""Sums side by side, times against the limit, ratings: counted over rows as the worker keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import inf

import pytest
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_accepted, dossier_at

from motcua.feedback.services import rating_give
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.valuing import NOT_AT_LEVEL
from motcua.indicators.models import Case, Reading
from motcua.indicators.queries import figures_by, window_of
from motcua.indicators.queries.compare import TOGETHER, loads_of, sums_of
from motcua.indicators.queries.index import index_of
from motcua.indicators.queries.ratings import satisfaction_of
from motcua.indicators.queries.times import Split, times_of
from motcua.indicators.services import cases_follow
from motcua.indicators.types import Dimension, Figure, Period
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, Refused
from motcua.kernel.scope import SYSTEM, scope_units, scope_use
from motcua.workflow.types import Act

DAY = clock.local(MORNING).date()
TODAY = Period(DAY, DAY)
KEYS = ("in-time", "online", "2.1", "3.3", "4.2", "5.4", "satisfied")


@pytest.fixture
def communes(system_scope):
    """Two communes of one province, the first with more behind it."""
    with at():
        made = [commune_at_work(), commune_at_work(name="Phong Quang")]
        codes = [dossier_at(made[0], Act.RETURN), dossier_at(made[0], Act.RETURN)]
        dossier_accepted(made[0])
        dossier_at(made[1], Act.RETURN)
    with at(2):
        cases_follow()
    return made, codes


def sums(communes, **more):
    with at(2):
        return sums_of(KEYS, [one.unit.id for one in communes[0]], TODAY, **more)


def test_a_sum_is_the_boards_and_the_indexs_own_number(communes):
    found = sums(communes)
    unit = communes[0][0].unit
    with at(2):
        index = index_of(unit.id, TODAY)
        board = figures_by([unit.id], window_of(TODAY), [Dimension.UNIT])[Dimension.UNIT][unit.id]
    for value in index.whole.values:
        if value.indicator.id in KEYS:
            one = found.of(value.indicator.id, unit.id)
            assert (one.count, one.ratio) == (value.count, value.ratio)
    timely = found.of("in-time", unit.id).count
    assert timely.numerator == board[Figure.RESOLVED_IN_TIME] == 2
    assert timely.denominator == board[Figure.RESOLVED] == 2


def test_together_is_the_sum_of_the_units(communes):
    found = sums(communes)
    for key in KEYS:
        parts = [found.of(key, one.unit.id).count for one in communes[0]]
        whole = found.of(key, TOGETHER).count
        assert whole.numerator == sum(one.numerator for one in parts)
        assert whole.denominator == sum(one.denominator for one in parts)


def test_what_the_index_does_not_compute_at_a_level_has_no_share_there(communes, monkeypatch):
    provinces = replace(INDICATORS["2.1"], levels=frozenset({"province"}))
    monkeypatch.setitem(INDICATORS, "2.1", provinces)
    found = sums(communes)
    for unit_id in (communes[0][0].unit.id, TOGETHER):
        one = found.of("2.1", unit_id)
        assert (one.ratio, NOT_AT_LEVEL in one.notes) == (None, True)
        assert found.of("5.4", unit_id).ratio is not None


def test_sums_are_read_whatever_the_readers_own_scope_is(communes):
    own, other = (one.unit.id for one in communes[0])
    with scope_use(scope_units([own])):
        found = sums(communes)
        assert Case.objects.filter(unit_id=other).count() == 0, "rows stay behind the wall"
    assert found.of("2.1", other).count.denominator == 1
    with at(2):
        assert loads_of([own, other], DAY) == {own: 3, other: 1}
        assert loads_of([own, other], DAY - timedelta(days=1)) == {own: 0, other: 0}
        ahead = DAY + timedelta(days=480)
        assert loads_of([own, other], ahead) == {own: 3, other: 1}, "the twelve months to today"


def test_a_period_that_ends_before_it_begins_and_unsound_events_have_no_sums(communes):
    backwards = Period(DAY, DAY - timedelta(days=1))
    with pytest.raises(Invalid):
        sums_of(KEYS, [1], backwards)
    Reading.objects.update_or_create(name="index-cases", defaults={"problem": "G19.26-0001"})
    with pytest.raises(Refused, match="1 dossier"):
        sums(communes)
    with pytest.raises(Refused, match="1 dossier"):
        times_of(communes[0][0].unit.id, TODAY)
    with at(2):
        assert sums_of(["in-time"], [communes[0][0].unit.id], TODAY), "the board asks no index"


def case_of(unit, number, *, spent, due, ended, **more):
    """Put a row as the worker would: hours after the morning, seconds spent."""
    begun = MORNING - timedelta(days=30)
    Case.objects.create(
        dossier_id=900_000 + number,
        code=f"T{number}",
        version=1,
        valid_from=begun,
        identity=f"T{number}",
        mirrored=False,
        unit_id=unit.id,
        receiving_unit_id=unit.id,
        procedure_code=more.get("procedure", "1.000001"),
        procedure_version_id=1,
        status=more.get("status", 9),
        accepted_at=begun,
        due_at=None if due is None else MORNING + timedelta(hours=due),
        ended_at=MORNING + timedelta(hours=ended),
        supplements=0,
        spent_seconds=int(spent * 3600),
    )


def test_times_are_shares_of_each_dossiers_own_limit(communes):
    unit = communes[0][0].unit
    Case.objects.all().delete()
    told = [  # hours spent, due, ended: the limit is what was spent and what was left over
        *({"spent": 1, "due": 10, "ended": 1} for _ in range(3)),  # 10 %
        {"spent": 10, "due": 1, "ended": 1},  # all of it: within
        {"spent": 10, "due": 0, "ended": 1},  # one hour over nine: 111 %
        {"spent": 30, "due": -19, "ended": 1},  # 300 %
        {"spent": 0, "due": 1, "ended": 1},  # at once, and nothing was given
        *({"spent": 0, "due": 0, "ended": 1} for _ in range(2)),  # no time at all, and late
        {"spent": 2400, "due": 1, "ended": 1},  # all of a hundred days
        {"spent": 2400, "due": 1 - 1 / 3600, "ended": 1},  # one second over
        {"spent": 5, "due": None, "ended": 1},
        {"spent": 5, "due": 1, "ended": 1, "status": 7},  # withdrawn: no result
    ]
    for number, one in enumerate(told):
        case_of(unit, number, procedure=f"1.00000{number % 2}", **one)
    with at(2):
        until, found = times_of(unit.id, TODAY)
        _until, by_procedure = times_of(unit.id, TODAY, split=Split.PROCEDURE)
        _until, by_field = times_of(unit.id, TODAY, split=Split.FIELD)
    times = found[""]
    assert times.classes == (4, 0, 0, 2, 2, 0, 3)
    assert (times.total, times.within, times.untold) == (11, 6, 1)
    assert (times.median, times.ninth) == (1, inf)
    assert until == MORNING + timedelta(hours=2)
    assert sorted(by_procedure) == ["1.000000", "1.000001"]
    assert sum(one.total for one in by_procedure.values()) == times.total
    assert sum(one.total for one in by_field.values()) == times.total


def test_what_people_said_rests_on_those_whose_result_was_given(communes):
    unit, codes = communes[0][0].unit, communes[1]
    with at(1):
        rating_give(scope=SYSTEM, code=codes[0], score=4)
    with at(3):
        rating_give(scope=SYSTEM, code=codes[1], score=1)
    with at(2):
        _until, said = satisfaction_of(unit.id, TODAY)
        assert (said.resolved, said.answers, said.satisfied) == (2, 1, 1)
        few = sums_of(["satisfied"], [unit.id], TODAY).of("satisfied", unit.id)
        assert (few.count.numerator, few.count.denominator, few.ratio) == (0, 1, None)
    with at(4):
        _until, said = satisfaction_of(unit.id, TODAY)
        assert (said.answers, said.satisfied) == (2, 1)
        assert dict(said.scores) == {5: 0, 4: 1, 3: 0, 2: 0, 1: 1}
        _until, nobody = satisfaction_of(communes[0][1].unit.id, TODAY)
        assert (nobody.resolved, nobody.answers) == (1, 0)
