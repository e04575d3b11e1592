"""The procedures that matter: the curve adds up, the fewest are the fewest, payoffs say their parts."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators.twenty_rules import (
    Matter,
    Matters,
    Reuse,
    data_pays,
    fewest,
    full_service_pays,
    ordered,
    share_of_first,
)


def row(code, received=0, **more):
    return Matters(procedure_id=int(code), code=code, label=code, received=received, **more)


COUNTS = st.lists(st.integers(0, 500), max_size=40)


@given(COUNTS)
def test_shares_add_up_to_the_whole_and_never_fall(counts):
    placed = ordered([row(str(n), count) for n, count in enumerate(counts)], Matter.DOSSIERS)
    assert len(placed) == sum(1 for count in counts if count)
    if not placed:
        assert (fewest(placed), share_of_first(placed)) == (0, 0)
        return
    assert placed[-1].together == 1
    assert sum(one.share for one in placed) == 1
    assert all(a.share >= b.share for a, b in pairwise(placed))


@given(COUNTS, st.integers(1, 100))
def test_no_smaller_number_of_procedures_brings_the_share(counts, percent):
    share = Fraction(percent, 100)
    placed = ordered([row(str(n), count) for n, count in enumerate(counts)], Matter.DOSSIERS)
    found = fewest(placed, share)
    if placed:
        assert placed[found - 1].together >= share
        best = sum(sorted(counts, reverse=True)[: found - 1])
        assert Fraction(best, sum(counts)) < share


def test_equal_ones_stand_in_the_order_of_their_codes():
    placed = ordered([row("3", 5), row("1", 5), row("2", 9)], Matter.DOSSIERS)
    assert [one.row.code for one in placed] == ["2", "1", "3"]


def test_late_are_those_that_ended_late_and_those_that_are_overdue():
    placed = ordered([row("1", 9, late=1, overdue=2), row("2", 9, late=2)], Matter.LATE)
    assert [(one.row.code, one.share) for one in placed] == [
        ("1", Fraction(3, 5)),
        ("2", Fraction(2, 5)),
    ]


def test_a_full_service_pays_where_there_is_none_by_what_came_otherwise():
    rows = [
        row("1", 100, online=10, counter=80, post=10, level="partial"),
        row("2", 300, counter=300, level="full"),
        row("3", 40, counter=40, level=""),
        row("4", 5, online=5, level="none"),
    ]
    found = full_service_pays(rows, 73)
    assert [(one.row.code, one.part, one.yearly) for one in found] == [
        ("1", 90, 450),
        ("3", 40, 200),
    ]


def test_data_pays_by_papers_that_were_brought_though_the_state_holds_them():
    rows = [
        row("1", 20, reuse=Reuse(5, 15, 5), held=3, papers=4),
        row("2", 50, reuse=Reuse(0, 50, 0), held=0, papers=4),
        row("3", 50, reuse=Reuse(10, 50, 0), held=1, papers=1),
        row("4", 9, reuse=Reuse(9, 9, 0), held=2, papers=2),
    ]
    found = data_pays(rows, 365)
    assert [(one.row.code, one.part, one.times, one.yearly) for one in found] == [
        ("3", 40, 1, 40),
        ("1", 10, 3, 30),
    ]
