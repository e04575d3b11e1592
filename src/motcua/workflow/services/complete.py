"""Finishing a work item: the hottest write of this package.

Statements: read and lock, one calendar per unit that gets work, ids for the next items (unless
they were taken with the read), then one that writes the item, its hop, the process, the next items
and their hops.
tests/workflow/test_work_item_complete.py holds the number.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel import batch, wire
from motcua.kernel import events as bus
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.workflow.events import ProcessFinished, WorkItemCompleted
from motcua.workflow.models import WorkItem
from motcua.workflow.queries.definitions import Deployed, deployed
from motcua.workflow.queries.items import item_of, item_read_locked, item_view
from motcua.workflow.rules.engine import Run, run_load
from motcua.workflow.rules.fields import fields_read
from motcua.workflow.services.common import (
    Giver,
    Ids,
    data_check,
    facts_of,
    hop_confirm,
    item_write,
    items_ids,
    items_insert,
    items_open,
    live_check,
    opened_tell,
    process_write,
    stale,
)
from motcua.workflow.services.waits import timers_over, waits_set
from motcua.workflow.types import Act, Completed, Data, ItemState, ProcessStatus, WorkItemView
from motcua.workflow.words import FIELD_WRONG


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
    held: WorkItem | None = None,
    ids: Ids | None = None,
) -> Completed:
    """Finish an item with an outcome that its step knows, and open what comes next.

    An open item is claimed by the same act. `data` is merged into the process's data, which
    conditions read as `data.<key>`; of a step with questions it is their answers. `assign_to`: the
    person who gets the next item of the same unit (the act `assign`), also when services or timers
    stand before it. A step that is done again
    (loop back) goes to whoever did it before.
    `held` and `ids` are what the caller has read and taken already.

    Raises:
        NotFound, Stale; Refused `item_closed`, `item_not_yours`, `receipt_not_confirmed`,
        `process_suspended`; Invalid: unknown outcome, data that is not plain.
    """
    item = held or item_of(*wire.exchange([item_read_locked(item_id)]))
    process = item.process
    definition = deployed(process.definition_id, process.definition.sha256)
    _check(item, definition, account_id, outcome, expected_version)
    added = _data(item, definition, data)
    run, opened = _advanced(item, definition, outcome=outcome, added=added, account_id=account_id)
    giver = Giver(item.unit_id, account_id)
    new = items_open(process, definition, opened, giver=giver, at=at, assign_to=assign_to)
    with batch.together():
        _item_write(item, account_id=account_id, outcome=outcome, at=at, note=note)
        process_write(process, run, at)
        if new:
            items_insert(new, new, ids=items_ids(ids, len(new)), giver=giver)
    if definition.diagram.edges_of(item.element):
        timers_over(process.pk, at=at, item_id=item.pk)
    waits_set(process, definition, opened, new, at=at)
    view = item_view(item, process.subject, definition)
    bus.emit(WorkItemCompleted(view, at, account_id, added))
    views = opened_tell(new, process.subject, definition, at=at)
    if run.finished:
        bus.emit(ProcessFinished(process.pk, process.subject, at))
    return Completed(view, views, run.finished)


def _check(
    item: WorkItem,
    definition: Deployed,
    account_id: int | None,
    outcome: str,
    expected_version: int,
) -> None:
    live_check(item, expected_version)
    if item.process.status == ProcessStatus.SUSPENDED:
        raise Refused(
            "process_suspended",
            _("The clock is stopped. This can go on when what was asked for has arrived."),
        )
    if item.state == ItemState.HANDED_OVER:
        raise Refused(
            "receipt_not_confirmed", _("Confirm first that you have received this piece of work.")
        )
    if item.state == ItemState.CLAIMED and account_id != item.claimed_by_id:
        raise Refused("item_not_yours", _("Somebody else is working on this."))
    step = definition.step(item.element).step
    if step is None or outcome not in {known.code for known in step.outcomes}:
        raise Invalid([FieldProblem("outcome", _("Choose one of the possible outcomes."))])


def answers_of(item: WorkItemView, answers: Data) -> Data | None:
    """Return the answers to a step's questions; Invalid `data` for a step that asks nothing.

    What conditions read is decided by questions alone, never by the back door.
    """
    if answers and not item.fields:
        raise Invalid([FieldProblem("data", _("This step asks for nothing."))])
    return answers or None


def _data(item: WorkItem, definition: Deployed, data: Data | None) -> dict[str, Any]:
    """Return the values that come with the step: the answers to its questions, if it has any."""
    step = definition.step(item.element).step
    if step is None or not step.fields:
        return data_check(data)
    values, wrong = fields_read(step.fields, data or {})
    if wrong:
        raise Invalid(
            [FieldProblem(f"data_{name}", str(FIELD_WRONG[code])) for name, code in wrong.items()]
        )
    return values


def _advanced(
    item: WorkItem,
    definition: Deployed,
    *,
    outcome: str,
    added: dict[str, Any],
    account_id: int | None,
) -> tuple[Run, list[str]]:
    """Complete the step in memory; return the run and the steps that open now."""
    process = item.process
    context = process.context
    context["outcomes"][item.element] = context["last"] = outcome
    context["data"] |= added
    context["done_by"][item.element] = [account_id, item.unit_id]
    if item.act == Act.ASSIGN:  # whom an earlier assignment meant no longer counts
        context.pop("meant", None)
    facts = facts_of(context)
    run = run_load(definition.specification, definition.diagram, process.state, facts)
    if item.element not in run.ready:  # whoever held the lock before us has done it
        raise stale()
    waiting = set(run.ready) - {item.element}
    run.complete(item.element)
    return run, [element for element in run.ready if element not in waiting]


def _item_write(
    item: WorkItem, *, account_id: int | None, outcome: str, at: datetime, note: str
) -> None:
    """Write the finished item; finishing an open one takes it by the same act."""
    was_open = item.state == ItemState.OPEN
    item_write(
        item,
        state=ItemState.DONE,
        claimed_by_id=account_id if was_open else item.claimed_by_id,
        claimed_at=at if was_open else item.claimed_at,
        holder_id=account_id,
        completed_at=at,
        completed_by_id=account_id,
        outcome=outcome,
        note=note,
    )
    if was_open:
        hop_confirm(item, account_id=account_id, by_id=account_id, at=at)
