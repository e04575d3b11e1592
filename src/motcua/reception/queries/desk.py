"""The hall as its officials see it: queues, counters, who waits, and what happened to a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.reception import rules
from motcua.reception.models import AT_COUNTER, Counter, Queue, Ticket, TicketEvent
from motcua.reception.queries.naming import queue_name
from motcua.reception.queries.tickets import ticket_view
from motcua.reception.types import CounterView, QueueView, Step, TicketState, TicketView


@dataclass(frozen=True, slots=True)
class QueueNow:
    """A queue at this moment: who waits, in the order in which they will be called."""

    queue: QueueView
    waiting: tuple[TicketView, ...]


@dataclass(frozen=True, slots=True)
class HallNow:
    """A hall at this moment."""

    queues: tuple[QueueNow, ...]
    parked: tuple[TicketView, ...]
    at_counters: tuple[TicketView, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a number; `counter` is the number on the sign of the counter."""

    at: datetime
    step: Step
    counter: int | None
    reason: str
    account_id: int | None


def halls_of(unit_ids: Iterable[int]) -> list[int]:
    """Return which of some units have a hall: a queue that is in use."""
    rows = Queue.objects.filter(unit_id__in=list(unit_ids), closed_at=None)
    return sorted(set(rows.values_list("unit_id", flat=True)))


def queues_of(unit_id: int) -> list[QueueView]:
    """Return the queues of a centre that are in use, in their order."""
    rows = Queue.objects.filter(unit_id=unit_id, closed_at=None).order_by("position", "id")
    return [queue_view(row) for row in rows]


def queue_view(row: Queue) -> QueueView:
    """Return a queue as others see it."""
    return QueueView(
        row.pk,
        row.unit_id,
        row.prefix,
        queue_name(row),
        tuple(row.fields),
        row.capacity,
        row.aim_minutes,
        {"vi": row.name, "en": row.name_en, "id": row.name_id},
    )


def counters_of(unit_id: int) -> list[CounterView]:
    """Return the counters of a centre by number."""
    return [counter_view(row) for row in _counters(unit_id)]


def _counters(unit_id: int) -> QuerySet[Counter]:
    return Counter.objects.filter(unit_id=unit_id, closed_at=None).order_by("number")


def counter_view(row: Counter) -> CounterView:
    """Return a counter as others see it."""
    return CounterView(
        row.pk, row.unit_id, row.number, tuple(row.queue_ids), row.account_id, row.open_since
    )


def seat_of(account_id: int) -> CounterView | None:
    """Return the counter at which somebody sits, or None."""
    row = Counter.objects.filter(account_id=account_id).first()
    return counter_view(row) if row is not None else None


def ticket_at(counter_id: int) -> TicketView | None:
    """Return the number that is at a counter, or None."""
    row = Ticket.objects.filter(counter_id=counter_id, state__in=AT_COUNTER).first()
    return ticket_view(row) if row is not None else None


def hall_now(unit_id: int) -> HallNow:
    """Return a hall as it is: three statements, whatever waits."""
    rows = Ticket.objects.filter(
        unit_id=unit_id,
        day=clock.today(),
        state__in=[TicketState.WAITING.value, TicketState.PARKED.value, *AT_COUNTER],
    )
    live = [ticket_view(row) for row in rows.order_by("taken_at", "id")]
    waiting = {view.ticket: view for view in live if view.ticket.state is TicketState.WAITING}
    return HallNow(
        queues=tuple(
            QueueNow(
                queue,
                tuple(
                    waiting[one]
                    for one in rules.call_sequence(
                        [one for one in waiting if one.queue == queue.id]
                    )
                ),
            )
            for queue in queues_of(unit_id)
        ),
        parked=tuple(view for view in live if view.ticket.state is TicketState.PARKED),
        at_counters=tuple(
            view for view in live if view.ticket.state in {TicketState.CALLED, TicketState.SERVING}
        ),
    )


def events_of(ticket_id: int) -> list[Happened]:
    """Return what happened to a number, the first first; the scope decides of which centre."""
    rows = TicketEvent.objects.filter(ticket_id=ticket_id).select_related("counter").order_by("id")
    return [
        Happened(
            row.at,
            Step(row.step),
            row.counter.number if row.counter is not None else None,
            row.reason,
            row.account_id,
        )
        for row in rows
    ]


def queue_get(queue_id: int) -> QueueView:
    """Return a queue that is in use; raises NotFound. Whose it is, the caller asks."""
    row = Queue.objects.filter(id=queue_id, closed_at=None).first()
    if row is None:
        raise NotFound("queue_unknown", _("There is no such queue here."))
    return queue_view(row)


def counter_get(counter_id: int) -> CounterView:
    """Return a counter; raises NotFound. Whose it is, the caller asks."""
    row = Counter.objects.filter(id=counter_id, closed_at=None).first()
    if row is None:
        raise NotFound("counter_unknown", _("There is no such counter here."))
    return counter_view(row)
