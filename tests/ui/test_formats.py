"""Values as people write them in each language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils.translation import override

from motcua.kernel import clock
from motcua.ui import formats

FRIDAY = datetime(2026, 8, 28, 8, 30, tzinfo=UTC)  # 15:30 in the legal zone


@pytest.mark.parametrize(
    ("language", "money", "decimal", "instant"),
    [
        ("vi", "8.000\xa0₫", "1.234,5", "thứ Sáu 28/8/2026, 15:30"),
        ("en", "8,000\xa0₫", "1,234.5", "Friday 28\xa0August\xa02026, 15:30"),
        ("id", "8.000\xa0₫", "1.234,5", "Jumat 28\xa0Agustus\xa02026, 15:30"),
    ],
)
def test_money_numbers_and_instants_follow_the_language(language, money, decimal, instant):
    with override(language):
        assert formats.money(8000) == money
        assert formats.number(1234.5, 1) == decimal
        assert formats.instant(FRIDAY) == instant


def test_a_sunday_has_its_own_word_in_vietnamese():
    with override("vi"):
        assert formats.day_full(datetime(2026, 8, 30, 5, tzinfo=UTC)) == "Chủ nhật 30/8/2026"


def test_a_stretch_of_one_day_is_one_date():
    first, last = FRIDAY.date(), FRIDAY.date() + timedelta(days=2)
    with override("vi"):
        assert formats.span(first, last) == "28/8/2026 – 30/8/2026"
        assert formats.span(first, first) == "28/8/2026"
        shown = Template("{{ first|span:last }}|{{ first|span:none }}|{{ none|span:last }}")
        told = shown.render(Context({"first": first, "last": last, "none": None}))
        assert told == "28/8/2026 – 30/8/2026|28/8/2026 –|"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=3, minutes=10), "còn 3 giờ"),
        (timedelta(minutes=25), "còn 25 phút"),
        (timedelta(days=2, hours=1), "còn 2 ngày"),
        (timedelta(seconds=20), "đến hạn"),
        (-timedelta(hours=3, minutes=10), "quá hạn 3 giờ"),
        (-timedelta(days=4), "quá hạn 4 ngày"),
    ],
)
def test_the_time_left_is_told_in_its_largest_unit(left, words):
    with clock.clock_set(FRIDAY), override("vi"):
        assert formats.remaining(FRIDAY + left) == words


def test_one_hour_is_singular_in_english():
    with clock.clock_set(FRIDAY), override("en"):
        assert formats.remaining(FRIDAY + timedelta(minutes=61)) == "1 hour left"


def test_the_day_counts_in_the_legal_zone_not_in_utc():
    late_evening_utc = datetime(2026, 8, 28, 18, 0, tzinfo=UTC)
    with override("vi"):
        assert formats.day(late_evening_utc) == "29/8/2026"
        assert formats.time_of_day(late_evening_utc) == "01:00"


def test_a_short_instant_names_the_year_only_when_it_differs():
    with clock.clock_set(FRIDAY), override("vi"):
        assert formats.instant_short(FRIDAY) == "28/8, 15:30"
        assert formats.instant_short(FRIDAY.replace(year=2025)) == "28/8/2025, 15:30"


def test_file_sizes_use_the_decimal_mark_of_the_language():
    with override("vi"):
        assert formats.file_size(5_200_000) == "5,2\xa0MB"
        assert formats.file_size(120) == "1\xa0kB"


def test_negative_numbers_carry_a_true_minus():
    with override("en"):
        assert formats.number(-5) == "\u22125"
