"""The stored calendar: layers of units, known history, memory of the process."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.builders.deadlines import OFFICE_HOURS, at, due_at
from tests.builders.organisations import commune_make, province_make

from motcua.deadlines import queries
from motcua.deadlines.queries import calendar_entries, calendar_for, calendar_known_until
from motcua.deadlines.rules import CalendarInvalid, DayReason, Names, sessions_parse
from motcua.deadlines.services import (
    calendar_entry_add,
    calendar_entry_withdraw,
    holidays_load,
    weekly_sessions_set,
)
from motcua.kernel import clock
from motcua.kernel.errors import NotFound

pytestmark = pytest.mark.usefixtures("system_scope")
STORM = date(2026, 6, 3)


def close(unit_id, day=STORM, **more):
    return calendar_entry_add(
        unit_id=unit_id,
        date=day,
        reason=DayReason.CLOSED,
        names=Names("Nghỉ do bão", "Closed by storm", "Tutup karena badai"),
        source="15/CĐ-UBND",
        **more,
    )


@pytest.fixture
def units():
    holidays_load()
    province = province_make()
    return province, commune_make(province=province), commune_make(province=province)


def test_an_empty_calendar_is_an_error():
    with pytest.raises(CalendarInvalid) as refused:
        calendar_for(None)
    assert refused.value.code == "calendar_empty"


def test_the_country_has_its_holidays_and_office_hours(units):
    calendar = calendar_for(None)
    assert " ".join(map(str, calendar.sessions_on(date(2026, 8, 22)))) == OFFICE_HOURS
    assert due_at("2026-08-28T15:30", "3wd", calendar=calendar) == "2026-09-07T15:30"
    assert calendar_known_until() == 2027


def test_a_unit_has_the_days_of_its_province_and_its_own(units):
    province, here, there = units
    close(province.id)
    close(here.id, STORM + timedelta(days=1))
    assert due_at("2026-06-02T10:00", "1wd", calendar=calendar_for(here.id)) == "2026-06-05T10:00"
    assert due_at("2026-06-02T10:00", "1wd", calendar=calendar_for(there.id)) == "2026-06-04T10:00"
    assert due_at("2026-06-02T10:00", "1wd", calendar=calendar_for(None)) == "2026-06-03T10:00"


def test_the_nearest_unit_prevails(units):
    province, here, there = units
    close(province.id)
    calendar_entry_add(
        unit_id=here.id,
        date=STORM,
        reason=DayReason.MAKE_UP,
        names=Names("Trực giải quyết hồ sơ"),
        source="9/QĐ-UBND",
        sessions=sessions_parse("08:00-10:00"),
    )
    assert str(calendar_for(here.id).sessions_on(STORM)[0]) == "08:00-10:00"
    assert calendar_for(there.id).sessions_on(STORM) == ()


def test_weekly_sessions_of_a_unit_from_a_date_on(units):
    _province, here, there = units
    days = [sessions_parse("08:00-12:00")] * 6 + [()]
    weekly_sessions_set(unit_id=here.id, days=days, valid_from=STORM, source="3/QĐ-UBND")
    saturday = date(2026, 6, 6)
    assert str(calendar_for(here.id).sessions_on(saturday)[0]) == "08:00-12:00"
    assert calendar_for(here.id).sessions_on(saturday - timedelta(days=7)) == ()
    assert calendar_for(there.id).sessions_on(saturday) == ()


def test_units_without_layers_share_one_calendar_which_is_read_once(
    units, django_assert_num_queries
):
    _province, here, there = units
    assert calendar_for(here.id) is calendar_for(there.id) is calendar_for(None)
    with django_assert_num_queries(1):
        calendar_for(here.id)


def test_every_change_is_seen_at_once(units):
    _province, here, _there = units
    assert calendar_for(here.id).is_working(STORM)
    entry = close(here.id)
    assert not calendar_for(here.id).is_working(STORM)
    calendar_entry_withdraw(entry_id=entry.id, source="16/CĐ-UBND")
    assert calendar_for(here.id).is_working(STORM)


def test_a_change_that_failed_leaves_nothing_in_memory(units):
    _province, here, _there = units
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        close(here.id)
        assert not calendar_for(here.id).is_working(STORM)
        _ = 1 / 0
    assert calendar_for(here.id).is_working(STORM)
    close(here.id, STORM + timedelta(days=1))
    assert calendar_for(here.id).is_working(STORM)


def test_what_was_known_before_stays_known():
    """F13: a calendar changed after deadlines were set; the old one can still be read."""
    with clock.clock_set(at("2025-12-01T08:00")):
        holidays_load()
        unit = commune_make()
    with clock.clock_set(at("2026-06-02T09:00")):
        entry = close(unit.id)
    with clock.clock_set(at("2026-06-02T15:00")):
        calendar_entry_withdraw(entry_id=entry.id, source="16/CĐ-UBND")
    moments = ["2026-06-02T08:59", "2026-06-02T09:00", "2026-06-02T14:59", "2026-06-02T15:00"]
    worked = [calendar_for(unit.id, known_at=at(m)).is_working(STORM) for m in moments]
    assert worked == [True, False, False, True]
    assert calendar_for(None, known_at=at("2026-06-02T09:00")).is_working(STORM)
    with pytest.raises(CalendarInvalid):
        calendar_for(unit.id, known_at=at("2025-11-30T08:00"))


def test_history_of_a_layer(units):
    _province, here, _there = units
    entry = close(here.id)
    calendar_entry_withdraw(entry_id=entry.id, source="16/CĐ-UBND")
    assert calendar_entries(here.id, first=STORM, last=STORM) == []
    (ended,) = calendar_entries(here.id, first=STORM, last=STORM, history=True)
    assert (ended.source, ended.ended_by) == ("15/CĐ-UBND", "16/CĐ-UBND")
    assert ended.known_to is not None
    new_year = calendar_entries(None, first=date(2026, 1, 1), last=date(2026, 1, 10))
    assert [entry.date.day for entry in new_year] == [1, 2, 10]


def test_an_unknown_unit_is_refused(units):
    with pytest.raises(NotFound):
        calendar_for(987_654_321)
    with pytest.raises(NotFound):
        calendar_for(987_654_321, known_at=clock.now())


def test_a_unit_moved_under_another_parent_is_seen_after_a_minute(units, monkeypatch):
    province, here, _there = units
    close(province.id)
    assert not calendar_for(here.id).is_working(STORM)
    elsewhere = commune_make(province=province_make(code="79", name="Hồ Chí Minh"))
    views = {here.id: queries.organisations.unit_get(elsewhere.id)}
    monkeypatch.setattr(queries.organisations, "unit_get", lambda unit_id: views[unit_id])
    assert not calendar_for(here.id).is_working(STORM)
    monkeypatch.setattr(queries.time, "monotonic", lambda: queries.PATH_SECONDS * 1e9)
    assert calendar_for(here.id).is_working(STORM)
