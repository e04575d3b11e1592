"""Places with ties, intervals, peers and what may be named: the rules, over random worlds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators.comparing.measures import MEASURES
from motcua.indicators.comparing.rules import (
    NORMAL_99,
    OPENNESS,
    Measured,
    Reach,
    Standing,
    class_of,
    peers_of,
    placed,
    reach_on,
    rules_on,
    spread_of,
    wilson,
)

RULES = rules_on(date(2026, 11, 23))
COUNTS = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def measured(counts):
    return [
        Measured(key, Fraction(part, whole) if whole else None, Fraction(whole))
        for key, (part, whole) in enumerate(counts)
    ]


@given(st.lists(COUNTS, max_size=30), st.booleans())
def test_a_place_is_one_more_than_how_many_are_strictly_better(counts, more):
    given_ = measured(counts)
    rows, apart = placed(given_, least=RULES.least, more_is_better=more)
    able = [one for one in given_ if one.ratio is not None and one.base >= RULES.least]
    assert {row.one.key for row in rows} == {one.key for one in able}
    assert [one.key for one in apart] == [one.key for one in given_ if one not in able]
    for row in rows:
        better = [
            one
            for one in able
            if (one.ratio > row.one.ratio if more else one.ratio < row.one.ratio)
        ]
        assert row.place == len(better) + 1
        assert row.shared == (sum(one.ratio == row.one.ratio for one in able) > 1)
    assert [row.place for row in rows] == sorted(row.place for row in rows)


@given(st.lists(COUNTS, max_size=20), st.randoms(use_true_random=False))
def test_the_order_in_which_units_come_changes_no_place(counts, random):
    given_ = measured(counts)
    mixed = list(given_)
    random.shuffle(mixed)
    places = [
        {row.one.key: row.place for row in placed(some, least=RULES.least)[0]}
        for some in (given_, mixed)
    ]
    assert places[0] == places[1]


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([1.96, NORMAL_99]))
def test_an_interval_holds_the_share_and_narrows_with_more_answers(part, whole, z):
    part = min(part, whole)
    low, high = wilson(part, whole, z)
    assert 0 <= low <= part / whole <= high <= 1
    more = wilson(part * 4, whole * 4, z)
    assert more[1] - more[0] < high - low
    mirrored = wilson(whole - part, whole, z)
    assert mirrored == pytest.approx((1 - high, 1 - low))


def test_the_interval_of_a_known_example_is_that_of_the_paper():
    # 15 of 20, 95 %: 0.531 to 0.888 (Newcombe 1998 gives the method's values of this kind).
    assert wilson(15, 20) == pytest.approx((0.5313, 0.8881), abs=5e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(10, 10)[1] == 1.0
    assert wilson(0, 10)[0] == 0.0


@given(st.dictionaries(st.integers(1, 60), st.integers(0, 3000), min_size=1, max_size=40))
def test_whoever_is_a_peer_by_a_factor_has_one_as_a_peer_by_it(loads):
    for own in loads:
        found = peers_of(own, loads, RULES)
        assert own not in found.keys
        assert len(found.keys) >= RULES.peers or (found.keys, found.factor) == ((), None)
        for key in found.keys:
            ratio = Fraction(loads[key], loads[own])
            assert 1 / found.factor <= ratio <= found.factor
            other = peers_of(key, loads, RULES)
            if other.factor is not None and other.factor >= found.factor:
                assert own in other.keys


def test_nobody_is_a_peer_of_who_received_nothing():
    loads = dict.fromkeys(range(10), 0)
    assert peers_of(0, loads, RULES).keys == ()
    assert peers_of(0, {**loads, 0: 5}, RULES).keys == ()


@given(st.lists(COUNTS, max_size=25), COUNTS)
def test_a_difference_is_named_only_beyond_chance(counts, own):
    unit = measured([own])[0]
    found = spread_of(unit, measured(counts), RULES)
    known = [one for one in measured(counts) if one.base >= RULES.least]
    if len(known) < RULES.peers:
        assert found is None
        return
    assert found.low <= found.middle <= found.high
    assert sum(one.ratio <= found.middle for one in known) * 2 >= len(known)
    if unit.base < RULES.least:
        assert found.standing is Standing.NONE
    elif found.standing is Standing.ABOVE:
        assert found.interval[0] > found.middle
    elif found.standing is Standing.BELOW:
        assert found.interval[1] < found.middle
    else:
        assert found.interval[0] <= found.middle <= found.interval[1]


def test_a_small_unit_that_was_unlucky_is_not_accused():
    peers = measured([(98, 100)] * 8)
    unlucky = Measured(99, Fraction(19, 20), Fraction(20))
    assert spread_of(unlucky, peers, RULES).standing is Standing.WITHIN
    worse = Measured(99, Fraction(190, 220), Fraction(220))
    assert spread_of(worse, peers, RULES).standing is Standing.BELOW


def test_classes_begin_at_their_break():
    breaks = MEASURES["in-time"].breaks
    assert [class_of(Fraction(one), breaks) for one in ("0", "0.8", "0.95", "0.97", "1")] == [
        *(0, 1, 3, 3, 4)
    ]
    for one in MEASURES.values():
        assert len(one.breaks) == 4
        assert list(one.breaks) == sorted(one.breaks)


def test_before_there_was_a_rule_nobody_saw_beyond_their_own():
    assert reach_on(OPENNESS[0].valid_from) is Reach.BESIDE
    assert reach_on(date(2025, 6, 30)) is Reach.NONE
