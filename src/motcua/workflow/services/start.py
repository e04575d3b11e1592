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
from motcua.workflow.queries.definitions import Deployed, deployed, name_in
from motcua.workflow.queries.joining import unit_belongs
from motcua.workflow.queries.uses import Chosen, process_chosen, version_chosen
from motcua.workflow.rules.elements import Node
from motcua.workflow.rules.engine import Run, run_begin, run_load
from motcua.workflow.rules.hours import minutes_planned
from motcua.workflow.services.common import (
    Giver,
    Ids,
    by_person,
    data_check,
    facts_of,
    items_ids,
    items_insert,
    items_open,
    meant_keep,
    opened_tell,
)
from motcua.workflow.services.waits import waits_set
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
    procedure: str = "",
    place: int | None = None,
    definition_id: int | None = None,
) -> Started:
    """Start the newest version of a process for `subject` (opaque, such as `dossier:17`).

    With `procedure` (its code) and `place` (the competent unit) `process_chosen` says which version
    it is; `definition_id` names one. `units`: the unit of every part (receiving, handling, …).
    `limit_hours` (working hours of the whole limit; 8 per working day) scales the planned hours
    of the steps by their shares; `hours` then overrides single steps by element id or act.
    No step is due after `deadline_at`, nor so late that those after it lose their hours
    (domain brief 3.6). Steps whose act is in `done` and that come first are marked done at `at`
    by `account_id`, with the step's first outcome. `assign_to` is the person who gets the first
    open items if these are in the unit of the step done before. `ids`: see `_insert`.

    Raises NotFound: no such process; Refused `process_running`: the subject has one already;
    Invalid: a unit is missing, or hours are not above 0.
    """
    chosen = _chosen(key, procedure, place, definition_id)
    definition = deployed((row := chosen.definition).pk, row.sha256)
    units = {**_parts(chosen, definition, place), **units}
    context = _context(definition, units, _minutes(definition, limit_hours, hours), data)
    run, skipped = _first_steps(definition, context, done, account_id)
    process = _process(row.pk, subject, context, at=at, by_id=account_id)
    process.state, process.deadline_at = run.dump(), deadline_at
    steps = [element for element in run.ready if by_person(definition.step(element))]
    giver = Giver(units[_part(skipped[-1])] if skipped else units.get("receiving"), account_id)
    _meant_later(context, [definition.step(element) for element in steps], giver, assign_to)
    numbers = _insert(process, len(skipped) + len(steps), ids)
    live = items_open(process, definition, steps, giver=giver, at=at, assign_to=assign_to)
    past = [_done_item(process, node, at, account_id) for node in skipped]
    items_insert([*past, *live], live, ids=numbers, giver=giver)
    waits_set(process, definition, run.ready, live, at=at)
    bus.emit(ProcessStarted(process.pk, row.pk, subject, at, account_id))
    opened = opened_tell(live, subject, definition, at=at)
    return Started(process.pk, row.pk, opened, _at_work(definition, units))


def _at_work(definition: Deployed, units: Mapping[str, int]) -> dict[str, int]:
    """Return the units that have a step or a timer of the process, by part."""
    return {part: unit for part, unit in units.items() if part in definition.diagram.parts}


def _meant_later(
    context: dict[str, Any], steps: list[Node], giver: Giver, assign_to: int | None
) -> None:
    """Keep who was chosen where a service, a timer or another unit comes before the giver's."""
    if all(context["units"][_part(node)] != giver.unit_id for node in steps):
        meant_keep(context, giver, assign_to)


def _process(
    definition_id: int, subject: str, context: dict[str, Any], *, at: datetime, by_id: int | None
) -> Process:
    return new(
        Process,
        definition_id=definition_id,
        subject=subject,
        context=context,
        unit_ids=sorted(set(context["units"].values())),
        started_at=at,
        started_by_id=by_id,
    )


def _chosen(key: str, procedure: str, place: int | None, definition_id: int | None) -> Chosen:
    if definition_id is not None:
        return version_chosen(definition_id)
    return process_chosen(key, procedure=procedure, unit_id=place)


def _parts(chosen: Chosen, definition: Deployed, place: int | None) -> dict[str, int]:
    """Return the fixed parts of a version that it uses and that may see dossiers of this place."""
    return {
        part: unit
        for part, unit in chosen.parts.items()
        if part in definition.diagram.parts and (place is None or unit_belongs(unit, {place}))
    }


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
    waits = [node.timer for node in definition.diagram.nodes.values() if node.timer]
    for timer in (*waits, *(edge.timer for edge in definition.diagram.edges)):
        if timer.unit and timer.unit not in units:
            missing.setdefault(timer.unit, timer.unit)
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
