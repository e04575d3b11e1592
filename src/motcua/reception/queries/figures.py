"""The hall in figures: a day's times and counts, and how the rest of today will probably go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from motcua.kernel import clock
from motcua.reception import rules
from motcua.reception.measure import Course, Figures, figures_by, figures_of, grounds_of
from motcua.reception.models import Counter, Queue, Ticket, TicketEvent
from motcua.reception.queries.appointments import half_hours_of
from motcua.reception.queries.hours import hours_of
from motcua.reception.queries.tickets import PACE_OF_LAST, taken_per_half_hour, weeks_before
from motcua.reception.types import Forecast, Ground, Step, TicketState


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day of a hall: altogether, and by queue, counter and half-hour."""

    day: date
    total: Figures
    queues: tuple[tuple[str, Figures], ...]  # "A · Hộ tịch"
    counters: tuple[tuple[int, Figures], ...]
    half_hours: tuple[tuple[datetime, Figures], ...]
    grounds: Mapping[Ground, int]


def day_figures(unit_id: int, day: date) -> DayFigures:
    """Return the figures of a day; four statements, whatever happened."""
    queues = {row.pk: row for row in Queue.objects.filter(unit_id=unit_id).order_by("position")}
    numbers = dict(Counter.objects.filter(unit_id=unit_id).values_list("id", "number"))
    steps: dict[int, list[tuple[Step, datetime]]] = {}
    grounds = []
    events = TicketEvent.objects.filter(unit_id=unit_id, ticket__day=day).order_by("id")
    for ticket_id, step, at, ground in events.values_list("ticket_id", "step", "at", "ground"):
        steps.setdefault(ticket_id, []).append((Step(step), at))
        grounds.append(Ground(ground))
    courses = [
        Course(
            queue=row.queue_id,
            counter=row.counter_id,
            taken_at=row.taken_at,
            started_at=row.started_at,
            state=TicketState(row.state),
            aim=timedelta(minutes=queues[row.queue_id].aim_minutes),
            steps=tuple(steps.get(row.pk, ())),
        )
        for row in Ticket.objects.filter(unit_id=unit_id, day=day).order_by("id")
    ]
    by_queue = figures_by(courses, lambda one: one.queue)
    by_counter = figures_by(courses, lambda one: numbers.get(one.counter or 0))
    by_half = figures_by(courses, lambda one: half_hour(one.taken_at))
    return DayFigures(
        day=day,
        total=figures_of(courses),
        queues=tuple(
            (f"{row.prefix} · {row.name}", by_queue[id_])
            for id_, row in queues.items()
            if id_ in by_queue
        ),
        counters=tuple((n, by_counter[n]) for n in sorted(numbers.values()) if n in by_counter),
        half_hours=tuple((at, one) for at, one in sorted(by_half.items())),  # type: ignore[misc]
        grounds=grounds_of(grounds),
    )


def hall_mark(unit_id: int, day: date) -> tuple[object, ...]:
    """Return what each step, seat or rule that moves a day's figures changes; three statements."""
    events = TicketEvent.objects.filter(ticket__unit_id=unit_id, ticket__day=day)
    seats = Counter.objects.filter(unit_id=unit_id).exclude(open_since=None).order_by("id")
    queues = Queue.objects.filter(unit_id=unit_id).order_by("id")
    return (
        events.aggregate(last=Max("id"))["last"],
        *seats.values_list("id", "open_since"),
        *queues.values_list("id", "name", "aim_minutes", "closed_at"),
    )


def day_with_numbers(unit_id: int, before: date) -> date | None:
    """Return the last day before a day on which somebody took a number at a centre."""
    days = Ticket.objects.filter(unit_id=unit_id, day__lt=before).order_by("-day")
    return days.values_list("day", flat=True).first()


def half_hour(at: datetime) -> datetime:
    """Return the beginning of the half-hour in which something happened, in local time."""
    local = clock.local(at)
    return local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0)


def forecast_today(unit_id: int) -> Forecast | None:
    """Return how the rest of today will probably go; None when the hall is closed.

    Expected are as many numbers as came on the same day of the weeks before, each half-hour the
    mean of the days on which any came.
    """
    now = clock.now()
    closing = hours_of(unit_id, now).closing
    if closing is None:
        return None
    today = clock.local(now).date()
    taken = taken_per_half_hour(unit_id, weeks_before(today))
    days = len({day for day, _half in taken})
    halves = half_hours_of(unit_id, today)
    arrivals = [
        (at, sum(count for (_day, half), count in taken.items() if half == _place(at)) / days)
        for at in halves
        if days
    ]
    live = Ticket.objects.filter(unit_id=unit_id, day=today, state=TicketState.WAITING.value)
    done = (
        Ticket.objects.filter(unit_id=unit_id, state=TicketState.DONE.value)
        .exclude(started_at=None)
        .order_by("-ended_at")
        .values_list("started_at", "ended_at")[:PACE_OF_LAST]
    )
    spans = [(end - start).total_seconds() for start, end in done if start and end]
    return rules.forecast_of(
        now=now,
        closing=closing,
        waiting=live.count(),
        counters=Counter.objects.filter(unit_id=unit_id).exclude(open_since=None).count(),
        pace=rules.pace_of(spans),
        arrivals=arrivals,
        days_known=days,
    )


def _place(at: datetime) -> int:
    local = clock.local(at)
    return (local.hour * 60 + local.minute) // 30
