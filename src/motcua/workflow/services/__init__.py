"""Writes of this package: processes and work items.

All of them run in the caller's transaction (`kernel.scope.scope_use` opens one) and check
before they write; a caller that catches a refusal and goes on has lost nothing. Callers check
rights; this package checks state. `at` is an aware instant. An operation on an item takes the
`expected_version` that the person saw: of two at once one has its effect, the other gets
`Stale` (or `Refused`) in plain words.
"""

from __future__ import annotations

from motcua.workflow.services.common import Ids, ids_ahead, ids_of
from motcua.workflow.services.complete import answers_of, work_item_complete
from motcua.workflow.services.deploy import process_deploy, processes_ship
from motcua.workflow.services.drafts import (
    process_draft_approve,
    process_draft_recall,
    process_draft_return,
    process_draft_save,
    process_draft_start,
    process_draft_submit,
    process_draft_withdraw,
)
from motcua.workflow.services.hand_over import (
    work_item_confirm_receipt,
    work_item_hand_over,
    work_item_take_back,
)
from motcua.workflow.services.items import (
    work_item_assign,
    work_item_claim,
    work_item_keep,
    work_item_release,
    work_items_bulk_assign,
)
from motcua.workflow.services.processes import (
    process_cancel,
    process_deadline_move,
    process_due_move,
    process_resume,
    process_suspend,
)
from motcua.workflow.services.start import process_start

__all__ = [
    "Ids",
    "answers_of",
    "ids_ahead",
    "ids_of",
    "process_cancel",
    "process_deadline_move",
    "process_deploy",
    "process_draft_approve",
    "process_draft_recall",
    "process_draft_return",
    "process_draft_save",
    "process_draft_start",
    "process_draft_submit",
    "process_draft_withdraw",
    "process_due_move",
    "process_resume",
    "process_start",
    "process_suspend",
    "processes_ship",
    "work_item_assign",
    "work_item_claim",
    "work_item_complete",
    "work_item_confirm_receipt",
    "work_item_hand_over",
    "work_item_keep",
    "work_item_release",
    "work_item_take_back",
    "work_items_bulk_assign",
]
