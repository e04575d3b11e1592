"""Keep the totals of the Service Index per unit and month; the worker's work, never the hot path.

`cases` says in its own transaction of which unit and month a dossier stood otherwise
(`changes_note`); here what is not good any more is counted anew, month by month, set-wise and by
the one definition. Whoever changes dossiers meanwhile is seen by the number of changes: what was
counted beside a change is not called good. Killed anywhere, months that were finished stay so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection

from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.definition import Span
from motcua.indicators.index.places import Tree
from motcua.indicators.index.standing import Kept, ending_with, following, kept_of, running_with
from motcua.indicators.models import IndexMonth, Reading
from motcua.indicators.queries.index_totals import (
    COLUMNS,
    OF_DOSSIERS,
    OF_PROCEDURES,
    Totals,
    above,
    busy,
    digests,
    totals_count,
)
from motcua.kernel import clock
from motcua.kernel.arrays import array_text, columns_text
from motcua.kernel.failpoints import failpoint
from motcua.kernel.scope import SYSTEM, scope_use

_ONE = timedelta(days=1)
MONTHS_BACK = 13
"""Months that are kept before anybody asks; what was kept once is kept up."""
SPARED_AFTER = 10
"""Minutes of an hour in which a running year is counted again; the worker comes every ten."""
KEEPER_LOCK = 728_011
_TABLE = "motcua_standing"
# What no definition of the month leaves out: as it stood at its end, taken in and not over before
# it began; and all that one case has elsewhere, by which mirrored rows are counted once.
_STANDING = f"""
CREATE TEMP TABLE {_TABLE} ON COMMIT DROP AS SELECT {COLUMNS} FROM indicators_case AS d
WHERE d.valid_from <= %(until)s AND (d.valid_to IS NULL OR d.valid_to > %(until)s)
  AND ((d.accepted_at IS NOT NULL AND (d.ended_at IS NULL OR d.ended_at >= %(start)s))
    OR d.identity IN (SELECT m.identity FROM indicators_case AS m WHERE m.mirrored))
"""  # noqa: S608 - our own names
_SINGLE = f"SELECT {COLUMNS} FROM {_TABLE}"  # noqa: S608 - our own names
_BEGUN = """
INSERT INTO indicators_indexmonth (unit_id, month, until, digest, changes, seen)
SELECT unit, %(month)s, %(until)s, '', 0, -1 FROM unnest(%(units)s::bigint[]) AS g(unit)
ON CONFLICT (month, unit_id) DO UPDATE SET until = excluded.until, seen = -1
"""
_DELETED = """
DELETE FROM indicators_indextotal WHERE month = %s AND (
  (unit_id = ANY(%s) AND indicator = ANY(%s)) OR (unit_id = ANY(%s) AND indicator = ANY(%s)))
"""
_INSERTED = """
INSERT INTO indicators_indextotal (month, unit_id, indicator, numerator, denominator, unknown)
SELECT %s, * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[])
"""
_GOOD = """
UPDATE indicators_indexmonth m SET digest = g.digest, seen = g.changes
FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS g(unit, digest, changes)
WHERE m.month = %s AND m.unit_id = g.unit AND m.changes = g.changes AND m.until = %s
"""
_CHANGED = """
UPDATE indicators_indexmonth m SET changes = changes + g.n
FROM unnest(%s::bigint[], %s::date[], %s::bigint[]) AS g(unit, month, n)
WHERE m.month = g.month AND m.unit_id = g.unit
"""
Say = Callable[[date, int, int], None]


def changes_note(changes: Counter[tuple[int, date]]) -> None:
    """Note in the caller's transaction of which unit and month how many dossiers changed.

    What is kept nowhere needs no note. The caller holds the row of `Reading`, as the keeper does
    when it begins and when it ends, so that no change falls between.
    """
    if not changes:
        return
    running = clock.today().replace(day=1)
    given = [
        (unit, day, changes[unit, month])
        for unit, month in sorted(changes)
        for day in (*ending_with(month), *(running_with(month) if month == running else ()))
    ]
    _sql(_CHANGED, columns_text(given))


def totals_keep(*, say: Say | None = None, sparing: bool = False) -> int:
    """Count anew what is not good; return of how many units and months. One worker at a time.

    `say` hears each month (and, by their last month, quarters, half-years and years) with how many
    units were counted, and how many of these are left. `sparing`: running spans that are longer
    than a month are counted after midnight, and again only in the first minutes of an hour. One
    slip that comes late has all of the year counted again: for a nation that takes minutes.
    """
    now = clock.now()
    with scope_use(SYSTEM):
        units = units_tree()
    months = _months(clock.local(now).date())
    counted = 0
    for number, month in enumerate(months, start=1):
        kept = kept_of(month, now)
        longer = kept.months > 1 and kept.runs(now)
        if sparing and longer and now.minute >= SPARED_AFTER and _is_there(kept):
            continue
        made = month_keep(kept, units)
        failpoint("index.month")
        counted += made
        if say is not None:
            say(month, made, len(months) - number)
    return counted


def _months(today: date) -> list[date]:
    """Return what to keep by its day, the newest first: people look at these.

    What runs longer than the month comes last: it takes most, and is counted daily.
    """
    running = today.replace(day=1)
    first = running
    for _month_back in range(MONTHS_BACK):
        first = (first - (first - first.replace(day=1)) - _ONE).replace(day=1)
    with scope_use(SYSTEM):
        known = IndexMonth.objects.order_by("month").values_list("month", flat=True).first()
    month = min(first, (known or first).replace(day=1))
    found: list[date] = []
    while month < running:
        found += ending_with(month)[::-1]
        month = following(month)
    longer = (*ending_with(running)[1:], *running_with(running))
    return [running, *found[::-1], *longer]


def month_keep(kept: Kept, units: Tree) -> int:
    """Count what is not good of a month; return of how many units. Commits for itself."""
    if kept.until < kept.start:
        return 0  # the first day of the running month: nothing lies behind a midnight yet
    with scope_use(SYSTEM):
        wanted = digests(kept, units, above(units, busy(units.rows.keys()), kept.until))
        stale = _stale(kept, wanted)
        if stale:
            _lock()
            _sql(
                _BEGUN,
                {"month": kept.month, "until": kept.until, "units": array_text(sorted(stale))},
            )
    if not stale:
        return 0
    with scope_use(SYSTEM):
        if not _alone():
            return 0
        seen = _changes(kept, stale)
        _sql(_STANDING, {"start": kept.start, "until": kept.until})
        _sql(f"CREATE INDEX ON {_TABLE} (identity)")
        _sql(f"ANALYZE {_TABLE}")
        under = above(units, stale, kept.until)
        span = Span(kept.start, kept.until, kept.months)
        totals = totals_count(span, units, stale, under, _SINGLE)
        _lock()
        _write(kept, totals, stale, under)
        good = [[one, wanted[one], changes] for one, changes in sorted(seen.items())]
        columns = columns_text(good)
        _sql(_GOOD, [*columns, kept.month, kept.until])
        _sql(f"DROP TABLE {_TABLE}")
    return len(stale)


def _is_there(kept: Kept) -> bool:
    """Tell whether something was counted as of the instant that is asked for now."""
    with scope_use(SYSTEM):
        return IndexMonth.objects.filter(month=kept.month, until=kept.until, seen__gte=0).exists()


def _changes(kept: Kept, stale: Collection[int]) -> dict[int, int]:
    """Return how often dossiers of units changed up to now; what comes later has another number."""
    rows = IndexMonth.objects.filter(month=kept.month, unit_id__in=stale)
    return dict(rows.values_list("unit_id", "changes"))


def _alone() -> bool:
    """Tell whether no other worker counts; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEEPER_LOCK])
        return bool(cursor.fetchone()[0])


def _sql(text: str, values: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def _stale(kept: Kept, wanted: Mapping[int, str]) -> set[int]:
    rows = IndexMonth.objects.filter(month=kept.month, until=kept.until)
    good = {
        unit
        for unit, digest, changes, seen in rows.values_list("unit_id", "digest", "changes", "seen")
        if changes == seen and digest == wanted.get(unit)
    }
    return wanted.keys() - good


def _lock() -> None:
    """Wait for the reader of events, and let it wait until this transaction ends."""
    Reading.objects.select_for_update().filter(name="index-cases").first()


def _write(kept: Kept, totals: Totals, own: Collection[int], under: Collection[int]) -> None:
    rows = sorted((unit, indicator, *raw) for (unit, indicator), raw in totals.items())
    dossiers, procedures = ([one.id for one in some] for some in (OF_DOSSIERS, OF_PROCEDURES))
    _sql(_DELETED, [kept.month, list(own), dossiers, list(under), procedures])
    if rows:
        _sql(_INSERTED, [kept.month, *columns_text(rows)])
