"""Layers, sessions, and calendars that must not be used."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.deadlines import (
    OFFICE_HOURS,
    calendar_make,
    due_at,
    make_up,
    national_entries,
    off,
    week_make,
)

from motcua.deadlines.rules import (
    DEFAULT_WEEK,
    Calendar,
    CalendarInvalid,
    DayReason,
    DeadlineInvalid,
    Layer,
    Level,
    Session,
    Week,
    sessions_parse,
)


def hours(calendar, day):
    return " ".join(map(str, calendar.sessions_on(date.fromisoformat(day))))


# --- layers -----------------------------------------------------------------------------------------
def test_the_default_week_is_monday_to_friday_in_office_hours():
    assert [" ".join(map(str, day)) for day in DEFAULT_WEEK.days] == [OFFICE_HOURS] * 5 + ["", ""]


def test_a_province_and_a_unit_close_on_days_of_their_own():
    province = Layer(Level.PROVINCIAL, (off("2026-06-03", DayReason.HOLIDAY),))
    unit = Layer(Level.UNIT, (off("2026-06-04", DayReason.CLOSED),))
    calendar = calendar_make(province=province, unit=unit)
    assert due_at("2026-06-02T10:00", "1wd", calendar=calendar) == "2026-06-05T10:00"
    assert due_at("2026-06-02T10:00", "1wd") == "2026-06-03T10:00"


def test_the_nearest_layer_prevails_whole():
    province = Layer(
        Level.PROVINCIAL,
        (off("2026-06-06", DayReason.CLOSED), make_up("2026-09-02", "08:00-11:00")),
    )
    unit = Layer(
        Level.UNIT, (make_up("2026-06-06", "08:00-10:00"), off("2026-08-22", DayReason.CLOSED))
    )
    calendar = calendar_make(province=province, unit=unit)
    assert hours(calendar, "2026-06-06") == "08:00-10:00"
    assert hours(calendar, "2026-09-02") == "08:00-11:00"  # works on a holiday of the State
    assert hours(calendar, "2026-08-22") == ""  # closes on a make-up day of the State
    assert hours(calendar_make(), "2026-08-22") == OFFICE_HOURS


def test_weekly_sessions_come_from_the_nearest_layer_and_from_the_latest_week_in_force():
    early = week_make("08:00-12:00", since="2026-01-01")
    later = week_make("08:00-12:00 14:00-16:00", saturday="07:30-11:30", since="2026-06-01")
    pilot = Week((sessions_parse("09:00-10:00"),) * 7, date(2026, 7, 1), date(2026, 7, 8))
    calendar = calendar_make(unit=Layer(Level.UNIT, (), (early, later, pilot)))
    assert hours(calendar, "2025-12-31") == OFFICE_HOURS
    assert hours(calendar, "2026-05-29") == "08:00-12:00"
    assert hours(calendar, "2026-06-05") == "08:00-12:00 14:00-16:00"
    assert hours(calendar, "2026-06-06") == "07:30-11:30"
    assert hours(calendar, "2026-07-05") == "09:00-10:00"
    assert hours(calendar, "2026-07-08") == "08:00-12:00 14:00-16:00"


def test_a_make_up_day_has_the_units_normal_weekday_sessions():
    unit = Layer(Level.UNIT, (), (week_make("08:00-12:00", saturday="09:00-10:00"),))
    calendar = calendar_make(unit=unit)
    assert hours(calendar, "2026-08-22") == "08:00-12:00"
    assert hours(calendar, "2026-08-15") == "09:00-10:00"
    without_monday = Week(((), *week_make("08:00-12:00").days[1:]))
    calendar = calendar_make(unit=Layer(Level.UNIT, (), (without_monday,)))
    assert hours(calendar, "2026-08-22") == "08:00-12:00"


# --- errors, never a default --------------------------------------------------------------------------
def refused(*layers):
    with pytest.raises(CalendarInvalid) as error:
        Calendar(layers)
    return error.value.code


def test_an_empty_calendar_is_refused():
    assert refused() == "calendar_empty"
    assert refused(Layer(Level.NATIONAL, (), (DEFAULT_WEEK,))) == "calendar_empty"
    assert refused(Layer(Level.UNIT, national_entries(), (DEFAULT_WEEK,))) == "calendar_empty"


def test_a_calendar_without_sessions_is_refused():
    assert refused(Layer(Level.NATIONAL, national_entries())) == "calendar_without_sessions"
    closed = Week(((),) * 7)
    assert (
        refused(Layer(Level.NATIONAL, national_entries(), (closed,))) == "calendar_without_sessions"
    )
    short = Week(DEFAULT_WEEK.days[:5])
    assert (
        refused(Layer(Level.NATIONAL, national_entries(), (short,))) == "calendar_without_sessions"
    )


def test_a_date_before_any_week_is_refused():
    calendar = calendar_make(week=week_make(since="2026-01-01"))
    with pytest.raises(CalendarInvalid) as error:
        calendar.sessions_on(date(2025, 12, 30))
    assert error.value.code == "calendar_without_sessions"


@pytest.mark.parametrize("level", list(Level))
def test_a_date_both_off_and_worked_in_one_layer_is_refused(level):
    layers = [
        Layer(Level.NATIONAL, national_entries(), (DEFAULT_WEEK,)),
        Layer(level, (off("2026-06-06"), make_up("2026-06-06"))),
    ]
    assert refused(*layers) == "calendar_contradictory"


def test_a_day_off_with_sessions_is_refused():
    from dataclasses import replace

    entry = replace(off("2026-06-06"), sessions=sessions_parse("08:00-09:00"))
    assert (
        refused(Layer(Level.NATIONAL, (*national_entries(), entry), (DEFAULT_WEEK,)))
        == "calendar_contradictory"
    )


def test_two_weeks_from_one_day_are_refused():
    weeks = (week_make("08:00-09:00"), week_make("09:00-10:00"))
    assert (
        refused(Layer(Level.NATIONAL, national_entries(), weeks)) == "calendar_weeks_contradictory"
    )


@pytest.mark.parametrize(
    ("received", "limit"),
    [
        ("2023-12-29T10:00", "1wd"),
        ("2027-12-20T10:00", "15wd"),
        ("2027-12-20T10:00", "30d"),
        ("2027-12-20T10:00", "100wh"),
        ("2027-06-01T10:00", "12mo"),
    ],
)
def test_a_year_without_holiday_data_is_refused(received, limit):
    with pytest.raises(CalendarInvalid) as error:
        due_at(received, limit)
    assert error.value.code == "calendar_year_unknown"
    assert error.value.details["year"] in {"2023", "2028"}
    assert error.value.status == 409


def test_a_make_up_day_alone_does_not_make_a_year_known():
    calendar = calendar_make(extra=[make_up("2028-01-08")])
    with pytest.raises(CalendarInvalid):
        calendar.sessions_on(date(2028, 1, 10))


# --- sessions -------------------------------------------------------------------------------------------
def test_sessions_are_read_in_several_spellings():
    assert sessions_parse("7:30-11:30, 13:00–17:00") == sessions_parse(OFFICE_HOURS)
    assert sessions_parse("") == ()
    assert str(Session(*[s.opens for s in sessions_parse(OFFICE_HOURS)])) == "07:30-13:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8-12", "sessions_unreadable"),
        ("07:30-24:30", "sessions_unreadable"),
        ("11:30-07:30", "sessions_overlap"),
        ("07:30-07:30", "sessions_overlap"),
        ("07:30-11:30 11:00-12:00", "sessions_overlap"),
        ("07:30-11:30 11:30-12:00", "sessions_overlap"),
        ("13:00-17:00 07:30-11:30", "sessions_overlap"),
    ],
)
def test_sessions_that_make_no_sense_are_refused(text, code):
    with pytest.raises(DeadlineInvalid) as error:
        sessions_parse(text)
    assert error.value.code == code
