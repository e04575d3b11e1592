"""What the operations of this package share; private to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.identity.substitutions import stand_in
from motcua.identity.types import NewWork
from motcua.kernel import batch, wire
from motcua.kernel import events as bus
from motcua.kernel.errors import FieldProblem, Invalid, Refused, Stale
from motcua.kernel.rows import new
from motcua.workflow.events import WorkItemOpened
from motcua.workflow.models import HandOver, Process, WorkItem
from motcua.workflow.queries.definitions import Deployed
from motcua.workflow.queries.items import item_unknown, item_view, with_process
from motcua.workflow.rules.elements import Node, NodeKind, Step
from motcua.workflow.rules.engine import Run
from motcua.workflow.rules.expressions import Facts
from motcua.workflow.rules.hours import minutes_to_end, step_due
from motcua.workflow.types import LIVE_STATES, Act, Data, ItemState, ProcessStatus, WorkItemView

MAX_KEYS = 50
MAX_TEXT = 2000
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_GIVEN_ACTS = frozenset({Act.APPRAISE, Act.OPINION})
"""The work for which a leader chooses somebody; an approval never goes to that person."""


def item_read(item_id: int) -> WorkItem:
    """Return an item joined with its process and definition; NotFound."""
    item = with_process().filter(pk=item_id).first()
    if item is None:
        raise item_unknown()
    return item


def stale() -> Stale:
    """Return the answer to whoever came second."""
    return Stale(
        "item_stale",
        _(
            "Somebody else has changed this piece of work since you opened the page. "
            "Open it again to see how it stands now."
        ),
    )


def live_check(item: WorkItem, expected_version: int) -> None:
    """Refuse an item that is over or that was changed since it was seen."""
    if ItemState(item.state) not in LIVE_STATES:
        raise Refused("item_closed", _("This piece of work is finished already."))
    if item.version != expected_version:
        raise stale()


def item_write(item: WorkItem, **changes: Any) -> None:
    """Write an item unless somebody else did since it was read; Stale then. One statement."""
    seen = item.version
    changes["version"] = seen + 1
    for name, value in changes.items():
        setattr(item, name, value)
    batch.update(item, changes, version=seen, otherwise=stale())


def hop_confirm(
    item: WorkItem, *, account_id: int | None, by_id: int | None, at: datetime, note: str = ""
) -> None:
    """Close the hop of an item that is under way, if there is one. One statement."""
    batch.write(
        "UPDATE workflow_handover SET to_account_id = %s, confirmed_at = %s,"
        " confirmed_by_id = %s, note = coalesce(%s, note)"
        " WHERE item_id = %s AND confirmed_at IS NULL",
        [account_id, at, by_id, note or None, item.pk],
    )


def data_check(data: Data | None) -> dict[str, Any]:
    """Return data that conditions may read. Raises Invalid for anything that is not plain."""
    checked = dict(data or {})
    problems = [
        FieldProblem(str(key), _("This value cannot be kept with the process."))
        for key, value in checked.items()
        if not _KEY.fullmatch(str(key)) or not _plain(value)
    ]
    if len(checked) > MAX_KEYS:
        problems.append(FieldProblem("data", _("Too many values.")))
    if problems:
        raise Invalid(problems)
    return checked


def _plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_TEXT
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")  # noqa: PLR0124 - not a number
    return value is None or isinstance(value, bool | int)


def facts_of(context: Mapping[str, Any]) -> Facts:
    """Return what conditions may read of a process."""
    return Facts(context["last"], context["outcomes"], context["data"])


@dataclass(frozen=True)
class Giver:
    """Where new items come from: the first side of their hop."""

    unit_id: int | None
    account_id: int | None


def by_person(node: Node) -> bool:
    """Return whether an element is a person's work from its beginning."""
    return node.step is not None and node.kind is not NodeKind.SERVICE


def _steps(
    definition: Deployed, elements: Iterable[str], *, repair: bool
) -> Iterable[tuple[str, Step]]:
    """Yield the elements that become work; a timer is nobody's."""
    for element in elements:
        node = definition.step(element)
        if node.step is not None and (repair or by_person(node)):
            yield element, node.step


def items_open(
    process: Process,
    definition: Deployed,
    elements: Iterable[str],
    *,
    giver: Giver,
    at: datetime,
    assign_to: int | None,
    repair: bool = False,
) -> list[WorkItem]:
    """Open items for elements; a statement for items, one for hops, one per unit's calendar.

    An item goes to `assign_to` in the giver's unit (`meant_keep`), or to whoever did it before;
    the process is written after this. `repair`: also services, which the software could not do.
    """
    context = process.context
    meant_keep(context, giver, assign_to)
    remaining = minutes_to_end(definition.diagram, context["minutes"])
    items = []
    for element, step in _steps(definition, elements, repair=repair):
        unit_id, minutes = context["units"][step.unit], context["minutes"][element]
        due_at = step_due(
            opened=at,
            minutes=minutes,
            remaining=remaining[element] - minutes,
            deadline=process.deadline_at,
            calendar=calendar_for(unit_id),
        )
        person = assign_to if unit_id == giver.unit_id else None
        person = person or _meant(context, step, unit_id) or _before(context, element, unit_id)
        person, instead_of = person_there(person, unit_id=unit_id, role=step.role, at=at)
        items.append(
            new(
                WorkItem,
                process_id=process.pk,
                element=element,
                act=step.act,
                role=step.role,
                unit_id=unit_id,
                minutes=minutes,
                state=ItemState.CLAIMED if person else ItemState.OPEN,
                opened_at=at,
                due_at=due_at,
                claimed_by_id=person,
                claimed_at=at if person else None,
                holder_id=person or giver.account_id,
                for_account_id=instead_of,
            )
        )
    return items if repair else _meant_over(context, items)


def meant_keep(context: dict[str, Any], giver: Giver, assign_to: int | None) -> None:
    """Keep in a process's context whom somebody has chosen for the next work of a unit.

    Where it does not open yet, as before a service or a timer, the choice waits there for it.
    """
    if assign_to is not None:
        context["meant"] = [assign_to, giver.unit_id]


def _meant(context: Mapping[str, Any], step: Step, unit_id: int) -> int | None:
    """Return who was chosen for such work of the unit before it could open, if anybody."""
    account_id, its_unit = context.get("meant", (None, None))
    return account_id if its_unit == unit_id and step.act in _GIVEN_ACTS else None


def _meant_over(context: dict[str, Any], items: list[WorkItem]) -> list[WorkItem]:
    """Forget a choice when the work for which it was made has opened; return the items."""
    _account_id, its_unit = context.get("meant", (None, None))
    if any(item.unit_id == its_unit and item.act in _GIVEN_ACTS for item in items):
        del context["meant"]
    return items


def person_there(
    account_id: int | None, *, unit_id: int, role: str, at: datetime
) -> tuple[int | None, int | None]:
    """Return who gets work meant for somebody, and instead of whom, if that person is away.

    Nobody (None) where the person chose that new work stays with the unit meanwhile.
    """
    if account_id is None:
        return None, None
    found = stand_in(account_id, unit_id=unit_id, role=role, at=at)
    if found is None:
        return account_id, None
    if found.new_work is NewWork.POOL:
        return None, None
    return found.substitute_id, account_id


def _before(context: Mapping[str, Any], element: str, unit_id: int) -> int | None:
    """Return who did the step before in the same unit, if anybody."""
    account_id, its_unit = context["done_by"].get(element, (None, None))
    return account_id if its_unit == unit_id else None


def process_write(process: Process, run: Run, at: datetime) -> None:
    """Write a process as a run has left it."""
    finished = run.finished
    process.state = run.dump()
    process.status = ProcessStatus.DONE if finished else ProcessStatus.ACTIVE
    process.ended_at = at if finished else None
    process.version += 1
    batch.update(process, ("state", "context", "status", "ended_at", "version"))


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids that were taken for rows to come, so that others can name them."""

    processes: Sequence[int]
    items: Sequence[int]


_IDS = """
SELECT ARRAY(SELECT nextval(pg_get_serial_sequence('workflow_process', 'id'))
             FROM generate_series(1, %s::int)),
       ARRAY(SELECT nextval(pg_get_serial_sequence('workflow_workitem', 'id'))
             FROM generate_series(1, %s::int))
"""


def ids_ahead(*, items: int, processes: int = 0) -> wire.Statement:
    """Return the statement that takes ids before it is known how many are needed (`ids_of`).

    It travels with the reads of an operation; what is taken too much is a gap.
    """
    return wire.Statement(_IDS, [processes, items])


def ids_of(answer: wire.Answer) -> Ids:
    """Return the ids that `ids_ahead` took."""
    return Ids(*answer.rows[0])


def items_ids(ahead: Ids | None, number: int) -> list[int]:
    """Return ids for so many items, of those taken ahead as far as they go."""
    ids = list(ahead.items[:number]) if ahead else []
    return ids if len(ids) == number else ids + batch.ids_take(WorkItem, number - len(ids))


@batch.together()
def items_insert(
    items: list[WorkItem],
    live: list[WorkItem],
    *,
    ids: Iterable[int],
    giver: Giver,
    note: str = "",
) -> None:
    """Insert items, and the opening hops of the live ones, under ids that were taken for them.

    `note` stands at the hops: why somebody gets the work.
    """
    for item, number in zip(items, ids, strict=True):
        item.pk = number
    batch.insert(items)
    batch.insert(
        new(
            HandOver,
            process_id=item.process_id,
            item_id=item.pk,
            from_unit_id=giver.unit_id,
            from_account_id=giver.account_id,
            to_unit_id=item.unit_id,
            to_account_id=item.claimed_by_id,
            handed_at=item.opened_at,
            confirmed_at=item.claimed_at,
            confirmed_by_id=item.claimed_by_id,
            note=note,
        )
        for item in live
    )


def opened_tell(
    items: Iterable[WorkItem], subject: str, definition: Deployed, *, at: datetime
) -> tuple[WorkItemView, ...]:
    """Tell listeners of new items; return them as others may see them."""
    views = tuple(item_view(item, subject, definition) for item in items)
    for view in views:
        bus.emit(WorkItemOpened(view, at))
    return views
