"""Reads of the ladder: a unit's rungs, what was told about a dossier, what stands where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from motcua.dossiers.ladder_rules import DEFAULT_LADDER, Rung, RungCode, Turn
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.ladder import Ladder, Reminder
from motcua.dossiers.queries.lists import dossier_rows
from motcua.dossiers.views import DossierRow
from motcua.kernel import clock, wire
from motcua.organisations.queries import unit_get

DOSSIER_RUNGS = (RungCode.BEFORE_TWO, RungCode.BEFORE_ONE, RungCode.DUE, RungCode.OVERDUE)
SHOWN = 100


@dataclass(frozen=True)
class LadderView:
    """A ladder in force; `unit_id` is None for the default."""

    rungs: tuple[Rung, ...]
    unit_id: int | None = None
    valid_from: datetime | None = None
    set_by: int | None = None
    reason: str = ""


def ladder_of(unit_id: int, *, at: datetime | None = None) -> LadderView:
    """Return the ladder of a unit: its own, the nearest above it, or the default; one statement."""
    path = unit_get(unit_id).path_ids
    rows = Ladder.objects.filter(unit_id__in=path, valid_from__lte=at or clock.now())
    found = sorted(rows, key=lambda row: (path.index(row.unit_id), row.valid_from), reverse=True)
    return _view(found[0]) if found else LadderView(DEFAULT_LADDER)


def ladders_history(unit_id: int) -> list[LadderView]:
    """Return what a unit has set, newest first."""
    return [_view(row) for row in Ladder.objects.filter(unit_id=unit_id).order_by("-valid_from")]


def _view(row: Ladder) -> LadderView:
    rungs = tuple(
        Rung(
            RungCode(one["code"]),
            one["days"],
            frozenset(Turn(turn) for turn in one["turns"]),
            one["times"],
        )
        for one in row.rungs
    )
    return LadderView(rungs, row.unit_id, row.valid_from, row.set_by_id, row.reason)


@dataclass(frozen=True)
class ReminderView:
    """One thing told to one person."""

    rung: RungCode
    occurrence: int
    due_at: datetime
    account_id: int
    turn: Turn
    sent_at: datetime
    item_id: int


def reminders_of(dossier_id: int) -> list[ReminderView]:
    """Return what was told about a dossier, newest first; one statement."""
    rows = Reminder.objects.filter(dossier_id=dossier_id).order_by("-sent_at", "id")
    return [
        ReminderView(
            RungCode(row.rung),
            row.occurrence,
            row.due_at,
            row.account_id,
            Turn(row.turn),
            row.sent_at,
            row.item_id,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class StandingRow:
    """A dossier that stands at a rung: when it was last told, and to whom."""

    dossier: DossierRow
    told_at: datetime
    told_to: tuple[int, ...]


_OPEN = "d.status IN (2, 4, 6) AND d.suspended_from IS NULL"
_LAST = f"""
SELECT DISTINCT ON (r.dossier_id) r.dossier_id, r.rung, r.sent_at
  FROM dossiers_reminder r
  JOIN dossiers_dossier d ON d.id = r.dossier_id AND d.due_at = r.due_at
 WHERE d.competent_unit_id = ANY(%s::bigint[]) AND {_OPEN} AND r.item_id = 0
 ORDER BY r.dossier_id, r.sent_at DESC, r.occurrence DESC, r.id DESC
"""  # noqa: S608 - our own text
# Of one person: what was sent lately, and of what was sent before only what is still open and long
# overdue, found from its dossier. So it costs what stands open, not what was sent over the years.
# No rung comes more than `DAYS_MAX` working days before its due instant; whatever was sent before
# `_LATELY` is therefore about one before `_LONG_DUE`, also when Tết lies between.
_LATELY, _LONG_DUE = timedelta(days=90), timedelta(days=45)
_TOLD_LATELY = f"""
SELECT r.id, r.dossier_id, r.rung, r.occurrence, r.sent_at
  FROM dossiers_reminder r
  JOIN dossiers_dossier d ON d.id = r.dossier_id AND d.due_at = r.due_at
 WHERE r.account_id = %s AND r.sent_at >= %s AND r.item_id = 0 AND {_OPEN}
"""  # noqa: S608 - our own text
_TOLD_BEFORE = f"""
SELECT l.id, d.id, l.rung, l.occurrence, l.sent_at
  FROM dossiers_dossier d
 CROSS JOIN LATERAL (
       SELECT r.id, r.rung, r.occurrence, r.sent_at FROM dossiers_reminder r
        WHERE r.dossier_id = d.id AND r.item_id = 0 AND r.due_at = d.due_at
          AND r.account_id = %s AND r.sent_at < %s
        ORDER BY r.sent_at DESC, r.occurrence DESC, r.id DESC LIMIT 1) l
 WHERE d.due_at < %s AND {_OPEN}
"""  # noqa: S608 - our own text


def _newest(told: str) -> str:
    return f"""
SELECT DISTINCT ON (t.dossier_id) t.dossier_id, t.rung, t.sent_at FROM ({told}) t
 ORDER BY t.dossier_id, t.sent_at DESC, t.occurrence DESC, t.id DESC
"""  # noqa: S608 - our own text


_LAST_TOLD = _newest(f"{_TOLD_LATELY} UNION ALL {_TOLD_BEFORE}")


def _told_values(account_id: int) -> list[object]:
    now = clock.now()
    return [account_id, now - _LATELY, account_id, now - _LATELY, now - _LONG_DUE]


def standings(
    unit_ids: Iterable[int], code: RungCode | None = None, *, account_id: int | None = None
) -> tuple[dict[RungCode, int], tuple[StandingRow, ...]]:
    """Return how many open dossiers of these units stand at each rung, and those at one of them.

    With an account, those of which it was reminded, wherever the scope shows them. The longest
    overdue first, at most a hundred. What has a new due instant or whose clock stands is at no
    rung. A fixed number of statements.
    """
    if account_id is None:
        rows = wire.fetch(_LAST, [sorted(set(unit_ids))])
    else:
        rows = wire.fetch(_LAST_TOLD, _told_values(account_id))
    counts = dict.fromkeys(DOSSIER_RUNGS, 0)
    for _dossier, rung, _at in rows:
        counts[RungCode(rung)] += 1
    told_at = {dossier: at for dossier, rung, at in rows if rung == code}
    dossiers = list(Dossier.objects.filter(pk__in=told_at).order_by("due_at", "id")[:SHOWN])
    told: dict[int, dict[int, None]] = {}
    reminders = Reminder.objects.filter(
        dossier_id__in=[one.pk for one in dossiers], item_id=0, due_at=F("dossier__due_at")
    )
    for dossier_id, account in reminders.order_by("id").values_list("dossier_id", "account_id"):
        told.setdefault(dossier_id, {})[account] = None
    lines = zip(dossiers, dossier_rows(dossiers), strict=True)
    return counts, tuple(
        StandingRow(line, told_at[row.pk], tuple(told.get(row.pk, ()))) for row, line in lines
    )


@dataclass(frozen=True)
class InboxRow:
    """A dossier of which somebody was reminded and that is still open as it was then."""

    code: str
    rung: RungCode
    due_at: datetime
    told_at: datetime


@dataclass(frozen=True)
class Inbox:
    """Open reminders of one person: how many, how many of them late, the longest overdue first."""

    count: int
    late: int
    rows: tuple[InboxRow, ...]


_INBOX = f"""
SELECT d.code, l.rung, d.due_at, l.sent_at, count(*) OVER (),
       count(*) FILTER (WHERE l.rung = ANY(%s::text[])) OVER ()
  FROM ({_newest(_TOLD_LATELY)}) l JOIN dossiers_dossier d ON d.id = l.dossier_id
 ORDER BY d.due_at, d.id LIMIT %s
"""  # noqa: S608 - our own text


def inbox_of(account_id: int, *, limit: int = 5) -> Inbox:
    """Return the open reminders that somebody got in the last ninety days; one statement.

    It stands on the page opened most, so it costs what was sent lately. What is overdue is told
    again each working day; what a unit told once and long ago is in `standings`.
    """
    late = [RungCode.DUE.value, RungCode.OVERDUE.value]
    found = wire.fetch(_INBOX, [late, account_id, clock.now() - _LATELY, limit])
    rows = tuple(InboxRow(row[0], RungCode(row[1]), row[2], row[3]) for row in found)
    return Inbox(found[0][4], found[0][5], rows) if found else Inbox(0, 0, ())
