"""Appointments read: what can be booked, one's own, and those of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.types import CalendarInvalid
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.reception import slots
from motcua.reception.models import Appointment, Queue, Slot
from motcua.reception.queries.desk import queue_view
from motcua.reception.queries.naming import queue_name
from motcua.reception.types import AppointmentState, AppointmentView, QueueView, SlotView


def appointment_queues(unit_ids: Iterable[int] | None = None) -> list[QueueView]:
    """Return the queues that take appointments, of some centres or of all, in their order."""
    rows = Queue.objects.filter(closed_at=None, capacity__gt=0)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    return [queue_view(row) for row in rows.order_by("unit_id", "position", "id")]


def capacity_of(queue_id: int) -> int:
    """Return how many appointments a half-hour of a queue takes; 0: none."""
    found = Queue.objects.filter(id=queue_id, closed_at=None).values_list("capacity", flat=True)
    return found.first() or 0


def half_hours_of(unit_id: int, day: date) -> list[datetime]:
    """Return the half-hours of a day at a centre, by its calendar; none on a day off."""
    try:
        spans = calendar_for(unit_id).day(day).spans
    except CalendarInvalid:
        return []
    return [at.replace(tzinfo=clock.LEGAL_ZONE) for at in slots.half_hours(spans)]


def days_offered(unit_id: int) -> list[date]:
    """Return the working days on which a centre can be booked, today first if it is one."""
    today = clock.today()
    days = [today + timedelta(days=ahead) for ahead in range(slots.HOUSE.days_ahead + 1)]
    return [day for day in days if half_hours_of(unit_id, day)]


def slots_offered(unit_id: int, queue_id: int, day: date) -> list[SlotView]:
    """Return the half-hours of a day that can still be booked in a queue."""
    starts = half_hours_of(unit_id, day)
    rows = Slot.objects.filter(queue_id=queue_id, at__in=starts)
    booked = dict(rows.values_list("at", "booked"))
    found = slots.offered(starts, now=clock.now(), capacity=capacity_of(queue_id), booked=booked)
    return [SlotView(at, left) for at, left in found]


def appointments_own(person_id: int) -> list[AppointmentView]:
    """Return somebody's appointments from today on, the next first; their own scope."""
    rows = Appointment.objects.filter(person_id=person_id, at__gte=clock.midnight(clock.today()))
    return [appointment_view(row) for row in _joined(rows).order_by("at", "id")]


def appointments_all(person_id: int) -> list[AppointmentView]:
    """Return every appointment somebody booked, the first first; their own scope."""
    rows = Appointment.objects.filter(person_id=person_id)
    return [appointment_view(row) for row in _joined(rows).order_by("at", "id")]


def appointment_get(appointment_id: int) -> AppointmentView:
    """Return an appointment; raises NotFound out of scope."""
    row = _joined(Appointment.objects.filter(id=appointment_id)).first()
    if row is None:
        raise NotFound("appointment_unknown", _("There is no such appointment."))
    return appointment_view(row)


def appointments_of_day(unit_id: int, day: date) -> list[AppointmentView]:
    """Return the appointments of a day at a centre, in order of time."""
    begin = clock.midnight(day)
    rows = Appointment.objects.filter(
        unit_id=unit_id, at__gte=begin, at__lt=begin + timedelta(days=1)
    )
    return [appointment_view(row) for row in _joined(rows).order_by("at", "id")]


def appointment_view(row: Appointment) -> AppointmentView:
    """Return an appointment as others see it."""
    return AppointmentView(
        id=row.pk,
        unit_id=row.unit_id,
        queue_id=row.queue_id,
        queue_name=queue_name(row.queue),
        at=clock.local(row.at),
        code=row.code,
        state=AppointmentState(row.state),
        procedures=tuple(row.procedures),
        language=row.language,
        person_id=row.person_id,
        ticket_name=row.ticket.name if row.ticket is not None else "",
        reachable=row.person_id is not None or bool(row.phone),
    )


def _joined(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return rows.select_related("queue", "ticket")
