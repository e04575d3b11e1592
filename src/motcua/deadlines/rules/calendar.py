"""The working calendar of a unit, built from layers.

How layers override: they are given from the State down to the unit. For each date the nearest
layer that says something of that date prevails, whole: a province may close on a day of its own,
a unit may work on a day off of the State, or close on a make-up day. For weekly sessions the
nearest layer that has a week in force on that date prevails; within a layer the week that came
into force last. Nothing is ever assumed: a date of a year of which the national layer knows no
day off, or on which no week is in force, is an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from motcua.deadlines.rules.limits import sessions_check
from motcua.deadlines.types import (
    CalendarInvalid,
    DayEntry,
    DayReason,
    Layer,
    Level,
    Sessions,
    Week,
)

ONE_DAY = timedelta(days=1)
WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Day:
    """One date as the unit lives it; `spans` are its sessions as local naive instants."""

    date: date
    reason: DayReason
    sessions: Sessions
    spans: tuple[tuple[datetime, datetime], ...]
    entry: DayEntry | None

    @property
    def is_working(self) -> bool:
        """Whether the unit is open at all."""
        return bool(self.spans)

    @property
    def opening(self) -> datetime:
        """The first opening; only of working days."""
        return self.spans[0][0]

    @property
    def closing(self) -> datetime:
        """The last closing; only of working days."""
        return self.spans[-1][1]


class Calendar:
    """An immutable working calendar; days are computed once and remembered."""

    __slots__ = ("_days", "_entries", "_weeks", "_years")

    def __init__(self, layers: Sequence[Layer]) -> None:
        """Build from layers, the State first, the unit last.

        Raises CalendarInvalid: calendar_empty (no national day off, no week, or a week without
        sessions), calendar_contradictory (a layer says two things of one date).
        """
        self._entries: dict[date, DayEntry] = {}
        self._weeks: list[tuple[Week, ...]] = []
        self._days: dict[date, Day] = {}
        for layer in layers:
            self._entries.update(_layer_entries(layer))
            if layer.weeks:
                # nearest layer first, and in it the latest week first
                latest_first = sorted(layer.weeks, key=lambda week: week.valid_from, reverse=True)
                self._weeks.insert(0, tuple(latest_first))
        self._years = frozenset(
            entry.date.year
            for layer in layers
            if layer.level is Level.NATIONAL
            for entry in layer.entries
            if entry.is_off
        )
        if not self._years:
            raise CalendarInvalid("calendar_empty")
        if not self._weeks:
            raise CalendarInvalid("calendar_without_sessions")
        for weeks in self._weeks:
            _weeks_check(weeks)

    @property
    def years(self) -> frozenset[int]:
        """The years of which the national layer is known."""
        return self._years

    def day(self, on: date) -> Day:
        """Return one day; CalendarInvalid (calendar_year_unknown, calendar_without_sessions)."""
        found = self._days.get(on)
        if found is None:
            found = self._days[on] = self._day_make(on)
        return found

    def sessions_on(self, on: date) -> Sessions:
        """Return the sessions of a date, none when it is not worked; errors as `day`."""
        return self.day(on).sessions

    def is_working(self, on: date) -> bool:
        """Return whether the date is worked; errors as `day`."""
        return self.day(on).is_working

    def working_day_from(self, on: date) -> Day:
        """Return the first working day on or after a date; errors as `day`."""
        day = self.day(on)
        while not day.is_working:
            day = self.day(day.date + ONE_DAY)
        return day

    def working_day_after(self, on: date, count: int) -> Day:
        """Return the `count`-th working day after a date (count >= 1); errors as `day`."""
        day = self.day(on)
        while count:
            day = self.day(day.date + ONE_DAY)
            if day.is_working:
                count -= 1
        return day

    def days_between(self, first: date, last: date) -> Iterator[Day]:
        """Yield each day from first to last, both included; errors as `day`."""
        on = first
        while on <= last:
            yield self.day(on)
            on += ONE_DAY

    def _week(self, on: date) -> Week:
        for weeks in self._weeks:
            for week in weeks:
                if week.valid_from <= on and (week.valid_to is None or on < week.valid_to):
                    return week
        raise CalendarInvalid("calendar_without_sessions", date=on.isoformat())

    def _day_make(self, on: date) -> Day:
        if on.year not in self._years:
            raise CalendarInvalid("calendar_year_unknown", year=str(on.year))
        week, entry = self._week(on), self._entries.get(on)
        if entry is None:
            sessions = week.days[on.weekday()]
            reason = DayReason.WORKING if sessions else DayReason.WEEKEND
        elif entry.is_off:
            sessions, reason = (), entry.reason
        else:
            sessions, reason = entry.sessions or _normal_sessions(week), DayReason.MAKE_UP
        spans = tuple(
            (datetime.combine(on, session.opens), datetime.combine(on, session.closes))
            for session in sessions
        )
        return Day(on, reason, sessions, spans, entry)


def _normal_sessions(week: Week) -> Sessions:
    """Return Monday's sessions, or those of the first weekday that has some."""
    return next(sessions for sessions in (*week.days[:WEEKDAYS], *week.days[WEEKDAYS:]) if sessions)


def _layer_entries(layer: Layer) -> dict[date, DayEntry]:
    entries: dict[date, DayEntry] = {}
    for entry in layer.entries:
        if entry.date in entries:
            raise CalendarInvalid(
                "calendar_contradictory", date=entry.date.isoformat(), level=layer.level.value
            )
        if entry.is_off and entry.sessions:
            raise CalendarInvalid(
                "calendar_contradictory", date=entry.date.isoformat(), level=layer.level.value
            )
        sessions_check(entry.sessions)
        entries[entry.date] = entry
    return entries


def _weeks_check(weeks: tuple[Week, ...]) -> None:
    for week, other in pairwise(weeks):
        if week.valid_from == other.valid_from:
            raise CalendarInvalid("calendar_weeks_contradictory", date=week.valid_from.isoformat())
    for week in weeks:
        if len(week.days) != 7 or not any(week.days):
            raise CalendarInvalid("calendar_without_sessions", date=week.valid_from.isoformat())
        for sessions in week.days:
            sessions_check(sessions)
