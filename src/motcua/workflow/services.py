"""Writes of this package: processes and work items.

All of them run in the caller's transaction (`kernel.scope.scope_use` opens one) and check
everything before the first write, so that a refusal leaves nothing half done. Callers check
rights; this package checks state. `at` is an aware instant. An operation on an item takes the
`expected_version` that the person saw: of two at once one has its effect, the other gets
`Stale` (or `Refused`) in plain words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from motcua.workflow.types import (
    BulkReport,
    Completed,
    Data,
    DefinitionView,
    ItemToAssign,
    Started,
    WorkItemView,
)


def process_deploy(
    *, key: str, bpmn: str, at: datetime, account_id: int | None = None
) -> DefinitionView:
    """Deploy a BPMN process as the next version of `key`; the same text again changes nothing.

    Raises:
        Invalid: a `FieldProblem` per element that is wrong or not supported; nothing is kept.
    """
    raise NotImplementedError


def processes_ship(*, at: datetime) -> tuple[DefinitionView, ...]:
    """Deploy the processes that come with the software: standard, with_opinion, provincial_step.

    Repeatable: a text that is the latest version already is left alone.
    """
    raise NotImplementedError


def process_start(
    *,
    key: str,
    subject: str,
    units: Mapping[str, int],
    at: datetime,
    data: Data | None = None,
    deadline_at: datetime | None = None,
    limit_hours: Decimal | None = None,
    hours: Mapping[str, Decimal] | None = None,
    done: Sequence[str] = ("receive",),
    account_id: int | None = None,
    assign_to: int | None = None,
) -> Started:
    """Start the newest version of a process for `subject` (opaque, such as `dossier:17`).

    `units` names the unit of every part that the process knows (receiving, handling, …).
    `limit_hours` (working hours of the whole limit; 8 per working day) scales the planned hours
    of the steps by their shares; `hours` then overrides single steps by element id or act.
    No step is due after `deadline_at`, nor so late that those after it lose their hours
    (domain brief 3.6). Steps whose act is in `done` and that come first are marked done at `at`
    by `account_id`. `assign_to` is the person who gets the first open items of their unit.

    Raises:
        NotFound: no such process. Refused `process_running`: the subject has one already.
        Invalid: a unit is missing, or hours are not above 0.
    """
    raise NotImplementedError


def work_item_claim(
    *, item_id: int, account_id: int, at: datetime, expected_version: int
) -> WorkItemView:
    """Take an open item; this confirms receipt. Raises NotFound, Stale, Refused `item_taken`."""
    raise NotImplementedError


def work_item_release(
    *, item_id: int, account_id: int, at: datetime, expected_version: int
) -> WorkItemView:
    """Give a claimed item back to its unit. Raises NotFound, Stale, Refused `item_not_yours`."""
    raise NotImplementedError


def work_item_assign(
    *,
    item_id: int,
    account_id: int,
    assignee_id: int,
    at: datetime,
    expected_version: int,
    note: str = "",
) -> WorkItemView:
    """Give an item to a person of its unit at once (`account_id` does so; caller checks rights).

    Raises NotFound, Stale, Refused `item_closed`.
    """
    raise NotImplementedError


def work_items_bulk_assign(
    *,
    items: Sequence[ItemToAssign],
    account_id: int,
    assignee_id: int,
    at: datetime,
    note: str = "",
) -> BulkReport:
    """Assign many items; each stands alone, the report names those refused and why."""
    raise NotImplementedError


def work_item_hand_over(
    *,
    item_id: int,
    account_id: int,
    to_unit_id: int,
    at: datetime,
    expected_version: int,
    to_account_id: int | None = None,
    note: str = "",
) -> WorkItemView:
    """Offer an item to another unit or person; the giver answers for it until they confirm.

    Raises NotFound, Stale, Refused `item_closed`, `item_not_yours`, `hand_over_to_self`.
    """
    raise NotImplementedError


def work_item_confirm_receipt(
    *, item_id: int, account_id: int, at: datetime, expected_version: int
) -> WorkItemView:
    """Confirm that a handed-over item arrived; from now on `account_id` answers for it.

    Raises NotFound, Stale, Refused `nothing_to_confirm`, `offered_to_other`.
    """
    raise NotImplementedError


def work_item_complete(
    *,
    item_id: int,
    account_id: int | None,
    outcome: str,
    at: datetime,
    expected_version: int,
    data: Data | None = None,
    note: str = "",
    assign_to: int | None = None,
) -> Completed:
    """Finish an item with an outcome that its step knows, and open what comes next.

    An open item is claimed by the same act. `data` is merged into the process's data, which
    conditions read as `data.<key>`. `assign_to`: the person who gets the next item of the same
    unit (the act `assign`). A step that is done again (loop back) goes to whoever did it before.

    Raises:
        NotFound, Stale; Refused `item_closed`, `item_not_yours`, `receipt_not_confirmed`,
        `process_suspended`; Invalid: unknown outcome, data that is not plain.
    """
    raise NotImplementedError


def process_suspend(*, process_id: int, at: datetime) -> None:
    """Let the clock stand still; nothing can be completed. Raises NotFound, Refused `process_not_active`."""
    raise NotImplementedError


def process_resume(*, process_id: int, at: datetime, deadline_at: datetime | None = None) -> None:
    """Let the clock run on; live items are due later by the suspended working time.

    `deadline_at` replaces the process's deadline when given.
    Raises NotFound, Refused `process_not_suspended`.
    """
    raise NotImplementedError


def process_cancel(
    *, process_id: int, reason: str, at: datetime, account_id: int | None = None
) -> None:
    """Stop a process and cancel its live items. Raises NotFound, Refused `process_over`, Invalid."""
    raise NotImplementedError
