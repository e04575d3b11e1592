"""The pure parts of the Service Index: the fold, merged units, points, periods, what is unknown."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.index import DAY_ONE, counted, told, units_at, walked

from motcua.dossiers.types import Fact, FactType
from motcua.indicators.index.asking import counts_of
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count
from motcua.indicators.index.fold import index_versions
from motcua.indicators.index.periods import period_parse
from motcua.indicators.index.places import places, shown_under
from motcua.indicators.index.points import GROUPS, WEIGHTS, points_of, rounded
from motcua.indicators.index.relations import DOSSIER
from motcua.indicators.index.runners.duckdb import Duck
from motcua.indicators.index.sample import SPAN, UNIT, dossier, procedure
from motcua.indicators.index.valuing import FACTOR_APPLIED, FACTOR_UNKNOWN, index_value

FIRST = {"competent": 2, "receiving": 1, "procedure": "1.1", "version": 11, "channel": 2}


def fact(kind: FactType, hours: float, **data: object) -> Fact:
    return Fact(kind, DAY_ONE + timedelta(hours=hours), data)


def start(**more: object) -> list[Fact]:
    due = (DAY_ONE + timedelta(hours=50)).isoformat()
    return [
        fact(FactType.SUBMITTED, 0, **FIRST, **more),
        fact(FactType.ACCEPTED, 1, due_at=due),
        fact(FactType.ASSIGNED, 2),
    ]


def last(facts: list[Fact]):
    return list(index_versions("d", facts))[-1]


@given(st.randoms(use_true_random=False))
def test_versions_follow_one_another_and_the_past_stays_what_it_was(rng):
    chain = told(rng, walked(rng), 0)
    rows = list(index_versions("d", chain))
    assert [row.valid_to for row in rows] == [row.valid_from for row in rows[1:]] + [None]
    assert all(row.valid_to is None or row.valid_from < row.valid_to for row in rows)
    cut = list(index_versions("d", chain[: 1 + len(chain) // 2]))
    assert cut[:-1] == rows[: len(cut) - 1]


def test_a_clock_that_jumps_back_undoes_nothing():
    facts = [*start(), fact(FactType.DIGITISED, 30, component=1, reuse=1)]
    facts.append(fact(FactType.FEE_PAID, 3, method="platform"))
    rows = list(index_versions("d", facts))
    assert rows[-1].paid_online == 1
    assert rows[-1].valid_from == DAY_ONE + timedelta(hours=30)


def test_a_dossier_of_elsewhere_says_whose_it_is():
    row = last(start(mirror={"code": "G01-1"}))
    assert (row.identity, row.mirrored) == ("G01-1", True)
    row = last(start())
    assert (row.identity, row.mirrored) == ("d", False)


def test_what_an_event_does_not_tell_is_not_known_and_never_no():
    before = [*start(), fact(FactType.DIGITISED, 3, component=1, reuse=2)]
    row = last(before)
    assert (row.has_file, row.all_digital, row.reused) == (None, None, None)
    assert (row.fee_due, row.paid_online, row.synchronised) == (None, None, None)
    row = last([*start(imported="history"), fact(FactType.DONE, 5)])
    assert (row.e_result, row.identified) == (None, None)
    now = [*start(parts={"paper": 2, "file": 0, "data": 0, "reused": 0}, finance=9)]
    row = last(now)
    assert (row.has_file, row.all_digital, row.reused) == (False, False, False)
    assert (row.fee_due, row.paid_online, row.e_result, row.identified) == (False, 0, False, False)
    row = last([*now, *(fact(FactType.DIGITISED, 3, component=n, reuse=1) for n in (1, 2))])
    assert (row.has_file, row.all_digital) == (True, True)


@pytest.mark.parametrize(
    ("paid", "counted_as"),
    [
        ({"method": "platform"}, 1),
        ({"method": "transfer", "online": True}, 2),
        ({"method": "transfer", "online": False}, 0),
        ({"method": "transfer"}, None),
        ({"method": "cash"}, 0),
    ],
)
def test_how_a_fee_was_paid_counts_as_it_is_told(paid, counted_as):
    facts = [*start(finance=0), fact(FactType.FEE_PAID, 3, **paid)]
    assert last(facts).paid_online == counted_as
    assert last([*facts, fact(FactType.FEE_REFUNDED, 4, again=True)]).paid_online == 0


def test_an_opened_result_is_no_result_until_the_next_one():
    facts = [*start(), fact(FactType.DONE, 5, result="x"), fact(FactType.REOPENED, 6)]
    assert [row.e_result for row in index_versions("d", facts)][-2:] == [True, False]


def test_merged_units_are_shown_under_both_and_counted_once_above():
    merged = DAY_ONE + timedelta(hours=10)
    units = units_at(merged)
    assert shown_under(3, units, merged - timedelta(hours=1)) == {1, 3}
    assert shown_under(3, units, merged) == {1, 3, 4}
    pairs = places(units, units, merged)
    assert len(pairs) == len(set(pairs))
    assert sorted(unit for under, unit in pairs if under == 1) == [1, 2, 3, 4]
    assert sorted(unit for under, unit in pairs if under == 4) == [3, 4]


def test_a_mirrored_dossier_is_counted_once_and_the_owner_s_row_wins():
    rows = (
        dossier("own"),
        dossier("copy", mirrored=True, identity="own", due=1),
        dossier("first", mirrored=True, identity="elsewhere"),
        dossier("second", mirrored=True, identity="elsewhere", due=1),
    )
    tables = {"procedure": (procedure(),), "dossier": rows}
    count = counted("duckdb", INDICATORS["2.1"], tables)
    assert count.denominator == 2


def test_points_are_exact_and_rounded_once_halves_up():
    assert points_of(Fraction(1, 3), Fraction(6)) == 2
    assert points_of(Fraction(2, 5), Fraction(4), Fraction(4, 5)) == 2
    assert points_of(Fraction(9, 10), Fraction(4), Fraction(4, 5)) == 4
    assert points_of(Fraction(-1, 2), Fraction(4)) == 0
    assert points_of(None, Fraction(4)) is None
    assert rounded(Fraction(1, 200)) == Decimal("0.01")
    assert rounded(Fraction(2, 3)) == Decimal("0.67")
    assert str(rounded(Fraction(20))) == "20.00"


def test_the_weights_give_a_hundred_and_each_group_its_own():
    for weights in WEIGHTS:
        assert list(weights.most) == list(INDICATORS)
        for group, most in GROUPS.items():
            mine = [w for id_, w in weights.most.items() if INDICATORS[id_].group == group]
            assert sum(mine) == most
    assert sum(GROUPS.values()) == 100


def test_what_does_not_apply_is_neither_nothing_nor_full():
    some = {"2.1": Count(Fraction(1), Fraction(2)), "4.1": Count(Fraction(0), Fraction(5))}
    index = index_value(some, date(2026, 10, 31))
    assert (index.points, index.reachable) == (10, 26)
    by_id = {value.indicator.id: value for value in index.values}
    assert by_id["4.1"].points == 0
    assert by_id["4.2"].points is None


def test_online_filing_is_multiplied_by_what_the_portal_knows():
    half = {"3.3": Count(Fraction(1), Fraction(2)), "1.4": Count(Fraction(1), Fraction(2))}
    by_id = {v.indicator.id: v for v in index_value(half, date(2026, 10, 31)).values}
    assert (by_id["3.3"].ratio, by_id["3.3"].points) == (Fraction(1, 4), 2)
    assert FACTOR_APPLIED in by_id["3.3"].notes
    del half["1.4"]
    by_id = {v.indicator.id: v for v in index_value(half, date(2026, 10, 31)).values}
    assert by_id["3.3"].points == 4
    assert FACTOR_UNKNOWN in by_id["3.3"].notes


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_whatever_the_unknown_are_the_share_lies_between(counts, others, yes, no):
    """Unknown rows turn out to count, not to count, or not to belong to the indicator at all."""
    all_of, unknown = Fraction(counts + others), yes + no + 3
    count = Count(Fraction(counts), all_of, unknown)
    values = index_value({"3.3": count}, date(2026, 10, 31)).values
    value = next(one for one in values if one.indicator.id == "3.3")
    if not all_of:
        assert value.between is None
        return
    least, most = value.between
    assert least <= value.ratio <= most <= 1
    assert least <= Fraction(counts + yes, counts + others + yes + no) <= most
    half = {"3.3": count, "1.4": Count(Fraction(1), Fraction(2))}
    halved = index_value(half, date(2026, 10, 31)).values
    of_half = next(one for one in halved if one.indicator.id == "3.3").between
    assert of_half == (least / 2, most / 2), "also where nothing counts yet"
    known = {"3.3": Count(Fraction(counts), all_of)}
    assert all(one.between is None for one in index_value(known, date(2026, 10, 31)).values)


@pytest.mark.parametrize("id_", INDICATORS)
def test_every_choice_of_every_option_can_be_counted(id_):
    indicator = INDICATORS[id_]
    with Duck(indicator.example.tables) as asked:
        for option in indicator.options:
            assert option.default in option.choices
            for choice in option.choices:
                wanted = {f"{indicator.id}:{option.name}": choice}
                counts_of(asked, [indicator], SPAN, [(UNIT, UNIT)], options=wanted)


def test_periods_are_whole_days():
    assert period_parse("2026-Q1").last == date(2026, 3, 31)
    assert period_parse("2026-02").last == date(2026, 2, 28)
    assert period_parse("2026-02-03/2026-03").first == date(2026, 2, 3)
    for wrong in ("", "2026-13", "2026-Q5", "26", "2026-02-30", "2026-03/2026-02"):
        with pytest.raises(ValueError, match=r"."):
            period_parse(wrong)


def test_every_column_says_what_it_tells():
    assert all(len(column.doc) > 5 for column in DOSSIER.columns)
    assert len(set(DOSSIER.names)) == len(DOSSIER.columns)
