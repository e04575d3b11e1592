"""Outbox: facts to be told to others, written with the change and delivered at least once.

The rows are the truth; jobs are only hands. A worker takes a lease of one message, does the work,
marks the row done. A worker killed anywhere is made good when its lease has run out (`LEASE`),
because `outbox_deliver` reads business rows, never the state of jobs. A message that fails waits
longer each time; one that kills its workers is parked like one that fails.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from motcua.kernel import batch, clock
from motcua.kernel.failpoints import failpoint
from motcua.kernel.models import OutboxMessage
from motcua.kernel.rows import new
from motcua.kernel.scope import SYSTEM, scope_use

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
PAUSE_MAX = timedelta(hours=1)
ATTEMPTS = 50
WAITS = 8  # a message that waits counts no further: its pause is the longest, it is never parked
KEPT = timedelta(days=30)
_LEASE = """
UPDATE kernel_outboxmessage SET lease_until = %(until)s, attempts = attempts + 1
 WHERE id = (SELECT id FROM kernel_outboxmessage
              WHERE done_at IS NULL AND parked_reason = ''
                AND (lease_until IS NULL OR lease_until < %(now)s)
              ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, topic, subject, data, attempts
"""


@dataclass(frozen=True)
class Message:
    """A message as its handlers see it; handlers must tolerate seeing it twice."""

    id: int
    topic: str
    subject: str
    data: dict[str, Any]


class NotYet(Exception):
    """What a message tells cannot be done now: it is delivered again, later and later."""


Handler = Callable[[Message], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def outbox_handle(topic: str, handler: Handler) -> None:
    """Call `handler` for each message of a topic; connect from `AppConfig.ready`."""
    if handler not in _handlers[topic]:
        _handlers[topic].append(handler)


def outbox_publish(*, topic: str, messages: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write messages (subject, data) in the present transaction, in one statement."""
    batch.insert(
        new(OutboxMessage, topic=topic, subject=subject, data=data) for subject, data in messages
    )


def outbox_stuck(patience: timedelta) -> list[int]:
    """Return messages whose lease ran out longer ago than `patience`: nobody took them up again."""
    held = OutboxMessage.objects.filter(
        done_at__isnull=True, parked_reason="", lease_until__lt=clock.now() - patience
    )
    return list(held.order_by("id").values_list("pk", flat=True))


def outbox_open_subjects(topic: str, subjects: Iterable[str]) -> frozenset[str]:
    """Return those of the subjects about which something has not been told yet."""
    rows = OutboxMessage.objects.filter(
        topic=topic, subject__in=list(subjects), done_at__isnull=True
    )
    return frozenset(rows.values_list("subject", flat=True))


@dataclass(frozen=True)
class Parked:
    """A message that nobody tries any more; what it tells stays in its row."""

    id: int
    topic: str
    subject: str
    created_at: datetime
    attempts: int
    reason: str


def outbox_parked() -> list[Parked]:
    """Return the messages that wait for an operator, oldest first."""
    return [_parked_view(row) for row in _parked().order_by("pk")]


def _parked() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(done_at__isnull=True).exclude(parked_reason="")


def _parked_view(row: OutboxMessage) -> Parked:
    return Parked(row.pk, row.topic, row.subject, row.created_at, row.attempts, row.parked_reason)


def outbox_parked_of(topic: str, subjects: Iterable[str]) -> dict[str, Parked]:
    """Return the parked messages of a topic about these subjects, by subject."""
    rows = _parked().filter(topic=topic, subject__in=list(subjects))
    return {one.subject: one for one in map(_parked_view, rows.order_by("pk"))}


def outbox_drop(message_id: int) -> None:
    """Finish a parked message without doing what it tells: somebody decided against it."""
    rows = OutboxMessage.objects.filter(pk=message_id, done_at__isnull=True)
    rows.exclude(parked_reason="").update(done_at=clock.now())


def outbox_retry(message_ids: Iterable[int] | None = None) -> int:
    """Let parked messages (these, or all) be delivered again from the first attempt; how many."""
    rows = _parked()
    if message_ids is not None:
        rows = rows.filter(pk__in=list(message_ids))
    return rows.update(parked_reason="", attempts=0, lease_until=None)


def outbox_deliver(*, limit: int = 100) -> int:
    """Deliver open messages, oldest first; return how many were finished.

    A message whose handler fails is tried again later and later; after 50 attempts it is parked
    with the reason, where operators see it. One that only has to wait (`NotYet`) is tried again
    likewise, but is no failure: it is neither told as one nor parked.
    """
    finished = 0
    for _count in range(limit):
        message = _lease()
        if message is None:
            break
        failpoint("job.fetched")
        try:
            with scope_use(SYSTEM):
                for handler in _handlers[message.topic]:
                    handler(message)
        except NotYet as wait:
            log.info("outbox message %s (%s) waits: %s", message.id, message.topic, wait)
            _later(message.id)
            continue
        except Exception as error:
            log.exception("outbox message %s (%s) failed", message.id, message.topic)
            _failed(message.id, type(error).__name__)
            continue
        failpoint("job.effect")
        OutboxMessage.objects.filter(pk=message.id).update(done_at=clock.now(), lease_until=None)
        finished += 1
    return finished


def outbox_forget(*, older_than: timedelta = KEPT) -> int:
    """Remove messages that were finished longer ago; return how many."""
    return OutboxMessage.objects.filter(done_at__lt=clock.now() - older_than).delete()[0]


def _lease() -> Message | None:
    """Take the oldest free message, in one statement; None when there is none."""
    while True:
        instant = clock.now()
        with connection.cursor() as cursor:
            cursor.execute(_LEASE, {"now": instant, "until": instant + LEASE})
            row = cursor.fetchone()
        if row is None:
            return None
        number, topic, subject, data, attempts = row
        if attempts <= ATTEMPTS:
            return Message(number, topic, subject, json.loads(data))
        _park(number, "WorkerDied")  # no attempt lived long enough to say what failed


def _failed(message_id: int, reason: str) -> None:
    attempts = OutboxMessage.objects.values_list("attempts", flat=True).get(pk=message_id)
    if attempts >= ATTEMPTS:
        _park(message_id, reason)
        return
    OutboxMessage.objects.filter(pk=message_id).update(lease_until=clock.now() + _pause(attempts))


def _later(message_id: int) -> None:
    attempts = OutboxMessage.objects.values_list("attempts", flat=True).get(pk=message_id)
    OutboxMessage.objects.filter(pk=message_id).update(
        attempts=min(attempts, WAITS), lease_until=clock.now() + _pause(attempts)
    )


def _pause(attempts: int) -> timedelta:
    return min(LEASE * attempts**2, PAUSE_MAX)


def _park(message_id: int, reason: str) -> None:
    OutboxMessage.objects.filter(pk=message_id).update(parked_reason=reason, lease_until=None)
    log.error("outbox message %s is parked: %s", message_id, reason)
