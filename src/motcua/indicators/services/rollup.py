"""The roll-up: increments into totals per day and month, so that boards read few rows."""

from __future__ import annotations

from django.db import connection

from motcua.kernel.clock import LEGAL_ZONE
from motcua.kernel.scope import SYSTEM, scope_use

BATCH = 5000
_DAY = f"date(at AT TIME ZONE '{LEGAL_ZONE.key}')"
# Adds the increments of the CTE `picked`. Ordered, so that two workers lock rows in one order.
TOTALS_ADD = f"""
INSERT INTO indicators_total (unit_id, dimension, grain, start, key, measure, total)
SELECT p.unit_id, d.dimension, g.grain, g.start, d.key, p.measure, sum(p.delta)
FROM picked p
CROSS JOIN LATERAL (VALUES (0, 0::bigint), (1, p.procedure_id), (2, p.official_id))
  AS d(dimension, key)
CROSS JOIN LATERAL (VALUES (1, {_DAY}), (2, date_trunc('month', {_DAY})::date)) AS g(grain, start)
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, 3, 4, 5, 6
ON CONFLICT (unit_id, dimension, grain, start, key, measure)
DO UPDATE SET total = indicators_total.total + excluded.total
"""  # noqa: S608 - constants of this module
_FOLD = f"""
WITH chosen AS (
  SELECT id FROM indicators_step WHERE NOT folded ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), picked AS (
  UPDATE indicators_step s SET folded = true FROM chosen WHERE s.id = chosen.id
  RETURNING s.unit_id, s.procedure_id, s.official_id, s.at, s.measure, s.delta
), added AS ({TOTALS_ADD} RETURNING 1)
SELECT (SELECT count(*) FROM picked), (SELECT count(*) FROM added)
"""  # noqa: S608 - constants of this module


def rollup_fold(*, limit: int = BATCH) -> int:
    """Fold the oldest increments into the totals; return how many.

    One statement: an increment is either folded and in the totals, or neither, whenever the
    process is killed. Any number of workers may run at once; each takes rows that no other has.
    """
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_FOLD, [limit])
        folded: int = cursor.fetchone()[0]
    return folded
