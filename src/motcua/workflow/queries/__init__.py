"""Reads of this package."""

from __future__ import annotations

from motcua.workflow.queries.definitions import (
    definition_by_key,
    definition_diagram,
    definition_get,
    definitions_list,
)
from motcua.workflow.queries.items import hand_overs_of, item_get, items_of, live_items_of
from motcua.workflow.queries.progress import (
    process_for,
    process_get,
    process_progress,
    progress_of,
)
from motcua.workflow.queries.worklist import worklist, worklist_counts

__all__ = [
    "definition_by_key",
    "definition_diagram",
    "definition_get",
    "definitions_list",
    "hand_overs_of",
    "item_get",
    "items_of",
    "live_items_of",
    "process_for",
    "process_get",
    "process_progress",
    "progress_of",
    "worklist",
    "worklist_counts",
]
