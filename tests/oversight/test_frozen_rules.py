"""Rules of frozen reports: steps, packed lists, differences that add up, periods."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators.types import Period
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.types import Changed, Difference, Every, Fact, Later, State, Step

AT = datetime(2026, 10, 2, tzinfo=UTC)
codes = st.lists(st.text("0123456789.-H", min_size=1, max_size=12), max_size=12, unique=True).map(
    tuple
)
cells = st.dictionaries(
    st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from(["c3", "c7"])), codes
)


def step(seq, fact, account=1):
    return Step(seq, fact, AT, account, 1, "Mẫu", "leader", "Xã Mẫu", other="x-v2")


@given(st.lists(st.tuples(st.sampled_from(Fact), st.integers(1, 3)), max_size=25))
def test_no_way_leads_to_sent_without_two_persons(tried):
    now = rules.step_on(None, step(1, Fact.DRAFTED))
    for fact, account in tried:
        if rules.problem(now, fact, account):
            with pytest.raises(ValueError, match="cannot follow"):
                rules.step_on(now, step(now.seq + 1, fact, account))
            continue
        now = rules.step_on(now, step(now.seq + 1, fact, account))
        if now.was_sent:
            assert now.signed and now.approved
            assert now.signed.account_id != now.approved.account_id
            assert now.state in {State.SENT, State.REPLACED}
        if now.state in {State.DRAFTED, State.RETURNED}:
            assert now.signed is None


@given(cells)
def test_lists_come_back_as_they_were_packed(listed):
    packed = rules.codes_pack(listed)
    assert rules.codes_unpack(packed) == {key: tuple(sorted(told)) for key, told in listed.items()}
    assert rules.codes_pack(dict(reversed(listed.items()))) == packed


def test_damaged_lists_are_refused():
    with pytest.raises(ValueError, match="cannot be read"):
        rules.codes_unpack(b"x")


@given(st.lists(cells, min_size=2, max_size=5))
def test_the_differences_of_versions_add_up(versions):
    for spot in {key for one in versions for key in one}:
        standing = set(versions[0].get(spot, ()))
        for before, after in itertools.pairwise(versions):
            came, went = rules.moved(before, after, spot)
            assert not standing & set(came)
            assert set(went) <= standing
            standing = (standing | set(came)) - set(went)
        assert standing == set(versions[-1].get(spot, ()))


def test_a_difference_comes_back_as_it_was_kept():
    found = Difference(
        (Changed("", "", "c3", "changed", 2, 3, ("A-1-1",), ()),),
        {"A-1-1": (Later(2, "accepted", AT, AT + timedelta(days=1)),)},
    )
    assert rules.difference_read(rules.difference_plain(found)) == found
    assert found.unexplained == ()
    assert Difference(found.cells, {}).unexplained == ("A-1-1",)


@pytest.mark.parametrize(
    ("every", "day", "first", "last", "name"),
    [
        (Every.MONTH, date(2026, 2, 14), date(2026, 2, 1), date(2026, 2, 28), "2026-02"),
        (Every.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31), "2026-12"),
        (Every.QUARTER, date(2026, 11, 23), date(2026, 10, 1), date(2026, 12, 31), "2026-Q4"),
        (Every.YEAR, date(2026, 11, 23), date(2026, 1, 1), date(2026, 12, 31), "2026"),
    ],
)
def test_periods(every, day, first, last, name):
    assert rules.period_of(every, day) == Period(first, last)
    assert rules.period_name(Period(first, last)) == name


@given(st.sampled_from(Every), st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 900))
def test_periods_over_follow_each_other_and_are_over(every, first, days):
    today = first + timedelta(days=days)
    found = list(rules.periods_over(every, first, today))
    assert all(one.last < today for one in found)
    assert all(a.last + timedelta(days=1) == b.first for a, b in itertools.pairwise(found))
    assert rules.period_of(every, today).first == (
        found[-1].last + timedelta(days=1) if found else rules.period_of(every, first).first
    )


def test_a_period_of_ones_own_is_named_by_its_days():
    assert rules.period_name(Period(date(2026, 9, 2), date(2026, 9, 9))) == "20260902-20260909"
