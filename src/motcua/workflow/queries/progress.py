"""How far a process has come: for the diagram, and in plain steps for citizens."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import fields

from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound
from motcua.workflow.models import Process, WorkItem
from motcua.workflow.queries.definitions import Deployed, deployed, name_in
from motcua.workflow.rules.elements import Node, NodeKind
from motcua.workflow.rules.flat import drawn_name
from motcua.workflow.rules.hours import steps_ahead
from motcua.workflow.types import (
    LIVE_STATES,
    Act,
    ElementState,
    ItemFacts,
    ItemState,
    ProcessStatus,
    ProcessView,
    Progress,
    ProgressStep,
)

ITEM_FACTS = tuple(field.name for field in fields(ItemFacts))


def process_get(process_id: int) -> ProcessView:
    """Return a process; one statement. Raises NotFound."""
    return _process_view(_row(process_id))


def process_for(subject: str) -> ProcessView | None:
    """Return the latest process of a subject, None when there is none; one statement."""
    row = Process.objects.filter(subject=subject).order_by("-pk").first()
    return _process_view(row) if row else None


def process_progress(process_id: int) -> Progress:
    """Return the states of the diagram's elements and the steps in order; two statements.

    A step that was done and lies ahead again after a loop back is a future one. Steps that are
    only reached by a detour (a revision) are listed once there is work on them.
    Raises NotFound.
    """
    row = _row(process_id)
    items = WorkItem.objects.filter(process_id=row.pk).order_by("opened_at", "pk")
    return progress_of(
        process_id=row.pk,
        definition_id=row.definition_id,
        sha256=row.definition.sha256,
        status=row.status,
        units=row.context["units"],
        items=itertools.starmap(ItemFacts, items.values_list(*ITEM_FACTS)),
    )


def progress_of(
    *,
    process_id: int,
    definition_id: int,
    sha256: str,
    status: str,
    units: Mapping[str, int],
    items: Iterable[ItemFacts],
) -> Progress:
    """Return what `process_progress` does, from rows that the caller has read; no statement.

    `items` in the order of their opening.
    """
    definition = deployed(definition_id, sha256)
    latest = {item.element: item for item in items}
    states = _states(definition, latest, ProcessStatus(status))
    steps = tuple(
        _step(node, states[node.id], latest.get(node.id), units)
        for node in _in_order(definition, latest)
        if node.id in states
    )
    drawn = _drawn(states)
    return Progress(process_id, definition_id, ProcessStatus(status), drawn, steps)


def _drawn(states: Mapping[str, ElementState]) -> dict[str, ElementState]:
    """Return the states of the elements that are drawn; a called process is one of them."""
    found: dict[str, ElementState] = {}
    for element, state in states.items():
        name = drawn_name(element)
        known = found.get(name, state)
        found[name] = state if known is state else ElementState.CURRENT
    return found


def _in_order(definition: Deployed, items: Mapping[str, ItemFacts]) -> list[Node]:
    """Return the steps as drawn, detours that were taken among them."""
    start = definition.diagram.of_kind(NodeKind.START)[0].id
    straight = steps_ahead(definition.diagram, [start])
    return [n for n in definition.diagram.steps if n.id in straight or n.id in items]


def _states(
    definition: Deployed, items: Mapping[str, ItemFacts], status: ProcessStatus
) -> dict[str, ElementState]:
    diagram = definition.diagram
    start = diagram.of_kind(NodeKind.START)[0].id
    states = {start: ElementState.DONE}
    current = [e for e, item in items.items() if ItemState(item.state) in LIVE_STATES]
    ahead = steps_ahead(diagram, current) - set(current)
    for element, item in items.items():
        if element in current:
            states[element] = ElementState.CURRENT
        elif item.state == ItemState.DONE and element not in ahead:
            states[element] = ElementState.DONE
    if status in {ProcessStatus.ACTIVE, ProcessStatus.SUSPENDED}:
        states |= dict.fromkeys(ahead, ElementState.FUTURE)
    for end in diagram.of_kind(NodeKind.END):
        over = status is ProcessStatus.DONE
        states[end.id] = ElementState.DONE if over else ElementState.FUTURE
    return states


def _step(
    node: Node, state: ElementState, item: ItemFacts | None, units: Mapping[str, int]
) -> ProgressStep:
    assert node.step is not None, "a deployed step is complete"
    known = None if state is ElementState.FUTURE else item
    return ProgressStep(
        element=node.id,
        name=name_in(node.names),
        act=Act(node.step.act),
        state=state,
        unit_id=known.unit_id if known else units.get(node.step.unit),
        opened_at=known.opened_at if known else None,
        done_at=known.completed_at if known else None,
        due_at=known.due_at if known else None,
    )


def _row(process_id: int) -> Process:
    rows = Process.objects.select_related("definition").defer("definition__bpmn")
    row = rows.filter(pk=process_id).first()
    if row is None:
        raise process_unknown()
    return row


def process_unknown() -> NotFound:
    """Return the answer for a process that is not there or lies outside the scope."""
    return NotFound("process_unknown", _("There is no such process."))


def _process_view(row: Process) -> ProcessView:
    return ProcessView(
        id=row.pk,
        definition_id=row.definition_id,
        subject=row.subject,
        status=ProcessStatus(row.status),
        units=row.context["units"],
        deadline_at=row.deadline_at,
        started_at=row.started_at,
        suspended_at=row.suspended_at,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )
