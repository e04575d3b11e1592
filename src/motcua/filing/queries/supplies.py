"""What is put up for requests of the office; what belongs to others is not found."""

from __future__ import annotations

from django.db.models import QuerySet

from motcua.citizens.types import CitizenActor
from motcua.documents.queries import hold_of, view
from motcua.filing.models import Supply, SupplyFile
from motcua.filing.types import DraftFileView, StoreKind, SupplyView


def supplies_mine(citizen: CitizenActor) -> QuerySet[Supply]:
    """Return what this person puts up for the present subject."""
    return Supply.objects.filter(subject_id=citizen.subject_id, person_id=citizen.person_id)


def supply_of(citizen: CitizenActor, code: str, ordinal: int) -> SupplyView | None:
    """Return what is there for one request of a dossier; None before anything is. Two statements.

    A request that has ended keeps it until it is forgotten (`drafts_expire`).
    """
    row = supplies_mine(citizen).filter(dossier_code=code, ordinal=ordinal).first()
    return supply_view(row) if row else None


def supplies_of(citizen: CitizenActor) -> list[SupplyView]:
    """Return everything that is put up and not sent, the last saved first."""
    rows = supplies_mine(citizen).order_by("-saved_at", "-id")
    return [one for one in map(supply_view, rows) if one.places]


def supply_view(row: Supply) -> SupplyView:
    """Return a row with its files as others see it."""
    files = SupplyFile.objects.filter(supply=row).select_related("file__held", "item")
    return SupplyView(
        public_id=row.public_id,
        code=row.dossier_code,
        ordinal=row.ordinal,
        texts={int(place): text for place, text in row.texts.items() if text},
        files=tuple(_file(one) for one in files),
        saved_at=row.saved_at,
    )


def _file(row: SupplyFile) -> DraftFileView:
    return DraftFileView(
        id=row.pk,
        component_id=row.place,
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
