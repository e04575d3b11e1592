"""The index against the law: worlds counted by hand from domain brief 6.2, not from the SQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from tests.builders.index import ENGINES, counted, units_at

from motcua.dossiers.types import Fact, FactType
from motcua.feedback import indexed
from motcua.feedback.types import PetitionState
from motcua.indicators.index.asking import counts_of
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count, Span
from motcua.indicators.index.fold import index_versions
from motcua.indicators.index.periods import months_of, period_parse
from motcua.indicators.index.places import places
from motcua.indicators.index.sample import (
    BEGIN,
    SPAN,
    UNIT,
    day,
    dossier,
    month,
    offering,
    petition,
    procedure,
)
from motcua.indicators.index.valuing import NOT_AT_LEVEL, index_value

ONE = ((UNIT, UNIT),)
NOVEMBER = day(32)


def asked(engine, id_, tables, span=SPAN, where=ONE, unit=UNIT):
    with ENGINES[engine](tables) as open_:
        found = counts_of(open_, [INDICATORS[id_]], span, where)
    return found.get((id_, unit, ""))


@pytest.fixture(params=ENGINES)
def engine(request, db):
    return request.param


def test_synchronised_dossiers_go_to_the_larger_of_the_sums(engine):
    """max(Σ BCQG, Σ DVCQG) of the period: 180 and 180, not 100 + 100."""
    rows = (
        month(reported=100, on_portal=80, synchronised=80),
        month(month=NOVEMBER, reported=80, on_portal=100, synchronised=80),
    )
    quarter = Span(SPAN.start, day(62), 3)
    assert asked(engine, "1.4", {"national": rows}, quarter) == Count(
        Fraction(160), Fraction(180), 0
    )
    # The same with two units of one province instead of two months.
    rows = (rows[0], {**rows[1], "month": BEGIN, "unit_id": 2})
    where = ((1, 1), (1, 2))
    assert asked(engine, "1.4", {"national": rows}, where=where).denominator == 180


@pytest.mark.parametrize(("months", "wanted"), [(1, 10), (3, 30), (12, 120)])
def test_the_year_before_stands_for_a_period_in_which_nothing_was_received(engine, months, wanted):
    """÷ 12 for a month, ÷ 4 for a quarter, × 1 for a year; once for each unit."""
    rows = (
        month(last_year=120, synchronised=5),
        month(month=NOVEMBER, last_year=120),
    )
    span = Span(SPAN.start, day(62), months)
    assert asked(engine, "1.4", {"national": rows}, span).denominator == wanted
    # One month with a dossier: the larger sum counts, and no year before beside it.
    rows = (*rows, month(unit_id=UNIT, month=NOVEMBER, reported=7, last_year=120))
    assert asked(engine, "1.4", {"national": rows}, span).denominator == 7


def test_without_a_year_before_it_is_0_and_not_inapplicable(engine):
    count = asked(engine, "1.4", {"national": (month(),)})
    value = _value("1.4", {"1.4": count})
    assert (value.ratio, value.points) == (0, 0)
    assert asked(engine, "1.4", {}) is None
    assert _value("1.4", {}).points is None, "no national system is connected: nothing is known"


def test_a_period_has_the_months_that_begin_in_it():
    assert [months_of(period_parse(text)) for text in ("2026-10", "2026-Q4", "2026")] == [1, 3, 12]


def test_what_is_surely_no_stays_in_the_denominator(engine):
    """3.3: KenhThucHien = 2 and e-result ÷ received: a counter dossier is no online one."""
    both = {
        "procedure": (procedure(),),
        "dossier": (dossier("o", channel=2, ended=8), dossier("c", ended=8, e_result=None)),
    }
    assert asked(engine, "3.3", both) == Count(Fraction(1), Fraction(2), 0)
    paper = (dossier("a", ended=8), dossier("b", ended=8, has_file=False, e_result=None))
    assert asked(engine, "4.2", {**both, "dossier": paper}) == Count(Fraction(1), Fraction(2), 0)


def test_a_payment_that_nobody_told_is_not_a_payment_missing(engine):
    tables = {
        "procedure": (procedure(has_fee=True),),
        "offering": (offering(),),
        "dossier": (dossier("a", paid_online=None),),
    }
    assert asked(engine, "3.5b", tables) == Count(Fraction(0), Fraction(0), 1)
    paid = (*tables["dossier"], dossier("b", paid_online=2))
    assert asked(engine, "3.5b", {**tables, "dossier": paid}) == Count(Fraction(1), Fraction(1), 0)
    none = {**tables, "dossier": (dossier("c"),)}
    assert asked(engine, "3.5b", none) == Count(Fraction(0), Fraction(1), 0)


@pytest.mark.parametrize(("hours", "timely"), [(9, 1), (11, 0)])
def test_an_open_dossier_without_a_due_instant_has_the_longest_time(engine, hours, timely):
    """No finish → period end − start − supplement ≤ maximum; 4 h of waiting are taken off."""
    first = {"competent": UNIT, "receiving": UNIT, "procedure": "1.1", "version": 11}
    start = SPAN.until - timedelta(hours=hours + 4)
    facts = [
        Fact(FactType.SUBMITTED, start, first),
        Fact(FactType.ACCEPTED, start, {}),
        Fact(FactType.ASSIGNED, start, {}),
        Fact(FactType.SUPPLEMENT_REQUESTED, start + timedelta(hours=1), {}),
        Fact(FactType.SUPPLEMENT_RECEIVED, start + timedelta(hours=5), {}),
    ]
    rows = [vars_of(row) for row in index_versions("d", facts)]
    tables = {"procedure": (procedure(limit_seconds=36_000),), "dossier": rows}
    assert asked(engine, "2.1", tables) == Count(Fraction(timely), Fraction(1), 0)


def vars_of(row):
    return {name: getattr(row, name) for name in row.__slots__}


def test_below_the_province_publication_does_not_apply(engine):
    """1.2 is not computed below the province; what no one told is no delay either."""
    tables = {
        "offering": (offering("1.1"), offering("1.2")),
        "procedure": (
            procedure("1.1", 11, published_at=day(3), publish_by=day(9)),
            procedure("1.2", 12, publish_by=day(9)),
        ),
    }
    count = asked(engine, "1.2", tables)
    assert count == Count(Fraction(1), Fraction(1), 1)
    assert _value("1.2", {"1.2": count}, level="province").points == 4
    commune = _value("1.2", {"1.2": count}, level="commune")
    assert (commune.points, commune.notes) == (None, (NOT_AT_LEVEL,))


def test_a_merged_unit_s_online_dossiers_stay_with_its_heir_and_province(engine):
    units = units_at(day(15))
    where = places(units, units, SPAN.until)
    tables = {
        "procedure": (procedure(),),
        "offering": (
            offering(unit_id=3, valid_to=day(15)),
            offering(unit_id=4, valid_from=day(15)),
        ),
        "dossier": (dossier("d", unit_id=3, accepted=5, channel=2),),
    }
    for unit in (4, 1):
        counted_ = asked(engine, "3.2", tables, where=where, unit=unit)
        assert counted_ == Count(Fraction(1), Fraction(1), 0), unit


def test_of_two_versions_in_force_the_newer_counts_as_a_whole(engine):
    tables = {
        "offering": (offering(),),
        "procedure": (
            procedure(complete=True),
            procedure("1.1", 12, complete=False, valid_from=day(-5)),
        ),
    }
    assert counted(engine, INDICATORS["1.3"], tables) == Count(Fraction(0), Fraction(1), 0)


def test_a_petition_that_became_late_later_was_in_time_before(engine):
    late = petition("1", 30, closed=56, in_time=False, due_at=day(51))
    until = Span(SPAN.start, SPAN.until)
    assert asked(engine, "5.2", {"petition": (late,)}, until).numerator == 1
    after = Span(SPAN.start, day(60))
    assert asked(engine, "5.2", {"petition": (late,)}, after).numerator == 0


def _value(id_, counts, level=""):
    index = index_value(counts, date(2026, 10, 31), level=level)
    return next(one for one in index.values if one.indicator.id == id_)


RECEIVED = datetime(2026, 10, 1, 3, tzinfo=UTC)
LIMITS = {"2wd": 2, "5wd": 5, "15wd": 21}


def late_after(*steps, monkeypatch):
    """Return after how many days a petition was late, from (day, state, by the office?)."""
    monkeypatch.setattr(
        indexed, "_due", lambda _unit, since, limit: since + timedelta(days=LIMITS[limit])
    )
    events = [
        SimpleNamespace(
            at=RECEIVED + timedelta(days=at), state=state.value, account_id=1 if office else None
        )
        for at, state, office in steps
    ]
    found = indexed._late_after(SimpleNamespace(received_at=RECEIVED, unit_id=1), events)
    return None if found is None else round((found - RECEIVED) / timedelta(days=1), 6)


S = PetitionState


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        ([(20, S.ANSWERED, True)], None),
        ([(25, S.ANSWERED, True)], 21),
        ([(60, S.WITHDRAWN, False)], 21),
        ([(10, S.WITHDRAWN, False)], None),
        ([(2, S.REFUSED, True)], None),
        ([(3, S.REFUSED, True)], 3),
        ([(40, S.REFUSED, True)], 21),
        ([(4, S.WAITING, True), (60, S.WITHDRAWN, False)], None),
        ([(4, S.WAITING, True), (30, S.IN_PROCESS, False), (50, S.ANSWERED, True)], None),
        ([(4, S.WAITING, True), (30, S.IN_PROCESS, False), (52, S.ANSWERED, True)], 51),
        ([(1, S.IN_PROCESS, True), (22, S.ANSWERED, True)], 21),
    ],
)
def test_the_instant_at_which_a_petition_became_late(steps, wanted, monkeypatch):
    assert late_after(*steps, monkeypatch=monkeypatch) == wanted


def test_a_file_that_came_with_a_supplement_is_a_file():
    first = {"competent": 1, "receiving": 1, "procedure": "1.1", "version": 11}
    parts = {"parts": {"paper": 1, "file": 0, "data": 0}}
    begun = [
        Fact(FactType.SUBMITTED, BEGIN, first | parts),
        Fact(FactType.ACCEPTED, BEGIN, {}),
        Fact(FactType.ASSIGNED, BEGIN, {}),
    ]

    def row(**data):
        added = Fact(FactType.DOCUMENT_ADDED, BEGIN, {"kind": "supplement", **data})
        return list(index_versions("d", [*begun, added]))[-1]

    assert list(index_versions("d", begun))[-1].has_file is False
    assert row(files=2).has_file is True
    assert (row(files=0).has_file, row(files=0).all_digital) == (False, False)
    assert row().has_file is None, "an event of before does not tell it"
    assert row(files=0, papers=1).all_digital is None
    assert row(files=1).reused is None, "the submission does not tell it"
    parts["parts"]["reused"] = 0
    assert (row(files=1).reused, row(files=1, reused=1).reused) == (False, True)
    parts["parts"]["reused"] = 1
    assert list(index_versions("d", begun))[-1].reused is True


def test_a_copy_of_paper_that_was_only_shown_makes_up_for_none_that_stayed():
    first = {"competent": 1, "receiving": 1, "procedure": "1.1", "version": 11}
    parts = {"paper": 1, "shown": 1, "file": 0, "data": 0}
    begun = [
        Fact(FactType.SUBMITTED, BEGIN, first | {"parts": parts}),
        Fact(FactType.ACCEPTED, BEGIN, {}),
        Fact(FactType.ASSIGNED, BEGIN, {}),
    ]
    shown = Fact(FactType.DIGITISED, BEGIN, {"component": 2, "reuse": 1, "shown": True})
    kept = Fact(FactType.DIGITISED, BEGIN, {"component": 1, "reuse": 1})

    def row(*copies):
        return list(index_versions("d", [*begun, *copies]))[-1]

    assert (row(shown).all_digital, row(shown).has_file) == (False, True)
    assert row(kept).all_digital is True
    del parts["shown"]  # told before it was counted apart: then it is among the paper
    parts["paper"] = 2
    assert (row(kept).all_digital, row(kept, shown).all_digital) == (False, True)
