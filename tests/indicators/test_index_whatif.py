"""What would lift a unit, and by how much: the same rules as the index itself."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count
from motcua.indicators.index.valuing import index_value
from motcua.indicators.index.whatif import what_if

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
MORE = st.dictionaries(st.sampled_from(sorted(INDICATORS)), st.integers(0, 90))


@given(COUNTS)
def test_nothing_more_changes_nothing(counts):
    index = index_value(counts, DAY)
    same = what_if(index, {}, DAY)
    assert (same.points, same.reachable) == (index.points, index.reachable)
    assert same.groups == index.groups


@given(COUNTS, MORE, MORE)
def test_more_never_loses_a_point_and_never_passes_what_can_be_reached(counts, some, others):
    index = index_value(counts, DAY)
    little = what_if(index, some, DAY)
    both = {one: some.get(one, 0) + others.get(one, 0) for one in some | others}
    much = what_if(index, both, DAY)
    assert index.points <= little.points <= much.points <= index.reachable
    assert little.reachable == much.reachable == index.reachable


@given(COUNTS, MORE)
def test_it_is_what_the_index_says_once_the_rows_do_count(counts, more):
    done = {
        key: Count(
            min(one.numerator + more.get(key, 0), one.denominator), one.denominator, one.unknown
        )
        for key, one in counts.items()
    }
    index = index_value(counts, DAY)
    applying = {one.indicator.id for one in index.values if one.ratio is not None}
    wanted = {key: number for key, number in more.items() if key in applying}
    assert what_if(index, wanted, DAY).points == index_value(done, DAY).points


def test_forty_dossiers_digitised():
    # 4.2 has 4 points from 80 per cent on: 60 of 100 are 3 points, 80 are all of them.
    index = index_value({"4.2": Count(Fraction(60), Fraction(100), 0)}, DAY)
    assert index.points == 3
    assert what_if(index, {"4.2": 10}, DAY).points == Fraction(7, 2)
    assert what_if(index, {"4.2": 40}, DAY).points == 4


def test_less_than_nothing_is_refused():
    with pytest.raises(ValueError, match="fewer"):
        what_if(index_value({}, DAY), {"4.2": -1}, DAY)
