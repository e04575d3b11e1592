"""What of a dossier whoever it is for may keep: issued results, components that were accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.models import Attachment, Dossier, Result
from motcua.dossiers.types import Status


@dataclass(frozen=True)
class KeepablePaper:
    """A file that was handed in for a component.

    `accepted`: an officer took the dossier in with it, or decided the dossier in which it lies.
    """

    attachment_id: int
    component: str
    name: str
    file_id: int
    sha256: str
    accepted: bool


@dataclass(frozen=True)
class KeepableResult:
    """An issued version of the result; `withdrawn` when it was taken back as wrong."""

    version: int
    title: str
    number: str
    issued_at: datetime
    file_id: int
    sha256: str
    withdrawn: bool


@dataclass(frozen=True)
class Keepable:
    """A dossier of somebody known here, as far as its papers go."""

    id: int
    code: str
    person_ids: tuple[int, ...]
    procedure_code: str
    procedure_name: str
    unit_id: int
    unit_name: str
    submitted_at: datetime
    accepted_at: datetime | None
    papers: tuple[KeepablePaper, ...]
    results: tuple[KeepableResult, ...]


def dossier_keepable(dossier_id: int) -> Keepable | None:
    """Return what may be kept of a dossier; None when it is for nobody who signs in here."""
    known = Dossier.objects.select_related("procedure_version__procedure", "competent_unit")
    row = known.filter(pk=dossier_id).exclude(visible_persons=[]).first()
    if row is None:
        return None
    handed = Attachment.objects.filter(dossier=row, kind="component", component__isnull=False)
    issued = Result.objects.filter(dossier=row, kind="grant", issued_at__isnull=False)
    return Keepable(
        id=row.pk,
        code=row.code,
        person_ids=tuple(row.visible_persons),
        procedure_code=row.procedure_version.procedure.code,
        procedure_name=row.procedure_version.name,
        unit_id=row.competent_unit_id,
        unit_name=row.competent_unit.full_name or row.competent_unit.name,
        submitted_at=row.submitted_at,
        accepted_at=row.accepted_at,
        papers=tuple(
            KeepablePaper(
                attachment_id=one.pk,
                component=one.component.name,
                name=one.name,
                file_id=one.file_id,
                sha256=one.sha256,
                accepted=_accepted(row, one),
            )
            for one in handed.select_related("component").order_by("pk")
            if one.component is not None
        ),
        results=tuple(
            KeepableResult(
                version=one.version,
                title=one.title,
                number=one.number,
                issued_at=one.issued_at,
                file_id=one.file_id,
                sha256=one.sha256,
                withdrawn=bool(one.withdrawn_reason),
            )
            for one in issued.order_by("version")
            if one.issued_at is not None
        ),
    )


def dossiers_of_person(person_id: int) -> list[int]:
    """Return the dossiers that a person may see here, oldest first."""
    found = Dossier.objects.filter(visible_persons__contains=[person_id])
    return list(found.order_by("pk").values_list("pk", flat=True))


def _accepted(row: Dossier, paper: Attachment) -> bool:
    """Whether an officer looked at it: what a supplement brought waits for the decision."""
    if row.accepted_at is None:
        return False
    return paper.added_at <= row.accepted_at or row.status in {Status.DONE, Status.RETURNED}
