"""Telling somebody something: the notice and its deliveries, in the present transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from motcua.kernel import clock
from motcua.notices import models, queries, rules
from motcua.notices.channels import channel_of
from motcua.notices.types import Channel, Notice, Preference, Recipient
from motcua.notices.wording import wording_of


def notice_send(notice: Notice) -> int | None:
    """Write a notice and its deliveries; return its id, None when its key was told already.

    Runs in the caller's transaction and under the system's scope (a worker's handler): the
    deliveries go out after it has committed. Raises KeyError for a template that does not exist
    or a value that it needs and has not got.
    """
    to = notice.recipient
    chosen = queries.preference_get(to.person_id) if to.person_id else Preference()
    language = to.language or chosen.language or settings.DEFAULT_LANGUAGE
    wording_of(notice.template, notice.values, notice.path, language)  # fails here, not at night
    made = models.Notice.objects.bulk_create(
        [
            models.Notice(
                key=notice.key,
                person_id=to.person_id,
                template=notice.template,
                values=notice.values,
                path=notice.path,
                language=language,
                subject=notice.subject,
                made_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )
    row = models.Notice.objects.get(key=notice.key)
    if row.made_at != made[0].made_at or row.deliveries.exists():
        return None
    models.Delivery.objects.bulk_create(
        models.Delivery(
            notice=row,
            channel=channel,
            address=address,
            reference=uuid4(),
            next_at=_first(row.made_at, channel, chosen, urgent=notice.urgent),
        )
        for channel, address in _ways(to, chosen)
    )
    return row.pk


def _ways(to: Recipient, chosen: Preference) -> list[tuple[Channel, str]]:
    """Return the ways that were chosen, have an address and are connected here."""
    wanted = {Channel.EMAIL: chosen.email, Channel.SMS: chosen.sms}
    if to.ways is not None:
        wanted = {channel: channel in to.ways for channel in Channel}
    addresses = {Channel.EMAIL: to.email, Channel.SMS: rules.phone_clean(to.phone)}
    return [
        (way, addresses[way])
        for way in Channel
        if wanted[way] and addresses[way] and channel_of(way)
    ]


def _first(now: datetime, channel: Channel, chosen: Preference, *, urgent: bool) -> datetime:
    return rules.not_before(
        timezone.localtime(now),
        channel=channel,
        quiet_from=chosen.quiet_from,
        quiet_to=chosen.quiet_to,
        urgent=urgent,
    )
