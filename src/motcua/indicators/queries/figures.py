"""Sums of increments over a window, by unit, procedure or official: few statements, always as many.

A stock at an instant is: whole months before, whole days of the month (totals), less what of the
last day came after the instant, plus what is not folded yet. Only what stands at an instant is
added up from the beginning (`rules.STOCKS`); of what came in the window, months before it would
cancel and are not read, nor days of its first month where nobody asks how it began. All parts are
read in one statement, so in one snapshot, and an increment that is folded meanwhile is neither
missed nor read twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.types import CalendarInvalid
from motcua.indicators import rules
from motcua.indicators.queries.branches import (
    ASKED,
    Branches,
    Source,
    asked_of,
    branches_under,
    ids_text,
    sources,
    totals_text,
    with_branches,
)
from motcua.indicators.rules import Over
from motcua.indicators.types import Dimension, Figure, Figures, Measure, Period, Window
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid

ONE_DAY = timedelta(days=1)
YEARS = (1990, 2200)

# Each instant stands in the text as its own value, not as a row that is joined: the planner then
# sees how few increments lie after it, and never reads all of them for one day's remainder.
# OFFSET 0 keeps it from reading all increments of a unit beside the few that are not folded.
_TOTALS = """
  SELECT #n AS n, #total, t.measure, t.total
  FROM #table t
  WHERE t.unit_id = ANY(#units) AND t.dimension = ANY(%(dimensions#s)s)#these
    AND t.grain = 2 AND t.start < %(month#n)s AND %(asked#n)s
    AND (t.start >= %(month0)s OR t.measure = ANY(%(stocks)s))
  UNION ALL
  SELECT #n, #total, t.measure, t.total
  FROM #table t
  WHERE t.unit_id = ANY(#units) AND t.dimension = ANY(%(dimensions#s)s)#these
    AND t.grain = 1 AND t.start BETWEEN %(month#n)s AND %(day#n)s
    AND (t.start > %(over#n)s OR t.measure = ANY(%(stocks)s))
"""
_REST = """
  SELECT #n, #step, l.measure, l.delta
  FROM (
    SELECT shown_id, procedure_id, official_id, measure, -delta AS delta
    FROM indicators_step JOIN asked USING (unit_id)
    WHERE at > %(at#n)s AND at < %(day_end#n)s AND folded
    UNION ALL
    SELECT shown_id, procedure_id, official_id, measure, delta
    FROM (SELECT * FROM indicators_step WHERE NOT folded OFFSET 0) few JOIN asked USING (unit_id)
    WHERE at <= %(at#n)s
  ) l CROSS JOIN LATERAL
    (VALUES (0, l.shown_id), (1, l.procedure_id), (2, l.official_id)) AS d(dimension, key)
  WHERE d.dimension = ANY(%(dimensions)s)#those
"""
_STOCKS = """
SELECT n, dimension, key, measure, sum(total) FROM (#parts) part
GROUP BY 1, 2, 3, 4 HAVING sum(total) <> 0
"""
# What a province has to do by the end of a working day are thousands of increments: they are
# grouped by each dimension as they come, not written down once for each.
_SPECIAL = """
SELECT over, #grouped, measure, sum(delta) FROM (
  SELECT 'reopened' AS over, shown_id, procedure_id, official_id, measure, -delta AS delta
  FROM indicators_step JOIN asked USING (unit_id)
  WHERE ended_at <= %(before)s AND at > %(before)s AND at <= %(until)s
  UNION ALL
  SELECT 'ahead', shown_id, procedure_id, official_id, measure, delta
  FROM indicators_step JOIN asked USING (unit_id)
  WHERE measure = %(overdue)s AND at > %(until)s AND at <= %(ahead)s AND known_at <= %(until)s
) l #among
GROUP BY over, measure, #by HAVING sum(delta) <> 0
"""
# What a row is of: a dimension and its key; or, of some procedures alone, the unit and procedure.
_WHOLE = {
    "#total": "t.dimension, CASE t.dimension WHEN 0 THEN t.unit_id ELSE t.key END AS key",
    "#step": "d.dimension, d.key",
    "#these": "",
    "#those": "",
    "#among": "",
}
_PAIRS = {
    "#total": "t.unit_id AS dimension, t.key",
    "#step": "l.shown_id, d.key",
    "#these": " AND t.key = ANY(%(procedures)s)",
    "#those": " AND d.key = ANY(%(procedures)s)",
    "#grouped": "shown_id, procedure_id",
    "#among": "WHERE procedure_id = ANY(%(procedures)s)",
    "#by": "shown_id, procedure_id",
}
_KEYS = {
    Dimension.UNIT: "shown_id",
    Dimension.PROCEDURE: "procedure_id",
    Dimension.OFFICIAL: "official_id",
}


@cache
def _texts(found: tuple[tuple[str, tuple[Dimension, ...]], ...], *, pairs: bool) -> tuple[str, str]:
    """Return both statements for totals that are read from some tables, in order."""
    parts = "UNION ALL".join(
        one.replace("#n", n)
        for n in "01"
        for one in (
            *(totals_text(_TOTALS, place, table) for place, (table, _of) in enumerate(found)),
            _REST,
        )
    )
    texts = [ASKED + _STOCKS.replace("#parts", parts), ASKED + _SPECIAL]
    dimensions = sorted({one for _table, some in found for one in some})
    for mark, text in (_PAIRS if pairs else _WHOLE | _grouped(dimensions)).items():
        texts = [one.replace(mark, text) for one in texts]
    return texts[0], texts[1]


def _grouped(dimensions: Iterable[Dimension]) -> dict[str, str]:
    """Return how increments are grouped by each of some dimensions in one reading."""
    keys = {int(one): _KEYS[one] for one in dimensions}
    told = [
        " ".join(f"WHEN GROUPING({key}) = 0 THEN {shown}" for shown, key in pairs)
        for pairs in (keys.items(), ((key, key) for key in keys.values()))
    ]
    return {
        "#grouped": f"CASE {told[0]} END, CASE {told[1]} END",
        "#by": f"GROUPING SETS ({', '.join(keys.values())})",
    }


def midnight(day: date) -> datetime:
    """Return the first instant of a day of the legal zone."""
    return datetime(day.year, day.month, day.day, tzinfo=clock.LEGAL_ZONE)


def window_of(
    period: Period, *, as_of: datetime | None = None, unit_id: int | None = None
) -> Window:
    """Return a period as instants: its last day whole, but never beyond `as_of` (now).

    Raises Invalid when the period ends before it begins or lies outside the years that exist.
    `unit_id` names whose next working day ends what is due soon.
    """
    if period.last < period.first:
        raise Invalid([FieldProblem("to", _("The last day lies before the first day."))])
    for name, day in (("from", period.first), ("to", period.last)):
        if not YEARS[0] <= day.year <= YEARS[1]:
            raise Invalid([FieldProblem(name, _("This year is out of range."))])
    before = midnight(period.first) - rules.TICK
    whole = midnight(period.last + ONE_DAY) - rules.TICK
    until = max(before, min(whole, as_of or clock.now()))
    return Window(before, until, _ahead(until, unit_id))


def _ahead(until: datetime, unit_id: int | None) -> datetime:
    """Return the end of the next working day; without a calendar of that year, of the next day."""
    today = clock.local(until).date()
    try:
        following = calendar_for(unit_id).working_day_after(today, 1).date
    except CalendarInvalid:
        following = today + ONE_DAY
    return midnight(following + ONE_DAY) - rules.TICK


Split = dict[Dimension, dict[int, Figures]]


def figures_by(
    unit_ids: Collection[int],
    window: Window,
    dimensions: Iterable[Dimension] = (Dimension.UNIT,),
    wanted: Iterable[Figure] = tuple(Figure),
    *,
    under: int | None = None,
    branches: Branches | None = None,
) -> Split:
    """Return figures per unit, procedure or official; keys without increments are left out.

    With `under`, provinces that lie below this unit and are asked for whole may stand as one unit
    each, and no others; `branches` as `with_branches` told them, where it is called around. Two
    statements, one to three more without `branches`; whatever the number of units and dossiers.
    """
    split: Split = {Dimension(d): {} for d in dimensions}
    if not split:
        return split

    def read(whole: Branches) -> dict[tuple[Dimension, int], Sums]:
        below = branches_under(whole, under)
        found = (
            *sources(unit_ids, (one for one in split if one is Dimension.UNIT), below),
            *sources(unit_ids, (one for one in split if one is not Dimension.UNIT), whole),
        )
        sums: dict[tuple[Dimension, int], Sums] = defaultdict(lambda: defaultdict(int))
        texts = _texts(tuple((one.table, one.dimensions) for one in found), pairs=False)
        for dimension, key, over, measure, total in _read(
            texts, window, figures, found, **asked_of(unit_ids, whole, below)
        ):
            sums[Dimension(dimension), key][over, measure] += total
        return sums

    figures = tuple(wanted)
    sums = with_branches(unit_ids, read) if branches is None else read(branches)
    return _figured(split, sums, figures)


def figures_of_procedures(
    unit_ids: Collection[int],
    window: Window,
    procedure_ids: Collection[int],
    wanted: Iterable[Figure] = tuple(Figure),
    *,
    under: int | None = None,
    branches: Branches | None = None,
) -> Split:
    """Return figures of some procedures alone, per unit and per procedure; by the same definition.

    Officials are not split: totals know them without the procedure. `under`,
    `branches` and statements as `figures_by`.
    """
    figures = tuple(wanted)

    def read(whole: Branches) -> dict[tuple[Dimension, int], Sums]:
        below = branches_under(whole, under)
        found = sources(unit_ids, (Dimension.PROCEDURE,), below)
        sums: dict[tuple[Dimension, int], Sums] = defaultdict(lambda: defaultdict(int))
        texts = _texts(tuple((one.table, one.dimensions) for one in found), pairs=True)
        for unit_id, procedure_id, over, measure, total in _read(
            texts,
            window,
            figures,
            found,
            **asked_of(unit_ids, whole, below),
            procedures=sorted(procedure_ids),
        ):
            sums[Dimension.UNIT, unit_id][over, measure] += total
            sums[Dimension.PROCEDURE, procedure_id][over, measure] += total
        return sums

    sums = with_branches(unit_ids, read) if branches is None else read(branches)
    return _figured({Dimension.UNIT: {}, Dimension.PROCEDURE: {}}, sums, figures)


Sums = dict[tuple[Over, Measure], int]


def _figured(
    split: Split, sums: dict[tuple[Dimension, int], Sums], wanted: tuple[Figure, ...]
) -> Split:
    for (dimension, key), one in sums.items():
        figures = rules.figures_of(one, wanted)
        if any(figures.values()):
            split[dimension][key] = figures
    return split


def _read(
    texts: tuple[str, str],
    window: Window,
    wanted: Collection[Figure],
    found: tuple[Source, ...],
    **asked: list[int] | str,
) -> Iterator[tuple[int, int, Over, Measure, int]]:
    """Yield the two columns that say of what, over which part of the window, measure and sum."""
    asked["dimensions"] = sorted({int(one) for source in found for one in source.dimensions})
    for place, source in enumerate(found):
        asked[f"units{place}"] = ids_text(source.units)
        asked[f"dimensions{place}"] = [int(one) for one in source.dimensions]
    stocks, special = texts
    with connection.cursor() as cursor:
        cursor.execute(
            stocks,
            {**asked, **_cuts(window, starts=rules.asks_start(wanted))},
        )
        for n, one, other, number, total in cursor.fetchall():
            measure = Measure(number)
            if measure in rules.STOCKS:
                yield one, other, Over.END if n else Over.START, measure, int(total)
            else:
                yield one, other, Over.FLOW, measure, int(total) if n else -int(total)
        cursor.execute(
            special,
            {
                **asked,
                "before": window.before,
                "until": window.until,
                "ahead": window.ahead,
                "overdue": int(Measure.OVERDUE),
            },
        )
        for over, one, other, measure, total in cursor.fetchall():
            yield one, other, Over(over), Measure(measure), int(total)
            if over == Over.REOPENED.value:
                yield one, other, Over.FLOW, Measure(measure), int(total)


def _cuts(window: Window, *, starts: bool) -> dict[str, Any]:
    """Return what the statement of stocks asks of the two instants between which is counted."""
    cuts = (window.before, window.until)
    ends = [clock.local(cut).date() for cut in cuts]
    months = [_month_after(day) for day in ends]
    days, over = list(ends), [date.min, date.min]
    if months[0] == months[1] and not starts:
        # What came on days before the window would be taken away from itself.
        days[0], over[1] = months[0] - ONE_DAY, ends[0]
    return {
        "stocks": [int(measure) for measure in rules.STOCKS],
        "asked0": starts,
        "asked1": True,
        **{f"at{n}": cut for n, cut in enumerate(cuts)},
        **{f"day{n}": day for n, day in enumerate(days)},
        **{f"over{n}": day for n, day in enumerate(over)},
        **{f"month{n}": month for n, month in enumerate(months)},
        **{f"day_end{n}": midnight(day + ONE_DAY) for n, day in enumerate(ends)},
    }


def _month_after(day: date) -> date:
    """Return the first month that is not over with a day; all before are read as months."""
    following = day + ONE_DAY
    return following if following.day == 1 else day.replace(day=1)


def added(parts: Iterable[Figures]) -> Figures:
    """Return the sum of figures, each of them 0 when there is none."""
    total: Figures = dict.fromkeys(Figure, 0)
    for part in parts:
        for figure, value in part.items():
            total[figure] += value
    return total
