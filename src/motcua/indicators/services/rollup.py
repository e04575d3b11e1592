"""The roll-up: increments into totals per day, month and, of stocks, ever: boards read few rows."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from motcua.indicators.models import Total
from motcua.indicators.rules import STOCKS
from motcua.indicators.services.branches import branches_hold, branches_join
from motcua.kernel import clock
from motcua.kernel.clock import LEGAL_ZONE
from motcua.kernel.scope import SYSTEM, scope_use

BATCH = 5000
SETTLED = timedelta(minutes=1)
"""So long an increment is known before the worker folds it: totals hold nothing that a page, which
asks how it stands now, must not know yet."""
_DAY = f"date(at AT TIME ZONE '{LEGAL_ZONE.key}')"
_STOCKS = ", ".join(str(int(measure)) for measure in sorted(STOCKS))
_ADD = f"""
INSERT INTO #table (unit_id, dimension, grain, start, key, measure, total)
SELECT #unit, d.dimension, g.grain, g.start, d.key, p.measure, sum(p.delta)
FROM picked p#units
CROSS JOIN LATERAL (VALUES (0, 0::bigint), (1, p.procedure_id)#official) AS d(dimension, key)
CROSS JOIN LATERAL (VALUES (1, {_DAY}), (2, date_trunc('month', {_DAY})::date),
  (3, date '{Total.BEGINNING}')) AS g(grain, start)
WHERE g.grain < 3 OR p.measure IN ({_STOCKS})
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, 3, 4, 5, 6
ON CONFLICT (unit_id, dimension, grain, start, key, measure)
DO UPDATE SET total = #table.total + excluded.total
"""  # noqa: S608 - constants of this module


def _added(table: str, unit: str, units: str = "", official: str = "") -> str:
    text = _ADD.replace("#table", table).replace("#units", units)
    return text.replace("#unit", unit).replace("#official", official)


# Adds the increments of the CTE `picked`. Ordered, so that two workers lock rows in one order.
TOTALS_ADD = _added("indicators_total", "p.unit_id", official=", (2, p.official_id)")
BRANCHES_ADD = _added(
    "indicators_branchtotal",
    "b.branch_id",
    " JOIN indicators_branchunit b ON b.unit_id = p.unit_id AND b.branch_id IS NOT NULL",
)
_FOLD = f"""
WITH chosen AS (
  SELECT s.id FROM indicators_step s
  WHERE NOT s.folded AND s.known_at <= %s
    AND EXISTS (SELECT 1 FROM indicators_branchunit b WHERE b.unit_id = s.unit_id)
  ORDER BY s.id LIMIT %s FOR UPDATE SKIP LOCKED
), picked AS (
  UPDATE indicators_step s SET folded = true FROM chosen WHERE s.id = chosen.id
  RETURNING s.unit_id, s.procedure_id, s.official_id, s.at, s.measure, s.delta
), added AS ({TOTALS_ADD} RETURNING 1), above AS ({BRANCHES_ADD} RETURNING 1)
SELECT (SELECT count(*) FROM picked), (SELECT count(*) FROM added), (SELECT count(*) FROM above)
"""  # noqa: S608 - constants of this module


def rollup_fold(*, limit: int = BATCH, settled: timedelta = timedelta(0)) -> int:
    """Fold the oldest increments that are known for so long into the totals; return how many.

    One statement: an increment is either folded and in the totals of its unit and of its branch,
    or in neither, whenever the process is killed. Any number of workers may run at once; each
    takes rows that no other has.
    """
    branches_join()
    with scope_use(SYSTEM), connection.cursor() as cursor:
        branches_hold()
        cursor.execute(_FOLD, [clock.now() - settled, limit])
        folded: int = cursor.fetchone()[0]
    return folded
