"""The board of a unit and everything under it, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from motcua.identity.queries import accounts_by_ids
from motcua.indicators import rules
from motcua.indicators.queries.figures import added, figures_by, midnight, window_of
from motcua.indicators.types import (
    Board,
    BoardRow,
    Dimension,
    Figure,
    Figures,
    Measure,
    Period,
    TrendPoint,
    Window,
)
from motcua.kernel import clock
from motcua.organisations.queries import units_by_ids
from motcua.procedures.queries import procedure_names

SHOWN = tuple(figure for figure in Figure if not figure.value[1:].isdigit())
"""Every figure but the columns of the form."""
DAYS_AS_DAYS = 62
# OFFSET 0 keeps the planner from reading all increments of the days beside the few not folded.
_TREND = """
SELECT day, measure, sum(n) FROM (
  SELECT start AS day, measure, total AS n FROM indicators_total
  WHERE unit_id = ANY(%(units)s) AND dimension = 0 AND grain = %(grain)s
    AND start BETWEEN %(first)s AND %(last)s AND measure = ANY(%(measures)s)
  UNION ALL
  SELECT date_trunc(%(trunc)s, at AT TIME ZONE %(zone)s)::date, measure, -delta
  FROM indicators_step
  WHERE unit_id = ANY(%(units)s) AND measure = ANY(%(measures)s)
    AND folded AND at > %(until)s AND at < %(day_end)s
  UNION ALL
  SELECT date_trunc(%(trunc)s, at AT TIME ZONE %(zone)s)::date, measure, delta
  FROM (SELECT * FROM indicators_step WHERE NOT folded OFFSET 0) few
  WHERE unit_id = ANY(%(units)s) AND measure = ANY(%(measures)s)
    AND at > %(before)s AND at <= %(until)s
) t GROUP BY 1, 2
"""


def board(unit_ids: Collection[int], period: Period, *, main_unit_id: int | None = None) -> Board:
    """Return the board of units over a period, as it stood at the period's end (or stands now).

    A province's board is the sum of its units': give all their ids. With `main_unit_id`, `by_unit`
    has one row for each unit directly under it (and one for itself), and its calendar says when
    the next working day ends. Eight statements. Raises Invalid for a period that ends before it
    begins.
    """
    window = window_of(period, unit_id=main_unit_id)
    split = figures_by(unit_ids, window, tuple(Dimension), SHOWN)
    by_unit = _grouped(split[Dimension.UNIT], main_unit_id)
    units = units_by_ids(by_unit)
    procedures = procedure_names(split[Dimension.PROCEDURE])
    people = accounts_by_ids(split[Dimension.OFFICIAL])
    by_month = (period.last - period.first).days >= DAYS_AS_DAYS
    return Board(
        unit_ids=frozenset(unit_ids),
        period=period,
        window=window,
        totals=added(split[Dimension.UNIT].values()),
        by_unit=_rows(by_unit, {k: (v.code, v.full_name) for k, v in units.items()}),
        by_procedure=_rows(split[Dimension.PROCEDURE], procedures),
        by_official=_rows(
            split[Dimension.OFFICIAL],
            {0: ("", _("Not assigned yet")), **{k: ("", v.name) for k, v in people.items()}},
        ),
        trend=_trend(sorted(unit_ids), period, window, by_month=by_month),
        trend_by_month=by_month,
    )


def _grouped(split: dict[int, Figures], main_unit_id: int | None) -> dict[int, Figures]:
    """Return figures of the units directly under the main one, each with what is under it."""
    if main_unit_id is None:
        return split
    parts: dict[int, list[Figures]] = {}
    for key, view in units_by_ids(split).items():
        path = view.path_ids
        place = path.index(main_unit_id) + 1 if main_unit_id in path else len(path)
        parts.setdefault(path[place] if place < len(path) else key, []).append(split[key])
    return {key: added(some) for key, some in parts.items()}


def _rows(split: dict[int, Figures], names: dict[int, tuple[str, str]]) -> tuple[BoardRow, ...]:
    """Return rows, those first that need help: most overdue, then late, then most open."""
    rows = [
        BoardRow(key, *names.get(key, ("", str(key))), figures) for key, figures in split.items()
    ]
    rows.sort(
        key=lambda row: (
            -row.figures[Figure.OVERDUE],
            -row.figures[Figure.LATE],
            -row.figures[Figure.OPEN],
            -row.figures[Figure.RECEIVED],
            row.label,
        )
    )
    return tuple(rows)


def _trend(
    units: list[int], period: Period, window: Window, *, by_month: bool
) -> tuple[TrendPoint, ...]:
    last = min(period.last, clock.local(window.until).date())
    first = period.first.replace(day=1) if by_month else period.first
    wanted = rules.ALL_INTAKE | rules.ENDS
    with connection.cursor() as cursor:
        cursor.execute(
            _TREND,
            {
                "units": units,
                "grain": 2 if by_month else 1,
                "trunc": "month" if by_month else "day",
                "zone": clock.LEGAL_ZONE.key,
                "first": first,
                "last": last,
                "before": midnight(first) - rules.TICK,
                "until": window.until,
                "day_end": midnight(clock.local(window.until).date() + timedelta(days=1)),
                "measures": [int(measure) for measure in wanted],
            },
        )
        counted = {(day, Measure(m)): int(n) for day, m, n in cursor.fetchall()}

    def total(day: date, measures: Collection[Measure]) -> int:
        return sum(counted.get((day, measure), 0) for measure in measures)

    return tuple(
        TrendPoint(
            day, total(day, rules.ALL_INTAKE), total(day, rules.ENDS), total(day, rules.LATE)
        )
        for day in _days(first, last, by_month=by_month)
    )


def _days(first: date, last: date, *, by_month: bool) -> list[date]:
    days, day = [], first
    while day <= last:
        days.append(day)
        day = (
            (day.replace(day=1) + timedelta(days=32)).replace(day=1)
            if by_month
            else day + timedelta(days=1)
        )
    return days
