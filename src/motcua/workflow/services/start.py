"""Starting a process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from motcua.kernel import batch, wire
from motcua.kernel import events as bus
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.rows import new
from motcua.workflow.events import ProcessStarted
from motcua.workflow.models import Process, WorkItem
from motcua.workflow.queries.definitions import Deployed, deployed, latest, name_in
from motcua.workflow.rules.diagram import Node
from motcua.workflow.rules.engine import Run, run_begin, run_load
from motcua.workflow.rules.hours import minutes_planned
from motcua.workflow.services.common import (
    Giver,
    Ids,
    data_check,
    facts_of,
    items_ids,
    items_insert,
    items_open,
    opened_tell,
)
from motcua.workflow.types import Data, ItemState, Started

# One statement decides who starts: of two at once the second one meets the row of the first.
_INSERT = """
INSERT INTO workflow_process (id, definition_id, subject, status, state, context, unit_ids,
  deadline_at, started_at, started_by_id, end_reason, version)
VALUES (coalesce(%s::bigint, nextval(pg_get_serial_sequence('workflow_process', 'id'))),
  %s, %s, 'active', %s, %s, %s, %s, %s, %s, '', 1)
ON CONFLICT (subject) WHERE status IN ('active', 'suspended') DO NOTHING
"""
_RETURNING = """
RETURNING id, ARRAY(
  SELECT nextval(pg_get_serial_sequence('workflow_workitem', 'id'))
  FROM generate_series(1, %s::int))
"""


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
    ids: Ids | None = None,
) -> Started:
    """Start the newest version of a process for `subject` (opaque, such as `dossier:17`).

    `units` names the unit of every part that the process knows (receiving, handling, …).
    `limit_hours` (working hours of the whole limit; 8 per working day) scales the planned hours
    of the steps by their shares; `hours` then overrides single steps by element id or act.
    No step is due after `deadline_at`, nor so late that those after it lose their hours
    (domain brief 3.6). Steps whose act is in `done` and that come first are marked done at `at`
    by `account_id`, with the step's first outcome. `assign_to` is the person who gets the first
    open items if these are in the unit of the step done before. `ids`: see `_insert`.

    Raises:
        NotFound: no such process. Refused `process_running`: the subject has one already.
        Invalid: a unit is missing, or hours are not above 0.
    """
    definition = deployed((row := latest(key)).pk, row.sha256)
    context = _context(definition, units, _minutes(definition, limit_hours, hours), data)
    run, skipped = _first_steps(definition, context, done, account_id)
    process = new(
        Process,
        definition_id=row.pk,
        subject=subject,
        state=run.dump(),
        context=context,
        unit_ids=sorted(set(context["units"].values())),
        deadline_at=deadline_at,
        started_at=at,
        started_by_id=account_id,
    )
    numbers = _insert(process, len(skipped) + len(run.ready), ids)
    giver = Giver(units[_part(skipped[-1])] if skipped else units.get("receiving"), account_id)
    live = items_open(process, definition, run.ready, giver=giver, at=at, assign_to=assign_to)
    past = [_done_item(process, node, at, account_id) for node in skipped]
    items_insert([*past, *live], live, ids=numbers, giver=giver)
    bus.emit(ProcessStarted(process.pk, row.pk, subject, at, account_id))
    return Started(process.pk, row.pk, opened_tell(live, subject, definition, at=at))


def _context(
    definition: Deployed, units: Mapping[str, int], minutes: dict[str, int], data: Data | None
) -> dict[str, Any]:
    """Return what a process needs to know of itself while it runs."""
    _units_check(definition, units)
    return {
        "units": {part: int(unit_id) for part, unit_id in units.items()},
        "minutes": minutes,
        "data": data_check(data),
        "outcomes": {},
        "last": None,
        "done_by": {},
    }


def _units_check(definition: Deployed, units: Mapping[str, int]) -> None:
    missing: dict[str, str] = {}
    for node in definition.diagram.steps:
        if _part(node) not in units:
            missing.setdefault(_part(node), name_in(node.names))
    if missing:
        text = _("Choose the unit that does the step “%(step)s”.")
        raise Invalid([FieldProblem(p, text % {"step": step}) for p, step in missing.items()])


def _part(node: Node) -> str:
    assert node.step is not None, "a deployed step is complete"
    return node.step.unit


def _minutes(
    definition: Deployed, limit_hours: Decimal | None, hours: Mapping[str, Decimal] | None
) -> dict[str, int]:
    wrong = [name for name, value in (hours or {}).items() if value <= 0]
    if limit_hours is not None and limit_hours <= 0:
        wrong.append("limit_hours")
    if wrong:
        text = _("The hours must be more than 0.")
        raise Invalid([FieldProblem(name, text) for name in wrong])
    return minutes_planned(definition.diagram, limit_hours=limit_hours, hours=hours)


def _first_steps(
    definition: Deployed, context: dict[str, Any], done: Sequence[str], account_id: int | None
) -> tuple[Run, list[Node]]:
    """Begin, and pass over the first steps that were done before the process started."""
    specification, diagram = definition.specification, definition.diagram
    run = run_begin(specification, diagram, facts_of(context))
    skipped: list[Node] = []
    while True:
        ready = (definition.step(name) for name in run.ready)
        passed = (n for n in ready if n.step and n.step.act in done and n not in skipped)
        node = next(passed, None)
        if node is None or node.step is None:
            break
        outcome = node.step.outcomes[0].code
        context["outcomes"][node.id] = context["last"] = outcome
        context["done_by"][node.id] = [account_id, context["units"][node.step.unit]]
        run = run_load(specification, diagram, run.dump(), facts_of(context))
        run.complete(node.id)
        skipped.append(node)
    return run, skipped


def _insert(process: Process, items: int, ids: Ids | None) -> list[int]:
    """Insert a process and return ids for its items; refused when its subject has one.

    Without ids it is inserted at once, so that who is refused has written nothing. With ids,
    which the caller has taken, it may travel with others; the caller ends when refused.
    """
    refused = Refused("process_running", _("This has been started already."))
    if ids is not None:
        process.pk = ids.processes[0]
        batch.write(_INSERT, _values(process), rows=1, otherwise=refused)
        return items_ids(ids, items)
    rows = wire.fetch(_INSERT + _RETURNING, [*_values(process), items])
    if not rows:
        raise refused
    process.pk = rows[0][0]
    taken: list[int] = rows[0][1]
    return taken


def _values(process: Process) -> list[Any]:
    return [
        process.pk,
        process.definition_id,
        process.subject,
        json.dumps(process.state),
        json.dumps(process.context),
        process.unit_ids,
        process.deadline_at,
        process.started_at,
        process.started_by_id,
    ]


def _done_item(process: Process, node: Node, at: datetime, account_id: int | None) -> WorkItem:
    """Return the item of a step that was done before the process started."""
    assert node.step is not None, "a deployed step is complete"
    return new(
        WorkItem,
        process_id=process.pk,
        element=node.id,
        act=node.step.act,
        role=node.step.role,
        unit_id=process.context["units"][node.step.unit],
        minutes=process.context["minutes"][node.id],
        state=ItemState.DONE,
        opened_at=at,
        due_at=at,
        claimed_by_id=account_id,
        claimed_at=at,
        holder_id=account_id,
        completed_at=at,
        completed_by_id=account_id,
        outcome=node.step.outcomes[0].code,
    )
