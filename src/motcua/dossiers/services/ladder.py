"""Reminders about deadlines: a sweep per unit tells each rung once, bundled for each person."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import Calendar
from motcua.dossiers.ladder_rules import (
    STEP_LADDER,
    Places,
    Reached,
    Rung,
    RungCode,
    Turn,
    is_open_hour,
    ladder_problems,
    rung_now,
)
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.ladder import Ladder, Reminder
from motcua.dossiers.queries.ladders import ladder_of
from motcua.dossiers.services.due import OPEN, units_with_open_dossiers
from motcua.identity.queries import mails_of, people_of
from motcua.identity.substitutions import away_among
from motcua.identity.types import Action, Actor, PostingView, Role
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.failpoints import failpoint
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.notices.services import notice_send
from motcua.notices.types import Channel, Notice, Recipient
from motcua.organisations.queries import unit_descendant_ids, unit_get, units_by_ids
from motcua.workflow.queries import live_items_in
from motcua.workflow.queries.items import LiveItem

log = logging.getLogger(__name__)
BEHIND = timedelta(days=60)
MOST = 5_000
CODES_TOLD = 15
_LOCK = 7_412
_INSERT = """
INSERT INTO dossiers_reminder
       (dossier_id, item_id, rung, occurrence, due_at, account_id, turn, sent_at)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::int[], %s::timestamptz[],
                     %s::bigint[], %s::text[], %s::timestamptz[])
ON CONFLICT DO NOTHING RETURNING id, dossier_id, item_id, rung, due_at, account_id
"""


def ladder_sweep() -> int:
    """Tell what is to be told now, unit by unit; return how many reminders were written.

    Reads business rows, one transaction a unit: killed anywhere, what was written was told and
    the rest is told by the next run. A unit that fails is logged and does not stop the others.
    """
    with scope_use(SYSTEM):
        units = units_with_open_dossiers()
    told = 0
    for unit_id in units:
        try:
            with scope_use(SYSTEM), transaction.atomic():
                found = ladder_sweep_unit(unit_id)
        except Exception:
            log.exception("reminders of unit %s could not be told", unit_id)
        else:
            told += found
    return told


def ladder_sweep_unit(unit_id: int) -> int:
    """Tell what is to be told now about a competent unit's dossiers, in its working hours.

    A fixed number of statements, and a few for each person who is told something.
    """
    now = clock.now()
    calendar = calendar_for(unit_id)
    if not is_open_hour(now, calendar):
        return 0
    with connection.cursor() as cursor:  # two sweeps of a unit follow each other
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, unit_id])
    written: list[Written] = []
    page: list[Dossier] = []
    while True:  # page by page, so that the oldest never stand before the others
        page = _page(unit_id, now, page[-1] if page else None)
        written += _write(_wanted(unit_id, page, now, calendar), now)
        if len(page) < MOST:
            break
    failpoint("operation.written")
    _tell(written)
    return len(written)


def _page(unit_id: int, now: datetime, last: Dossier | None) -> list[Dossier]:
    """Return the next dossiers of a unit that can be reminded of, by due instant; one statement."""
    rows = Dossier.objects.filter(
        competent_unit_id=unit_id,
        status__in=OPEN,
        suspended_from__isnull=True,
        due_at__gt=now - BEHIND,
        process_id__isnull=False,
    )
    if last is not None:
        rows = rows.filter(Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, id__gt=last.pk))
    return list(rows.order_by("due_at", "id").only("id", "due_at", "process_id")[:MOST])


@dataclass(frozen=True, slots=True)
class _Wanted:
    dossier_id: int
    item_id: int
    reached: Reached
    due_at: datetime
    account_id: int
    turn: Turn


def _wanted(
    unit_id: int, dossiers: Sequence[Dossier], now: datetime, calendar: Calendar
) -> list[_Wanted]:
    if not dossiers:
        return []
    items: dict[int, list[LiveItem]] = {}
    for item in live_items_in(one.process_id for one in dossiers if one.process_id):
        items.setdefault(item.process_id, []).append(item)
    sent: dict[tuple[int, int, datetime], set[tuple[str, int]]] = {}
    rows = Reminder.objects.filter(dossier_id__in=[one.pk for one in dossiers])
    for row in rows.values_list("dossier_id", "item_id", "due_at", "rung", "occurrence"):
        sent.setdefault(row[:3], set()).add(row[3:])
    rungs = ladder_of(unit_id, at=now).rungs
    around = _Around.read(unit_id, [one for found in items.values() for one in found])
    wanted: list[_Wanted] = []
    for dossier in dossiers:
        own = items.get(dossier.process_id or 0, [])
        assert dossier.due_at is not None, "it is filtered"
        _add(
            wanted, rungs, sent, around, calendar, now,
            dossier.pk, 0, dossier.due_at, own, paused=False,
        )  # fmt: skip
        for item in own:
            if item.due_at < dossier.due_at:
                _add(
                    wanted, STEP_LADDER, sent, around, calendar, now,
                    dossier.pk, item.id, item.due_at, [item], paused=item.paused,
                )  # fmt: skip
    return wanted


def _add(
    wanted: list[_Wanted],
    rungs: Sequence[Rung],
    sent: dict[tuple[int, int, datetime], set[tuple[str, int]]],
    around: _Around,
    calendar: Calendar,
    now: datetime,
    dossier_id: int,
    item_id: int,
    due_at: datetime,
    items: Sequence[LiveItem],
    *,
    paused: bool,
) -> None:
    """Add who is to be told of the rung that a deadline has reached."""
    reached = rung_now(
        due_at=due_at,
        now=now,
        paused=paused,
        calendar=calendar,
        ladder=rungs,
        sent=sent.get((dossier_id, item_id, due_at), ()),
    )
    if reached is None:
        return
    turns = next(rung.turns for rung in rungs if rung.code is reached.code)
    for account_id, turn in around.places(items).of(turns).items():
        wanted.append(_Wanted(dossier_id, item_id, reached, due_at, account_id, turn))


@dataclass(frozen=True)
class _Around:
    """Who leads where around a unit's dossiers, and who of them is away."""

    leaders_at: dict[int, frozenset[int]]
    paths: dict[int, tuple[int, ...]]
    unit_path: tuple[int, ...]
    directors: frozenset[int]
    substitutes: dict[int, int]

    @classmethod
    def read(cls, unit_id: int, items: Iterable[LiveItem]) -> _Around:
        """Read it: five statements, whatever the number of dossiers."""
        listed = list(items)
        paths = {
            key: tuple(unit.path_ids)
            for key, unit in units_by_ids({one.unit_id for one in listed}).items()
        }
        path = tuple(unit_get(unit_id).path_ids)
        within = unit_descendant_ids(unit_id)
        leads = people_of(unit_ids={*path, *within, *(one for p in paths.values() for one in p)})
        by_unit: dict[int, set[int]] = {}
        for posting in leads:
            if posting.role is Role.LEADER:
                by_unit.setdefault(posting.unit_id, set()).add(posting.account_id)
        directors = frozenset(_directors(leads, within))
        known = {one.claimed_by_id for one in listed if one.claimed_by_id}
        known |= directors | {one for found in by_unit.values() for one in found}
        gone = away_among(known)
        return cls(
            {key: frozenset(found) for key, found in by_unit.items()},
            paths,
            path,
            directors,
            {account: found[0].substitute_id for account, found in gone.items()},
        )

    def places(self, items: Sequence[LiveItem]) -> Places:
        """Return who stands where around some pieces of work of one dossier."""
        return Places(
            holders=frozenset(one.claimed_by_id for one in items if one.claimed_by_id),
            heads=frozenset(
                account
                for one in items
                for account in self._nearest(self.paths.get(one.unit_id, self.unit_path))
            ),
            leaders=self._nearest(self.unit_path),
            directors=self.directors,
            substitutes=self.substitutes,
        )

    def _nearest(self, path: Sequence[int]) -> frozenset[int]:
        """Return the leaders of the lowest unit of a path that has any."""
        found = (self.leaders_at[one] for one in reversed(path) if one in self.leaders_at)
        return next(found, frozenset())


def _directors(postings: Iterable[PostingView], within: frozenset[int]) -> set[int]:
    found = (one for one in postings if one.role is Role.DIRECTOR)
    return {one.account_id for one in found if one.unit_id in within}


Written = tuple[int, int, int, str, datetime, int]


def _write(wanted: list[_Wanted], now: datetime) -> list[Written]:
    """Write the reminders that were not written yet and return them; one statement."""
    if not wanted:
        return []
    columns: tuple[list[Any], ...] = (
        [one.dossier_id for one in wanted],
        [one.item_id for one in wanted],
        [one.reached.code.value for one in wanted],
        [one.reached.occurrence for one in wanted],
        [one.due_at for one in wanted],
        [one.account_id for one in wanted],
        [one.turn.value for one in wanted],
        [now] * len(wanted),
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, columns)
        return list(cursor.fetchall())


def _tell(written: list[Written]) -> None:
    """Send one message to each person, with the dossiers by code; without an address the page."""
    mails = mails_of({row[5] for row in written})
    codes = dict(
        Dossier.objects.filter(pk__in={row[1] for row in written}).values_list("pk", "code")
    )
    by_person = sorted(written, key=lambda row: (row[5], row[4], row[0]))
    for account_id, found in groupby(by_person, key=lambda row: row[5]):
        rows = list(found)
        if account_id not in mails:
            continue
        told = list(dict.fromkeys(codes[row[1]] for row in rows))
        late = len({row[1] for row in rows if row[3] in {RungCode.DUE, RungCode.OVERDUE}})
        notice_send(
            Notice(
                key=f"ladder:{account_id}:{min(row[0] for row in rows)}",
                template="ladder",
                recipient=Recipient(email=mails[account_id], ways=frozenset({Channel.EMAIL})),
                subject=f"account:{account_id}",
                values={
                    "count": len(told),
                    "late": late,
                    "codes": "\n".join(told[:CODES_TOLD])
                    + ("\n…" if len(told) > CODES_TOLD else ""),
                },
                path="/office/escalations/",
            )
        )


@transaction.atomic
def ladder_set(*, actor: Actor, unit_id: int, rungs: Sequence[Rung], reason: str) -> None:
    """Give a unit a ladder of its own from now on; what was before stays as its log.

    By whoever gives out work there. Raises Forbidden, Invalid at a rung's code or `reason`.
    """
    actor.posting_for(Action.WORK_REASSIGN, unit_id)
    words = {
        "days": _("At most ten working days before or after."),
        "order": _("Each rung comes later than the one before it."),
        "times": _("Between once and twenty times."),
        "turns": _("Choose at least one person."),
    }
    problems = [FieldProblem(code, words[why]) for code, why in ladder_problems(rungs).items()]
    if not nfc(reason):
        problems.append(FieldProblem("reason", _("Say why: it stays on record.")))
    if problems:
        raise Invalid(problems)
    Ladder.objects.create(
        unit_id=unit_id,
        valid_from=clock.now(),
        set_by_id=actor.account_id,
        reason=nfc(reason)[:300],
        rungs=[
            {
                "code": rung.code.value,
                "days": rung.days,
                "times": rung.times,
                "turns": sorted(turn.value for turn in rung.turns),
            }
            for rung in rungs
        ],
    )
