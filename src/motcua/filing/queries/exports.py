"""Downloads of all data; shown to whoever asked for them and to nobody else."""

from __future__ import annotations

from typing import BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.passing import passing_open
from motcua.dossiers.queries import dossiers_search
from motcua.filing.exporting.archive import archives, collect
from motcua.filing.models import Export
from motcua.filing.types import ExportState, ExportView, WaitingExport
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.outbox import outbox_parked_of
from motcua.kernel.scope import SYSTEM, scope_use

TOPIC = "filing.export"
AT_ONCE_DOSSIERS = 20
AT_ONCE_BYTES = 20_000_000


class ExportGone(Refused):
    """The link has run out; what it led to is not kept any more."""

    status = 410


def export_at_once(*, citizen: CitizenActor) -> bytes | None:
    """Return the archive of somebody who has little; None where the worker must make it.

    Everything is read under the scope of whom it is for. Raises StoreDown.
    """
    with scope_use(citizen.scope):
        if len(dossiers_search(limit=AT_ONCE_DOSSIERS + 1).rows) > AT_ONCE_DOSSIERS:
            return None
        found = collect(citizen)
        if found.size > AT_ONCE_BYTES:
            return None
        return next(archives(citizen, found))


def export_last(citizen: CitizenActor) -> ExportView | None:
    """Return the download that this person asked for last, for the present subject."""
    row = _mine(citizen).order_by("-pk").first()
    return export_view(row) if row else None


def exports_waiting() -> list[WaitingExport]:
    """Return every download that is asked for and not made, the oldest first (operators)."""
    with scope_use(SYSTEM):
        rows = list(Export.objects.filter(state=ExportState.WAITING).order_by("pk"))
        parked = outbox_parked_of(TOPIC, (subject_of(row.pk) for row in rows))
    found = []
    for row in rows:
        message = parked.get(subject_of(row.pk))
        told = (message.id, message.attempts, message.reason) if message else (None, 0, "")
        found.append(WaitingExport(row.pk, row.requested_at, *told))
    return found


def subject_of(number: int) -> str:
    """Return how the outbox names a download."""
    return f"export:{number}"


def export_open(citizen: CitizenActor, public_id: str, number: int) -> tuple[BinaryIO, int]:
    """Open one archive (from 1) and return it with its size.

    Raises NotFound for another person's, and ExportGone once the link has run out.
    """
    row = _mine(citizen).filter(public_id=public_id).first()
    found = export_view(row) if row else None
    if found is None or found.state is ExportState.WAITING:
        raise NotFound("export_unknown", _("There is no such download here."))
    if found.state is not ExportState.READY:
        raise _gone()
    if not 1 <= number <= len(found.volumes):
        raise NotFound("export_unknown", _("There is no such download here."))
    sha256, size = found.volumes[number - 1]
    try:
        return passing_open(sha256, size), size
    except (FileNotFoundError, ValueError) as error:
        raise _gone() from error


def export_view(row: Export) -> ExportView:
    """Return a download as others see it; one that has run out is gone, swept or not."""
    state = ExportState(row.state)
    if state is ExportState.READY and row.expires_at and row.expires_at <= clock.now():
        state = ExportState.GONE
    stuck = False
    if state is ExportState.WAITING:
        with scope_use(SYSTEM):
            stuck = bool(outbox_parked_of(TOPIC, [subject_of(row.pk)]))
    return ExportView(
        public_id=row.public_id,
        state=state,
        requested_at=row.requested_at,
        ready_at=row.ready_at,
        expires_at=row.expires_at,
        volumes=tuple((sha256, size) for sha256, size in row.volumes),
        stuck=stuck,
    )


def _mine(citizen: CitizenActor) -> QuerySet[Export]:
    return Export.objects.filter(subject_id=citizen.subject_id, person_id=citizen.person_id)


def _gone() -> ExportGone:
    return ExportGone("export_gone", _("This link has run out. Please ask for the file again."))
