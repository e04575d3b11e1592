"""Documents of one's own; those of others are not found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.queries import file_get, hold_of
from motcua.documents.rules import EXTENSIONS
from motcua.documents.types import StoredFileView
from motcua.filing.models import StoreItem
from motcua.filing.types import StoreItemView, StoreKind
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused

MOST = 300


def documents_of(citizen: CitizenActor) -> list[StoreItemView]:
    """Return everything, the newest first; also what is out of force or can be put back."""
    ended = clock.now() - timedelta(days=settings.DRAFT_UNDO_DAYS)
    shown = _mine(citizen).exclude(removed_at__lte=ended).select_related("file__held")
    rows = shown.order_by("-issued_on", "-pk")[:MOST]
    return [item_view(row) for row in rows]


def documents_all(citizen: CitizenActor) -> list[StoreItemView]:
    """Return everything that is held, without an end to the list, for whoever takes it away."""
    rows = _mine(citizen).select_related("file__held").order_by("-issued_on", "-pk")
    return [item_view(row) for row in rows]


def documents_usable(citizen: CitizenActor) -> list[StoreItemView]:
    """Return what may go into a dossier today; the verified first, then the newest."""
    today = clock.today()
    rows = (
        _mine(citizen)
        .filter(Q(valid_to=None) | Q(valid_to__gte=today))
        .filter(replaced_by=None, withdrawn_at=None, removed_at=None)
        .exclude(file__held__signature__gt="")
        .select_related("file__held")
        .order_by("-verified", "-issued_on", "-pk")[:MOST]
    )
    return [item_view(row) for row in rows]


def document_get(citizen: CitizenActor, item_id: int) -> StoreItemView:
    """Return one of them; raises NotFound for another person's."""
    row = _mine(citizen).select_related("file__held").filter(pk=item_id).first()
    if row is None:
        raise NotFound("document_unknown", _("There is no such document here."))
    return item_view(row)


def document_file(citizen: CitizenActor, item_id: int) -> tuple[StoreItemView, StoredFileView]:
    """Return a document to be used once more, and its file under the document's name.

    Raises NotFound for another person's, Refused `document_ended` when it is out of force.
    """
    item = document_get(citizen, item_id)
    if not item.usable:
        raise Refused(
            "document_ended",
            _("This document is no longer in force. Please hand in the newer one."),
        )
    return item, replace(file_get(item.file_id), name=file_name(item))


def file_name(item: StoreItemView) -> str:
    """Return a name for the file of a document: its own, shortened, with the right ending."""
    bare = re.sub(r'[\\/:*?"<>|\s]+', " ", item.name).strip(" .")[:120] or item.sha256[:12]
    return f"{bare}.{EXTENSIONS[file_get(item.file_id).media_type][0]}"


def item_view(row: StoreItem) -> StoreItemView:
    """Return a row as others see it."""
    return StoreItemView(
        id=row.pk,
        kind=StoreKind(row.kind),
        code=row.code,
        name=row.name,
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        valid_to=row.valid_to,
        version=row.version,
        replaced_by=row.replaced_by_id,
        withdrawn_at=row.withdrawn_at,
        dossier_code=row.dossier_code,
        file_id=row.file_id,
        size=row.file.size,
        sha256=row.sha256,
        verified=row.verified,
        added_at=row.added_at,
        removed_at=row.removed_at,
        expired=row.valid_to is not None and row.valid_to < clock.today(),
        hold=hold_of(row.file),
        dossier_id=row.dossier_id,
    )


def _mine(citizen: CitizenActor) -> QuerySet[StoreItem]:
    return StoreItem.objects.filter(person_id=citizen.subject_id)
