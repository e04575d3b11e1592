"""Calendars for tests: the country's real one without a database, or any other in one call."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models.base import ModelState

from motcua.deadlines import services
from motcua.deadlines.events import CalendarChanged
from motcua.deadlines.models import CalendarEntry, WeeklySessions
from motcua.deadlines.rows import KINDS
from motcua.deadlines.rules import (
    Calendar,
    DayEntry,
    DayReason,
    DueRule,
    Layer,
    Level,
    Names,
    Suspension,
    Week,
    due_compute,
    limit_parse,
    sessions_parse,
)
from motcua.deadlines.services import HOLIDAYS_FILE
from motcua.kernel import clock, events

OFFICE_HOURS = "07:30-11:30 13:00-17:00"


def at(text: str) -> datetime:
    """Return a local time such as `2026-08-28T15:30` as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.LEGAL_ZONE)


def written(instant: datetime) -> str:
    """Return an instant as local time, such as `2026-08-28T15:30`."""
    moment = clock.local(instant)
    return moment.strftime("%Y-%m-%dT%H:%M:%S" if moment.second else "%Y-%m-%dT%H:%M")


def week_make(hours: str = OFFICE_HOURS, *, saturday: str = "", since: str = "2000-01-01") -> Week:
    """Return a week of five equal days and a Saturday."""
    day = sessions_parse(hours)
    return Week((day,) * 5 + (sessions_parse(saturday), ()), date.fromisoformat(since))


def off(day: str, reason: DayReason = DayReason.HOLIDAY, name: str = "Ngày nghỉ thử") -> DayEntry:
    """Return a day off."""
    return DayEntry(date.fromisoformat(day), reason, Names(name, "Test day off"), "1/QĐ-THỬ")


def make_up(day: str, hours: str = "") -> DayEntry:
    """Return a make-up working day."""
    names = Names("Làm bù thử", "Test make-up")
    return DayEntry(
        date.fromisoformat(day), DayReason.MAKE_UP, names, "2/QĐ-THỬ", sessions_parse(hours)
    )


@cache
def national_entries() -> tuple[DayEntry, ...]:
    """Return the days of the shipped file."""
    with HOLIDAYS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            DayEntry(
                date.fromisoformat(row["date"]),
                KINDS[row["kind"]],
                Names(row["name"], row["name_en"], row["name_id"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def calendar_make(
    *,
    week: Week | None = None,
    entries: Iterable[DayEntry] | None = None,
    extra: Iterable[DayEntry] = (),
    province: Layer | None = None,
    unit: Layer | None = None,
) -> Calendar:
    """Return a calendar; without arguments the country's, with the hours that the law supposes."""
    national = national_entries() if entries is None else tuple(entries)
    taken = {entry.date for entry in extra}
    kept = tuple(entry for entry in national if entry.date not in taken)
    layers = [Layer(Level.NATIONAL, (*kept, *extra), (week or week_make(),))]
    return Calendar([*layers, *(layer for layer in (province, unit) if layer is not None)])


def due_at(
    received: str,
    limit: str,
    *,
    rule: DueRule = DueRule.CLOCK,
    calendar: Calendar | None = None,
    suspended: Iterable[tuple[str, str]] = (),
) -> str:
    """Return the local due time as text."""
    due = due_compute(
        limit=limit_parse(limit),
        received=at(received),
        calendar=calendar or calendar_make(),
        rule=rule,
        suspensions=[Suspension(at(start), at(end)) for start, end in suspended],
    )
    return written(due.instant)


def days(first: str, count: int) -> list[date]:
    """Return consecutive dates."""
    begin = date.fromisoformat(first)
    return [begin + timedelta(days=index) for index in range(count)]


_state: list[tuple[Any, list[Any]]] = []  # model and its rows
_told: list[CalendarChanged] = []


def holidays_there() -> None:
    """Have the State's days off and office hours, as `holidays_load` writes and tells them.

    The loader asks three times about each of its sixty rows; hundreds of tests need what it
    wrote. It runs once in each process, afterwards its rows are written in two statements.
    """
    if CalendarEntry.objects.filter(unit__isnull=True).exists() or not _state:
        _learn()
        return
    services._version_renew()
    for model, rows in _state:
        fresh = [copy(row) for row in rows]
        for row in fresh:
            row.pk, row._state = None, ModelState()
            row.known_from = clock.now()
        model.objects.bulk_create(fresh)
    for event in _told:
        events.emit(event)


def _learn() -> None:
    empty = not (WeeklySessions.objects.exists() or CalendarEntry.objects.exists())
    told: list[CalendarChanged] = []
    events.listen(CalendarChanged, told.append)
    try:
        services.holidays_load()
    finally:
        events._listeners[CalendarChanged].remove(told.append)
    if empty and not _state:
        _told.extend(told)
        _state.extend(
            (model, list(model.objects.all())) for model in (WeeklySessions, CalendarEntry)
        )
