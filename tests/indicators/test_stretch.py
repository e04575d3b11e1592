"""Days as months and days: each once, none beside them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from motcua.indicators.queries.stretch import month_after, stretch_of

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def _days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@given(DAYS, DAYS, st.booleans())
@example(date(2026, 2, 1), date(2026, 2, 28), True)
@example(date(2026, 1, 31), date(2026, 3, 1), True)
@example(date(2026, 1, 15), date(2026, 2, 10), True)
@example(date(2026, 1, 31), date(2026, 1, 30), True)
def test_every_day_is_read_once(first, last, months):
    found = stretch_of(first, last, months=months)
    read = _days(found.first, found.head) + _days(found.tail, found.last)
    month = found.months_from
    while month <= found.months_to:
        assert months
        assert month.day == 1
        read += _days(month, month_after(month) - timedelta(days=1))
        month = month_after(month)
    assert sorted(read) == _days(first, last)


@given(DAYS, DAYS)
def test_few_rows_are_read_of_a_long_time(first, last):
    found = stretch_of(first, last)
    assert len(_days(found.first, found.head)) <= 31 + 31
    assert len(_days(found.tail, found.last)) <= 31
