"""What a limit means, what a fee is known to be, and what a record lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.procedures import content_make

from motcua.deadlines.rules import limit_parse
from motcua.procedures.rules import (
    due_rule_of,
    fee_state_of,
    limit_from,
    missing_parts,
    roles_needed,
)
from motcua.procedures.types import PARTS, FeeState, Process

UNITS = {"working_hour": "wh", "working_day": "wd", "day": "d", "month": "mo"}


@given(st.integers(1, 9999), st.sampled_from(sorted(UNITS)))
def test_a_limit_is_written_as_deadlines_reads_it(amount, unit):
    limit = limit_from(str(amount), unit)
    assert limit == f"{amount}{UNITS[unit]}"
    assert limit_parse(limit).amount == amount


def test_the_same_day_is_a_limit_of_its_own():
    assert limit_from("0", "same_day") == limit_from("", "same_day") == "same-day"
    assert due_rule_of("same-day") == "same-day-15"
    assert due_rule_of("3wd") == "clock"
    limit_parse("same-day")


def test_whole_days_of_hours_are_calendar_days():
    assert limit_from("24", "hour") == "1d"
    assert limit_from("2", "hour") == "2wh"


@pytest.mark.parametrize(
    ("amount", "unit"),
    [("3", ""), ("3", "week"), ("0", "day"), ("-1", "day"), ("1.5", "day"), ("", "day"),
     ("3", "same_day"), ("ba", "day"), ("99999", "day")],
)  # fmt: skip
def test_a_limit_is_never_guessed(amount, unit):
    with pytest.raises(ValueError, match=r"amount|unit|same_day"):
        limit_from(amount, unit)


def test_no_limit_is_no_limit():
    assert limit_from("", "") == ""


@pytest.mark.parametrize(
    ("amounts", "stated", "expected"),
    [
        ([], False, FeeState.UNKNOWN),
        ([], True, FeeState.FREE),
        ([0], False, FeeState.FREE),
        ([0, None], False, FeeState.PROVINCE),
        ([None], True, FeeState.PROVINCE),
        ([8000, 0], False, FeeState.KNOWN),
        ([8000, None], True, FeeState.KNOWN),
    ],
)
def test_what_is_known_about_a_fee(amounts, stated, expected):
    fees = [{"amount_vnd": amount} for amount in amounts]
    assert fee_state_of(fees, stated_free=stated) == expected


@given(st.sets(st.sampled_from(PARTS)))
def test_exactly_the_parts_taken_away_are_missing(parts):
    content = content_make()
    for part in parts:
        key = {"fees": "fee_state", "process": "process_key"}.get(part, part)
        content[key] = FeeState.UNKNOWN if part == "fees" else ""
    assert set(missing_parts(content)) == parts
    assert missing_parts(content) == tuple(part for part in PARTS if part in parts)


def test_an_empty_record_lacks_everything():
    assert missing_parts({}) == PARTS


def test_each_process_names_its_units():
    assert [len(roles_needed(process)) for process in Process] == [3, 4, 4]
