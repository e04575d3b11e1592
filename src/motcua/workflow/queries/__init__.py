"""Reads of this package."""

from __future__ import annotations

from motcua.workflow.queries.definitions import (
    definition_by_key,
    definition_diagram,
    definition_get,
    definitions_list,
)
from motcua.workflow.queries.items import (
    SUBJECT_OF_ITEM,
    hand_overs_of,
    item_get,
    item_of,
    item_read_locked,
    items_of,
    joined_view,
    live_items_of,
)
from motcua.workflow.queries.progress import (
    process_for,
    process_get,
    process_progress,
    progress_of,
)
from motcua.workflow.queries.worklist import worklist, worklist_counts

__all__ = [
    "SUBJECT_OF_ITEM",
    "definition_by_key",
    "definition_diagram",
    "definition_get",
    "definitions_list",
    "hand_overs_of",
    "item_get",
    "item_of",
    "item_read_locked",
    "items_of",
    "joined_view",
    "live_items_of",
    "process_for",
    "process_get",
    "process_progress",
    "progress_of",
    "worklist",
    "worklist_counts",
]
