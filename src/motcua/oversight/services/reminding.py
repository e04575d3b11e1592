"""Reminders to whoever owes an answer in the register of difficulties; each once.

A sweep per register, in the working hours of whoever answers. The unique row is what makes it
once: killed anywhere, what was written was told, and the rest is told by the next run. Every
difficulty that waits is read, never the oldest so many.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.types import CalendarInvalid
from motcua.dossiers.ladder_rules import is_open_hour
from motcua.dossiers.services.telling_officials import officials_tell
from motcua.identity.queries import people_of
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.models import Difficulty
from motcua.oversight.reminder_rules import Reached, Rung, rung_of
from motcua.oversight.types import RUNNING, Kind

log = logging.getLogger(__name__)
CODES_TOLD = 15
_LOCK = 7_427
_INSERT = """
INSERT INTO oversight_answerreminder
  (difficulty_id, rung, occurrence, due_at, account_id, sent_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id
"""
Written = tuple[int, int, str, bool]
"""Row, account, code, late."""


def answers_remind() -> int:
    """Remind of owed answers, register by register; return how many reminders were written.

    A register that fails is logged and does not stop the others.
    """
    with scope_use(SYSTEM):
        units = sorted(set(_waiting().values_list("unit_id", flat=True)))
    told = 0
    for unit_id in units:
        try:
            with scope_use(SYSTEM), transaction.atomic():
                told += _register(unit_id)
        except Exception:
            log.exception("owed answers of register %s could not be reminded", unit_id)
    return told


def _waiting() -> QuerySet[Difficulty]:
    states = [state.value for state in RUNNING]
    return Difficulty.objects.filter(state__in=states, due_at__isnull=False)


def _register(unit_id: int) -> int:
    with connection.cursor() as cursor:  # two sweeps of a register follow each other
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, unit_id])
    written: list[Written] = []
    rows = _waiting().filter(unit_id=unit_id).select_related("addressee").order_by("due_at", "pk")
    # Whoever answers at this moment waits for us, or we do not see it waiting any more.
    for row in rows.select_for_update(of=("self",)):
        written += _remind(row)
    _tell(written)
    return len(written)


def _remind(row: Difficulty) -> list[Written]:
    """Write who is told now and was not yet."""
    place, action = answerer_of(row)
    if row.due_at is None:
        return []
    due_on = clock.local(row.due_at).date()
    try:
        calendar = calendar_for(place)
        if not is_open_hour(clock.now(), calendar):
            return []
        reached = rung_of(due_on=due_on, today=clock.today(), calendar=calendar)
    except CalendarInvalid:  # nobody has told that year's days off: the other answers go on
        log.warning("no calendar to remind of %s", row.code)
        return []
    return _write(row, reached, _people(place, action)) if reached is not None else []


def answerer_of(row: Difficulty) -> tuple[int, Action]:
    """Return the unit whose people owe the answer, and the right by which they give it.

    For somebody outside whoever keeps the register asks by letter, and is reminded.
    """
    to = row.addressee
    if to is not None and to.kind == Kind.UNIT and to.answers_id is not None:
        return to.answers_id, Action.OVERSIGHT_ANSWER
    return row.unit_id, Action.OVERSIGHT_KEEP


def _people(unit_id: int, action: Action) -> list[int]:
    people = people_of(unit_ids=[unit_id], at=clock.now())
    return sorted({one.account_id for one in people if one.may(action)})


def _write(row: Difficulty, reached: Reached, people: Iterable[int]) -> list[Written]:
    found: list[Written] = []
    for account_id in people:
        with connection.cursor() as cursor:
            cursor.execute(
                _INSERT,
                [row.pk, reached.rung.value, reached.occurrence, row.due_at, account_id,
                 clock.now()],
            )  # fmt: skip
            made = cursor.fetchone()
        if made is not None:
            found.append((int(made[0]), account_id, row.code, reached.rung is not Rung.BEFORE))
    return found


def _tell(written: Iterable[Written]) -> None:
    """Send one message to each person, with the numbers; without an address the page says it."""
    by_account: dict[int, list[Written]] = defaultdict(list)
    for one in written:
        by_account[one[1]].append(one)
    for account_id, rows in sorted(by_account.items()):
        codes = sorted({row[2] for row in rows})
        officials_tell(
            [account_id],
            "answers_owed",
            key=f"answers:{min(row[0] for row in rows)}",
            path="/office/difficulties/",
            values={
                "count": len(rows),
                "due": sum(row[3] for row in rows),
                "codes": "\n".join(codes[:CODES_TOLD]) + ("\n…" if len(codes) > CODES_TOLD else ""),
            },
        )
