"""All data of a person to take away (Law 91/2025/QH15: access to one's own data).

What is small is answered at once; what is large the worker makes, the person is told, and the link
is good for a day, for them alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.citizens.queries import actor_again
from motcua.citizens.types import CitizenActor
from motcua.documents.passing import passing_remove, passing_store
from motcua.filing.exporting.archive import archives, collect
from motcua.filing.models import Export
from motcua.filing.queries.exports import TOPIC, export_view, subject_of
from motcua.filing.types import ExportState, ExportView
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.outbox import (
    Message,
    outbox_drop,
    outbox_parked_of,
    outbox_publish,
    outbox_retry,
)
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Notice, Recipient

LIFE = timedelta(days=1)  # not longer than `documents.services.orphans_sweep` leaves it


@transaction.atomic
def export_request(*, citizen: CitizenActor) -> ExportView:
    """Ask for the download; asking again while it is being made asks for nothing more.

    One that failed so often that nobody tries any more is tried again from the first attempt.
    """
    language = (translation.get_language() or "vi")[:2]
    with scope_use(SYSTEM):
        row, new = Export.objects.get_or_create(
            person_id=citizen.person_id,
            subject_id=citizen.subject_id,
            state=ExportState.WAITING.value,
            defaults={
                "relation_id": citizen.relation_id,
                "language": language,
                "requested_at": clock.now(),
            },
        )
        if new:
            outbox_publish(topic=TOPIC, messages=[(subject_of(row.pk), {})])
        else:
            _try_again([row.pk])
        return export_view(row)


def exports_retry(numbers: Iterable[int]) -> int:
    """Let the worker try these again from the first attempt; return how many were stuck."""
    with scope_use(SYSTEM), transaction.atomic():
        return _try_again(numbers)


def export_give_up(number: int) -> None:
    """Give one up that cannot be made; the person reads so and may ask anew.

    Raises NotFound for one that waits for nobody: only what failed too often is given up.
    """
    with scope_use(SYSTEM), transaction.atomic():
        row = Export.objects.select_for_update().filter(pk=number).first()
        message = outbox_parked_of(TOPIC, [subject_of(number)]).get(subject_of(number))
        if row is None or row.state != ExportState.WAITING or message is None:
            raise NotFound("export_unknown", _("There is no such download here."))
        row.state = ExportState.FAILED.value
        row.save(update_fields=["state"])
        outbox_drop(message.id)


def _try_again(numbers: Iterable[int]) -> int:
    parked = outbox_parked_of(TOPIC, (subject_of(number) for number in numbers))
    return outbox_retry([one.id for one in parked.values()]) if parked else 0


def export_make(message: Message) -> None:
    """Make a download that waits, and tell whoever asked; harmless to repeat (the worker)."""
    number = int(message.subject.partition(":")[2])
    row = Export.objects.select_for_update().filter(pk=number).first()
    if row is None or row.state != ExportState.WAITING:
        return
    citizen = actor_again(row.person_id, row.subject_id, row.relation_id)
    if citizen is None:
        row.state = ExportState.FAILED.value
        row.save(update_fields=["state"])
        return
    with translation.override(row.language), scope_use(citizen.scope):
        found = collect(citizen)
        row.volumes = [list(passing_store(data)) for data in archives(citizen, found)]
    row.state = ExportState.READY.value
    row.ready_at = clock.now()
    row.expires_at = row.ready_at + LIFE
    row.save(update_fields=["volumes", "state", "ready_at", "expires_at"])
    older = Export.objects.filter(person_id=row.person_id, subject_id=row.subject_id)
    _forget(list(older.filter(state=ExportState.READY).exclude(pk=row.pk)))
    _tell(row, citizen)


def exports_forget() -> int:
    """Remove what has run out; return how many downloads that were."""
    with scope_use(SYSTEM):
        ended = Export.objects.select_for_update(skip_locked=True).filter(
            state=ExportState.READY, expires_at__lte=clock.now()
        )
        return _forget(list(ended))


def _forget(rows: list[Export]) -> int:
    for row in rows:
        for sha256, _size in row.volumes:
            passing_remove(sha256)
        row.state, row.volumes = ExportState.GONE.value, []
        row.save(update_fields=["state", "volumes"])
    return len(rows)


def _tell(row: Export, citizen: CitizenActor) -> None:
    person = citizen.person
    notice_send(
        Notice(
            key=f"export:{row.pk}",
            template="export_ready",
            recipient=Recipient(
                person_id=person.id,
                email=person.email,
                phone=person.phone,
                language=person.language,
            ),
            subject=f"export:{row.pk}",
            values={"expires_at": row.expires_at.isoformat() if row.expires_at else ""},
            path="/my/data/export/",
        )
    )
