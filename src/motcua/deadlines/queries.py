"""Reads of the working calendar."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from motcua.deadlines.models import CalendarEntry, WeeklySessions, layer_is
from motcua.deadlines.rules import Calendar, DayEntry, DayReason, Layer, Level, Names, Week
from motcua.deadlines.rules.limits import sessions_parse
from motcua.deadlines.types import CalendarEntryView, CalendarInvalid
from motcua.kernel import kept
from motcua.organisations import queries as organisations
from motcua.organisations.types import PROVINCE_KINDS, UnitView

PATH_SECONDS = 60.0  # a unit that was moved under another parent is seen after this time
LayerKey = tuple[int, ...]


@dataclass
class _Remembered:
    """What this process knows of the calendar under one token."""

    token: kept.Marks
    owners: frozenset[int]
    calendars: dict[LayerKey, Calendar] = field(default_factory=dict)
    paths: dict[int, tuple[LayerKey, float]] = field(default_factory=dict)


_CHANGES = "calendar"  # the mark that every statement of the calendar changes (migration 0002)
kept.marks_watch(_CHANGES)
_remembered: _Remembered | None = None


def calendar_for(unit_id: int | None, known_at: datetime | None = None) -> Calendar:
    """Return the working calendar of a unit; of the whole country when `unit_id` is None.

    Layers: the State's, then those of each unit on the way down to this one. `known_at` gives
    the calendar as it was known at an instant, None as it is known now. One short statement when
    nothing changed; units without layers of their own share one calendar.
    Raises NotFound for an unknown unit, CalendarInvalid for an empty calendar.
    """
    if known_at is not None:
        layers = organisations.unit_get(unit_id).path_ids if unit_id is not None else ()
        return _calendar_read(layers, Q(known_from__lte=known_at) & _not_ended(known_at))
    known = _current()
    return _calendar(known, _key(known, unit_id))


def calendars_for(units: Iterable[UnitView]) -> dict[int, Calendar]:
    """Return the calendar of each of some units by id, as it is known now.

    One short statement when nothing changed. Raises CalendarInvalid for an empty calendar.
    """
    known = _current()
    return {
        unit.id: _calendar(known, tuple(one for one in unit.path_ids if one in known.owners))
        for unit in units
    }


def calendar_entries(
    unit_id: int | None, *, first: date, last: date, history: bool = False
) -> list[CalendarEntryView]:
    """Return the statements of one layer between two dates, both included, in order of date.

    With `history` also those that are no longer the known ones. One statement.
    """
    rows = CalendarEntry.objects.filter(layer_is(unit_id), date__range=(first, last))
    if not history:
        rows = rows.filter(known_to__isnull=True)
    return [entry_view(row) for row in rows.order_by("date", "known_from", "id")]


def calendar_known_until() -> int:
    """Return the last year of which the State's days off are known; CalendarInvalid if none is.

    Operators are to be warned before a limit reaches beyond it.
    """
    return max(calendar_for(None).years)


def entry_view(row: CalendarEntry) -> CalendarEntryView:
    """Return a stored statement as others may see it."""
    return CalendarEntryView(
        id=row.pk,
        unit_id=row.unit_id,
        date=row.date,
        reason=DayReason(row.reason),
        names=Names(row.name_vi, row.name_en, row.name_id),
        sessions=sessions_parse(row.sessions),
        source=row.source,
        known_from=row.known_from,
        known_to=row.known_to,
        ended_by=row.ended_by,
    )


def _current() -> _Remembered:
    """Return what is remembered, begun anew when the token has changed.

    The token is read before the rows: rows that are newer than their token do no harm, because
    the next call sees the next token.
    """
    global _remembered  # noqa: PLW0603 - the per-process memory of this module
    token = kept.marks_now(_CHANGES)
    known = _remembered
    if known is None or known.token != token:
        live = Q(known_to__isnull=True, unit__isnull=False)
        entries = CalendarEntry.objects.filter(live).values_list("unit_id")
        weeks = WeeklySessions.objects.filter(live).values_list("unit_id")
        owners = frozenset(unit_id for (unit_id,) in entries.union(weeks) if unit_id)
        known = _remembered = _Remembered(token, owners)
    return known


def _key(known: _Remembered, unit_id: int | None) -> LayerKey:
    if unit_id is None:
        return ()
    found, until = known.paths.get(unit_id, ((), 0.0))
    if until < time.monotonic():
        path = organisations.unit_get(unit_id).path_ids
        found = tuple(step for step in path if step in known.owners)
        known.paths[unit_id] = (found, time.monotonic() + PATH_SECONDS)
    return found


def _calendar(known: _Remembered, key: LayerKey) -> Calendar:
    found = known.calendars.get(key)
    if found is None:
        found = known.calendars[key] = _calendar_read(key, Q(known_to__isnull=True))
    return found


def _not_ended(known_at: datetime) -> Q:
    return Q(known_to__isnull=True) | Q(known_to__gt=known_at)


def _calendar_read(unit_ids: LayerKey, known: Q) -> Calendar:
    """Build a calendar from the State's layer and those of the units, highest first."""
    entries: dict[int | None, list[DayEntry]] = {}
    weeks: dict[int | None, list[Week]] = {}
    here = Q(unit__isnull=True) | Q(unit_id__in=unit_ids)
    for row in CalendarEntry.objects.filter(known & here).order_by("date", "id"):
        view = entry_view(row)
        entry = DayEntry(view.date, view.reason, view.names, view.source, view.sessions)
        entries.setdefault(row.unit_id, []).append(entry)
    for week in WeeklySessions.objects.filter(known & here).order_by("valid_from", "id"):
        days = tuple(sessions_parse(day) for day in week.days)
        weeks.setdefault(week.unit_id, []).append(Week(days, week.valid_from, week.valid_to))
    units = organisations.units_by_ids(unit_ids) if unit_ids else {}
    levels: dict[int | None, Level] = {None: Level.NATIONAL}
    for unit_id in unit_ids:
        of_province = unit_id in units and units[unit_id].kind in PROVINCE_KINDS
        levels[unit_id] = Level.PROVINCIAL if of_province else Level.UNIT
    if not entries.get(None):
        raise CalendarInvalid("calendar_empty")
    return Calendar(
        [
            Layer(level, tuple(entries.get(unit_id, ())), tuple(weeks.get(unit_id, ())))
            for unit_id, level in levels.items()
        ]
    )
