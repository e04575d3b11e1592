"""Sums of increments over a window, by unit, procedure or official: few statements, always as many.

What came in the window is whole months and the days at both ends (totals), less what of the last
day came after its instant, plus what is not folded yet. A stock at the window's end is all that
ever came, less what came later; at its beginning, less what came in the window too. So a board of
these days reads few rows, however long the past is. What falls due after the present instant is
in the totals of the days to come, because what is folded has been known for a minute
(`rollup.SETTLED`); only of an instant of the past increments themselves say what was known then.
All parts are read in one statement, so in one snapshot, and an increment that is folded meanwhile
is neither missed nor read twice.
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
    sources,
    totals_text,
    with_branches,
)
from motcua.indicators.queries.steps import LATER_ACTS, UNFOLDED
from motcua.indicators.queries.stretch import PARTS, month_after, stretch_of
from motcua.indicators.rules import Over
from motcua.indicators.types import Dimension, Figure, Figures, Measure, Period, Window
from motcua.kernel import clock
from motcua.kernel.arrays import array_text
from motcua.kernel.errors import FieldProblem, Invalid

ONE_DAY = timedelta(days=1)
YEARS = (1990, 2200)
_MEASURES = {int(measure): measure for measure in Measure}

# Each part adds to what stands at the window's end, to what came in it, or to what falls due after.
_EVER = """
  SELECT #total, t.measure, t.total AS stands, 0::bigint AS came, 0::bigint AS due FROM #table t
  WHERE t.unit_id = ANY(#units) AND t.dimension = ANY(%(dimensions#s)s)#these AND t.grain = 3
"""
_LATER = """
  SELECT #total, t.measure, -t.total, 0, 0 FROM #table t
  WHERE t.unit_id = ANY(#units) AND t.dimension = ANY(%(dimensions#s)s)#these
    AND t.grain = #grain AND t.start #when AND t.measure = ANY(%(stocks)s)
"""
_CAME = """
  SELECT #total, t.measure, 0, #timest.total, 0 FROM #table t
  WHERE t.unit_id = ANY(#units) AND t.dimension = ANY(%(dimensions#s)s)#these
    AND t.grain = #grain AND t.start #when AND (%(starts)s OR t.measure <> ALL(%(stocks)s))
"""
_DUE = """
  SELECT #total, t.measure, 0, 0, t.total FROM #table t
  WHERE t.unit_id = ANY(#units) AND t.dimension = ANY(%(dimensions#s)s)#these
    AND t.grain = 1 AND t.start > %(last)s AND t.start <= %(ahead_day)s
    AND t.measure = %(overdue)s AND %(dues)s
"""
_OF_TOTALS = (
    _EVER,
    _DUE,
    *(
        text.replace("#grain", grain).replace("#when", when).replace("#times", sign)
        for text, grain, when, sign in (
            (_LATER, "2", ">= %(following)s", ""),
            (_LATER, "1", "> %(last)s AND t.start < %(following)s", ""),
            *((_CAME, *part) for part in PARTS),
        )
    ),
)
_REST = """
  SELECT #step, l.measure, l.delta, CASE WHEN l.at > %(before)s THEN l.delta ELSE 0 END, l.due
  FROM (
    SELECT shown_id, procedure_id, CASE WHEN 2 = ANY(%(dimensions)s) THEN official_id END
        AS official_id, %(day_end)s AS at, measure, -sum(delta) AS delta, sum(delta) AS due
    FROM indicators_step JOIN asked USING (unit_id)
    WHERE at > %(until)s AND at < %(day_end)s AND folded AND measure = %(overdue)s
    GROUP BY 1, 2, 3, measure
    UNION ALL
    SELECT shown_id, procedure_id, official_id, at, measure, -delta, 0
    FROM (#later) later JOIN asked USING (unit_id)
    WHERE folded
    UNION ALL
    SELECT shown_id, procedure_id, official_id, at, measure,
      CASE WHEN at <= %(until)s THEN delta ELSE 0 END,
      CASE WHEN at <= %(until)s THEN 0 ELSE delta END
    FROM (#unfolded) few JOIN asked USING (unit_id)
    WHERE at <= %(until)s
      OR (at <= %(ahead)s AND known_at <= %(until)s AND measure = %(overdue)s AND %(dues)s)
  ) l CROSS JOIN LATERAL
    (VALUES (0, l.shown_id), (1, l.procedure_id), (2, l.official_id)) AS d(dimension, key)
  WHERE d.dimension = ANY(%(dimensions)s)#those
""".replace("#later", LATER_ACTS).replace("#unfolded", UNFOLDED)
# A sum of bigint is numeric, which the driver reads as Decimal: half of what a province's board
# takes in Python.
_SUMS = """
SELECT dimension, key, measure, sum(stands)::bigint, sum(came)::bigint, sum(due)::bigint
FROM (#parts) part
GROUP BY 1, 2, 3 HAVING sum(stands) <> 0 OR sum(came) <> 0 OR sum(due) <> 0
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
    AND %(steps)s
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
    totals = (
        totals_text(text, place, table)
        for place, (table, _of) in enumerate(found)
        for text in _OF_TOTALS
    )
    texts = [ASKED + _SUMS.replace("#parts", "UNION ALL".join((*totals, _REST))), ASKED + _SPECIAL]
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

    Raises Invalid when the period ends before it begins, lies outside the years that exist or has
    not begun: what stands at its end is not known, and what stands now would be told as of then.
    `unit_id` names whose next working day ends what is due soon.
    """
    if period.last < period.first:
        raise Invalid([FieldProblem("to", _("The last day lies before the first day."))])
    for name, day in (("from", period.first), ("to", period.last)):
        if not YEARS[0] <= day.year <= YEARS[1]:
            raise Invalid([FieldProblem(name, _("This year is out of range."))])
    if as_of is None and period.first > clock.today():
        raise Invalid([FieldProblem("from", _("This period has not begun yet."))])
    before = midnight(period.first) - rules.TICK
    whole = midnight(period.last + ONE_DAY) - rules.TICK
    until = max(before, min(whole, as_of or clock.now()))
    runs = as_of is None and before < until < whole
    return Window(before, until, _ahead(until, unit_id), runs)


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

    def read(whole: Branches) -> dict[tuple[int, int], Sums]:
        below = branches_under(whole, under)
        found = (
            *sources(unit_ids, (one for one in split if one is Dimension.UNIT), below),
            *sources(unit_ids, (one for one in split if one is not Dimension.UNIT), whole),
        )
        sums: dict[tuple[int, int], Sums] = defaultdict(lambda: defaultdict(int))
        texts = _texts(tuple((one.table, one.dimensions) for one in found), pairs=False)
        for dimension, key, over, measure, total in _read(
            texts, window, figures, found, **asked_of(unit_ids, whole, below)
        ):
            sums[dimension, key][over, measure] += total
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

    def read(whole: Branches) -> dict[tuple[int, int], Sums]:
        below = branches_under(whole, under)
        found = sources(unit_ids, (Dimension.PROCEDURE,), below)
        sums: dict[tuple[int, int], Sums] = defaultdict(lambda: defaultdict(int))
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


def _figured(split: Split, sums: dict[tuple[int, int], Sums], wanted: tuple[Figure, ...]) -> Split:
    for (dimension, key), one in sums.items():
        figures = rules.figures_of(one, wanted)
        if any(figures.values()):
            split[Dimension(dimension)][key] = figures
    return split


def _read(
    texts: tuple[str, str],
    window: Window,
    wanted: Collection[Figure],
    found: tuple[Source, ...],
    **asked: Any,
) -> Iterator[tuple[int, int, Over, Measure, int]]:
    """Yield the two columns that say of what, over which part of the window, measure and sum."""
    asked["dimensions"] = sorted({int(one) for source in found for one in source.dimensions})
    for place, source in enumerate(found):
        asked[f"units{place}"] = array_text(sorted(source.units))
        asked[f"dimensions{place}"] = [int(one) for one in source.dimensions]
    sums, special = texts
    starts, ahead = rules.asks(wanted, Over.START), rules.asks(wanted, Over.AHEAD)
    asked |= _parts(window)
    asked |= {"starts": starts, "dues": ahead and window.runs, "steps": ahead and not window.runs}
    with connection.cursor() as cursor:
        cursor.execute(sums, asked)
        for one, other, number, stands, came, due in cursor.fetchall():
            measure = _MEASURES[number]
            if measure not in rules.STOCKS:
                yield one, other, Over.FLOW, measure, came
                continue
            yield one, other, Over.END, measure, stands
            if starts:
                yield one, other, Over.START, measure, stands - came
            if asked["dues"] and measure is Measure.OVERDUE:
                yield one, other, Over.AHEAD, measure, due
        cursor.execute(special, asked)
        for over, one, other, measure, total in cursor.fetchall():
            yield one, other, Over(over), Measure(measure), int(total)
            if over == Over.REOPENED.value:
                yield one, other, Over.FLOW, Measure(measure), int(total)


def _parts(window: Window) -> dict[str, Any]:
    """Return what the statement of sums asks of a window, which begins at a midnight."""
    first = clock.local(window.before + rules.TICK).date()
    last = clock.local(window.until).date()
    return {
        "stocks": [int(measure) for measure in rules.STOCKS],
        "overdue": int(Measure.OVERDUE),
        "before": window.before,
        "until": window.until,
        "ahead": window.ahead,
        "ahead_day": clock.local(window.ahead).date(),
        "day_end": midnight(last + ONE_DAY),
        "last": last,
        "following": month_after(last),
        **stretch_of(first, last).parameters(),
    }


def added(parts: Iterable[Figures]) -> Figures:
    """Return the sum of figures, each of them 0 when there is none."""
    total: Figures = dict.fromkeys(Figure, 0)
    for part in parts:
        for figure, value in part.items():
            total[figure] += value
    return total
