"""Expected arrivals of some units and of their procedures: the board's "received", day by day.

History are whole days up to yesterday; what runs today is not counted. The calendar of the unit
says which days are open; beyond the years that it knows nothing is expected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import Calendar, DayReason
from motcua.indicators import rules
from motcua.indicators.forecast_models import OpenDay
from motcua.indicators.forecast_rules import AHEAD_WEEKS, Outlook, outlook_of, series_of
from motcua.indicators.queries.branches import (
    ASKED,
    Branches,
    asked_of,
    sources,
    totals_text,
    with_branches,
)
from motcua.indicators.queries.steps import UNFOLDED
from motcua.indicators.types import Dimension, Period
from motcua.kernel import clock
from motcua.kernel.arrays import array_text
from motcua.procedures.queries import procedure_names

ONE_DAY = timedelta(days=1)
HISTORY_DAYS = 3 * 364
RECENT_DAYS = 28
PROCEDURES_MOST = 10
_ARRIVALS = """
SELECT key, day, sum(n) FROM (
  #totals
  SELECT CASE WHEN %(dimension)s = 0 THEN 0 ELSE procedure_id END,
    (at AT TIME ZONE %(zone)s)::date, delta
  FROM (#unfolded) few
  WHERE unit_id IN (SELECT unit_id FROM asked) AND measure = ANY(%(measures)s)
    AND at >= %(since)s AND at < %(until)s AND (%(key)s = 0 OR procedure_id = %(key)s)
) a GROUP BY 1, 2 HAVING sum(n) > 0
"""
_TOTALS = """SELECT CASE WHEN %(dimension)s = 0 THEN 0 ELSE key END AS key, start AS day, total AS n
  FROM #table
  WHERE unit_id = ANY(#units) AND dimension = %(dimension)s AND grain = 1
    AND start BETWEEN %(first)s AND %(last)s AND measure = ANY(%(measures)s)
    AND (%(key)s = 0 OR key = %(key)s)
  UNION ALL
"""
Arrivals = dict[date, int]


@dataclass(frozen=True)
class Ahead:
    """What is expected of one procedure, or of all (`procedure_id` 0), and what came lately."""

    procedure_id: int
    code: str
    label: str
    outlook: Outlook
    recent: int


@dataclass(frozen=True)
class Forecast:
    """The next four weeks from `first` on. `closed` are the days off in them.

    `recent` are the last 28 days of the history. `unknown_from`: from when on the calendar is not
    known, None where it is.
    """

    first: date
    last: date
    recent: Period
    whole: Ahead
    procedures: tuple[Ahead, ...]
    closed: tuple[date, ...]
    unknown_from: date | None = None


def forecast_of(unit_id: int, unit_ids: Collection[int], *, procedure_id: int = 0) -> Forecast:
    """Return what is expected of a unit with everything under it, or of one procedure there.

    With all procedures also each of the ten that brought most in the last 28 days. Six
    statements, two more where whole provinces are under it.
    """
    first = clock.today()
    calendar = calendar_for(unit_id)
    last = first + AHEAD_WEEKS * timedelta(days=7) - ONE_DAY
    past, ahead, closed = _days(calendar, first, last)
    recent = Period(first - timedelta(days=RECENT_DAYS), first - ONE_DAY)
    since = past[0].day if past else first
    totals = _arrivals(unit_ids, since, first, procedure_id, split=bool(procedure_id))
    whole = _ahead(procedure_id, totals.get(procedure_id, {}), past, ahead, recent)
    others: list[Ahead] = []
    if not procedure_id:
        by_procedure = _arrivals(unit_ids, since, first, 0, split=True)
        found = sorted(by_procedure, key=lambda key: (-_sum(by_procedure[key], recent), key))
        others = [
            _ahead(key, by_procedure[key], past, ahead, recent) for key in found[:PROCEDURES_MOST]
        ]
    names = procedure_names([procedure_id, *(one.procedure_id for one in others)])
    return Forecast(
        first,
        last,
        recent,
        _named(whole, names),
        tuple(_named(one, names) for one in others if one.recent),
        closed,
        next((day for day in _span(first, last) if day.year not in calendar.years), None),
    )


def _ahead(
    key: int,
    arrivals: Mapping[date, int],
    past: tuple[OpenDay, ...],
    ahead: tuple[OpenDay, ...],
    recent: Period,
) -> Ahead:
    first = recent.last + ONE_DAY
    outlook = outlook_of(series_of(arrivals, past), ahead, first)
    return Ahead(key, "", "", outlook, _sum(arrivals, recent))


def _named(one: Ahead, names: Mapping[int, tuple[str, str]]) -> Ahead:
    code, label = names.get(one.procedure_id, ("", ""))
    return Ahead(one.procedure_id, code, label, one.outlook, one.recent)


def _sum(arrivals: Mapping[date, int], period: Period) -> int:
    return sum(n for day, n in arrivals.items() if period.first <= day <= period.last)


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _days(
    calendar: Calendar, first: date, last: date
) -> tuple[tuple[OpenDay, ...], tuple[OpenDay, ...], tuple[date, ...]]:
    """Return the open days of the history and ahead, and the days off ahead.

    The history reaches back as far as the calendar is known without a gap.
    """
    begin = first - timedelta(days=HISTORY_DAYS)
    while begin < first and not all(y in calendar.years for y in range(begin.year, first.year + 1)):
        begin = date(begin.year + 1, 1, 1)
    past: list[OpenDay] = []
    ahead: list[OpenDay] = []
    closed: list[date] = []
    holiday = False
    for on in _span(begin, last):
        if on.year not in calendar.years:
            break
        day = calendar.day(on)
        if not day.is_working:
            holiday = holiday or day.reason is not DayReason.WEEKEND
            if on >= first:
                closed.append(on)
            continue
        (past if on < first else ahead).append(OpenDay(on, holiday))
        holiday = False
    return tuple(past), tuple(ahead), tuple(closed)


def _arrivals(
    unit_ids: Collection[int], since: date, until: date, key: int, *, split: bool
) -> dict[int, Arrivals]:
    """Return what was received on each day from `since` until before `until`, by procedure or 0."""
    dimension = Dimension.PROCEDURE if split else Dimension.UNIT
    parameters: dict[str, Any] = {
        "dimension": int(dimension),
        "key": key,
        "first": since,
        "last": until - ONE_DAY,
        "since": clock.midnight(since),
        "until": clock.midnight(until),
        "zone": clock.LEGAL_ZONE.key,
        "measures": [int(measure) for measure in rules.ALL_INTAKE],
    }

    def read(whole: Branches) -> dict[int, Arrivals]:
        found: dict[int, Arrivals] = defaultdict(dict)
        given, totals = {**parameters, **asked_of(unit_ids, whole)}, ""
        for place, one in enumerate(sources(unit_ids, (dimension,), whole)):
            given[f"units{place}"] = array_text(sorted(one.units))
            totals += totals_text(_TOTALS, place, one.table)
        with connection.cursor() as cursor:
            cursor.execute(
                ASKED + _ARRIVALS.replace("#totals", totals).replace("#unfolded", UNFOLDED), given
            )
            for name, day, count in cursor.fetchall():
                found[name][day] = int(count)
        return found

    return with_branches(unit_ids, read)
