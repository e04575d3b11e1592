"""When an extra reception point is open."""

from __future__ import annotations

from datetime import date, datetime, time

from motcua.reception.points import Opening, PointTime, is_open, openings

MARKET = PointTime(1, time(7, 30), time(11), weekday=4)
MONDAY = date(2026, 9, 7)


def test_a_weekday_comes_every_week_but_not_on_a_day_off_and_not_where_it_is_left_out():
    found = openings([MARKET], since=MONDAY, days=21, works=lambda day: day != date(2026, 9, 18))
    assert [one.day for one in found] == [date(2026, 9, 11), date(2026, 9, 25)]
    less = openings(
        [MARKET], since=MONDAY, days=21, works=lambda _day: True, off=[date(2026, 9, 11)]
    )
    assert [one.day.day for one in less] == [18, 25]


def test_a_single_day_holds_also_on_a_sunday_and_a_period_has_two_ends():
    sunday = PointTime(2, time(8), time(10), day=date(2026, 9, 13))
    short = PointTime(
        3, time(8), time(10), weekday=0, since=date(2026, 9, 14), until=date(2026, 9, 14)
    )
    found = openings([sunday, short], since=MONDAY, days=28, works=lambda day: day.weekday() < 5)
    assert [one.day for one in found] == [date(2026, 9, 13), date(2026, 9, 14)]


def test_open_now_is_from_the_beginning_to_before_the_end():
    today = [Opening(MONDAY, time(7, 30), time(11))]
    assert is_open(today, datetime(2026, 9, 7, 7, 30))  # noqa: DTZ001 - local time of the law
    assert not is_open(today, datetime(2026, 9, 7, 11))  # noqa: DTZ001
    assert not is_open(today, datetime(2026, 9, 8, 8))  # noqa: DTZ001
