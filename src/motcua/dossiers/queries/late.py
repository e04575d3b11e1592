"""Lists of lateness: overdue without an apology, due soon, apologised, late without a cause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection
from django.db.models import F, Q, QuerySet

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.lists import dossier_rows, place_read
from motcua.dossiers.types import LateCause
from motcua.dossiers.views import DossierRow
from motcua.kernel import clock

RUNNING = (2, 4, 6)
SOON = timedelta(days=2)


class LateList(StrEnum):
    """Which dossiers a list shows."""

    OVERDUE = "overdue"  # past the due date, and nobody has apologised
    SOON = "soon"  # the due date is near: an apology is still in time
    APOLOGISED = "apologised"  # promised anew and still open
    CAUSE = "cause"  # late, and nobody has said why


@dataclass(frozen=True)
class LateRow:
    """A line of such a list."""

    dossier: DossierRow
    promised_at: datetime | None
    cause: LateCause


# Units as one value: a country has ten thousand, each a parameter of its own with the ORM.
_PAST_DUE = """
SELECT id FROM dossiers_dossier WHERE status = ANY(%s) AND suspended_from IS NULL
  AND due_at <= %s AND competent_unit_id = ANY(%s::bigint[])
"""


def dossiers_late(
    kind: LateList, *, unit_ids: Iterable[int], after: str = "", limit: int = 50
) -> tuple[tuple[LateRow, ...], str]:
    """Return a page of the list for these competent units, the longest overdue first.

    With it the place where the next page begins, empty on the last. Raises Invalid for a wrong
    `after`. Three statements.
    """
    found = _wanted(kind).filter(competent_unit_id__in=list(unit_ids))
    if after:
        instant, number = place_read(after)
        found = found.filter(Q(due_at__gt=instant) | Q(due_at=instant, id__gt=number))
    rows = list(found.order_by("due_at", "id")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    following = f"{last.due_at.isoformat()}~{last.pk}" if last and last.due_at else ""
    shown = rows[:limit]
    lines = zip(shown, dossier_rows(shown), strict=True)
    return (
        tuple(LateRow(line, row.promised_at, LateCause(row.late_cause)) for row, line in lines),
        following,
    )


def dossiers_late_count(*, unit_ids: Iterable[int], most: int = 1000) -> dict[LateList, int]:
    """Return how many each list holds, counted up to `most`; one statement each."""
    ids = list(unit_ids)
    return {
        kind: _wanted(kind).filter(competent_unit_id__in=ids)[:most].count() for kind in LateList
    }


def ids_past_due(unit_ids: Iterable[int], until: datetime) -> list[int]:
    """Return the dossiers of competent units whose clock runs now and was due by an instant.

    One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAST_DUE, [list(RUNNING), until, list(unit_ids)])
        return [number for (number,) in cursor.fetchall()]


def late_causes(ids: Iterable[int]) -> dict[int, LateCause]:
    """Return the cause on record of each dossier, NONE where nobody has said why; one statement."""
    rows = Dossier.objects.filter(pk__in=list(ids)).values_list("pk", "late_cause")
    return {pk: LateCause(cause) for pk, cause in rows}


def late_cause_shared(codes: Iterable[str]) -> LateCause:
    """Return the cause that is recorded for all these dossiers; NONE where there is not one."""
    found = Dossier.objects.filter(code__in=list(codes)).values_list("late_cause", flat=True)
    causes = set(found.order_by().distinct()[:2])
    return LateCause(causes.pop()) if len(causes) == 1 else LateCause.NONE


def _wanted(kind: LateList) -> QuerySet[Dossier]:
    now = clock.now()
    running = Dossier.objects.filter(status__in=RUNNING, suspended_from__isnull=True)
    if kind is LateList.OVERDUE:
        return running.filter(due_at__lt=now, promised_at__isnull=True)
    if kind is LateList.SOON:
        return running.filter(due_at__gte=now, due_at__lt=now + SOON, promised_at__isnull=True)
    if kind is LateList.APOLOGISED:
        return running.filter(promised_at__isnull=False)
    late = Q(ended_at__isnull=True, due_at__lt=now, suspended_from__isnull=True)
    ended = Q(ended_at__gt=F("due_at"), status__in=(9, 10))
    return Dossier.objects.filter(
        late | ended, status__in=(*RUNNING, 9, 10), late_cause="", due_at__isnull=False
    )
