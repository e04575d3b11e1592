"""Changing the calendar: one entry by a decision, or a file of rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.builders.organisations import commune_make

from motcua.deadlines.events import CalendarChanged
from motcua.deadlines.models import CalendarEntry, CalendarVersion
from motcua.deadlines.queries import calendar_entries, calendar_for
from motcua.deadlines.rules import DayReason, Names, sessions_parse
from motcua.deadlines.services import (
    calendar_entry_add,
    calendar_entry_withdraw,
    calendar_import,
    holidays_load,
    weekly_sessions_set,
)
from motcua.kernel import events
from motcua.kernel.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.usefixtures("system_scope")
DAY = date(2026, 6, 3)


@pytest.fixture
def told(monkeypatch):
    heard: list[CalendarChanged] = []
    monkeypatch.setitem(events._listeners, CalendarChanged, [heard.append])
    return heard


def add(**over):
    given = {
        "unit_id": None,
        "date": DAY,
        "reason": DayReason.CLOSED,
        "names": Names("Nghỉ"),
        "source": "1/QĐ",
    }
    return calendar_entry_add(**(given | over))


def row(**over):
    given = {
        "date": "2028-01-03",
        "weekday": "Mon",
        "name": "Nghỉ",
        "name_en": "Off",
        "kind": "public_holiday",
        "group": "",
        "source": "1/QĐ",
    }
    return given | over


def version():
    return CalendarVersion.objects.get().token


# --- one entry ------------------------------------------------------------------------------------------
def test_a_new_entry_is_told_to_whoever_listens(told):
    unit = commune_make()
    before = version()
    entry = add(unit_id=unit.id, source=" 1/QĐ-UBND ")
    assert told == [CalendarChanged(unit.id, (DAY,), "1/QĐ-UBND")]
    assert (entry.unit_id, entry.date, entry.known_to) == (unit.id, DAY, None)
    assert version() != before


def test_a_date_that_is_taken_is_refused_unless_it_is_replaced(told):
    first = add()
    with pytest.raises(Refused) as refused:
        add(reason=DayReason.MAKE_UP)
    assert refused.value.code == "calendar_date_taken"
    assert refused.value.details == {"entry_id": first.id}
    second = add(reason=DayReason.MAKE_UP, source="2/QĐ", replace=True)
    old, new = calendar_entries(None, first=DAY, last=DAY, history=True)
    assert (old.id, old.ended_by) == (first.id, "2/QĐ")
    assert (new.id, new.known_to) == (second.id, None)
    assert old.known_to == new.known_from or old.known_to <= new.known_from
    assert len(told) == 2


@pytest.mark.parametrize(
    ("field", "over"),
    [
        ("source", {"source": "  "}),
        ("source", {"source": "x" * 251}),
        ("name", {"names": Names("")}),
        ("name", {"names": Names("x" * 201)}),
        ("name_en", {"names": Names("x", "x" * 201)}),
        ("reason", {"reason": DayReason.WEEKEND}),
        ("sessions", {"sessions": sessions_parse("08:00-09:00")}),
        ("sessions", {"reason": DayReason.MAKE_UP, "sessions": sessions_parse("08:00-09:00") * 2}),
    ],
)
def test_a_bad_entry_is_refused_at_its_field_and_changes_nothing(told, field, over):
    before = version()
    with pytest.raises(Invalid) as refused:
        add(**over)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert (told, version()) == ([], before)
    assert not CalendarEntry.objects.exists()


def test_an_entry_of_an_unknown_unit_is_refused():
    with pytest.raises(NotFound):
        add(unit_id=987_654_321)


def test_withdrawing_is_told_and_happens_once(told):
    entry = add()
    ended = calendar_entry_withdraw(entry_id=entry.id, source="2/QĐ")
    assert ended.known_to is not None
    assert told[-1] == CalendarChanged(None, (DAY,), "2/QĐ")
    with pytest.raises(Refused) as refused:
        calendar_entry_withdraw(entry_id=entry.id, source="2/QĐ")
    assert refused.value.code == "calendar_entry_ended"
    with pytest.raises(NotFound):
        calendar_entry_withdraw(entry_id=987_654_321, source="2/QĐ")
    with pytest.raises(Invalid):
        calendar_entry_withdraw(entry_id=entry.id, source="")


def test_the_database_itself_refuses_two_statements_about_one_date():
    add()
    for unit_id in (None, commune_make().id):
        add(unit_id=unit_id, replace=True)
        known = CalendarEntry.objects.filter(known_to__isnull=True).latest("id")
        known.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            known.save(force_insert=True)


# --- weekly sessions ------------------------------------------------------------------------------------
def test_weekly_sessions_are_told_from_their_first_day_on(told):
    unit = commune_make()
    days = [sessions_parse("08:00-12:00")] * 5 + [(), ()]
    weekly_sessions_set(unit_id=unit.id, days=days, valid_from=DAY, source="1/QĐ")
    weekly_sessions_set(unit_id=unit.id, days=days, valid_from=DAY, source="2/QĐ")
    assert told[-1] == CalendarChanged(unit.id, (DAY,), "2/QĐ", onwards=True)
    holidays_load()
    assert str(calendar_for(unit.id).sessions_on(DAY)[0]) == "08:00-12:00"


@pytest.mark.parametrize(
    ("field", "over"),
    [
        ("days", {"days": [()] * 7}),
        ("days", {"days": [sessions_parse("08:00-12:00")] * 5}),
        ("valid_to", {"valid_to": DAY}),
        ("source", {"source": ""}),
        ("sessions", {"days": [sessions_parse("08:00-12:00") * 2] * 7}),
    ],
)
def test_bad_weekly_sessions_are_refused(told, field, over):
    given = {
        "unit_id": None,
        "days": [sessions_parse("08:00-12:00")] * 7,
        "valid_from": DAY,
        "source": "1/QĐ",
    }
    with pytest.raises(Invalid) as refused:
        weekly_sessions_set(**(given | over))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert told == []


# --- import ---------------------------------------------------------------------------------------------
def test_the_holidays_load_once_and_change_nothing_again(told):
    first = holidays_load()
    assert (first.added, first.replaced, first.unchanged, first.refused) == (60, 0, 0, ())
    events_before, before = len(told), version()
    second = holidays_load()
    assert (second.added, second.replaced, second.unchanged) == (0, 0, 60)
    assert (len(told), version()) == (events_before, before)


def test_loading_again_does_not_undo_a_decision():
    holidays_load()
    (swapped,) = calendar_entries(None, first=date(2026, 8, 31), last=date(2026, 8, 31))
    calendar_entry_withdraw(entry_id=swapped.id, source="2/QĐ")
    assert holidays_load().unchanged == 60
    assert calendar_for(None).is_working(date(2026, 8, 31))


def test_loading_again_does_not_undo_the_states_own_hours():
    days = [sessions_parse("08:00-12:00")] * 5 + [(), ()]
    weekly_sessions_set(unit_id=None, days=days, valid_from=date(2000, 1, 1), source="1/QĐ")
    holidays_load()
    assert str(calendar_for(None).sessions_on(DAY)[0]) == "08:00-12:00"


def test_a_changed_row_replaces_and_keeps_the_old_one(told):
    calendar_import([row()])
    report = calendar_import([row(name="Nghỉ bù", kind="compensatory_day_off", source="2/QĐ")])
    assert (report.added, report.replaced) == (0, 1)
    old, new = calendar_entries(None, first=date(2028, 1, 3), last=date(2028, 1, 3), history=True)
    assert (old.reason, old.ended_by, new.reason) == (DayReason.HOLIDAY, "2/QĐ", DayReason.IN_LIEU)
    assert [event.source for event in told] == ["1/QĐ", "2/QĐ"]


@pytest.mark.parametrize(
    ("column", "over"),
    [
        ("date", {"date": ""}),
        ("date", {"date": "2028-02-30"}),
        ("date", {"date": "3/1/2028"}),
        ("weekday", {"weekday": "Tue"}),
        ("name", {"name": " "}),
        ("name", {"name": "x" * 201}),
        ("kind", {"kind": "holiday"}),
        ("source", {"source": None}),
        ("sessions", {"kind": "makeup_working_day", "sessions": "8-12"}),
        ("sessions", {"sessions": "08:00-09:00"}),
        ("unit", {"unit": "no-such-unit"}),
    ],
)
def test_bad_rows_are_reported_by_row_and_column_and_good_ones_loaded(column, over):
    report = calendar_import([row(date="2028-01-04", weekday="Tue"), row(**over)])
    assert report.added == 1
    (refused,) = report.refused
    assert (refused.row, refused.column) == (3, column)
    assert refused.reason
    assert refused.values["source"] == (over.get("source", "1/QĐ") or "")


def test_a_group_with_a_bad_row_is_not_half_loaded():
    swap = [
        row(group="swap"),
        row(date="2028-01-08", weekday="Sun", kind="makeup_working_day", group="swap"),
    ]
    report = calendar_import([*swap, row(date="2028-01-05", weekday="Wed")])
    assert report.added == 1
    assert [(r.row, r.column) for r in report.refused] == [(2, "group"), (3, "weekday")]


def test_a_date_both_off_and_worked_in_one_file_is_refused_twice():
    report = calendar_import([row(), row(kind="makeup_working_day")])
    assert report.added == 0
    assert [(r.row, r.column) for r in report.refused] == [(2, "date"), (3, "date")]


def test_rows_of_units_and_of_a_layer_given_by_the_caller(told):
    one, two = commune_make(), commune_make()
    report = calendar_import(
        [row(unit=one.code), row(date="2028-01-04", weekday="")], unit_id=two.id
    )
    assert report.added == 2
    assert {(event.unit_id, event.dates) for event in told} == {
        (one.id, (date(2028, 1, 3),)),
        (two.id, (date(2028, 1, 4),)),
    }


def test_decomposed_vietnamese_is_the_same_row():
    import unicodedata

    calendar_import([row(name="Nghỉ lễ")])
    report = calendar_import([row(name=unicodedata.normalize("NFD", "Nghỉ  lễ"))])
    assert report.unchanged == 1


def test_a_dry_run_reports_and_writes_nothing(told):
    before = version()
    report = calendar_import([row(), row(date="x")], dry_run=True)
    assert (report.added, len(report.refused)) == (1, 1)
    assert (told, version()) == ([], before)
    assert not CalendarEntry.objects.exists()
