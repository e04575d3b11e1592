"""Which procedures have an internal process that an office drew and approved."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from motcua.workflow.models import Use


def processes_issued(on: date, unit_ids: Collection[int]) -> list[tuple[str, int]]:
    """Return code of procedure and unit where a version holds on a day.

    Of these units only, each once, in order; it holds in its unit and in everything below it. One
    statement.
    """
    rows = Use.objects.filter(effective_on__lte=on, unit_id__in=unit_ids)
    return list(
        rows.order_by("procedure", "unit_id").values_list("procedure", "unit_id").distinct()
    )
