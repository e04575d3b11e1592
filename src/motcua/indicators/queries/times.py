"""How long handling took, as a share of the limit: who has room left, and who uses all of it.

A dossier's own limit is what the law gave it: from acceptance to its due instant, without the time
in which the clock stood. Both are time of the clock, nights and days off with it, as indicator 2.2
has it. `spent / (spent + due - ended)` is exact: it is at most 1 exactly when the end was not after
the due instant, however often the clock stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.indicators.index.asking import parameters_of
from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.build import FROM
from motcua.indicators.index.common import RESOLVED
from motcua.indicators.index.definition import Entity, Span
from motcua.indicators.index.periods import months_of
from motcua.indicators.index.places import places
from motcua.indicators.index.runners.postgres import Postgres
from motcua.indicators.queries.figures import window_of
from motcua.indicators.queries.index import LIVE, sound_check
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.procedures.queries.indexed import versions_indexed

EDGES = (25, 50, 75, 100, 150, 200)
"""Upper edges of the classes in per cent of the limit, each included; the last class has none."""
WITHIN = 4
"""How many classes lie within the limit."""
# Nothing was spent and nothing was left over: done at once, or no time at all and late.
_USED = """CASE
      WHEN d.spent_seconds + EXTRACT(EPOCH FROM (d.due_at - d.ended_at)) > 0
      THEN CAST(d.spent_seconds / (d.spent_seconds + EXTRACT(EPOCH FROM (d.due_at - d.ended_at)))
        AS DOUBLE PRECISION)
      WHEN d.ended_at <= d.due_at THEN 0
      WHEN d.ended_at > d.due_at THEN CAST('Infinity' AS DOUBLE PRECISION) END"""
_CLASSES = ",\n  ".join(
    f"SUM(CASE WHEN used > {low / 100} AND used <= {high / 100} THEN 1 ELSE 0 END)"
    for low, high in zip((-1, *EDGES), EDGES, strict=False)
)


class Split(StrEnum):
    """By what times are split; the value is the column."""

    NOTHING = "CAST('' AS TEXT)"
    PROCEDURE = "d.procedure_code"
    FIELD = "COALESCE(p.field_code, '')"


def _sql(split: Split) -> str:
    source = FROM[Entity.DOSSIER].format(joins="", base=RESOLVED)
    return f"""SELECT value, COUNT(*) - COUNT(used) AS untold,
  {_CLASSES},
  SUM(CASE WHEN used > {EDGES[-1] / 100} THEN 1 ELSE 0 END),
  PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY used),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY used)
FROM (SELECT {split.value} AS value, {_USED} AS used {source}) AS t
GROUP BY value ORDER BY value"""  # noqa: S608 - definitions


@dataclass(frozen=True, slots=True)
class Times:
    """How dossiers with a result lie in the classes of `EDGES`; shares of the limit as ratios.

    `median` and `ninth` are those of the dossier in the middle and at nine tenths; None without
    any. `untold` have a result and no due instant: they are in no class.
    """

    classes: tuple[int, ...]
    median: float | None
    ninth: float | None
    untold: int = 0

    @property
    def total(self) -> int:
        """Return how many lie in a class."""
        return sum(self.classes)

    @property
    def within(self) -> int:
        """Return how many ended within their limit."""
        return sum(self.classes[:WITHIN])


NO_TIMES = Times((0,) * (len(EDGES) + 1), None, None)


def times_of(
    unit_id: int, period: Period, *, split: Split = Split.NOTHING
) -> tuple[datetime, dict[str, Times]]:
    """Return the date of the data, and times of the dossiers of a unit that got their result then.

    Sums only, read as system work; by procedure or field where asked, else under the empty text.
    Raises what `compare.sums_of` raises.
    """
    window = window_of(period)
    span = Span(clock.midnight(period.first), window.until, months_of(period))
    with scope_use(SYSTEM):
        sound_check()
        under = places({unit_id}, units_tree(), window.until)
        fields = split is Split.FIELD
        procedures = (
            [{"version_id": one.id, "field_code": one.field_code} for one in versions_indexed()]
            if fields
            else ()
        )
        rows = Postgres({"procedure": procedures}, live=LIVE).rows(
            _sql(split), parameters_of(span), under
        )
        found = {
            str(value): Times(tuple(int(n) for n in classes), median, ninth, int(untold))
            for value, untold, *classes, median, ninth in rows
        }
    return window.until, found
