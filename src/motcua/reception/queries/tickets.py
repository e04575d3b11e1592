"""Tickets read: as the rules see them, as others see them, and where one stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import rules
from motcua.reception.models import AT_COUNTER, Counter, Queue, Ticket, TicketEvent
from motcua.reception.queries.house import house_of
from motcua.reception.queries.naming import queue_name
from motcua.reception.types import (
    RESULTS,
    Band,
    Call,
    Estimate,
    Ground,
    Pace,
    Step,
    TicketState,
    TicketView,
)
from motcua.reception.types import Ticket as Value

PACE_OF_LAST = 30  # handling times that an estimate is made of
CALLS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands now, for whoever holds it."""

    view: TicketView
    queue_name: str
    counter: int | None
    call_ends: datetime | None
    ahead: int | None  # how many are called before; None when it does not wait
    estimate: Estimate | None  # None also while no counter is open
    last_called: str


def ticket_value(row: Ticket) -> Value:
    """Return a row as the rules see it."""
    return Value(
        queue=row.queue_id,
        number=row.number,
        taken_at=row.taken_at,
        state=TicketState(row.state),
        band=Band(row.band),
        ground=Ground(row.ground),
        since=row.since,
        counter=row.counter_id,
        called_at=row.called_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        misses=row.misses,
    )


def ticket_view(row: Ticket) -> TicketView:
    """Return a ticket as others see it. Its name is that of the queue where it was taken."""
    return TicketView(
        id=row.pk,
        unit_id=row.unit_id,
        name=row.name,
        token=row.token,
        language=row.language,
        procedures=tuple(row.procedures),
        papers=tuple(row.papers),
        dossier_codes=tuple(row.dossier_codes),
        ticket=ticket_value(row),
        collects=row.collects,
    )


def ticket_get(ticket_id: int) -> TicketView:
    """Return a ticket; raises NotFound out of scope."""
    row = Ticket.objects.filter(id=ticket_id).first()
    if row is None:
        raise NotFound("ticket_unknown", _("There is no such number here."))
    return ticket_view(row)


def ticket_standing(token: str) -> Standing:
    """Return where the ticket of a QR code stands; raises NotFound. A fixed number of statements.

    The token is 128 bits that nobody guesses; what it shows names nobody.
    """
    row = Ticket.objects.select_related("queue", "counter").filter(token=token).first()
    if row is None:
        raise NotFound("ticket_unknown", _("There is no such number here."))
    view = ticket_view(row)
    ahead = estimate = None
    if view.ticket.state is TicketState.WAITING:
        hall = waiting_of(row.unit_id, row.day)
        ahead, estimate = _ahead(hall, row)
    calls = calls_of(row.unit_id, most=1)
    return Standing(
        view=view,
        queue_name=queue_name(row.queue),
        counter=row.counter.number if row.counter is not None else None,
        call_ends=rules.call_ends(view.ticket, house_of(row.unit_id).hall),
        ahead=ahead,
        estimate=estimate,
        last_called=calls[0].name if calls else "",
    )


def waiting_of(unit_id: int, day: date) -> list[Ticket]:
    """Return the tickets of a centre that wait, in no order."""
    return list(Ticket.objects.filter(unit_id=unit_id, day=day, state=TicketState.WAITING.value))


def calls_of(unit_id: int, *, after: int = 0, most: int = CALLS_SHOWN) -> list[Call]:
    """Return the last calls of today, the newest first; `after` is the serial seen last."""
    begin = clock.midnight(clock.today())
    rows = (
        TicketEvent.objects.filter(
            unit_id=unit_id,
            id__gt=after,
            at__gte=begin,
            step__in=[Step.CALLED.value, Step.RECALLED.value],
        )
        .select_related("ticket", "counter")
        .order_by("-id")[:most]
    )
    return [
        Call(row.pk, row.ticket.name, row.counter.number, row.at)
        for row in rows
        if row.counter is not None
    ]


def pace_of(queue_id: int) -> Pace:
    """Return how a queue is served, from the handling times of its last tickets."""
    rows = (
        Ticket.objects.filter(queue_id=queue_id, state=TicketState.DONE.value)
        .exclude(started_at=None)
        .order_by("-ended_at", "-id")
        .values_list("started_at", "ended_at")[:PACE_OF_LAST]
    )
    return rules.pace_of([(end - start).total_seconds() for start, end in rows if start and end])


def _ahead(hall: Iterable[Ticket], row: Ticket) -> tuple[int, Estimate | None]:
    """Return how many are called before a ticket, and when it will be, by the open counters."""
    counters = list(
        Counter.objects.filter(unit_id=row.unit_id, queue_ids__contains=[row.queue_id])
        .exclude(open_since=None)
        .values_list("id", "queue_ids")
    )
    shared = {row.queue_id, *(queue_id for _id, queue_ids in counters for queue_id in queue_ids)}
    # The hall was read a moment before or after the ticket: it may have been called in between.
    own = ticket_value(row)
    others = [ticket_value(one) for one in hall if one.queue_id in shared and one.pk != row.pk]
    ahead = rules.call_sequence([*others, own]).index(own)
    return ahead, rules.estimate_of(ahead, len(counters), pace_of(row.queue_id))


def served_now(unit_id: int) -> list[TicketView]:
    """Return the tickets that are at a counter of a centre now."""
    rows = Ticket.objects.filter(unit_id=unit_id, state__in=AT_COUNTER).order_by("called_at", "id")
    return [ticket_view(row) for row in rows]


def queue_of_field(unit_id: int, field: str) -> Queue | None:
    """Return the queue that takes matters of a field (or `RESULTS`), else the first general one.

    A queue for results alone is no general one, as long as there is another.
    """
    rows = list(Queue.objects.filter(unit_id=unit_id, closed_at=None).order_by("position", "id"))
    general = [row for row in rows if set(row.fields) != {RESULTS}] or rows
    named = (row for row in rows if field in row.fields)
    return next(named, general[0] if general else None)


def taken_per_half_hour(unit_id: int, days: Iterable[date]) -> dict[tuple[date, int], int]:
    """Return how many tickets were taken in each half-hour (counted from midnight) of some days."""
    rows = Ticket.objects.filter(unit_id=unit_id, day__in=list(days)).values_list("day", "taken_at")
    found: dict[tuple[date, int], int] = {}
    for day, taken_at in rows:
        local = clock.local(taken_at)
        half = (local.hour * 60 + local.minute) // 30
        found[day, half] = found.get((day, half), 0) + 1
    return found


def weeks_before(day: date, weeks: int = 6) -> list[date]:
    """Return the same day of the week in the weeks before."""
    return [day - timedelta(weeks=one) for one in range(1, weeks + 1)]


def ticket_hall(token: str) -> int:
    """Return in which centre's hall a number was taken; raises NotFound. Its token is the leave."""
    with scope_use(SYSTEM):
        found = Ticket.objects.filter(token=token).values_list("unit_id", flat=True).first()
    if found is None:
        raise NotFound("ticket_unknown", _("There is no such number here."))
    return found
