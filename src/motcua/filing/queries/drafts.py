"""Drafts of somebody signed in; what belongs to others is not found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.queries import hold_of, view
from motcua.filing.models import Draft, DraftFile
from motcua.filing.types import (
    Delivery,
    DraftFileView,
    DraftRow,
    DraftState,
    DraftView,
    FeeSaid,
    OtherAnswers,
    Paper,
    PaperWay,
    StoreKind,
)
from motcua.kernel.errors import NotFound
from motcua.procedures.queries import versions_by_ids


def drafts_mine(citizen: CitizenActor) -> QuerySet[Draft]:
    """Return the drafts that this person began for the present subject."""
    return Draft.objects.filter(subject_id=citizen.subject_id, person_id=citizen.person_id)


def draft_get(citizen: CitizenActor, public_id: str) -> DraftView:
    """Return one draft with its files; raises NotFound for another person's. Two statements."""
    row = drafts_mine(citizen).filter(public_id=public_id).first()
    if row is None:
        raise NotFound("draft_unknown", _("There is no such draft here."))
    return draft_view(row, files_of(row))


def drafts_of(citizen: CitizenActor, *, discarded: bool = False) -> list[DraftRow]:
    """Return the open drafts, or those that can be taken back; the last saved first."""
    state = DraftState.DISCARDED if discarded else DraftState.OPEN
    return _rows(drafts_mine(citizen).filter(state=state).order_by("-saved_at", "-id")[:100])


def drafts_open(citizen: CitizenActor, procedure_code: str) -> list[DraftRow]:
    """Return the open drafts of a procedure, so that nobody begins twice without knowing."""
    found = drafts_mine(citizen).filter(state=DraftState.OPEN, procedure_code=procedure_code)
    return _rows(found.order_by("-saved_at", "-id")[:5])


def drafts_begun(citizen: CitizenActor) -> list[DraftView]:
    """Return every draft that is held, with answers and files: open, sent and deleted ones."""
    rows = drafts_mine(citizen).prefetch_related("files__file__held", "files__item").order_by("-id")
    return [draft_view(row, tuple(file_view(one) for one in row.files.all())) for row in rows]


def files_of(row: Draft) -> tuple[DraftFileView, ...]:
    """Return the files of a draft, by component and place."""
    found = DraftFile.objects.filter(draft=row).select_related("file__held", "item")
    return tuple(file_view(one) for one in found)


def file_view(row: DraftFile) -> DraftFileView:
    """Return a file of a draft as others see it."""
    return DraftFileView(
        id=row.pk,
        component_id=row.component_id,
        file_id=row.file_id,
        name=row.name,
        order=row.order,
        source=row.source,
        size=row.file.size,
        item_id=row.item_id,
        proof=StoreKind(row.item.kind) if row.item else None,
        proof_code=row.item.dossier_code if row.item else "",
        hold=hold_of(row.file),
        cleaned=view(row.file).cleaned,
    )


def draft_view(row: Draft, files: tuple[DraftFileView, ...] = ()) -> DraftView:
    """Return a draft as others see it."""
    same = (
        "id", "public_id", "person_id", "subject_id", "relation_id", "procedure_code",
        "version_id", "form_id", "form_number", "unit_id", "case", "answers", "group", "version",
        "sent_code", "started_at", "saved_at", "expires_at", "sent_at", "discarded_at", "sources",
        "again",
    )  # fmt: skip
    columns: dict[str, Any] = {name: getattr(row, name) for name in same}
    return DraftView(
        **columns,
        parts=tuple(row.parts),
        marks=tuple(row.marks),
        pages_done=tuple(page for page in row.pages if not page.startswith("~")),
        papers={int(key): _paper(value) for key, value in row.papers.items()},
        delivery=Delivery(**row.delivery),
        fees=_fees(row.fees),
        state=DraftState(row.state),
        others=tuple(
            OtherAnswers(page, one["answers"], datetime.fromisoformat(one["at"]))
            for page, one in row.others.items()
        ),
        changes=tuple(row.changes),
        files=files,
    )


def _paper(value: dict[str, str]) -> Paper:
    return Paper(PaperWay(value["way"]), value.get("note", ""), value.get("record", ""))


def _fees(value: dict[str, Any]) -> FeeSaid:
    groups = tuple(value.get("groups", ()))
    return FeeSaid(value.get("copies", 1), groups, value.get("seen", False))


def _rows(found: Iterable[Draft]) -> list[DraftRow]:
    rows = list(found)
    versions = versions_by_ids({row.version_id for row in rows})
    return [
        DraftRow(
            public_id=row.public_id,
            procedure_code=row.procedure_code,
            procedure_name=versions[row.version_id].name if row.version_id in versions else "",
            saved_at=row.saved_at,
            expires_at=row.expires_at,
            state=DraftState(row.state),
            group=row.group,
            subject_id=row.subject_id,
            parts_again=tuple(row.parts) if row.again else (),
        )
        for row in rows
    ]
