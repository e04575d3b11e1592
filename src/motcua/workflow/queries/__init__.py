"""Reads of this package."""

from __future__ import annotations

from motcua.workflow.queries.compared import (
    definition_text,
    process_clean,
    process_compare,
    process_export,
    process_export_name,
)
from motcua.workflow.queries.definitions import (
    definition_by_key,
    definition_diagram,
    definition_drawing,
    definition_get,
    definitions_list,
)
from motcua.workflow.queries.drawings import (
    callable_processes,
    draft_get,
    drafts_list,
    limit_hours,
    process_check,
    process_data,
    process_palette,
    service_values,
    value_named,
)
from motcua.workflow.queries.items import (
    SUBJECT_OF_ITEM,
    acts_for,
    hand_overs_of,
    item_get,
    item_of,
    item_read_locked,
    items_claimed,
    items_for_others,
    items_of,
    joined_view,
    live_items_in,
    live_items_of,
    unit_has_part,
)
from motcua.workflow.queries.progress import (
    process_for,
    process_get,
    process_progress,
    progress_of,
)
from motcua.workflow.queries.trial import (
    TrialDrawing,
    trial_begin,
    trial_coverage,
    trial_go_on,
    trial_read,
)
from motcua.workflow.queries.uses import (
    process_running,
    process_uses,
    process_version,
    process_versions,
)
from motcua.workflow.queries.worklist import worklist, worklist_counts

__all__ = [
    "SUBJECT_OF_ITEM",
    "TrialDrawing",
    "acts_for",
    "callable_processes",
    "definition_by_key",
    "definition_diagram",
    "definition_drawing",
    "definition_get",
    "definition_text",
    "definitions_list",
    "draft_get",
    "drafts_list",
    "hand_overs_of",
    "item_get",
    "item_of",
    "item_read_locked",
    "items_claimed",
    "items_for_others",
    "items_of",
    "joined_view",
    "limit_hours",
    "live_items_in",
    "live_items_of",
    "process_check",
    "process_clean",
    "process_compare",
    "process_data",
    "process_export",
    "process_export_name",
    "process_for",
    "process_get",
    "process_palette",
    "process_progress",
    "process_running",
    "process_uses",
    "process_version",
    "process_versions",
    "progress_of",
    "service_values",
    "trial_begin",
    "trial_coverage",
    "trial_go_on",
    "trial_read",
    "unit_has_part",
    "value_named",
    "worklist",
    "worklist_counts",
]
