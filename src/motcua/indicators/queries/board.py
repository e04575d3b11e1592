"""The board of a unit and everything under it, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from motcua.identity.queries import accounts_by_ids
from motcua.indicators import rules
from motcua.indicators.index.beside import units_rows
from motcua.indicators.queries.branches import (
    ASKED,
    Branches,
    Source,
    asked_of,
    sources,
    totals_text,
    with_branches,
)
from motcua.indicators.queries.figures import (
    Split,
    added,
    figures_by,
    figures_of_procedures,
    window_of,
)
from motcua.indicators.queries.steps import LATER_ACTS, UNFOLDED
from motcua.indicators.queries.stretch import WITHIN, month_after, stretch_of
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
from motcua.kernel.arrays import array_text
from motcua.organisations.queries import units_by_ids
from motcua.procedures.queries import procedure_names

SHOWN = tuple(figure for figure in Figure if not figure.value[1:].isdigit())
"""Every figure but the columns of the form."""
NOW = frozenset({Figure.DUE_SOON})
"""What is asked of the present only: nobody decides by what fell due after a period of the past."""
DAYS_AS_DAYS = 62
_WITHOUT = (Dimension.UNIT, Dimension.PROCEDURE)
ONE_DAY = timedelta(days=1)
# Whole months from the totals of months, what is left at both ends from those of days.
_TREND_TOTALS = """
  SELECT date_trunc(%(trunc)s, start)::date AS day, measure, #timestotal AS n FROM #table
  WHERE unit_id = ANY(#units) AND #total AND grain = #grain
    AND start #when AND measure = ANY(%(measures)s)
  UNION ALL
"""
_TREND = """
SELECT day, measure, sum(n)::bigint FROM (
#totals
  SELECT date_trunc(%(trunc)s, at AT TIME ZONE %(zone)s)::date, measure, -delta
  FROM (#later) later
  WHERE unit_id IN (SELECT unit_id FROM asked) AND measure = ANY(%(measures)s)#step AND folded
  UNION ALL
  SELECT date_trunc(%(trunc)s, at AT TIME ZONE %(zone)s)::date, measure, delta
  FROM (#unfolded) few
  WHERE unit_id IN (SELECT unit_id FROM asked) AND measure = ANY(%(measures)s)#step
    AND at > %(before)s AND at <= %(until)s
) t GROUP BY 1, 2
"""


@cache
def _trend_text(tables: tuple[str, ...], *, whole: bool) -> str:
    """Return the statement for totals that are read from some tables, in order."""
    totals = "".join(
        totals_text(_TREND_TOTALS, place, table)
        .replace("#grain", grain)
        .replace("#when", when)
        .replace("#times", sign)
        for place, table in enumerate(tables)
        for grain, when, sign in WITHIN
    )
    total = "dimension = 0" if whole else "dimension = 1 AND key = ANY(%(procedures)s)"
    step = "" if whole else " AND procedure_id = ANY(%(procedures)s)"
    text = _TREND.replace("#later", LATER_ACTS).replace("#unfolded", UNFOLDED)
    return ASKED + text.replace("#totals", totals).replace("#total", total).replace("#step", step)


def board(
    unit_ids: Collection[int],
    period: Period,
    *,
    main_unit_id: int | None = None,
    procedure_ids: Collection[int] | None = None,
    officials: bool = True,
) -> Board:
    """Return the board of units over a period, as it stood at the period's end (or stands now).

    A province's board is the sum of its units': give all their ids. With `main_unit_id`, `by_unit`
    has one row for each unit directly under it (and one for itself), and its calendar says when
    the next working day ends. With `procedure_ids` it counts these procedures alone, and is not
    split by official; nor without `officials`, which above a commune nobody reads and which cost
    most. Of a period that is over there is nothing of `NOW`, in totals 0. Nine statements for a
    commune, eleven above. Raises Invalid for a period that ends before
    it begins.
    """
    window = window_of(period, unit_id=main_unit_id)
    by_month = (period.last - period.first).days >= DAYS_AS_DAYS
    dimensions = tuple(Dimension) if officials else _WITHOUT
    over = period.last < clock.today()
    wanted = tuple(one for one in SHOWN if one not in NOW) if over else SHOWN

    def read(whole: Branches) -> tuple[Split, tuple[TrendPoint, ...]]:
        of: dict[str, Any] = {"under": main_unit_id, "branches": whole}
        asked = _Asked(
            asked_of(unit_ids, whole), procedure_ids, sources(unit_ids, (Dimension.UNIT,), whole)
        )
        return (
            figures_by(unit_ids, window, dimensions, wanted, **of)
            if procedure_ids is None
            else figures_of_procedures(unit_ids, window, procedure_ids, wanted, **of)
        ), _trend(asked, period, window, by_month=by_month)

    split, trend = with_branches(unit_ids, read)
    by_unit = _grouped(split[Dimension.UNIT], main_unit_id)
    units = units_by_ids(by_unit)
    procedures = procedure_names(split[Dimension.PROCEDURE])
    return Board(
        unit_ids=frozenset(unit_ids),
        period=period,
        window=window,
        totals=added(split[Dimension.UNIT].values()),
        by_unit=_rows(by_unit, {k: (v.code, v.full_name) for k, v in units.items()}),
        by_procedure=_rows(split[Dimension.PROCEDURE], procedures),
        by_official=_of_officials(split.get(Dimension.OFFICIAL, {})),
        trend=trend,
        trend_by_month=by_month,
    )


def _grouped(split: dict[int, Figures], main_unit_id: int | None) -> dict[int, Figures]:
    """Return figures of the units directly under the main one, each with what is under it."""
    if main_unit_id is None:
        return split
    parts: dict[int, list[Figures]] = {}
    tree = units_rows()
    for key, figures in split.items():
        path = tree[key].above if key in tree else ()
        place = path.index(main_unit_id) + 1 if main_unit_id in path else len(path)
        parts.setdefault(path[place] if place < len(path) else key, []).append(figures)
    return {key: added(some) for key, some in parts.items()}


def _of_officials(split: dict[int, Figures]) -> tuple[BoardRow, ...]:
    names = {key: ("", one.name) for key, one in accounts_by_ids(split).items()}
    return _rows(split, {0: ("", _("Not assigned yet")), **names})


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
            row.key,
        )
    )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which units (`asked_of`), which procedures alone, and where totals are read."""

    units: dict[str, str]
    procedure_ids: Collection[int] | None
    found: tuple[Source, ...]


def _trend(
    asked: _Asked, period: Period, window: Window, *, by_month: bool
) -> tuple[TrendPoint, ...]:
    first, last = period.first, min(period.last, clock.local(window.until).date())
    wanted = rules.ALL_INTAKE | rules.ENDS
    parameters = {
        **asked.units,
        "procedures": sorted(asked.procedure_ids or ()),
        "trunc": "month" if by_month else "day",
        "zone": clock.LEGAL_ZONE.key,
        **asdict(stretch_of(first, last, months=by_month)),
        "before": window.before,
        "until": window.until,
        "overdue": int(Measure.OVERDUE),
        "day_end": clock.midnight(clock.local(window.until).date() + ONE_DAY),
        "measures": [int(measure) for measure in wanted],
    }

    counted = _counted(asked, parameters)

    def total(day: date, measures: Collection[Measure]) -> int:
        return sum(counted.get((day, measure), 0) for measure in measures)

    return tuple(
        TrendPoint(
            day,
            total(day, rules.ALL_INTAKE),
            total(day, rules.ENDS),
            total(day, rules.LATE),
            online=total(day, {Measure.INTAKE_ONLINE}),
            counter=total(day, {Measure.INTAKE_COUNTER}),
            post=total(day, {Measure.INTAKE_POST}),
        )
        for day in _days(first.replace(day=1) if by_month else first, last, by_month=by_month)
    )


def _counted(asked: _Asked, parameters: dict[str, Any]) -> dict[tuple[date, Measure], int]:
    """Return how often what happened, by day or month; one statement."""
    tables = tuple(one.table for one in asked.found)
    units = {
        f"units{place}": array_text(sorted(one.units)) for place, one in enumerate(asked.found)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            _trend_text(tables, whole=asked.procedure_ids is None), {**parameters, **units}
        )
        return {(day, Measure(m)): int(n) for day, m, n in cursor.fetchall()}


def _days(first: date, last: date, *, by_month: bool) -> list[date]:
    days, day = [], first
    while day <= last:
        days.append(day)
        day = month_after(day) if by_month else day + ONE_DAY
    return days
