"""Days as months and days: each once, none beside them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from motcua.indicators.queries.stretch import Stretch, later_of, month_after, stretch_of

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def _days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _ends(found: Stretch):
    return (
        (found.head_from, found.head_to, found.head_sign),
        (found.tail_from, found.tail_to, found.tail_sign),
    )


@given(DAYS, DAYS, st.booleans())
@example(date(2026, 2, 1), date(2026, 2, 28), True)
@example(date(2026, 1, 31), date(2026, 3, 1), True)
@example(date(2026, 1, 15), date(2026, 2, 10), True)
@example(date(2026, 1, 3), date(2026, 1, 29), True)
@example(date(2026, 1, 20), date(2026, 2, 10), True)
@example(date(2026, 1, 31), date(2026, 1, 30), True)
@example(date(2026, 2, 1), date(2026, 1, 31), True)
def test_every_day_is_read_once(first, last, months):
    found = stretch_of(first, last, months=months)
    read = Counter()
    for begins, ends, sign in _ends(found):
        for day in _days(begins, ends):
            read[day] += sign
    month = found.months_from
    while month <= found.months_to:
        assert months
        assert month.day == 1
        read.update(_days(month, month_after(month) - timedelta(days=1)))
        month = month_after(month)
    assert {day: n for day, n in read.items() if n} == dict.fromkeys(_days(first, last), 1)


@given(DAYS, DAYS)
@example(date(2026, 2, 28), date(2026, 3, 1))
@example(date(2026, 3, 1), date(2026, 3, 1))
@example(date(2026, 3, 1), date(2026, 9, 1))
@example(date(2026, 2, 14), date(2026, 2, 20))
def test_every_later_day_is_read_once_and_few_that_have_been(last, today):
    found = later_of(last, today)
    days = _days(found.later_from, found.later_to)
    assert len([day for day in days if day <= today]) <= 15
    assert today > last or found.later_sign == 1, "what stands now is read as it stands"
    read = Counter(dict.fromkeys(days, found.later_sign))
    read.update(_days(found.later_months, month_after(last) - timedelta(days=1)))
    assert max(found.later_months, month_after(last)) == month_after(last), "every month after"
    rest = _days(last + timedelta(days=1), month_after(last) - timedelta(days=1))
    assert {day: n for day, n in read.items() if n} == dict.fromkeys(rest, 1)


@given(DAYS, DAYS)
def test_few_days_are_read_of_any_time(first, last):
    assert all(
        len(_days(begins, ends)) <= 15 for begins, ends, _sign in _ends(stretch_of(first, last))
    )


def test_of_a_month_that_runs_what_is_left_is_taken_off():
    found = stretch_of(date(2026, 1, 1), date(2026, 11, 22))
    assert (found.months_from, found.months_to) == (date(2026, 1, 1), date(2026, 11, 1))
    assert _ends(found)[1] == (date(2026, 11, 23), date(2026, 11, 30), -1)
    assert _ends(stretch_of(date(2026, 11, 1), date(2026, 11, 9)))[0] == (
        date(2026, 11, 1), date(2026, 11, 9), 1,
    )  # fmt: skip
