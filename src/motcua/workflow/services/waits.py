"""What a process waits for besides people: timers and services, set with what opens.

While a process is suspended its timers stand still like its items and no service is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from motcua.deadlines.queries import calendar_for
from motcua.kernel import batch
from motcua.kernel.rows import new
from motcua.workflow.models import Call, Process, Timer, WorkItem
from motcua.workflow.queries.definitions import Deployed
from motcua.workflow.rules.elements import Service
from motcua.workflow.rules.elements import Timer as TimerRule
from motcua.workflow.rules.hours import due_moved, timer_due
from motcua.workflow.types import CallState, TimerState


def waits_set(
    process: Process,
    definition: Deployed,
    elements: Iterable[str],
    items: Iterable[WorkItem],
    *,
    at: datetime,
) -> None:
    """Set the timers and the calls among elements that have opened, and timers at new items."""
    opened = list(elements)
    timers_set(process, definition, opened, items, at=at)
    nodes = (definition.diagram.nodes[element] for element in opened)
    rows = [_call(process, node.id, node.service, at) for node in nodes if node.service]
    if not rows:
        return
    for row, number in zip(rows, batch.ids_take(Call, len(rows)), strict=True):
        row.pk = number
    batch.insert(rows)


def _call(process: Process, element: str, service: Service, at: datetime) -> Call:
    return new(
        Call,
        process_id=process.pk,
        element=element,
        action=service.action,
        text=service.text,
        state=CallState.WAITING,
        set_at=at,
        next_at=at,
    )


def waits_over(process_id: int, *, at: datetime) -> None:
    """Take back all that a process waits for besides people. Two statements."""
    timers_over(process_id, at=at)
    calls = Call.objects.filter(process_id=process_id, state=CallState.WAITING)
    calls.update(state=CallState.CANCELLED, over_at=at)


def timers_set(
    process: Process,
    definition: Deployed,
    elements: Iterable[str],
    items: Iterable[WorkItem],
    *,
    at: datetime,
) -> None:
    """Set the timers among elements that have opened, and those at the edge of new items."""
    diagram = definition.diagram
    rows = [
        _timer(process, element, rule, None, at)
        for element in elements
        if (rule := diagram.nodes[element].timer) is not None
    ]
    rows += [
        _timer(process, edge.id, edge.timer, item, at)
        for item in items
        for edge in diagram.edges_of(item.element)
    ]
    if not rows:
        return
    for row, number in zip(rows, batch.ids_take(Timer, len(rows)), strict=True):
        row.pk = number
    batch.insert(rows)


def _timer(
    process: Process, element: str, rule: TimerRule, item: WorkItem | None, at: datetime
) -> Timer:
    unit_id = process.context["units"][rule.unit] if rule.unit else None
    calendar = calendar_for(unit_id or min(process.unit_ids))
    minutes = process.context["minutes"].get(element) if item else None
    return new(
        Timer,
        process_id=process.pk,
        element=element,
        item_id=item.pk if item else None,
        unit_id=unit_id,
        state=TimerState.WAITING,
        set_at=at,
        fires_at=timer_due(rule, at, calendar, minutes),
    )


def timers_over(process_id: int, *, at: datetime, item_id: int | None = None) -> None:
    """Take back the timers of a process, or of one of its items. One statement."""
    rows = Timer.objects.filter(process_id=process_id, state=TimerState.WAITING)
    if item_id is not None:
        rows = rows.filter(item_id=item_id)
    rows.update(state=TimerState.CANCELLED, over_at=at)


def timers_move(process_id: int, *, suspended: datetime, resumed: datetime) -> None:
    """Give the timers of a process back the time that they had left when it was suspended."""
    rows = list(Timer.objects.filter(process_id=process_id, state=TimerState.WAITING))
    for row in rows:
        if row.unit_id is None:
            row.fires_at = max(row.fires_at, row.fires_at + (resumed - suspended))
        else:
            row.fires_at = due_moved(
                row.fires_at,
                suspended=suspended,
                resumed=resumed,
                calendar=calendar_for(row.unit_id),
            )
    Timer.objects.bulk_update(rows, ["fires_at"])
