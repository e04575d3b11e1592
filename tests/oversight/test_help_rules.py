"""Which unit needs help first: reasons, their order, ties; a small unit is not accused of chance."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from motcua.oversight.help_rules import Reason, Stand, is_below, needs, reasons_of

QUIET = Stand(
    "1", "An Bình", open=10, overdue=0, due_soon=2, resolved=40, in_time=40, working_days=10
)


def named(code, name="", **over):
    return replace(QUIET, code=code, name=name or code, **over)


def test_who_needs_no_help_is_not_named():
    assert needs([QUIET, named("2")]) == ()
    assert needs([]) == ()


def test_whoever_waits_beyond_the_day_comes_before_everything_else():
    found = needs(
        [
            named("blocked", blocked=90),
            named("busy", due_soon=60),
            named("late", overdue=1),
        ]
    )
    assert [one.stand.code for one in found] == ["late", "busy", "blocked"]
    assert [one.first for one in found] == [Reason.OVERDUE, Reason.TOO_MUCH, Reason.BLOCKED]


def test_more_people_who_wait_come_first_then_the_next_reason():
    found = needs(
        [
            named("a", overdue=3),
            named("b", overdue=7),
            named("c", overdue=3, blocked=2),
        ]
    )
    assert [one.stand.code for one in found] == ["b", "c", "a"]
    assert [one.rank for one in found] == [1, 2, 3]


def test_equal_units_bear_the_same_rank_in_the_order_of_names():
    found = needs(
        [named("x", "Võ Nhai", overdue=2), named("y", "Đại Từ", overdue=2), named("z", overdue=1)]
    )
    assert [(one.stand.code, one.rank) for one in found][-1] == ("z", 3)
    assert {one.rank for one in found[:2]} == {1}


def test_what_is_due_is_too_much_beyond_two_days_of_the_units_own_pace():
    pace = named("2", resolved=40, in_time=40, working_days=10)  # 4 a day
    assert reasons_of(replace(pace, due_soon=8), pace) == ()
    assert reasons_of(replace(pace, due_soon=9), pace) == ((Reason.TOO_MUCH, 9),)
    idle = replace(pace, resolved=0, in_time=0, due_soon=1)
    assert reasons_of(idle, idle) == ((Reason.TOO_MUCH, 1),)
    for days in range(5):  # the period has just begun: nobody has a pace yet
        assert reasons_of(replace(idle, working_days=days), idle) == ()
    assert reasons_of(replace(idle, working_days=5), idle) == ((Reason.TOO_MUCH, 1),)


def test_a_share_names_a_unit_only_beyond_chance():
    others = named("rest", resolved=1_000, in_time=980)

    def below(resolved, in_time):
        one = named("one", resolved=resolved, in_time=in_time)
        whole = named("", resolved=1_000 + resolved, in_time=980 + in_time)
        return is_below(one, whole)

    assert below(100, 80)
    assert not below(100, 97)  # as the others
    assert not below(19, 0)  # too few to be compared
    assert not is_below(others, others)  # nobody to compare with


numbers = st.integers(0, 50)


@given(st.lists(st.builds(lambda *n: n, numbers, numbers, numbers, numbers), max_size=8))
def test_more_overdue_never_comes_later(rows):
    units = [
        Stand(
            str(i),
            str(i),
            open=99,
            overdue=o,
            due_soon=d,
            resolved=r + 30,
            in_time=30,
            blocked=b,
            working_days=9,
        )
        for i, (o, d, r, b) in enumerate(rows)
    ]
    found = needs(units)
    overdue = [one.stand.overdue for one in found]
    assert overdue == sorted(overdue, reverse=True)
    assert {one.code for one in units if one.overdue} <= {one.stand.code for one in found}
    ranks = [one.rank for one in found]
    assert ranks == sorted(ranks)
