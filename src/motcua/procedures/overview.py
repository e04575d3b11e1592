"""Reads of the catalogue as a whole: how many procedures where, and whether anything changed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from motcua.kernel import clock, text
from motcua.kernel.changes import marks_of
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import WORDS
from motcua.procedures.types import FieldView

_BOUNDS = """
SELECT DISTINCT at FROM procedures_procedureversion,
  unnest(ARRAY[effective_from, effective_to]) AS at WHERE at IS NOT NULL ORDER BY at
"""


def catalogue_state() -> str:
    """Return a text that changes whenever a page of the catalogue may.

    It tells what was written and how many versions have begun or ended by now. One statement;
    one more when something was written since this process asked the last time.
    """
    procedures, offerings = marks_of(["procedures", "offerings"])
    return f"p{procedures}-{bisect_right(_bounds(procedures), clock.now())}-o{offerings}"


@lru_cache(maxsize=2)
def _bounds(mark: int) -> tuple[datetime, ...]:
    """Return the instants at which versions begin or end, in order, as they stood at a mark."""
    del mark
    with connection.cursor() as cursor:
        cursor.execute(_BOUNDS)
        return tuple(row[0] for row in cursor.fetchall())


def counts_by_field(query: str = "", *, level: str | None = None) -> list[tuple[FieldView, int]]:
    """Return the fields of the procedures that a search finds, the largest first; one statement."""
    names = ("code", "name_vi", "name_en", "name_id")
    rows = _found(query, level=level).values_list(*(f"field__{name}" for name in names))
    counted = rows.annotate(n=Count("id")).order_by("-n", "field__sort_key")
    return [(FieldView(*row[:4]), row[4]) for row in counted]


def counts_by_level(query: str = "", *, field: str | None = None) -> dict[str, int]:
    """Return how many procedures of a search each level resolves; one statement."""
    counts: dict[str, int] = {}
    rows = _found(query, field=field).values_list("levels").annotate(n=Count("id")).order_by()
    for levels, n in rows:
        for level in levels:
            counts[level] = counts.get(level, 0) + n
    return counts


def _found(query: str, *, field: str | None = None, level: str | None = None) -> QuerySet[Any]:
    """Return what `procedures_search` finds, uncounted and unordered."""
    now = clock.now()
    ends = Q(effective_to__isnull=True) | Q(effective_to__gt=now)
    rows: QuerySet[Any] = ProcedureVersion.objects.filter(ends, effective_from__lte=now)
    for word in text.search_key(query).split()[:WORDS]:
        rows = rows.filter(search_key__contains=f" {word}")
    if field:
        rows = rows.filter(field__code=field)
    return rows.filter(levels__contains=[level]) if level else rows
