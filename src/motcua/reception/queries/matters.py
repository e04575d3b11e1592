"""What people come to a hall for: its queues, and the procedures most asked for in each."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.dossiers.queries import procedures_used
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.procedures.queries import offerings_received_at
from motcua.procedures.types import VersionView
from motcua.reception.queries.desk import queues_of
from motcua.reception.types import RESULTS, QueueView


@dataclass(frozen=True, slots=True)
class Matter:
    """A queue with the procedures that its counter takes in, the most asked for first."""

    queue: QueueView
    procedures: tuple[VersionView, ...]


def matters_of(unit_id: int) -> list[Matter]:
    """Return what a centre's queues are for, in their order; a fixed number of statements.

    A field that no queue names belongs to the first queue, as at `queue_of_field`. A queue for
    results alone is none of them: no procedure is taken in there.
    """
    queues = [one for one in queues_of(unit_id) if set(one.fields) != {RESULTS}]
    if not queues:
        return []
    offerings = offerings_received_at([unit_id], unit_ids=unit_get(unit_id).path_ids)
    with scope_use(SYSTEM):  # how often, and nothing of any dossier
        used = procedures_used([unit_id])
    versions = {one.code: one.version for one in offerings}
    asked = sorted(versions.values(), key=lambda one: -used.get(one.code, 0))
    named = {field: queue.id for queue in reversed(queues) for field in queue.fields}
    first = queues[0].id
    return [
        Matter(
            queue,
            tuple(one for one in asked if named.get(one.field_code, first) == queue.id),
        )
        for queue in queues
    ]


def procedure_there(unit_id: int, queue_id: int, code: str) -> tuple[QueueView, VersionView]:
    """Return a procedure that a queue of a centre takes in; raises NotFound."""
    for matter in matters_of(unit_id):
        if matter.queue.id == queue_id:
            for version in matter.procedures:
                if version.code == code:
                    return matter.queue, version
    raise NotFound("procedure_not_offered", "", procedure=code)
