"""All data of a person to take away (Law 91/2025/QH15: access to one's own data).

What is small is answered at once; what is large the worker makes, the person is told, and the link
is good for a day, for them alone.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import translation

from motcua.citizens.queries import actor_again
from motcua.citizens.types import CitizenActor
from motcua.documents.passing import passing_remove, passing_store
from motcua.filing.exporting.archive import archives, collect
from motcua.filing.models import Export
from motcua.filing.queries.exports import export_view
from motcua.filing.types import ExportState, ExportView
from motcua.kernel import clock
from motcua.kernel.outbox import Message, outbox_publish
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Notice, Recipient

TOPIC = "filing.export"
LIFE = timedelta(days=1)  # not longer than `documents.services.orphans_sweep` leaves it


@transaction.atomic
def export_request(*, citizen: CitizenActor) -> ExportView:
    """Ask for the download; asking again while it is being made asks for nothing more."""
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
            outbox_publish(topic=TOPIC, messages=[(f"export:{row.pk}", {})])
        return export_view(row)


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
