"""A process goes on where nobody has finished anything: a time is over, a service answered."""

from __future__ import annotations

from datetime import datetime

from motcua.kernel import batch
from motcua.kernel import events as bus
from motcua.workflow.events import ProcessFinished
from motcua.workflow.models import Process
from motcua.workflow.queries.definitions import Deployed
from motcua.workflow.rules.engine import run_load
from motcua.workflow.services.common import (
    Giver,
    facts_of,
    items_ids,
    items_insert,
    items_open,
    opened_tell,
    process_write,
)
from motcua.workflow.services.waits import waits_set


def process_locked(process_id: int) -> Process:
    """Return a process, locked, with its definition but without the definition's text."""
    return (
        Process.objects.select_related("definition")
        .defer("definition__bpmn")
        .select_for_update(of=("self",))
        .get(pk=process_id)
    )


def go_on(
    process: Process, definition: Deployed, element: str, *, giver: Giver, at: datetime
) -> None:
    """Leave an element of a locked process, and open what comes next."""
    facts = facts_of(process.context)
    run = run_load(definition.specification, definition.diagram, process.state, facts)
    waiting = set(run.ready) - {element}
    run.complete(element)
    opened = [one for one in run.ready if one not in waiting]
    items = items_open(process, definition, opened, giver=giver, at=at, assign_to=None)
    with batch.together():
        process_write(process, run, at)
        if items:
            items_insert(items, items, ids=items_ids(None, len(items)), giver=giver)
    waits_set(process, definition, opened, items, at=at)
    opened_tell(items, process.subject, definition, at=at)
    if run.finished:
        bus.emit(ProcessFinished(process.pk, process.subject, at))
