"""I3 for figures: what is published is what the events say, and nothing else.

Rebuilds the increments of every dossier from its events and compares them with the stored ones,
then the totals with the increments that were folded into them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from motcua.dossiers import rules as dossier_rules
from motcua.dossiers.events import DossierChanged
from motcua.dossiers.queries import DossierLife, dossier_lives
from motcua.dossiers.services.verify import Breach
from motcua.dossiers.types import State
from motcua.indicators import rules
from motcua.indicators.models import Total
from motcua.indicators.services.rollup import TOTALS_ADD
from motcua.indicators.types import Measure

CHUNK = 10_000
Key = tuple[int, int, datetime, int]  # unit, procedure, at, measure
# Whose dossier it was is not in every fact, so that moves between officials, which cancel out
# for the unit, are compared in the totals only.
_STORED = """
SELECT dossier_id, unit_id, procedure_id, at, measure, sum(delta)
FROM indicators_step GROUP BY 1, 2, 3, 4, 5 HAVING sum(delta) <> 0 ORDER BY 1
"""
REBUILT = TOTALS_ADD.split("ON CONFLICT", maxsplit=1)[0].split("\n", maxsplit=2)[2]
"""SELECT that adds up the increments of the CTE `picked` as the totals keep them."""
_DIFFERENT = f"""
WITH picked AS (SELECT * FROM indicators_step WHERE folded),
rebuilt(unit_id, dimension, grain, start, key, measure, total) AS ({REBUILT})
SELECT unit_id, dimension, start, key, measure, coalesce(t.total, 0), coalesce(r.total, 0)
FROM rebuilt r FULL JOIN indicators_total t
  USING (unit_id, dimension, grain, start, key, measure)
WHERE coalesce(t.total, 0) <> coalesce(r.total, 0)
ORDER BY 3, 1, 2, 4, 5 LIMIT 20
"""  # noqa: S608 - constants of this package
# A branch whose totals are not the sum of its units' totals, between two units.
_BRANCHES = """
WITH summed AS (
  SELECT b.branch_id AS unit_id, t.dimension, t.grain, t.start, t.key, t.measure,
    sum(t.total) AS total
  FROM indicators_total t JOIN indicators_branchunit b ON b.unit_id = t.unit_id
  WHERE t.dimension < 2#of
  GROUP BY 1, 2, 3, 4, 5, 6
), kept AS (
  SELECT * FROM indicators_branchtotal k WHERE true#kept
)
SELECT unit_id, start, measure, coalesce(k.total, 0), coalesce(s.total, 0)
FROM summed s FULL JOIN kept k USING (unit_id, dimension, grain, start, key, measure)
WHERE coalesce(k.total, 0) <> coalesce(s.total, 0)
ORDER BY 2, 1, 3 LIMIT 20
"""
_BRANCHES_DIFFERENT = _BRANCHES.replace("#of", " AND b.branch_id IS NOT NULL").replace("#kept", "")
BRANCH_DIFFERENT = _BRANCHES.replace("#of", " AND b.branch_id = %(branch)s").replace(
    "#kept", " AND k.unit_id = %(branch)s"
)


def figures_verify() -> Iterator[Breach]:
    """Yield every dossier whose increments are not those of its events, and every wrong total."""
    with connection.cursor() as cursor:
        cursor.execute(_STORED)
        stored: dict[int, Counter[Key]] = {}
        while rows := cursor.fetchmany(CHUNK):
            for dossier_id, unit, procedure, at, measure, delta in rows:
                counted = stored.setdefault(dossier_id, Counter())
                counted[unit, procedure, at, measure] = int(delta)
    try:
        for life in dossier_lives():
            if stored.pop(life.dossier_id, Counter()) != increments_expected(life):
                yield Breach("I3", life.code, "its figures are not what its events say")
    except (dossier_rules.TransitionRefused, KeyError, ValueError):
        return  # the chains' own check names the dossier; figures cannot be rebuilt past it
    for dossier_id in stored:
        yield Breach("I3", f"dossier id {dossier_id}", "figures of a dossier without events")
    yield from _totals()


def increments_expected(life: DossierLife) -> Counter[Key]:
    """Return what the events of a dossier add to the figures, without whose it was."""
    counted: Counter[Key] = Counter()
    before = State()
    for fact in life.facts:
        after = dossier_rules.apply(before, fact)
        change = DossierChanged(
            dossier_id=life.dossier_id,
            code=life.code,
            procedure_id=life.procedure_id,
            receiving_unit_id=life.receiving_unit_id,
            competent_unit_id=life.competent_unit_id,
            channel=life.channel,
            official_id=None,
            before=before,
            after=after,
            fact=fact,
        )
        for row in rules.increments_of(change, 0):
            counted[row.unit_id, row.procedure_id, row.at, int(row.measure)] += row.delta
        before = after
    return Counter({key: count for key, count in counted.items() if count})


def _totals() -> Iterator[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT)
        for unit, _dimension, start, _key, measure, total, rebuilt in cursor.fetchall():
            when = "of all days (what stands)" if start == Total.BEGINNING else f"on {start}"
            yield Breach(
                "I3",
                f"figures of unit id {unit} {when}",
                f"{Measure(measure).name.lower()} is {total}, the increments say {rebuilt}",
            )
        cursor.execute(_BRANCHES_DIFFERENT)
        for unit, start, measure, total, summed in cursor.fetchall():
            yield Breach(
                "I3",
                f"figures of all under unit id {unit} "
                + ("of all days (what stands)" if start == Total.BEGINNING else f"on {start}"),
                f"{Measure(measure).name.lower()} is {total}, the units below say {summed}",
            )
