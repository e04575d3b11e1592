"""What would lift a unit, and by how much: the same rules as the index itself."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count
from motcua.indicators.index.valuing import index_value
from motcua.indicators.index.whatif import (
    rows_left,
    rows_left_at_least,
    rows_to_full,
    threshold_crossed,
    what_if,
)

DAY = date(2026, 10, 31)
BASES = st.integers(0, 60).flatmap(
    lambda base: st.builds(
        Count,
        st.integers(0, base).map(Fraction),
        st.just(Fraction(base)),
        st.integers(0, 3),
    )
)
COUNTS = st.dictionaries(st.sampled_from(sorted(INDICATORS)), BASES)
LEVELS = st.sampled_from(["", "province", "commune"])


def count(numerator, denominator, unknown=0):
    return Count(Fraction(numerator), Fraction(denominator), unknown)


def value_of(index, id_):
    return next(one for one in index.values if one.indicator.id == id_)


@given(COUNTS, COUNTS, LEVELS)
def test_what_is_counted_the_same_changes_nothing(counts, part, level):
    index = index_value(counts, DAY, level=level)
    for same in ({}, part):
        then = what_if(index, same, same, DAY, level)
        assert (then.points, then.reachable) == (index.points, index.reachable)
        assert then.groups == index.groups


@given(COUNTS, COUNTS, COUNTS)
def test_it_is_the_index_of_everything_with_the_part_counted_otherwise(rest, before, after):
    def whole(part):
        return {
            key: Count(
                rest.get(key, Count()).numerator + part.get(key, Count()).numerator,
                rest.get(key, Count()).denominator + part.get(key, Count()).denominator,
                rest.get(key, Count()).unknown + part.get(key, Count()).unknown,
            )
            for key in rest.keys() | part.keys()
        }

    now, wanted = index_value(whole(before), DAY), index_value(whole(after), DAY)
    then = what_if(now, before, after, DAY)
    # A row that is neither: nothing to count is not the same as nothing there (1.4).
    differs = {id_ for id_ in INDICATORS if value_of(now, id_).ratio is None}
    for one in wanted.values:
        if one.indicator.id not in differs or one.count.denominator:
            assert value_of(then, one.indicator.id).count == one.count
    if "1.4" not in rest | before | after:
        assert (then.points, then.reachable) == (wanted.points, wanted.reachable)


def test_forty_dossiers_digitised_in_two_numerators():
    # 4.2 has 4 points from 80 per cent on, 4.1 has 6: 60 of 100 are 3 points and 3.6.
    now = index_value({"4.2": count(60, 100), "4.1": count(60, 100)}, DAY)
    assert now.points == 3 + Fraction(18, 5)
    before = {"4.2": count(0, 40), "4.1": count(10, 40)}
    after = {"4.2": count(40, 40), "4.1": count(40, 40)}
    then = what_if(now, before, after, DAY)
    assert then.points == 4 + Fraction(27, 5)
    assert threshold_crossed(value_of(now, "4.2"), value_of(then, "4.2")) == 1
    assert threshold_crossed(value_of(then, "4.2"), value_of(now, "4.2")) == -1
    assert threshold_crossed(value_of(now, "4.1"), value_of(then, "4.1")) == 0, "it has none"


def test_what_was_not_known_may_begin_to_apply_and_what_is_multiplied_follows():
    now = index_value({"3.2": count(0, 0, 1)}, DAY)
    then = what_if(now, {"3.2": count(0, 0, 1)}, {"3.2": count(1, 1)}, DAY)
    assert (now.reachable, then.reachable, then.points) == (0, 4, 4)
    now = index_value({"3.3": count(1, 2), "1.4": count(1, 2)}, DAY)
    then = what_if(now, {"3.3": count(0, 1)}, {"3.3": count(1, 1)}, DAY)
    assert value_of(then, "3.3").ratio == Fraction(1, 2)


def test_what_is_not_computed_at_a_level_stays_so():
    now = index_value({"1.2": count(0, 4)}, DAY, level="commune")
    then = what_if(now, {"1.2": count(0, 4)}, {"1.2": count(4, 4)}, DAY, "commune")
    assert (then.points, then.reachable) == (0, 0)


def test_how_many_rows_more_give_all_points():
    index = index_value(
        {"4.2": count(60, 101), "4.1": count(3, 5), "3.1": count(9, 10), "3.3": count(1, 4)}, DAY
    )
    assert rows_to_full(value_of(index, "4.2")) == 21, "80 per cent of 101 are 80.8"
    assert rows_to_full(value_of(index, "4.1")) == 2
    assert rows_to_full(value_of(index, "3.1")) == 0, "above its threshold already"
    assert rows_to_full(value_of(index, "3.3")) == 1
    assert rows_to_full(value_of(index, "4.3")) == 0, "it does not apply"
    multiplied = index_value({"3.3": count(1, 4), "1.4": count(1, 2)}, DAY)
    assert rows_to_full(value_of(multiplied, "3.3")) == 0, "rows alone do not tell"


def test_where_a_row_may_add_two_nothing_is_said_of_how_many():
    index = index_value({"5.4": count(1, 10), "4.2": count(1, 10)}, DAY)
    assert (rows_left(value_of(index, "4.2")), rows_left_at_least(value_of(index, "4.2"))) == (9, 9)
    both = value_of(index, "5.4")
    assert (rows_left(both), rows_to_full(both)) == (None, 0)
    assert rows_left_at_least(both) == 5, "late and disliked: five of them make nine"
    assert rows_left_at_least(value_of(index, "4.3")) == 0
