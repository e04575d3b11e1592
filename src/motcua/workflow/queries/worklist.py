"""The worklist: live items of some units by due instant, in keyset pages.

Written in SQL because the page must not grow with the number of units or of items: for each
unit the index `item_worklist` yields one page in order, and the pages are merged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from motcua.kernel import clock, wire
from motcua.workflow.models import WorkItem
from motcua.workflow.queries.definitions import deployed
from motcua.workflow.queries.items import item_view
from motcua.workflow.types import (
    WAITING_ACTS,
    Act,
    DueBucket,
    ProcessStatus,
    WorklistCounts,
    WorklistKey,
    WorklistPage,
    WorklistRow,
    WorklistView,
)

SOON_DAYS = 2
_LIVE = "w.state IN ('claimed', 'handed_over', 'open')"
_MINE = "(w.claimed_by_id = %(me)s AND w.state = 'claimed' OR w.offered_to_id = %(me)s AND w.state = 'handed_over')"  # noqa: E501 - one condition
_OTHERS = "w.claimed_by_id = ANY(%(away)s::bigint[]) AND w.state = 'claimed'"
_PAGE = """
SELECT {columns}, p.subject, p.status AS process_status, p.definition_id, d.sha256
FROM {source} i
JOIN workflow_process p ON p.id = i.process_id
JOIN workflow_definition d ON d.id = p.definition_id
ORDER BY i.due_at, i.id LIMIT {limit}
"""
# The inner SELECT hides how many units there are: the plan is the same for all, and kept.
_OF_UNITS = """unnest((SELECT %(units)s::bigint[])) AS u(id) CROSS JOIN LATERAL (
  SELECT w.* FROM workflow_workitem w
  WHERE w.unit_id = u.id AND {conditions}
  ORDER BY w.due_at, w.id LIMIT {limit}
)"""
_OF_ME = """(
  SELECT w.* FROM workflow_workitem w
  WHERE w.unit_id = ANY(%(units)s::bigint[]) AND {conditions}
)"""
_WAITS = f"w.act IN ({', '.join(repr(act.value) for act in sorted(WAITING_ACTS))})"
_RUNS = f"w.paused_at IS NULL AND NOT {_WAITS}"
_BUCKETS = {
    DueBucket.OVERDUE: f"{_RUNS} AND w.due_at < %(now)s",
    DueBucket.TODAY: f"{_RUNS} AND w.due_at >= %(now)s AND w.due_at < %(today)s",
    DueBucket.SOON: f"{_RUNS} AND w.due_at >= %(today)s AND w.due_at < %(soon)s",
    DueBucket.LATER: f"{_RUNS} AND w.due_at >= %(soon)s",
    DueBucket.PAUSED: f"w.paused_at IS NOT NULL AND NOT {_WAITS}",
    DueBucket.WAITING: _WAITS,
}
_COUNTS = (
    "SELECT count(*), count(*) FILTER (WHERE {mine}), count(*) FILTER (WHERE w.state = 'open'), "
    "count(*) FILTER (WHERE w.state = 'handed_over'), {buckets} "
    "FROM (SELECT * FROM workflow_workitem w WHERE w.unit_id = ANY(%(units)s::bigint[]) AND {live}"
    " LIMIT %(most)s) w"
)
COUNTED = 5_000  # beyond that many open pieces of work nobody needs the number, only the page
_NAMED = re.compile(r"%\((\w+)\)s")
_FIELDS = tuple(field.attname for field in WorkItem._meta.concrete_fields)  # noqa: SLF001 - the documented way to its fields


@dataclass(frozen=True)
class _Bounds:
    """Where the buckets meet: now, the ends of today and of the second day after."""

    now: datetime
    today: datetime
    soon: datetime

    @classmethod
    def at(cls, instant: datetime) -> _Bounds:
        midnight = clock.midnight(clock.local(instant).date())
        one, more = timedelta(days=1), timedelta(days=1 + SOON_DAYS)
        return cls(instant, midnight + one, midnight + more)

    def bucket(self, item: WorkItem) -> DueBucket:
        """Return the bucket of an item, as the SQL conditions do."""
        if item.act in WAITING_ACTS:
            return DueBucket.WAITING
        if item.paused_at is not None:
            return DueBucket.PAUSED
        if item.due_at < self.now:
            return DueBucket.OVERDUE
        if item.due_at < self.today:
            return DueBucket.TODAY
        return DueBucket.SOON if item.due_at < self.soon else DueBucket.LATER


def bounds_today(instant: datetime) -> tuple[datetime, datetime, datetime]:
    """Return where the buckets meet: the instant, the ends of its day and of the second after."""
    bounds = _Bounds.at(instant)
    return bounds.now, bounds.today, bounds.soon


def due_bucket(due_at: datetime, *, paused: bool = False, act: str = "") -> DueBucket:
    """Return how near a due instant is now; `act` of the step whose instant it is, if it is one."""
    item = WorkItem(due_at=due_at, paused_at=due_at if paused else None, act=act)
    return _Bounds.at(clock.now()).bucket(item)


def worklist(
    *,
    unit_ids: Iterable[int],
    account_id: int,
    view: WorklistView = WorklistView.UNIT,
    role: str | None = None,
    act: Act | None = None,
    bucket: DueBucket | None = None,
    after: WorklistKey | None = None,
    limit: int = 25,
    away: Iterable[int] = (),
) -> WorklistPage:
    """Return a page of live items of the units, nearest due first; one statement.

    `unit_ids` are what the person may see (`Actor.unit_ids_for`); `limit` is at most 200; `away`
    are the accounts whose work the view OTHERS shows.
    """
    bounds = _Bounds.at(clock.now())
    limit = max(1, min(limit, 200))
    conditions, source = _viewed(view)
    if role is not None:
        conditions.append("w.role = %(role)s")
    if act is not None:
        conditions.append("w.act = %(act)s")
    if bucket is not None:
        conditions.append(_BUCKETS[bucket])
    if after is not None:
        conditions.append("(w.due_at, w.id) > (%(after_due)s, %(after_id)s)")
    params = {
        "units": sorted(set(unit_ids)),
        "me": account_id,
        "role": role,
        "act": act.value if act else None,
        "now": bounds.now,
        "today": bounds.today,
        "soon": bounds.soon,
        "after_due": after.due_at if after else None,
        "after_id": after.item_id if after else None,
        "away": sorted(set(away)),
    }
    columns = ", ".join(f"i.{name}" for name in _FIELDS)
    source = source.format(conditions=" AND ".join(conditions), limit=limit + 1)
    rows = _fetch(_PAGE.format(columns=columns, source=source, limit=limit + 1), params)
    page = tuple(_row(row, bounds) for row in rows[:limit])
    more = len(rows) > limit
    last = page[-1].item if page else None
    return WorklistPage(page, WorklistKey(last.due_at, last.id) if more and last else None)


def _viewed(view: WorklistView) -> tuple[list[str], str]:
    """Return the conditions of a view, and where its rows are read from."""
    if view is WorklistView.MINE:
        return [_LIVE, _MINE], _OF_ME
    if view is WorklistView.OTHERS:
        return [_LIVE, _OTHERS], _OF_ME
    if view is WorklistView.UNCLAIMED:
        return [_LIVE, "w.state = 'open'"], _OF_UNITS
    return [_LIVE], _OF_UNITS


def worklist_counts(*, unit_ids: Iterable[int], account_id: int) -> WorklistCounts:
    """Return the figures for the chips over a worklist; one statement.

    With `more`, there are more than `COUNTED` pieces of work and the figures are of some of them.
    """
    bounds = _Bounds.at(clock.now())
    params: dict[str, Any] = {
        "units": sorted(set(unit_ids)),
        "me": account_id,
        "now": bounds.now,
        "today": bounds.today,
        "soon": bounds.soon,
        "most": COUNTED + 1,
    }
    buckets = ", ".join(f"count(*) FILTER (WHERE {sql})" for sql in _BUCKETS.values())
    sql = _COUNTS.format(live=_LIVE, mine=_MINE, buckets=buckets)
    unit, mine, unclaimed, to_confirm, *figures = _fetch(sql, params)[0]
    by_bucket = dict(zip(_BUCKETS, figures, strict=True))
    more = unit > COUNTED
    return WorklistCounts(min(unit, COUNTED), mine, unclaimed, to_confirm, by_bucket, more)


def _fetch(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return rows of a statement with named parameters, prepared: planning costs most of it."""
    return wire.fetch(_NAMED.sub("%s", sql), [params[name] for name in _NAMED.findall(sql)])


def _row(row: tuple[Any, ...], bounds: _Bounds) -> WorklistRow:
    values, (subject, status, definition_id, sha256) = row[: len(_FIELDS)], row[len(_FIELDS) :]
    item = WorkItem.from_db(None, _FIELDS, values)
    view = item_view(item, subject, deployed(definition_id, sha256))
    return WorklistRow(view, bounds.bucket(item), ProcessStatus(status))
