"""Work items and their hops."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound
from motcua.kernel.rows import columns, load, width
from motcua.kernel.wire import Answer, Statement, exchange
from motcua.workflow.models import LIVE, Definition, HandOver, Process, WorkItem
from motcua.workflow.queries.definitions import Deployed, deployed, name_in, outcomes_in
from motcua.workflow.types import Act, HandOverView, ItemState, WorkItemView


def with_process() -> QuerySet[WorkItem]:
    """Return items joined with their process and its definition, without the definition's text."""
    return WorkItem.objects.select_related("process", "process__definition").defer(
        "process__definition__bpmn"
    )


SUBJECT_OF_ITEM = """SELECT p.subject FROM workflow_workitem i
  JOIN workflow_process p ON p.id = i.process_id WHERE i.id = %s"""
"""Whose process a work item belongs to, for packages that lock what they gave it for."""
_TEXT = ("bpmn",)  # long, and kept by each process
_JOINED = f"""
SELECT {columns(WorkItem, "i")}, {columns(Process, "p")}, {columns(Definition, "d", without=_TEXT)}
FROM workflow_workitem i JOIN workflow_process p ON p.id = i.process_id
JOIN workflow_definition d ON d.id = p.definition_id
WHERE i.id = %s
"""  # noqa: S608 - names of models


def item_read_locked(item_id: int) -> Statement:
    """Return the statement that reads an item and locks its process, for `item_of`.

    Parallel branches change the state of the same process. The item itself is guarded by its
    version, so that nobody waits for two locks.
    """
    return Statement(f"{_JOINED} FOR UPDATE OF p", [item_id])


def item_of(answer: Answer) -> WorkItem:
    """Return the item that was read, joined as by `with_process`. Raises NotFound."""
    if not answer.rows:
        raise item_unknown()
    row = answer.rows[0]
    first, second = width(WorkItem), width(WorkItem) + width(Process)
    item = load(WorkItem, row[:first])
    item.process = load(Process, row[first:second])
    item.process.definition = load(Definition, row[second:], without=_TEXT)
    return item


def item_unknown() -> NotFound:
    """Return the answer for an item that is not there or lies outside the scope."""
    return NotFound("item_unknown", _("There is no such piece of work."))


def item_view(item: WorkItem, subject: str, definition: Deployed) -> WorkItemView:
    """Return an item as others may see it."""
    node = definition.step(item.element)
    return WorkItemView(
        id=item.pk,
        process_id=item.process_id,
        subject=subject,
        element=item.element,
        name=name_in(node.names),
        act=Act(item.act),
        role=item.role,
        unit_id=item.unit_id,
        state=ItemState(item.state),
        hours=Decimal(item.minutes) / 60,
        opened_at=item.opened_at,
        due_at=item.due_at,
        claimed_by_id=item.claimed_by_id,
        claimed_at=item.claimed_at,
        holder_id=item.holder_id,
        offered_to_id=item.offered_to_id,
        completed_at=item.completed_at,
        completed_by_id=item.completed_by_id,
        outcome=item.outcome,
        note=item.note,
        version=item.version,
        outcomes=outcomes_in(node),
    )


def joined_view(item: WorkItem) -> WorkItemView:
    """Return an item that came from `with_process`."""
    row = item.process.definition
    return item_view(item, item.process.subject, deployed(row.pk, row.sha256))


def item_get(item_id: int) -> WorkItemView:
    """Return a work item; one statement. Raises NotFound."""
    [answer] = exchange([Statement(_JOINED, [item_id])])
    return joined_view(item_of(answer))


def items_of(process_id: int) -> list[WorkItemView]:
    """Return every work item of a process, oldest first; one statement."""
    rows = with_process().filter(process_id=process_id).order_by("opened_at", "id")
    return [joined_view(item) for item in rows]


def live_items_of(process_id: int) -> list[WorkItemView]:
    """Return the work items of a process that are still to be done; one statement."""
    rows = with_process().filter(LIVE, process_id=process_id).order_by("opened_at", "id")
    return [joined_view(item) for item in rows]


def hand_overs_of(process_id: int) -> list[HandOverView]:
    """Return every hop of a process in order, for the control sheet (form 06); one statement."""
    hops = (
        HandOver.objects.select_related("item", "item__process", "item__process__definition")
        .defer("item__process__definition__bpmn")
        .filter(process_id=process_id)
        .order_by("handed_at", "id")
    )
    return [_hop_view(hop) for hop in hops]


def _hop_view(hop: HandOver) -> HandOverView:
    definition = hop.item.process.definition
    node = deployed(definition.pk, definition.sha256).step(hop.item.element)
    return HandOverView(
        id=hop.pk,
        item_id=hop.item_id,
        element=hop.item.element,
        name=name_in(node.names),
        from_unit_id=hop.from_unit_id,
        from_account_id=hop.from_account_id,
        to_unit_id=hop.to_unit_id,
        to_account_id=hop.to_account_id,
        handed_at=hop.handed_at,
        confirmed_at=hop.confirmed_at,
        confirmed_by_id=hop.confirmed_by_id,
        due_at=hop.item.due_at,
        note=hop.note,
    )
