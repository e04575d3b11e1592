"""Every unit beside its peers in some months: sums only, read for the whole installation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Max, Sum

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView
from motcua.oversight.signals.catalogue import SIGNALS, VERSION
from motcua.oversight.signals.chance import Count, compare, level_on
from motcua.oversight.signals.models import SignalReading, SignalSaid, SignalTally
from motcua.oversight.signals.types import Comparison, Months

# Cases in bursts: each within a duration of the one before, as many as the signal wants.
BURSTS = """
WITH wanted AS (
  SELECT * FROM unnest(%s::text[], %s::int[], %s::float[]) AS w (signal, together, within)
), marked AS (
  SELECT c.id, c.signal, c.unit_id, c.at, w.together,
    (w.together > 1 AND EXTRACT(EPOCH FROM c.at - lag(c.at) OVER (
      PARTITION BY c.signal, c.unit_id ORDER BY c.at, c.id)) <= w.within) IS NOT TRUE AS begins
  FROM oversight_signalcase c JOIN wanted w USING (signal)
  WHERE c.month BETWEEN %s AND %s
), bursts AS (
  SELECT *, sum(begins::int) OVER (
    PARTITION BY signal, unit_id ORDER BY at, id) AS burst FROM marked
), found AS (
  SELECT id, signal, unit_id,
    count(*) OVER (PARTITION BY signal, unit_id, burst) >= together AS counts FROM bursts
)
"""
_CASES = (
    BURSTS
    + """
SELECT f.signal, f.unit_id,
  count(*) FILTER (WHERE coalesce(m.concluded, false)),
  count(*) FILTER (WHERE NOT coalesce(m.concluded, false))
FROM found f
LEFT JOIN oversight_signalmember b ON b.case_id = f.id
LEFT JOIN oversight_signalmatter m ON m.id = b.matter_id
WHERE f.counts GROUP BY 1, 2
"""
)


def bursts_wanted(day: date) -> list[Any]:
    """Return the columns of `wanted`: ids, how many together, within how many seconds."""
    rows = [(one.id, *one.together(day)) for one in SIGNALS.values()]
    return [
        [name for name, _n, _within in rows],
        [together for _name, together, _within in rows],
        [within.total_seconds() for _name, _n, within in rows],
    ]


def comparison_of(months: Months) -> Comparison:
    """Return all standings of some months; five statements, and none to speak of a second time.

    Reads sums of every unit whoever asks: the caller shows a unit's own to whom it concerns.
    """
    with scope_use(SYSTEM):
        reading = SignalReading.objects.filter(made_by=VERSION).values_list("place", "read_at")
        place, read_at = reading.first() or ("", None)
        said = SignalSaid.objects.aggregate(last=Max("id"))["last"] or 0
        key = (months, place, said, read_at, str(connection.settings_dict["NAME"]))
        found = _computed(*key) if place else Comparison(months, (), None)
    return Comparison(months, found.standings, read_at)


@lru_cache(maxsize=16)
def _computed(
    months: Months, place: str, said: int, read_at: datetime | None, database: str
) -> Comparison:
    """Compare; the place in the feed and the last conclusion say when it must be done anew."""
    del place, said, read_at, database
    tallies = (
        SignalTally.objects.filter(
            made_by=VERSION, month__range=(months.first, months.last), signal__in=list(SIGNALS)
        )
        .values_list("signal", "unit_id")
        .annotate(exposed=Sum("exposed"))
    )
    exposed = {(signal, unit_id): int(n) for signal, unit_id, n in tallies}
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [*bursts_wanted(months.last), months.first, months.last])
        cases = {(row[0], row[1]): (row[2], row[3]) for row in cursor.fetchall()}
    units = units_by_ids({unit_id for _signal, unit_id in exposed})
    parents = units_by_ids({one.parent_id for one in units.values() if one.parent_id})
    counts = []
    for (signal, unit_id), number in sorted(exposed.items()):
        concluded, open_ = cases.get((signal, unit_id), (0, 0))
        base = number if SIGNALS[signal].apart else max(number - concluded, 0)
        counts.append(Count(signal, unit_id, _group(unit_id, units, parents), base, open_))
    standings = compare([one for one in counts if one.exposed > 0], level_on(months.last))
    return Comparison(months, tuple(standings), None)


def _group(unit_id: int, units: Mapping[int, UnitView], parents: Mapping[int, UnitView]) -> str:
    """Return who a unit's peers are: those of its kind under units of its parent's kind."""
    unit = units.get(unit_id)
    if unit is None:
        return ""
    above = parents.get(unit.parent_id or 0)
    return f"{_kind(unit)} {_kind(above) if above else ''}"


def _kind(unit: UnitView) -> str:
    if unit.kind in COMMUNE_KINDS:
        return UnitKind.COMMUNE.value
    return UnitKind.PROVINCE.value if unit.kind in PROVINCE_KINDS else unit.kind.value


def rates_of(found: Comparison) -> dict[str, tuple[int, int]]:
    """Return cases and exposed of all units together, by signal."""
    cases: Counter[str] = Counter()
    exposed: Counter[str] = Counter()
    for one in found.standings:
        cases[one.count.signal] += one.count.cases
        exposed[one.count.signal] += one.count.exposed
    return {signal: (cases[signal], exposed[signal]) for signal in SIGNALS}
