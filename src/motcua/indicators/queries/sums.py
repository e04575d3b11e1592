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

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import connection

from motcua.indicators import rules
from motcua.indicators.queries.branches import ASKED, Source, totals_text
from motcua.indicators.queries.steps import LATER_ACTS, UNFOLDED
from motcua.indicators.queries.stretch import LATER, WITHIN, later_of, stretch_of
from motcua.indicators.rules import Over
from motcua.indicators.types import Dimension, Figure, Measure, Window
from motcua.kernel import clock
from motcua.kernel.arrays import array_text

ONE_DAY = timedelta(days=1)

# Each part adds to what stands at the window's end (slot: the measure), to what came in it or to
# what falls due after (the measure and one of these). All parts give the same types, so that
# PostgreSQL appends their rows as they are read and does not copy each of them twice.
_CAME_IN, _FALLS_DUE = 100, 200
_EVER = """
  SELECT #total, t.measure AS slot, t.total FROM #table t
  WHERE t.unit_id = ANY(#units) AND t.dimension = ANY(%(dimensions#s)s)#these AND t.grain = 3
"""
_LATER = """
  SELECT #total, t.measure, -#timest.total FROM #table t
  WHERE t.unit_id = ANY(#units) AND t.dimension = ANY(%(dimensions#s)s)#these
    AND t.grain = #grain AND t.start #when AND t.measure = ANY(%(stocks)s)
"""
_CAME = """
  SELECT #total, t.measure + %(came_in)s::smallint, #timest.total FROM #table t
  WHERE t.unit_id = ANY(#units) AND t.dimension = ANY(%(dimensions#s)s)#these
    AND t.grain = #grain AND t.start #when AND (%(starts)s OR t.measure <> ALL(%(stocks)s))
"""
_DUE = """
  SELECT #total, t.measure + %(falls_due)s::smallint, t.total FROM #table t
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
            *((_LATER, *part) for part in LATER),
            *((_CAME, *part) for part in WITHIN),
        )
    ),
)
_REST = """
  SELECT #step, s.slot, s.total
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
    (VALUES (0::smallint, l.shown_id), (1::smallint, l.procedure_id), (2::smallint, l.official_id))
      AS d(dimension, key)
  CROSS JOIN LATERAL (VALUES
    (l.measure, CASE WHEN l.measure = ANY(%(stocks)s) THEN l.delta::bigint END),
    (l.measure + %(came_in)s::smallint, CASE WHEN l.at > %(before)s
      AND (%(starts)s OR l.measure <> ALL(%(stocks)s)) THEN l.delta::bigint END),
    (l.measure + %(falls_due)s::smallint, CASE WHEN %(dues)s THEN l.due::bigint END))
    AS s(slot, total)
  WHERE d.dimension = ANY(%(dimensions)s) AND s.total <> 0#those
""".replace("#later", LATER_ACTS).replace("#unfolded", UNFOLDED)
# A sum of bigint is numeric, which the driver reads as Decimal: half of what a province's board
# takes in Python. One row for all measures of a key: a tenth of what one for each takes there.
_SUMS = """
SELECT dimension, key#columns
FROM (
  SELECT dimension, key, slot, sum(total)::bigint AS total
  FROM (#parts) part
  GROUP BY 1, 2, 3 HAVING sum(total) <> 0
) sums
GROUP BY 1, 2
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
_SPECIAL_PARTS = {"reopened": (Over.REOPENED, Over.FLOW), "ahead": (Over.AHEAD,)}
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


def _columns() -> str:
    """Return a column for each of `rules.SUMMED`."""
    return "".join(f",\n  {_column(over, int(measure))}" for over, measure in rules.SUMMED)


def _column(over: Over, measure: int) -> str:
    """Return a measure's sum over a part of the window; what was re-opened is read by itself."""

    def slot(number: int) -> str:
        return f"coalesce(max(total) FILTER (WHERE slot = {number}), 0)"

    if over is Over.START:
        return f"CASE WHEN %(starts)s THEN {slot(measure)} - {slot(measure + _CAME_IN)} ELSE 0 END"
    places = {Over.END: measure, Over.FLOW: measure + _CAME_IN, Over.AHEAD: measure + _FALLS_DUE}
    return slot(places[over]) if over in places else "0"


@cache
def _texts(found: tuple[tuple[str, tuple[Dimension, ...]], ...], *, pairs: bool) -> tuple[str, str]:
    """Return both statements for totals that are read from some tables, in order."""
    totals = (
        totals_text(text, place, table)
        for place, (table, _of) in enumerate(found)
        for text in _OF_TOTALS
    )
    sums = _SUMS.replace("#columns", _columns())
    texts = [ASKED + sums.replace("#parts", "UNION ALL".join((*totals, _REST))), ASKED + _SPECIAL]
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


Key = tuple[int, int]
"""A dimension and its key; of some procedures alone, the unit and the procedure."""


def sums_read(
    window: Window,
    wanted: Collection[Figure],
    found: tuple[Source, ...],
    units: dict[str, str],
    procedure_ids: Collection[int] | None = None,
) -> dict[Key, list[int]]:
    """Return the sums that `rules.figures_of` asks for, by key; two statements.

    What nothing of `wanted` is made of is 0.
    `found` says where totals are read and `units` (`branches.asked_of`) whose increments beside
    them. With `procedure_ids` of these alone, by unit and procedure.
    """
    dimensions = sorted({int(one) for source in found for one in source.dimensions})
    starts, ahead = rules.asks(wanted, Over.START), rules.asks(wanted, Over.AHEAD)
    asked: dict[str, Any] = {
        **units,
        **_days(window),
        "dimensions": dimensions,
        "procedures": sorted(procedure_ids or ()),
        "starts": starts,
        "dues": ahead and window.runs,
        "steps": ahead and not window.runs,
    }
    for place, source in enumerate(found):
        asked[f"units{place}"] = array_text(sorted(source.units))
        asked[f"dimensions{place}"] = [int(one) for one in source.dimensions]
    sums, special = _texts(
        tuple((one.table, one.dimensions) for one in found), pairs=procedure_ids is not None
    )
    with connection.cursor() as cursor:
        cursor.execute(sums, asked)
        read = {(row[0], row[1]): list(row[2:]) for row in cursor.fetchall()}
        cursor.execute(special, asked)
        for over, one, other, measure, total in cursor.fetchall():
            row = read.setdefault((one, other), [0] * len(rules.SUMMED))
            for part in _SPECIAL_PARTS[over]:
                if (at := rules.PLACES.get((part, Measure(measure)))) is not None:
                    row[at] += int(total)
    return read


def _days(window: Window) -> dict[str, Any]:
    """Return what the statement of sums asks of a window, which begins at a midnight."""
    first = clock.local(window.before + rules.TICK).date()
    last = clock.local(window.until).date()
    return {
        "stocks": [int(measure) for measure in rules.STOCKS],
        "overdue": int(Measure.OVERDUE),
        "came_in": _CAME_IN,
        "falls_due": _FALLS_DUE,
        "before": window.before,
        "until": window.until,
        "ahead": window.ahead,
        "ahead_day": clock.local(window.ahead).date(),
        "day_end": clock.midnight(last + ONE_DAY),
        "last": last,
        **asdict(later_of(last, clock.today())),
        **asdict(stretch_of(first, last)),
    }
