"""Every rule of the issue and every vector of the domain brief 3.9 that speaks of arithmetic."""

from __future__ import annotations

import time as stopwatch
from datetime import UTC, datetime

import pytest
from tests.builders.deadlines import at, calendar_make, due_at, make_up, off, week_make

from motcua.deadlines.rules import (
    DayReason,
    DeadlineInvalid,
    DueRule,
    Layer,
    Level,
    Limit,
    LimitKind,
    Suspension,
    due_compute,
    limit_parse,
)

NAIVE = datetime(2026, 8, 27, 10)  # noqa: DTZ001 - what the test refuses
HALF_PAST_ONE = "07:30-11:30 13:30-17:00"


# --- vectors of the domain brief, 3.9 -------------------------------------------------------------
def test_vector_1_hours_wait_for_the_office_to_open_after_a_holiday():
    calendar = calendar_make(week=week_make(HALF_PAST_ONE), extra=[off("2026-03-09")])
    assert due_at("2026-03-06T22:00", "2wh", calendar=calendar) == "2026-03-10T09:30"


def test_vector_2_a_swapped_saturday_opens_earlier():
    days = [off("2026-03-09"), make_up("2026-03-07", "07:30-11:30")]
    calendar = calendar_make(week=week_make(HALF_PAST_ONE), extra=days)
    assert due_at("2026-03-06T22:00", "2wh", calendar=calendar) == "2026-03-07T09:30"


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-08-27T15:00:00", "2026-08-27T17:00"),
        ("2026-08-27T15:00:01", "2026-08-28T17:00"),
        ("2027-02-03T15:00:00", "2027-02-03T17:00"),
        ("2027-02-03T15:00:01", "2027-02-11T17:00"),
        ("2026-08-27T06:00", "2026-08-27T17:00"),
        ("2026-08-27T12:00", "2026-08-27T17:00"),
        ("2026-08-28T17:00", "2026-09-03T17:00"),
        ("2026-08-29T10:00", "2026-09-03T17:00"),
    ],
)
def test_vector_3_same_day_until_three_o_clock(received, due):
    assert due_at(received, "same-day") == due
    assert due_at(received, "1wd", rule=DueRule.SAME_DAY_15) == due
    assert due_at(received, "8wh", rule=DueRule.SAME_DAY_15) == due


def test_vector_4_a_day_in_lieu_is_not_counted():
    assert due_at("2026-04-23T10:00", "3wd") == "2026-04-29T10:00"


def test_vector_5_swapped_days():
    assert due_at("2026-08-27T10:00", "1wd") == "2026-08-28T10:00"
    assert due_at("2026-08-27T10:00", "2wd") == "2026-09-03T10:00"
    assert due_at("2026-08-21T10:00", "1wd") == "2026-08-22T10:00"


def test_vector_6_ten_working_days_of_waiting_move_the_due_date_by_ten():
    assert due_at("2026-06-01T10:00", "5wd") == "2026-06-08T10:00"
    waiting = [("2026-06-02T14:00", "2026-06-16T14:00")]
    assert due_at("2026-06-01T10:00", "5wd", suspended=waiting) == "2026-06-22T10:00"


def test_vector_8_the_longest_real_service_of_168_hours_is_21_working_days():
    assert due_at("2026-06-01T07:30", "168wh") == "2026-06-29T17:00"
    assert due_at("2026-06-01T10:00", "168wh") == "2026-06-30T10:00"


# --- start ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("received", "start"),
    [
        ("2026-08-27T07:30", "2026-08-27T07:30"),
        ("2026-08-27T07:29:59", "2026-08-27T07:30"),
        ("2026-08-27T11:29:59", "2026-08-27T11:29:59"),
        ("2026-08-27T11:30", "2026-08-27T13:00"),  # sessions are [opens, closes)
        ("2026-08-27T16:59:59", "2026-08-27T16:59:59"),
        ("2026-08-27T17:00", "2026-08-28T07:30"),
        ("2026-08-28T18:00", "2026-09-03T07:30"),
        ("2026-08-22T10:00", "2026-08-22T10:00"),  # a Saturday that is worked
    ],
)
def test_the_clock_starts_at_acceptance_or_at_the_next_opening(received, start):
    due = due_compute(limit=limit_parse("1wd"), received=at(received), calendar=calendar_make())
    assert due.start == at(start)


def test_instants_of_other_zones_are_counted_in_the_country_and_answered_in_utc():
    received = datetime(2026, 8, 27, 3, 0, tzinfo=UTC)
    due = due_compute(limit=limit_parse("1wd"), received=received, calendar=calendar_make())
    assert due.instant == datetime(2026, 8, 28, 3, 0, tzinfo=UTC)
    assert due.instant.tzinfo is UTC


def test_the_legal_zone_has_no_daylight_saving():
    offsets = {
        at(f"{year}-{month:02d}-15T12:00").utcoffset()
        for year in range(2000, 2061)
        for month in range(1, 13)
    }
    assert [offset.total_seconds() for offset in offsets] == [7 * 3600]


def test_an_instant_without_zone_is_refused():
    with pytest.raises(DeadlineInvalid) as refused:
        due_compute(limit=limit_parse("1wd"), received=NAIVE, calendar=calendar_make())
    assert refused.value.code == "instant_without_zone"


# --- working days -----------------------------------------------------------------------------------
def test_close_rule_ends_at_closing_time():
    assert due_at("2026-08-24T09:10", "3wd", rule=DueRule.CLOSE) == "2026-08-27T17:00"


@pytest.mark.parametrize(
    ("hours", "received", "due"),
    [
        ("07:30-11:30", "2026-08-21T15:00", "2026-08-22T11:30"),
        ("07:30-11:30", "2026-08-21T11:00", "2026-08-22T11:00"),
        ("08:00-10:00 14:00-16:00", "2026-08-21T13:00", "2026-08-22T10:00"),
        ("08:00-10:00 14:00-16:00", "2026-08-21T16:30", "2026-08-22T16:00"),
        ("13:00-17:00", "2026-08-21T09:00", "2026-08-22T13:00"),
    ],
)
def test_clock_rule_is_clipped_to_the_sessions_of_the_last_day(hours, received, due):
    calendar = calendar_make(extra=[make_up("2026-08-22", hours)])
    assert due_at(received, "1wd", calendar=calendar) == due


def test_a_make_up_day_has_mondays_sessions_unless_it_has_its_own():
    assert due_at("2026-08-21T16:00", "1wd") == "2026-08-22T16:00"


# --- hours ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2026-08-24T15:30", "8wh", "2026-08-25T15:30"),
        ("2026-08-24T07:30", "4wh", "2026-08-24T11:30"),
        ("2026-08-24T07:30", "8wh", "2026-08-24T17:00"),
        ("2026-08-24T11:00", "1wh", "2026-08-24T13:30"),
        ("2026-08-24T16:59:30", "1wh", "2026-08-25T08:29:30"),
    ],
)
def test_hours_are_consumed_from_sessions_only(received, limit, due):
    assert due_at(received, limit) == due


# --- calendar days and months -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2026-06-01T10:00", "10d", "2026-06-11T17:00"),
        ("2026-06-03T10:00", "10d", "2026-06-15T17:00"),  # the 13th is a Saturday
        ("2026-08-21T10:00", "10d", "2026-09-03T17:00"),  # 31 August is swapped off
        ("2026-08-12T10:00", "10d", "2026-08-22T17:00"),  # a worked Saturday
        ("2026-06-05T18:00", "1d", "2026-06-09T17:00"),  # starts on Monday the 8th
        ("2026-06-01T10:00", "1mo", "2026-07-01T17:00"),
        ("2026-05-29T10:00", "1mo", "2026-06-29T17:00"),
        ("2025-12-31T10:00", "2mo", "2026-03-02T17:00"),  # 28 February 2026 is a Saturday
        ("2024-01-31T10:00", "1mo", "2024-02-29T17:00"),
        ("2025-08-29T10:00", "6mo", "2026-03-02T17:00"),
        ("2024-06-03T10:00", "36mo", "2027-06-03T17:00"),
    ],
)
def test_calendar_limits_end_at_closing_of_a_working_day(received, limit, due):
    assert due_at(received, limit) == due
    assert due_at(received, limit, rule=DueRule.CLOSE) == due


# --- suspensions ------------------------------------------------------------------------------------
def test_what_is_left_of_hours_is_consumed_after_the_suspension():
    pause = [("2026-06-01T09:30", "2026-06-03T12:15")]
    assert due_at("2026-06-01T07:30", "8wh", suspended=pause) == "2026-06-04T09:30"


def test_what_is_left_of_calendar_days_is_counted_from_the_day_of_resumption():
    pause = [("2026-06-04T10:00", "2026-06-15T09:00")]  # 7 of 10 days are left
    assert due_at("2026-06-01T10:00", "10d", suspended=pause) == "2026-06-22T17:00"
    assert due_at("2026-05-11T10:00", "1mo", suspended=pause) == "2026-06-22T17:00"


def test_a_calendar_limit_resumed_after_hours_of_its_last_day_is_not_due_before_it_resumes():
    pause = [("2026-06-11T10:00", "2026-06-16T20:00")]
    assert due_at("2026-06-01T10:00", "10d", suspended=pause) == "2026-06-17T17:00"


def test_several_suspensions_apply_in_order_of_time():
    first, second = (
        ("2026-06-02T10:00", "2026-06-04T10:00"),
        ("2026-06-08T10:00", "2026-06-10T10:00"),
    )
    for order in ([first, second], [second, first]):
        assert due_at("2026-06-01T10:00", "5wd", suspended=order) == "2026-06-12T10:00"


def test_a_suspension_of_the_same_day_carries_the_time_left_over():
    pause = [("2026-06-01T15:00", "2026-06-03T09:00")]
    assert due_at("2026-06-01T09:00", "same-day", suspended=pause) == "2026-06-03T11:00"


def test_a_due_instant_at_an_opening_stays_at_an_opening():
    calendar = calendar_make(extra=[make_up("2026-08-22", "13:00-17:00")])
    pause = [("2026-08-21T11:00", "2026-08-21T11:00:01")]
    assert (
        due_at("2026-08-21T09:00", "1wd", calendar=calendar, suspended=pause)
        == "2026-08-22T13:00:01"
    )
    night = [("2026-08-22T09:00", "2026-08-22T10:00")]
    assert (
        due_at("2026-08-21T09:00", "1wd", calendar=calendar, suspended=night) == "2026-08-22T13:00"
    )


def test_a_pause_at_noon_costs_nothing_even_when_due_at_an_opening():
    calendar = calendar_make(extra=[make_up("2026-08-22", "13:00-17:00")])
    noon = [("2026-08-21T11:45", "2026-08-21T12:15")]
    assert (
        due_at("2026-08-21T09:00", "1wd", calendar=calendar, suspended=noon) == "2026-08-22T13:00"
    )


@pytest.mark.parametrize("clock", ["07:30", "13:00"])
def test_an_opening_is_inside_its_session(clock):
    assert due_at(f"2026-06-01T{clock}", "1wd") == f"2026-06-02T{clock}"


def test_a_suspension_that_begins_exactly_when_due_no_longer_moves_it():
    late = [("2026-06-02T10:00", "2026-06-05T10:00")]
    assert due_at("2026-06-01T10:00", "1wd", suspended=late) == "2026-06-02T10:00"


def test_a_calendar_limit_suspended_after_its_nominal_day_has_no_days_left():
    monday = [("2026-06-15T10:00", "2026-06-18T10:00")]  # nominal day is Saturday the 13th
    assert due_at("2026-06-03T10:00", "10d", suspended=monday) == "2026-06-18T17:00"


def test_a_calendar_limit_resumed_at_closing_of_its_last_day_is_due_then():
    pause = [("2026-06-11T10:00", "2026-06-16T17:00")]
    assert due_at("2026-06-01T10:00", "10d", suspended=pause) == "2026-06-16T17:00"


@pytest.mark.parametrize("limit", ["1wd", "2wh", "1d"])
def test_a_suspension_after_the_due_instant_no_longer_moves_it(limit):
    late = [("2026-06-05T10:00", "2026-06-20T10:00")]
    assert due_at("2026-06-01T10:00", limit, suspended=late) == due_at("2026-06-01T10:00", limit)


@pytest.mark.parametrize(
    ("code", "suspended"),
    [
        ("suspension_backwards", [("2026-06-03T10:00", "2026-06-02T10:00")]),
        ("suspension_before_received", [("2026-05-29T10:00", "2026-06-02T10:00")]),
        ("suspensions_overlap", [("2026-06-02T10:00", "2026-06-04T10:00"), ("2026-06-03T10:00", "2026-06-05T10:00")]),
        ("suspensions_overlap", [("2026-06-02T10:00", "2026-06-04T10:00"), ("2026-06-02T10:00", "2026-06-04T10:00")]),
    ],
)  # fmt: skip
def test_suspensions_that_make_no_sense_are_refused(code, suspended):
    with pytest.raises(DeadlineInvalid) as refused:
        due_at("2026-06-01T10:00", "5wd", suspended=suspended)
    assert refused.value.code == code
    assert [problem.field for problem in refused.value.problems] == ["suspensions"]


def test_a_suspension_without_zone_is_refused():
    naive = Suspension(at("2026-06-02T10:00"), NAIVE)
    with pytest.raises(DeadlineInvalid) as refused:
        due_compute(
            limit=limit_parse("1wd"),
            received=at("2026-06-01T10:00"),
            calendar=calendar_make(),
            suspensions=[naive],
        )
    assert refused.value.code == "instant_without_zone"


# --- limits -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("8wh", LimitKind.WORKING_HOURS, 8),
        (" 3WD ", LimitKind.WORKING_DAYS, 3),
        ("10d", LimitKind.CALENDAR_DAYS, 10),
        ("2mo", LimitKind.MONTHS, 2),
        ("same-day", LimitKind.SAME_DAY, 0),
    ],
)
def test_limits_are_read_and_written(text, kind, amount):
    limit = limit_parse(text)
    assert limit == Limit(kind, amount)
    assert limit_parse(str(limit)) == limit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3", "limit_without_unit"),
        ("", "limit_unreadable"),
        ("wd", "limit_unreadable"),
        ("3 days", "limit_unreadable"),
        ("-3wd", "limit_unreadable"),
        ("1.5wd", "limit_unreadable"),
        ("99999wd", "limit_unreadable"),
        ("٣wd", "limit_unreadable"),
        ("0wd", "limit_zero"),
    ],
)
def test_unreadable_limits_are_refused(text, code):
    with pytest.raises(DeadlineInvalid) as refused:
        limit_parse(text)
    assert refused.value.code == code
    assert refused.value.status == 422


def test_a_limit_of_nothing_is_refused():
    with pytest.raises(DeadlineInvalid):
        due_compute(
            limit=Limit(LimitKind.WORKING_DAYS, 0),
            received=at("2026-06-01T10:00"),
            calendar=calendar_make(),
        )


@pytest.mark.parametrize(
    ("limit", "rule"),
    [
        ("3wd", DueRule.SAME_DAY_15),
        ("10d", DueRule.SAME_DAY_15),
        ("9wh", DueRule.SAME_DAY_15),
        ("8wh", DueRule.CLOSE),
    ],
)
def test_a_rule_that_contradicts_the_limit_is_refused(limit, rule):
    with pytest.raises(DeadlineInvalid) as refused:
        due_at("2026-06-01T10:00", limit, rule=rule)
    assert refused.value.code == "rule_not_for_limit"


# --- explanation ------------------------------------------------------------------------------------
def codes(received, limit, **more):
    due = due_compute(
        limit=limit_parse(limit),
        received=at(received),
        calendar=more.pop("calendar", None) or calendar_make(),
        **more,
    )
    return [(step.code, step.params.get("date", "")) for step in due.explanation]


def test_the_explanation_names_each_day_that_is_not_counted_and_each_make_up_day():
    assert codes("2026-08-28T15:30", "3wd") == [
        ("rule", ""),
        ("start", ""),
        ("skip_weekend", "2026-08-29"),
        ("skip_weekend", "2026-08-30"),
        ("skip_in_lieu", "2026-08-31"),
        ("skip_holiday", "2026-09-01"),
        ("skip_holiday", "2026-09-02"),
        ("skip_weekend", "2026-09-05"),
        ("skip_weekend", "2026-09-06"),
        ("due", ""),
    ]
    assert ("count_make_up", "2026-08-22") in codes("2026-08-21T15:30", "1wd")


def test_the_explanation_names_closures_moves_and_clipping():
    unit = Layer(
        Level.UNIT,
        (off("2026-06-02", reason=DayReason.CLOSED), make_up("2026-06-06", "07:30-11:30")),
    )
    calendar = calendar_make(unit=unit)
    assert ("skip_closed", "2026-06-02") in codes("2026-06-01T15:30", "1wd", calendar=calendar)
    assert ("clipped_to_session_end", "") in codes("2026-06-05T15:30", "1wd", calendar=calendar)
    assert codes("2026-06-03T10:00", "10d")[2:] == [
        ("nominal_day", "2026-06-13"),
        ("skip_weekend", "2026-06-13"),
        ("skip_weekend", "2026-06-14"),
        ("moved_to_working_day", "2026-06-15"),
        ("due", ""),
    ]


def test_the_explanation_carries_each_suspension_with_its_document():
    one = Suspension(at("2026-06-02T10:00"), at("2026-06-03T10:00"), "12/TB-UBND")
    two = Suspension(at("2026-06-03T10:00"), at("2026-06-04T10:00"), "13/TB-UBND")
    late = Suspension(at("2026-06-20T10:00"), at("2026-06-21T10:00"), "14/TB-UBND")
    due = due_compute(
        limit=limit_parse("2wd"),
        received=at("2026-06-01T10:00"),
        calendar=calendar_make(),
        suspensions=[one, two, late],
    )
    told = [(s.code, s.params["document"]) for s in due.explanation if s.code.startswith("suspe")]
    assert told == [
        ("suspended_on", "12/TB-UBND"),
        ("suspended", "13/TB-UBND"),
        ("suspension_after_due", "14/TB-UBND"),
    ]
    assert due.explanation_json()[0] == {
        "code": "rule",
        "params": {"rule": "clock", "limit": "2wd"},
    }


def test_a_day_on_which_a_suspension_begins_and_ends_is_told_once():
    pause = [Suspension(at("2026-06-06T10:00"), at("2026-06-06T12:00"))]
    told = codes("2026-06-05T10:00", "1wd", suspensions=pause)
    assert [day for _code, day in told if day] == ["2026-06-06", "2026-06-07"]


def test_days_off_inside_a_suspension_are_not_told_and_resumption_is_at_an_opening():
    pause = [Suspension(at("2026-06-05T10:00"), at("2026-06-09T18:00"))]
    due = due_compute(
        limit=limit_parse("1wd"),
        received=at("2026-06-04T15:00"),
        calendar=calendar_make(),
        suspensions=pause,
    )
    assert [step.code for step in due.explanation] == ["rule", "start", "suspended", "due"]
    assert due.explanation[2].params["resumed"] == "2026-06-10T07:30:00+07:00"


def test_a_limit_of_thirty_days_takes_less_than_a_millisecond():
    calendar = calendar_make()
    best = 1.0
    for _ in range(50):
        begin = stopwatch.perf_counter()
        due_compute(limit=limit_parse("30wd"), received=at("2026-08-24T10:00"), calendar=calendar)
        best = min(best, stopwatch.perf_counter() - begin)
    assert best < 0.001
