"""Delivering: take a lease, hand the message over, write down what came of it."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection

from motcua.kernel import clock
from motcua.kernel.failpoints import failpoint
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices import models, rules
from motcua.notices.channels import AddressRefused, ChannelDown, Outgoing, channel_of
from motcua.notices.types import Channel, DeliveryState
from motcua.notices.wording import wording_of

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=120)  # longer than any adapter's time-outs together
_TAKE = """
UPDATE notices_delivery SET lease_until = %(until)s, attempts = attempts + 1
 WHERE id = (SELECT id FROM notices_delivery
              WHERE state = 'waiting' AND next_at <= %(now)s
                AND (lease_until IS NULL OR lease_until < %(now)s)
              ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def deliveries_run(*, limit: int = 100) -> int:
    """Deliver what is due, oldest first; return how many were handed over.

    At least once: a worker killed between the hand-over and its mark repeats the message with
    the same reference, by which the next system knows it.
    """
    sent = 0
    for _count in range(limit):
        with scope_use(SYSTEM):
            row = _take()
        if row is None:
            break
        sent += _deliver(row)
    return sent


def _take() -> models.Delivery | None:
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"now": now, "until": now + LEASE})
        found = cursor.fetchone()
    if found is None:
        return None
    return models.Delivery.objects.select_related("notice").get(pk=found[0])


def _deliver(row: models.Delivery) -> bool:
    """Hand one message over outside of any transaction; the reason of a failure is a word."""
    adapter = channel_of(Channel(row.channel))
    if adapter is None:  # this installation lost the channel since the notice was written
        _postpone(row, "no_adapter")
        return False
    try:
        reference = adapter.send(_outgoing(row))
    except AddressRefused as refusal:
        _mark(row, state=DeliveryState.REFUSED, problem=str(refusal)[:80])
    except ChannelDown as down:
        _postpone(row, str(down)[:80])
    except Exception as error:
        log.exception("delivery %s failed", row.pk)
        _postpone(row, type(error).__name__)
    else:
        failpoint("notice.sent")
        _mark(
            row, state=DeliveryState.SENT, sent_at=clock.now(), provider_reference=reference[:120]
        )
        return True
    return False


def _outgoing(row: models.Delivery) -> Outgoing:
    notice = row.notice
    said = wording_of(notice.template, notice.values, notice.path, notice.language)
    return Outgoing(
        address=row.address,
        title=said.title,
        text=said.short if row.channel == Channel.SMS else said.mail,
        reference=str(row.reference),
        language=notice.language,
    )


def _postpone(row: models.Delivery, problem: str) -> None:
    again = rules.next_try(made_at=row.notice.made_at, now=clock.now(), attempts=row.attempts)
    if again is None:
        _mark(row, state=DeliveryState.GIVEN_UP, problem=problem)
    else:
        _mark(row, next_at=again, problem=problem)


def _mark(row: models.Delivery, **fields: object) -> None:
    with scope_use(SYSTEM):
        models.Delivery.objects.filter(pk=row.pk, state=DeliveryState.WAITING.value).update(
            lease_until=None, **fields
        )
