"""What the operations of both registers share: numbers, files, who sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from motcua.identity.queries import people_of
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.organisations.queries import units_own
from motcua.quality.models import Evidence, Finding, NonconformityEvent

PURPOSE = "evidence of the quality register"
FILES_MOST = 10
_NEXT = """
INSERT INTO quality_numbering AS n (unit_id, kind, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (unit_id, kind, year) DO UPDATE SET last = n.last + 1 RETURNING last"""
Files = Sequence[tuple[int, str]]  # id in the store of documents, name


def number_next(unit_id: int, kind: str, year: int) -> int:
    """Return the next number; the row stays locked until the transaction ends, so none is lost."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [unit_id, kind, year])
        row = cursor.fetchone()
    return int(row[0])


def unit_of_person(account_id: int, unit_id: int) -> frozenset[int]:
    """Return where in a unit somebody is posted who may report there; empty for strangers."""
    people = people_of(unit_ids=[unit.id for unit in units_own(unit_id)])
    return frozenset(
        one.unit_id
        for one in people
        if one.account_id == account_id and Action.QUALITY_REPORT in one.actions
    )


def evidence_add(
    actor: Actor,
    files: Files,
    at: datetime,
    *,
    finding: Finding | None = None,
    event: NonconformityEvent | None = None,
) -> None:
    """Add files that are in the store already. Raises Invalid for too many."""
    if len(files) > FILES_MOST:
        raise Invalid([FieldProblem("files", _("At most ten files at a time."))])
    Evidence.objects.bulk_create(
        Evidence(
            finding=finding,
            event=event,
            file_id=file_id,
            name=name[:200],
            at=at,
            account_id=actor.account_id,
        )
        for file_id, name in files
    )


def reach_of(*groups: Iterable[int]) -> list[int]:
    """Return units that see something, once each."""
    return sorted({one for group in groups for one in group})
