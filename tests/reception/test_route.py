"""The order of a round: every house once, never worse than before, wishes kept or told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.reception import route
from motcua.reception.route import Day, Stop

SESSIONS = ((450, 690), (810, 1020))
HUB = (21.59, 105.84)
DAY = Day(start=450, sessions=SESSIONS, base=HUB)

places = st.tuples(st.floats(21.50, 21.70), st.floats(105.70, 105.95))
halves = st.sampled_from([(0, 1), (0,), (1,), ()])


@st.composite
def rounds(draw):
    """Houses, some with a place, some with a village only, some with neither."""
    count = draw(st.integers(0, 8))
    return [
        Stop(
            id=number,
            place=draw(st.none() | places),
            village=(village := draw(st.none() | st.integers(1, 4))),
            rank=village,
            halves=draw(halves),
        )
        for number in range(1, count + 1)
    ]


@given(rounds())
@settings(max_examples=60, deadline=None)
def test_every_house_is_visited_once_and_the_order_is_never_worse(stops):
    found = route.order(stops, DAY)
    assert sorted(one.id for one in found) == sorted(one.id for one in stops)
    assert route.cost(found, DAY) <= route.cost(stops, DAY)
    assert route.order(found, DAY) == found or route.cost(route.order(found, DAY), DAY) <= (
        route.cost(found, DAY)
    )


@given(rounds())
@settings(max_examples=60, deadline=None)
def test_times_go_forward_and_a_wish_that_cannot_be_kept_is_told(stops):
    timed = route.schedule(stops, DAY)
    assert [one.id for one in timed] == [one.id for one in stops]
    for before, after in pairwise(timed):
        assert after.arrive >= before.leave + after.travel
    for one, stop in zip(timed, stops, strict=True):
        assert one.leave - one.arrive == DAY.service
        inside = [
            (0 if begin < 720 else 1)
            for begin, end in SESSIONS
            if begin <= one.arrive and one.leave <= end
        ]
        assert one.kept == bool(set(inside) & set(stop.halves))


def test_houses_on_a_line_are_met_one_after_the_other():
    line = [Stop(n, place=(21.59, 105.84 + n / 100)) for n in (4, 1, 3, 2)]
    assert [one.id for one in route.order(line, DAY)] in ([1, 2, 3, 4], [4, 3, 2, 1])


def test_without_places_the_order_of_the_villages_holds_and_is_called_a_guess():
    stops = [Stop(1, village=9, rank=3), Stop(2, village=8, rank=1), Stop(3, village=7, rank=2)]
    found = route.order(stops, DAY)
    assert [one.rank for one in found] in ([1, 2, 3], [3, 2, 1])
    assert all(one.guessed for one in route.schedule(found, DAY))


def test_a_known_road_goes_before_the_straight_line():
    one = Stop(1, place=(21.60, 105.84), village=1, rank=1)
    other = Stop(2, place=(21.61, 105.84), village=2, rank=2)
    around = replace(DAY, roads={(1, 2): 18_000.0})
    assert route.metres(one, other, DAY)[0] < 2_000
    assert route.metres(other, one, around) == (18_000.0, False)


def test_who_wishes_the_afternoon_comes_after_noon_and_the_break_is_kept():
    late = Stop(1, place=HUB, halves=(1,))
    early = [Stop(n, place=HUB, halves=(0,)) for n in range(2, 6)]
    found = route.order([late, *early], DAY)
    assert found[-1] == late
    timed = route.schedule(found, DAY)
    assert timed[-1].arrive >= 810
    assert all(one.kept for one in timed)
    full = route.schedule([Stop(n, place=HUB) for n in range(1, 11)], DAY)
    assert all(one.leave <= 690 or one.arrive >= 810 for one in full)


def test_what_does_not_fit_into_the_day_is_told():
    many = [Stop(n, place=HUB) for n in range(1, 20)]
    assert not route.schedule(many, DAY)[-1].kept


def test_nobody_and_one_house():
    assert route.order([], DAY) == []
    assert route.cost([], DAY) == (0, 0, DAY.start)
    assert route.length_metres([], DAY) == 0
    one = [Stop(1)]
    assert route.order(one, DAY) == one
    assert route.length_metres(one, DAY) == 2 * route.UNKNOWN


def test_a_round_in_town_is_as_long_as_on_the_map():
    way = [Stop(1, place=(21.60, 105.84))]
    metres = route.length_metres(way, DAY)
    assert 3_000 < metres < 3_300  # 1.11 km there and back, with the windings
