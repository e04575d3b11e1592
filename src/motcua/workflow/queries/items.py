"""Work items and their hops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound
from motcua.kernel.rows import columns, load, width
from motcua.kernel.wire import Answer, Statement, exchange
from motcua.workflow.models import LIVE, Definition, HandOver, Process, WorkItem
from motcua.workflow.queries.definitions import (
    Deployed,
    deployed,
    fields_in,
    name_in,
    outcomes_in,
)
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
        fields=fields_in(node),
        for_account_id=item.for_account_id,
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


@dataclass(frozen=True, slots=True)
class LiveItem:
    """What a reminder needs to know of a piece of work."""

    id: int
    process_id: int
    unit_id: int
    claimed_by_id: int | None
    due_at: datetime
    paused: bool


def live_items_in(process_ids: Iterable[int]) -> list[LiveItem]:
    """Return the live items of many processes, oldest first; one statement."""
    rows = WorkItem.objects.filter(LIVE, process_id__in=list(process_ids)).order_by("id")
    return [
        LiveItem(row[0], row[1], row[2], row[3], row[4], row[5] is not None)
        for row in rows.values_list(
            "id", "process_id", "unit_id", "claimed_by_id", "due_at", "paused_at"
        )
    ]


def acts_for(process_id: int, account_id: int) -> int | None:
    """Return whose work somebody does in a process as a substitute, None on their own account."""
    rows = WorkItem.objects.filter(
        LIVE, process_id=process_id, claimed_by_id=account_id, for_account_id__isnull=False
    )
    return rows.order_by("id").values_list("for_account_id", flat=True).first()


def items_for_others(
    *, for_account_id: int, claimed_by_id: int, unit_ids: Iterable[int]
) -> list[WorkItemView]:
    """Return live items that a substitute has taken for somebody, oldest first; one statement."""
    rows = with_process().filter(
        LIVE,
        for_account_id=for_account_id,
        claimed_by_id=claimed_by_id,
        unit_id__in=list(unit_ids),
    )
    return [joined_view(item) for item in rows.order_by("id")]


def items_claimed(account_id: int, *, unit_ids: Iterable[int], limit: int) -> list[WorkItemView]:
    """Return live items that somebody has claimed in these units, nearest due first."""
    rows = with_process().filter(
        state=ItemState.CLAIMED.value, claimed_by_id=account_id, unit_id__in=list(unit_ids)
    )
    return [joined_view(item) for item in rows.order_by("due_at", "id")[:limit]]


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
        taken_back=hop.taken_back,
    )


def unit_has_part(unit_id: int, *, subject: str) -> bool:
    """Return whether a unit sees any process, present or past, of a subject; one statement."""
    return Process.objects.filter(subject=subject, unit_ids__contains=[unit_id]).exists()
