"""The whole catalogue as the Service Index reads it: few columns of every version, offerings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from motcua.procedures.models import Component, Offering, ProcedureVersion


@dataclass(frozen=True, slots=True)
class VersionIndexed:
    """A version, without its papers, fees and texts; empty text or list: not known."""

    id: int
    code: str
    field_code: str
    effective_from: datetime
    effective_to: datetime | None
    missing: tuple[str, ...]
    fee_state: str
    limit: str
    online_level: str
    channels: tuple[str, ...]
    applicants: tuple[str, ...]
    requires_paper_result: bool | None


@dataclass(frozen=True, slots=True)
class OfferingIndexed:
    """That a unit resolves a procedure, from and until before."""

    unit_id: int
    code: str
    opened_at: datetime
    closed_at: datetime | None


def versions_indexed(codes: Collection[str] | None = None) -> list[VersionIndexed]:
    """Return every version of the catalogue (or of some procedures), by id; one statement."""
    rows = ProcedureVersion.objects.order_by("pk")
    if codes is not None:
        rows = rows.filter(procedure__code__in=codes)
    columns = (
        *("pk", "procedure__code", "field__code", "effective_from", "effective_to", "missing"),
        *("fee_state", "limit", "content__online_level", "content__channels"),
        *("content__applicants", "content__requires_paper_result"),
    )
    return [_version(row) for row in rows.values_list(*columns)]


def _version(row: tuple[Any, ...]) -> VersionIndexed:
    return VersionIndexed(
        id=row[0],
        code=row[1],
        field_code=row[2],
        effective_from=row[3],
        effective_to=row[4],
        missing=tuple(row[5]),
        fee_state=row[6],
        limit=row[7],
        online_level=row[8] or "",
        channels=tuple(row[9] or ()),
        applicants=tuple(row[10] or ()),
        requires_paper_result=row[11],
    )


@dataclass(frozen=True, slots=True)
class OfferingStanding:
    """That a unit resolves a procedure at an instant, and which unit's counter takes it in."""

    unit_id: int
    code: str
    receiving_id: int | None


def offerings_standing(unit_ids: Collection[int], at: datetime) -> list[OfferingStanding]:
    """Return what units resolve at an instant, of procedures with a version in force; by id.

    One statement.
    """
    in_force = ProcedureVersion.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=at),
        procedure_id=OuterRef("procedure_id"),
        effective_from__lte=at,
    )
    rows = Offering.objects.filter(
        Q(closed_at__isnull=True) | Q(closed_at__gt=at),
        Exists(in_force),
        unit_id__in=unit_ids,
        opened_at__lte=at,
    ).order_by("pk")
    columns = ("unit_id", "procedure__code", "roles_units__receiving")
    return [OfferingStanding(*row) for row in rows.values_list(*columns)]


def offerings_indexed(unit_ids: Collection[int] | None = None) -> list[OfferingIndexed]:
    """Return every offering there is or was (of some units), by id; one statement."""
    rows = Offering.objects.order_by("pk")
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    columns = ("unit_id", "procedure__code", "opened_at", "closed_at")
    return [OfferingIndexed(*row) for row in rows.values_list(*columns)]


def papers_held(codes: Collection[str], at: datetime) -> dict[str, tuple[int, int]]:
    """Return by procedure how many of its papers a data source can stand for, and of how many.

    Of the version in force at an instant (of two, the newer one); one statement.
    """
    in_force = Q(version__effective_to=None) | Q(version__effective_to__gt=at)
    rows = (
        Component.objects.filter(in_force, version__procedure__code__in=list(codes))
        .filter(version__effective_from__lte=at)
        .order_by("version__effective_from", "version_id", "order")
        .values_list("version__procedure__code", "version_id", "satisfied_by")
    )
    found: dict[str, tuple[int, int, int]] = {}
    for code, version, sources in rows:
        held, papers = found[code][1:] if code in found and found[code][0] == version else (0, 0)
        found[code] = (version, held + bool(sources), papers + 1)
    return {code: (held, papers) for code, (_version, held, papers) in found.items()}


OFFERINGS_SQL = """SELECT o.unit_id, p.code AS procedure_code, o.opened_at AS valid_from,
  o.closed_at AS valid_to
FROM procedures_offering o JOIN procedures_procedure p ON p.id = o.procedure_id"""
"""The same offerings as a relation, for whoever counts them by the hundred thousand."""
_MARKS = """
SELECT unit_id, sum(hashint8extended(procedure_id, 1)::numeric)::text FROM procedures_offering
WHERE (%(all)s OR unit_id = ANY(%(units)s))
  AND opened_at <= %(at)s AND (closed_at IS NULL OR closed_at > %(at)s)
GROUP BY unit_id
"""


def offerings_marks(at: datetime, unit_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return a number by unit that is another one when the unit resolved other procedures then.

    Of all units, or of some; numbers of several units are added. One statement.
    """
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"all": unit_ids is None, "units": list(unit_ids or ()), "at": at}
        cursor.execute(_MARKS, given)
        return {unit: int(mark) for unit, mark in cursor.fetchall()}
