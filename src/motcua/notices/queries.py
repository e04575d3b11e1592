"""Reads of the notices; the scope decides whose."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch

from motcua.notices import models, rules
from motcua.notices.types import Channel, DeliveryState, DeliveryView, NoticeView, Preference
from motcua.notices.wording import wording_of

_DELIVERIES = Prefetch("deliveries", models.Delivery.objects.order_by("pk"))


def preference_get(person_id: int) -> Preference:
    """Return what a person chose, or the defaults."""
    row = models.Preference.objects.filter(pk=person_id).first()
    if row is None:
        return Preference()
    return Preference(row.wants_mail, row.wants_sms, row.language, row.quiet_from, row.quiet_to)


def notices_of_person(
    person_id: int, *, language: str, before: int | None = None, limit: int = 20
) -> list[NoticeView]:
    """Return a person's notices, newest first, in the language of whoever reads; two statements."""
    found = models.Notice.objects.filter(person_id=person_id)
    if before is not None:
        found = found.filter(pk__lt=before)
    return _views(found.order_by("-pk")[:limit].prefetch_related(_DELIVERIES), language)


def notices_of_subject(subject: str, *, language: str) -> list[NoticeView]:
    """Return what was told about something (`dossier:17`), oldest first; two statements."""
    found = models.Notice.objects.filter(subject=subject).order_by("pk")
    return _views(found.prefetch_related(_DELIVERIES), language)


def keys_known(keys: Iterable[str]) -> frozenset[str]:
    """Return those of the keys under which something was told already; one statement."""
    found = models.Notice.objects.filter(key__in=list(keys))
    return frozenset(found.values_list("key", flat=True))


def unread_count(person_id: int) -> int:
    """Return how many notices a person has not opened."""
    return models.Notice.objects.filter(person_id=person_id, read_at__isnull=True).count()


def _views(rows: Iterable[models.Notice], language: str) -> list[NoticeView]:
    return [_view(row, language) for row in rows]


def _view(row: models.Notice, language: str) -> NoticeView:
    said = wording_of(row.template, row.values, "", language)
    return NoticeView(
        id=row.pk,
        made_at=row.made_at,
        title=said.title,
        text=said.text,
        subject=row.subject,
        path=row.path,
        read_at=row.read_at,
        deliveries=tuple(_delivery(one) for one in row.deliveries.all()),
    )


def _delivery(row: models.Delivery) -> DeliveryView:
    return DeliveryView(
        channel=Channel(row.channel),
        state=DeliveryState(row.state),
        address=rules.mask(row.address),
        attempts=row.attempts,
        next_at=row.next_at if row.state == DeliveryState.WAITING else None,
        sent_at=row.sent_at,
        problem=row.problem,
    )
