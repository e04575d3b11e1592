"""The shipped file against the `holidays` package, day by day."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import holidays
from tests.builders.deadlines import calendar_make

from motcua.deadlines.rows import rows_read
from motcua.deadlines.services import HOLIDAYS_FILE

YEARS = range(2024, 2028)
CORRECTED = {
    date(2026, 1, 2): False,  # off: 12729/VPCP-KGVX of 2025-12-25
    date(2026, 1, 10): True,  # worked in exchange: same letter
}


def test_the_file_corrects_exactly_the_two_known_days_of_the_package():
    ours, theirs = calendar_make(), holidays.country_holidays("VN", years=YEARS)
    day, differences = date(2024, 1, 1), {}
    while day.year in YEARS:
        if ours.is_working(day) != theirs.is_working_day(day):
            differences[day] = ours.is_working(day)
        day += timedelta(days=1)
    assert differences == CORRECTED


def test_every_row_of_the_file_is_readable_and_named_in_three_languages():
    with HOLIDAYS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    statements, refused = rows_read(rows, None)
    assert refused == []
    assert len(statements) == 60
    assert all(s.names.vi and s.names.en and s.names.id and s.source for s in statements)


def test_every_swapped_day_has_its_worked_day_in_the_same_group():
    with HOLIDAYS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    swapped = [row["group"] for row in rows if "hoán đổi" in row["name"]]
    assert swapped == [row["group"] for row in rows if row["kind"] == "makeup_working_day"]
