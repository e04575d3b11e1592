"""Totals along the tree: which unit belongs to which province, and what follows when it moves.

A branch is a province with everything under it today, or a country with all of that. Its totals
are the sum of its units' totals at every instant: the roll-up adds to all of them in one statement,
and a unit that moves takes all its totals along in one transaction. The roll-up holds a lock that
it shares with its like; a move holds it alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import connection

from motcua.indicators.models import BranchTotal, BranchUnit, Reading, Total
from motcua.indicators.rules import STOCKS
from motcua.kernel.arrays import columns_text
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import directory_state, units_by_ids
from motcua.organisations.types import PROVINCE_KINDS, UnitKind

NAME = "branches-2"
"""The second kind: countries too. A worker of before says under its own name what it has seen."""
LOCK = 0x6272616E6368  # "branch"
AT_ONCE = 100
_KINDS = {
    BranchUnit.PROVINCE: PROVINCE_KINDS,
    BranchUnit.COUNTRY: frozenset({UnitKind.COUNTRY}),
}
_ROW = ("unit_id", "level", "branch_id")
_HOLD = "SELECT pg_advisory_xact_lock_shared(%s)"
_ALONE = "SELECT pg_advisory_xact_lock(%s)"
_WITHOUT = """
SELECT DISTINCT s.unit_id FROM indicators_step s
WHERE NOT s.folded
  AND NOT EXISTS (SELECT 1 FROM indicators_branchunit b WHERE b.unit_id = s.unit_id)
"""
_TOTALS_WITHOUT = """
SELECT DISTINCT t.unit_id FROM indicators_total t
WHERE t.grain = 2 AND t.dimension = 0
  AND NOT EXISTS (SELECT 1 FROM indicators_branchunit b WHERE b.unit_id = t.unit_id)
"""
_MOVE = """
WITH given AS (
  SELECT * FROM unnest(%s::bigint[], %s::int[], %s::bigint[]) AS g(unit_id, level, branch_id)
), placed AS (
  INSERT INTO indicators_branchunit (unit_id, level, branch_id) SELECT * FROM given
  ON CONFLICT (unit_id, level) DO UPDATE SET branch_id = excluded.branch_id RETURNING 1
), other AS (
  SELECT g.unit_id, b.branch_id AS before, g.branch_id AS now
  FROM given g LEFT JOIN indicators_branchunit b USING (unit_id, level)
  WHERE b.branch_id IS DISTINCT FROM g.branch_id
), moved AS (
  SELECT before AS branch_id, unit_id, -1 AS sign FROM other
  UNION ALL SELECT now, unit_id, 1 FROM other
), added AS (
  INSERT INTO indicators_branchtotal (unit_id, dimension, grain, start, key, measure, total)
  SELECT m.branch_id, t.dimension, t.grain, t.start, t.key, t.measure, sum(m.sign * t.total)
  FROM moved m JOIN indicators_total t USING (unit_id)
  WHERE m.branch_id IS NOT NULL AND t.dimension < 2
  GROUP BY 1, 2, 3, 4, 5, 6
  ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (unit_id, dimension, grain, start, key, measure)
  DO UPDATE SET total = indicators_branchtotal.total + excluded.total RETURNING 1
)
SELECT (SELECT count(*) FROM placed), (SELECT count(*) FROM added)
"""
_EVER_RECOUNT = """
INSERT INTO indicators_total (unit_id, dimension, grain, start, key, measure, total)
SELECT unit_id, dimension, 3, %(beginning)s, key, measure, sum(total)
FROM indicators_total WHERE unit_id = ANY(%(units)s) AND grain = 2 AND measure = ANY(%(stocks)s)
GROUP BY 1, 2, 5, 6
ON CONFLICT (unit_id, dimension, grain, start, key, measure) DO UPDATE SET total = excluded.total
"""
_RECOUNT = """
INSERT INTO indicators_branchtotal (unit_id, dimension, grain, start, key, measure, total)
SELECT b.branch_id, t.dimension, t.grain, t.start, t.key, t.measure, sum(t.total)
FROM indicators_total t JOIN indicators_branchunit b ON b.unit_id = t.unit_id
WHERE b.branch_id = %(branch)s AND t.dimension < 2
GROUP BY 1, 2, 3, 4, 5, 6
ON CONFLICT (unit_id, dimension, grain, start, key, measure) DO UPDATE SET total = excluded.total
"""


def branches_hold() -> None:
    """Let no unit move to another branch until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [LOCK])


def branches_alone() -> None:
    """Let nobody fold or move a unit until this transaction ends; asked before any row of totals.

    For whoever folds several times in one transaction: a country's rows are everybody's.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [LOCK])


def branches_join() -> int:
    """Give units with increments to fold their branch; return how many had none.

    One statement when there are none, as nearly always.
    """
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_WITHOUT)
        units = [unit_id for (unit_id,) in cursor.fetchall()]
    _moved(units)
    return len(units)


def branches_keep() -> int:
    """Bring units and their totals to where the tree of today has them; return how many moved.

    Two statements when nothing in the directory changed since. Killed anywhere, it goes on with
    those that are left.
    """
    with scope_use(SYSTEM):
        state = directory_state()
        if Reading.objects.filter(name=NAME, place=state).exists():
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_TOTALS_WITHOUT)
            without = [unit_id for (unit_id,) in cursor.fetchall()]
        now: dict[int, dict[int, int | None]] = defaultdict(dict)
        for unit_id, level, branch_id in BranchUnit.objects.values_list(*_ROW):
            now[unit_id][level] = branch_id
        places = _places(now)
    astray = [*without, *(key for key, place in places.items() if now[key] != place)]
    _moved(astray)
    with scope_use(SYSTEM):
        Reading.objects.update_or_create(name=NAME, defaults={"place": state})
    return len(astray)


def branches_recount() -> int:
    """Sum the totals of every branch up anew from those of its units; return how many there are.

    For an installation where a worker of a release before these totals ran beside this one, or
    after it: that one added to the units' days and months alone, which are all that is believed
    here. A transaction for each branch, and for some units.
    """
    _ever_recount()
    with scope_use(SYSTEM):
        placed = BranchUnit.objects.exclude(branch_id=None).values_list("branch_id", flat=True)
        branches = sorted({branch for branch in placed if branch is not None})
    for branch in branches:
        with scope_use(SYSTEM), connection.cursor() as cursor:
            branches_alone()
            BranchTotal.objects.filter(unit_id=branch).update(total=0)
            cursor.execute(_RECOUNT, {"branch": branch})
    return len(branches)


def _ever_recount() -> None:
    """Sum up anew what stands of each unit, from its months."""
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unit_id FROM indicators_total WHERE dimension = 0 ORDER BY 1"
        )
        units = [unit_id for (unit_id,) in cursor.fetchall()]
    stocks = [int(measure) for measure in STOCKS]
    for start in range(0, len(units), AT_ONCE):
        some = units[start : start + AT_ONCE]
        with scope_use(SYSTEM), connection.cursor() as cursor:
            branches_alone()
            Total.objects.filter(unit_id__in=some, grain=Total.EVER).update(total=0)
            cursor.execute(
                _EVER_RECOUNT, {"beginning": Total.BEGINNING, "stocks": stocks, "units": some}
            )


def _moved(unit_ids: list[int]) -> None:
    """Bring units to their branch, some at a time: the roll-up waits for a transaction only."""
    for start in range(0, len(unit_ids), AT_ONCE):
        with scope_use(SYSTEM):
            _move(unit_ids[start : start + AT_ONCE])


def _move(unit_ids: Collection[int]) -> None:
    branches_alone()
    with connection.cursor() as cursor:
        places = _places(unit_ids)
        rows = [
            (unit_id, level, branch)
            for unit_id, place in places.items()
            for level, branch in place.items()
        ]
        cursor.execute(_MOVE, columns_text(rows))


def _places(unit_ids: Collection[int]) -> Mapping[int, dict[int, int | None]]:
    """Return the province and the country of each unit, the highest if there are several; or None.

    By the levels of `BranchUnit`.
    """
    paths = {key: view.path_ids for key, view in units_by_ids(unit_ids).items()}
    above = units_by_ids({one for path in paths.values() for one in path})
    kinds = {key: view.kind for key, view in above.items()}
    return {
        key: {
            level: next((one for one in paths.get(key, ()) if kinds.get(one) in wanted), None)
            for level, wanted in _KINDS.items()
        }
        for key in unit_ids
    }
