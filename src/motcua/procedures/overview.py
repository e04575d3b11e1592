"""Reads of the catalogue as a whole: how many procedures where, and whether anything changed."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from motcua.kernel import clock, text
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import WORDS
from motcua.procedures.types import FieldView

_STATE = """
SELECT max(id), max(id) FILTER (WHERE effective_from <= %(now)s),
       count(*) FILTER (WHERE effective_to <= %(now)s),
       (SELECT max(id) FROM procedures_offering),
       (SELECT count(closed_at) FROM procedures_offering)
FROM procedures_procedureversion
"""


def catalogue_state() -> str:
    """Return a text that changes whenever a page of the catalogue may; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"now": clock.now()})
        return "-".join(str(part or 0) for part in cursor.fetchone())


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
