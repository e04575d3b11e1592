"""What the people of some units have to do: light rows, one statement."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.workflow.models import LIVE, WorkItem
from motcua.workflow.rules.workload import LoadItem

MOST = 3_000


def load_items(unit_ids: Iterable[int]) -> list[LoadItem]:
    """Return the live items of these units, nearest due first, at most three thousand.

    An item on its way counts for whoever answers for it until the receiver confirms.
    """
    rows = WorkItem.objects.filter(LIVE, unit_id__in=sorted(set(unit_ids)))
    found = rows.order_by("due_at", "id").values_list(
        "id", "version", "process__subject", "act", "role", "unit_id", "claimed_by_id",
        "for_account_id", "due_at", "minutes", "paused_at",
    )[:MOST]  # fmt: skip
    return [LoadItem(*row[:-1], paused=row[-1] is not None) for row in found]
