"""Reminders of corrective actions: due soon, overdue, done and not checked; each once.

Written like the ladder of dossiers: a sweep per unit, in its working hours, bundled for each
person, made once by a unique row. All live actions of a unit are read, never the oldest so many.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from itertools import groupby

from django.db import connection, transaction
from django.db.models import QuerySet

from motcua.deadlines.queries import calendar_for
from motcua.dossiers.ladder_rules import is_open_hour
from motcua.identity.queries import mails_of, people_of
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Channel, Notice, Recipient
from motcua.quality.models import CorrectiveAction
from motcua.quality.rules import rung_of
from motcua.quality.types import ENDED, ActionState

log = logging.getLogger(__name__)
CODES_TOLD = 15
LIVE = (ActionState.OPEN.value, ActionState.DONE.value)
_LOCK = 7_413
_INSERT = """
INSERT INTO quality_actionreminder (action_id, rung, occurrence, due_on, account_id, sent_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id
"""


def actions_sweep() -> int:
    """Remind of corrective actions, unit by unit; return how many reminders were written.

    Killed anywhere, what was written was told and the rest is told by the next run. A unit that
    fails is logged and does not stop the others.
    """
    with scope_use(SYSTEM):
        rows = _live().order_by("nonconformity__unit_id")
        units = list(rows.values_list("nonconformity__unit_id", flat=True).distinct())
    told = 0
    for unit_id in units:
        try:
            with scope_use(SYSTEM), transaction.atomic():
                found = actions_sweep_unit(unit_id)
        except Exception:
            log.exception("corrective actions of unit %s could not be told", unit_id)
        else:
            told += found
    return told


def actions_sweep_unit(unit_id: int) -> int:
    """Remind of a unit's corrective actions, in its working hours."""
    if not is_open_hour(clock.now(), calendar_for(unit_id)):
        return 0
    with connection.cursor() as cursor:  # two sweeps of a unit follow each other
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, unit_id])
    keepers = _keepers(unit_id)
    written: list[tuple[int, int, str, bool]] = []
    for action in _live().filter(nonconformity__unit_id=unit_id).order_by("due_on", "pk"):
        written += _write(action, keepers)
    _tell(written)
    return len(written)


def _live() -> QuerySet[CorrectiveAction]:
    return (
        CorrectiveAction.objects.filter(state__in=LIVE)
        .exclude(nonconformity__state__in=[state.value for state in ENDED])
        .select_related("nonconformity")
    )


def _keepers(unit_id: int) -> frozenset[int]:
    people = people_of(unit_ids=[unit_id])
    return frozenset(one.account_id for one in people if Action.QUALITY_KEEP in one.actions)


def _write(action: CorrectiveAction, keepers: Iterable[int]) -> list[tuple[int, int, str, bool]]:
    """Write who is told of an action now and was not yet; (row, account, code, late)."""
    done_on = clock.local(action.done_at).date() if action.done_at else None
    reached = rung_of(
        state=ActionState(action.state),
        due_on=action.due_on,
        done_on=done_on,
        today=clock.today(),
    )
    if reached is None:
        return []
    people = set() if reached.rung == "check" else {action.owner_id}
    if reached.rung != "soon":
        people |= set(keepers) - ({action.done_by_id, action.owner_id} if done_on else set())
    found = []
    for account_id in sorted(people):
        with connection.cursor() as cursor:
            cursor.execute(
                _INSERT,
                [action.pk, reached.rung, reached.occurrence, action.due_on, account_id,
                 clock.now()],
            )  # fmt: skip
            row = cursor.fetchone()
        if row is not None:
            late = reached.rung == "late"
            found.append((int(row[0]), account_id, action.nonconformity.code, late))
    return found


def _tell(written: list[tuple[int, int, str, bool]]) -> None:
    """Send one message to each person, with the numbers; without an address the page says it."""
    mails = mails_of({row[1] for row in written})
    for account_id, found in groupby(sorted(written, key=lambda row: row[1:]), lambda r: r[1]):
        rows = list(found)
        if account_id not in mails:
            continue
        codes = sorted({row[2] for row in rows})
        notice_send(
            Notice(
                key=f"corrective:{account_id}:{min(row[0] for row in rows)}",
                template="corrective_actions",
                recipient=Recipient(email=mails[account_id], ways=frozenset({Channel.EMAIL})),
                subject=f"account:{account_id}",
                values={
                    "count": len(rows),
                    "late": sum(row[3] for row in rows),
                    "codes": "\n".join(codes[:CODES_TOLD])
                    + ("\n…" if len(codes) > CODES_TOLD else ""),
                },
                path="/office/nonconformities/?mine=1",
            )
        )
