"""What the person does: take a number at the kiosk, come back from the side table, give it up."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_hall, scope_use
from motcua.reception import rules
from motcua.reception.models import Queue, Ticket, TicketEvent
from motcua.reception.queries.hours import hours_of
from motcua.reception.queries.tickets import ticket_view
from motcua.reception.services._live import change_tell
from motcua.reception.services._ticket import happening, step_write
from motcua.reception.types import Band, Ground, Step, TicketState, TicketView

# A queue that took the letter over from one that was closed today goes on where that one ended.
_NEXT = (
    "INSERT INTO reception_numbering (queue_id, day, last)"
    " SELECT %s, %s, coalesce(max(n.last), 0) + 1 FROM reception_numbering n"
    " JOIN reception_queue q ON q.id = n.queue_id"
    " WHERE n.day = %s AND q.unit_id = %s AND q.prefix = %s"
    " ON CONFLICT (queue_id, day) DO UPDATE SET last = reception_numbering.last + 1"
    " RETURNING last"
)


@dataclass(frozen=True, slots=True)
class TicketOrder:
    """What somebody chose at the kiosk. `key` makes two presses one ticket."""

    unit_id: int
    queue_id: int
    key: UUID
    language: str
    procedures: tuple[str, ...] = ()
    papers: tuple[int, ...] = ()
    ground: Ground = Ground.NONE
    dossier_codes: tuple[str, ...] = ()  # whose supplement is brought, whose result is collected
    collects: bool = False


def ticket_take(order: TicketOrder) -> TicketView:
    """Give a number. Raises Refused out of hours, NotFound for a queue that is not of the centre.

    For everybody: no account, no name, no telephone (domain brief 9.5). Grounds that only an
    official may grant are refused here: a supplement and an appointment come by their own codes.
    """
    now = clock.now()
    with scope_use(scope_hall(order.unit_id)), transaction.atomic():
        _key_lock(order.key)
        known = Ticket.objects.filter(key=order.key).first()
        if known is not None:
            return ticket_view(known)
        queue = Queue.objects.filter(
            id=order.queue_id, unit_id=order.unit_id, closed_at=None
        ).first()
        if queue is None:
            raise NotFound("queue_unknown", _("There is no such queue here."))
        if hours_of(order.unit_id, now).closing is None:
            raise Refused("hall_closed", _("No more numbers are given today."))
        row = _ticket_make(order, queue, now)
        return ticket_view(row)


def _ticket_make(order: TicketOrder, queue: Queue, now: datetime) -> Ticket:
    day = clock.local(now).date()
    number = _number_next(queue, day.isoformat())
    first = order.ground in {Ground.SUPPLEMENT, Ground.APPOINTMENT}
    row = Ticket.objects.create(
        unit_id=order.unit_id,
        queue=queue,
        day=day,
        number=number,
        name=rules.ticket_name(queue.prefix, number),
        token=secrets.token_hex(16),
        key=order.key,
        language=order.language,
        procedures=list(order.procedures),
        papers=list(order.papers),
        dossier_codes=list(order.dossier_codes),
        collects=order.collects,
        band=(Band.FIRST if first else Band.COMMON).value,
        ground=(order.ground if first else Ground.NONE).value,
        taken_at=now,
    )
    TicketEvent.objects.create(
        ticket=row, unit_id=row.unit_id, at=now, step=Step.TAKEN.value, ground=row.ground
    )
    change_tell(row.unit_id)
    return row


def _key_lock(key: UUID) -> None:
    """Let the second press of one button wait for the first: it finds the number then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int % 2**63])


def _number_next(queue: Queue, day: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [queue.pk, day, day, queue.unit_id, queue.prefix])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def ticket_come_back(token: str) -> None:
    """Say from the side table that one is ready to be called again."""
    _own_step(token, Step.CAME_BACK)


def ticket_give_up(token: str) -> None:
    """Give a number up, from the telephone: the others wait less."""
    _own_step(token, Step.GIVEN_UP)


def _own_step(token: str, step: Step) -> None:
    with scope_use(SYSTEM), transaction.atomic():
        row = Ticket.objects.select_for_update(of=("self",)).filter(token=token).first()
        if row is None:
            raise NotFound("ticket_unknown", _("There is no such number here."))
        if row.state == TicketState.CANCELLED.value and step is Step.GIVEN_UP:
            return  # pressed twice
        step_write(row, happening(step))


def tickets_live(unit_id: int, states: Iterable[TicketState]) -> list[TicketView]:
    """Return the tickets of a centre in some states, in order of number."""
    rows = Ticket.objects.filter(unit_id=unit_id, state__in=[one.value for one in states])
    return [ticket_view(row) for row in rows.order_by("taken_at")]
