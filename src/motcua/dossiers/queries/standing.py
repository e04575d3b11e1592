"""Where dossiers of a group stand, and which dossiers say of themselves that they are of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.types import ENDED, Phase, Status
from motcua.organisations.queries import units_by_ids

WITH_RESULT = frozenset({Status.DONE, Status.RETURNED})
_OF_GROUPS = """
SELECT d.id, d.code, d.content_hash, (e.payload::jsonb)->'data'->>'group',
       (e.payload::jsonb)->'data'->>'part'
FROM dossiers_event e JOIN dossiers_dossier d ON d.id = e.dossier_id
WHERE e.seq = 1 AND e.payload LIKE %s ORDER BY d.id
"""


@dataclass(frozen=True)
class Standing:
    """Where one dossier stands; nothing of any person."""

    id: int
    code: str
    status: Status
    phase: Phase
    waiting: bool
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    due_explanation: tuple[dict[str, Any], ...]
    ended_at: datetime | None
    content_hash: str
    competent_unit_id: int
    competent_unit_name: str
    visible_unit_ids: tuple[int, ...]
    refusal: bool = False  # the result that was issued is a reasoned refusal

    @property
    def granted(self) -> bool:
        """Whether it ended with what was asked for."""
        return self.status in WITH_RESULT and not self.refusal

    @property
    def failed(self) -> bool:
        """Whether it ended without what was asked for."""
        return self.status in ENDED and not self.granted

    @property
    def before_acceptance(self) -> bool:
        """Whether the office has not accepted it yet."""
        asked = self.status is Status.SUPPLEMENT and self.phase is Phase.INTAKE
        return self.status is Status.REGISTERED or asked


@dataclass(frozen=True)
class Issued:
    """A result that was issued, for whoever needs it to go on."""

    title: str
    number: str
    version: int
    issued_at: datetime
    file_id: int
    file_name: str
    withdrawn: bool


def standings(ids: Iterable[int]) -> dict[int, Standing]:
    """Return where dossiers of the scope stand, by id; two statements, three with results."""
    rows = list(Dossier.objects.filter(pk__in=set(ids)).defer("content"))
    refused = _refused([row.pk for row in rows if row.status in WITH_RESULT])
    units = units_by_ids({row.competent_unit_id for row in rows})
    return {
        row.pk: Standing(
            id=row.pk,
            code=row.code,
            status=Status(row.status),
            phase=Phase(row.phase),
            waiting=row.waiting,
            submitted_at=row.submitted_at,
            accepted_at=row.accepted_at,
            due_at=row.due_at,
            due_explanation=tuple(row.due_explanation),
            ended_at=row.ended_at,
            content_hash=row.content_hash,
            competent_unit_id=row.competent_unit_id,
            competent_unit_name=units[row.competent_unit_id].full_name,
            visible_unit_ids=tuple(row.visible_units),
            refusal=row.pk in refused,
        )
        for row in rows
    }


def _refused(ids: list[int]) -> frozenset[int]:
    """Return those of ended dossiers whose newest issued result is a refusal."""
    if not ids:
        return frozenset()
    issued = Result.objects.filter(dossier_id__in=ids, issued_at__isnull=False)
    newest = issued.order_by("dossier_id", "-version").distinct("dossier_id")
    kinds = newest.values_list("dossier_id", "kind")
    return frozenset(dossier_id for dossier_id, kind in kinds if kind == "refusal")


def issued_of(dossier_id: int) -> Issued | None:
    """Return the newest result of a dossier that was issued; one statement."""
    row = (
        Result.objects.filter(dossier_id=dossier_id, issued_at__isnull=False)
        .order_by("version")
        .last()
    )
    if row is None or row.issued_at is None:
        return None
    return Issued(
        title=row.title,
        number=row.number,
        version=row.version,
        issued_at=row.issued_at,
        file_id=row.file_id,
        file_name=row.file_name,
        withdrawn=bool(row.withdrawn_reason),
    )


def dossiers_in_groups() -> Iterator[tuple[int, str, str, str, str]]:
    """Yield (id, code, content hash, parent's code, part) of every dossier filed in a group."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_GROUPS, ['%"group":%'])
        yield from cursor.fetchall()
