"""Outbox: facts to be told to others, written with the change and delivered at least once.

The rows are the truth; jobs are only hands. A worker takes a lease, does the work, marks the
row done. A worker killed anywhere is made good when its lease has run out (`LEASE`), because
`outbox_deliver` reads business rows, never the state of jobs.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from motcua.kernel import clock
from motcua.kernel.failpoints import failpoint
from motcua.kernel.models import OutboxMessage
from motcua.kernel.scope import SYSTEM, scope_use

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
ATTEMPTS = 50


@dataclass(frozen=True)
class Message:
    """A message as its handlers see it; handlers must tolerate seeing it twice."""

    id: int
    topic: str
    subject: str
    data: dict[str, Any]


Handler = Callable[[Message], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def outbox_handle(topic: str, handler: Handler) -> None:
    """Call `handler` for each message of a topic; connect from `AppConfig.ready`."""
    if handler not in _handlers[topic]:
        _handlers[topic].append(handler)


def outbox_publish(*, topic: str, messages: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write messages (subject, data) in the present transaction, in one statement."""
    OutboxMessage.objects.bulk_create(
        OutboxMessage(topic=topic, subject=subject, data=data) for subject, data in messages
    )


def outbox_stuck(patience: timedelta) -> list[int]:
    """Return messages whose lease ran out longer ago than `patience`: nobody took them up again."""
    held = OutboxMessage.objects.filter(
        done_at__isnull=True, parked_reason="", lease_until__lt=clock.now() - patience
    )
    return list(held.order_by("id").values_list("pk", flat=True))


def outbox_deliver(*, limit: int = 100) -> int:
    """Deliver open messages, oldest first; return how many were finished.

    A message whose handler fails is tried again after its lease; after 50 attempts it is parked
    with the reason, where operators see it.
    """
    finished = 0
    for message in _lease(limit):
        failpoint("job.fetched")
        try:
            with scope_use(SYSTEM):
                for handler in _handlers[message.topic]:
                    handler(message)
        except Exception as error:
            log.exception("outbox message %s (%s) failed", message.id, message.topic)
            _failed(message.id, type(error).__name__)
            continue
        failpoint("job.effect")
        OutboxMessage.objects.filter(pk=message.id).update(done_at=clock.now(), lease_until=None)
        finished += 1
    return finished


def _lease(limit: int) -> list[Message]:
    instant = clock.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=instant)
    with transaction.atomic():
        rows = list(
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(free, done_at__isnull=True, parked_reason="")
            .order_by("id")[:limit]
        )
        OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
            lease_until=instant + LEASE, attempts=F("attempts") + 1
        )
    return [Message(row.pk, row.topic, row.subject, row.data) for row in rows]


def _failed(message_id: int, reason: str) -> None:
    rows = OutboxMessage.objects.filter(pk=message_id)
    if rows.filter(attempts__gte=ATTEMPTS).update(parked_reason=reason, lease_until=None) == 0:
        return
    log.error("outbox message %s is parked: %s", message_id, reason)
