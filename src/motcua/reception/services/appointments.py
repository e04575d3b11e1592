"""Appointments: booked at the portal or by an official, moved, cancelled, kept, missed.

Two who want the last place of a half-hour meet at its row: one gets it, the other reads that it
is full. No more is kept than the half-hour, the code and how to remind.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.budget import budget_left, budget_spend
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.rules import phone_clean
from motcua.reception import slots
from motcua.reception.models import Appointment, Queue, Slot, Ticket
from motcua.reception.queries.appointments import (
    appointment_get,
    appointment_view,
    half_hours_of,
)
from motcua.reception.services._reminding import appointment_tell
from motcua.reception.services.tickets import TicketOrder, ticket_take
from motcua.reception.types import AppointmentState, AppointmentView, Ground, TicketView

CODE_LENGTH = 6  # digits: typed at the kiosk by everybody; it gives a number and shows nothing
PERSON_LOCK = 728_102  # class of the advisory locks; the key is the person
CAPACITY_MOST = 50
TRIES, TRIES_MOST, TRIES_SECONDS = "appointment-code", 12, 600
AIM_MOST = 240
_WHY = {
    "past": lambda: _("This half-hour can no longer be booked. Please choose a later one."),
    "far": lambda: _("Appointments are booked at most two weeks ahead."),
    "none": lambda: _("The centre is closed then. Please choose another half-hour."),
    "full": lambda: _("This half-hour has just become full. Please choose another one."),
    "state": lambda: _("This appointment has been used or cancelled already."),
    "early": lambda: _("You are early: the code opens 30 minutes before the appointment."),
    "late": lambda: _("The time of this appointment is over. Please take a number as usual."),
}


@dataclass(frozen=True, slots=True)
class AppointmentOrder:
    """What is to be booked. `key` makes two presses one appointment."""

    queue_id: int
    at: datetime
    key: UUID
    language: str
    procedures: tuple[str, ...] = ()
    phone: str = ""  # only for somebody without an account, for the reminder


def capacity_set(*, actor: Actor, queue_id: int, capacity: int, aim_minutes: int = 15) -> None:
    """Say how many appointments a half-hour of a queue takes, and how long one should wait at most.

    What is booked stays, also when the capacity is lowered.
    """
    with transaction.atomic():
        row = _queue_lock(queue_id)
        actor.posting_for(Action.RECEPTION_EDIT, row.unit_id)
        if not 0 <= capacity <= CAPACITY_MOST:
            raise Invalid([FieldProblem("capacity", _("A number from 0 to 50."))])
        if not 1 <= aim_minutes <= AIM_MOST:
            raise Invalid([FieldProblem("aim_minutes", _("A number of minutes from 1 to 240."))])
        row.capacity, row.aim_minutes = capacity, aim_minutes
        row.save(update_fields=["capacity", "aim_minutes"])


def appointment_book(*, citizen: CitizenActor, order: AppointmentOrder) -> AppointmentView:
    """Book for somebody signed in at the portal. Raises Refused in plain words.

    A person has at most three appointments at a time, and one at a time of day.
    """
    with scope_use(SYSTEM), transaction.atomic():
        _person_lock(citizen.subject_id)
        mine = Appointment.objects.filter(
            person_id=citizen.subject_id, state=AppointmentState.BOOKED.value
        ).exclude(key=order.key)
        if mine.filter(at=order.at).exists():
            raise Refused("appointment_twice", _("You have an appointment at this time already."))
        if mine.count() >= slots.HOUSE.open_most:
            raise Refused(
                "appointments_many",
                _("You have three appointments already. Please cancel one that you do not need."),
            )
        row, made = _book(order, person_id=citizen.subject_id)
        if made:
            appointment_tell(row, "appointment_booked")
        return appointment_view(row)


def _person_lock(person_id: int) -> None:
    """Let two requests of one person count one after the other, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PERSON_LOCK, person_id % 2**31])


def appointment_book_for(*, actor: Actor, order: AppointmentOrder) -> AppointmentView:
    """Book for somebody at the counter or on the telephone; the number is only for the reminder."""
    phone = phone_clean(order.phone)
    if order.phone.strip() and not phone:
        raise Invalid([FieldProblem("phone", _("This is not a telephone number of Vietnam."))])
    queue = Queue.objects.filter(id=order.queue_id, closed_at=None).first()
    if queue is None:
        raise NotFound("queue_unknown", _("There is no such queue here."))
    actor.posting_for(Action.RECEPTION_SERVE, queue.unit_id)
    with scope_use(SYSTEM), transaction.atomic():
        row, made = _book(order, phone=phone, made_by=actor.account_id)
        if made:
            appointment_tell(row, "appointment_booked")
        return appointment_view(row)


def appointment_cancel(*, citizen: CitizenActor, appointment_id: int) -> None:
    """Give one's own appointment up; again changes nothing. Raises NotFound for another's."""
    _own(citizen, appointment_id)
    with scope_use(SYSTEM), transaction.atomic():
        _end(_lock(appointment_id), AppointmentState.CANCELLED)


def appointment_cancel_for(*, actor: Actor, appointment_id: int) -> None:
    """Cancel an appointment of one's centre; whoever can be reached is told."""
    row = Appointment.objects.filter(id=appointment_id).first()
    if row is None:
        raise NotFound("appointment_unknown", _("There is no such appointment."))
    actor.posting_for(Action.RECEPTION_SERVE, row.unit_id)
    with scope_use(SYSTEM), transaction.atomic():
        locked = _lock(appointment_id)
        if locked.state == AppointmentState.BOOKED.value:
            appointment_tell(locked, "appointment_cancelled")
        _end(locked, AppointmentState.CANCELLED)


def appointment_move(
    *, citizen: CitizenActor, appointment_id: int, at: datetime
) -> AppointmentView:
    """Move one's own appointment to another half-hour of its queue; the code stays."""
    _own(citizen, appointment_id)
    with scope_use(SYSTEM), transaction.atomic():
        row = _lock(appointment_id)
        if row.state != AppointmentState.BOOKED.value:
            raise Refused("appointment_state", _WHY["state"]())
        if row.at != at:
            was, row.at = row.at, at
            for one in sorted({was, at}):  # in one order, so that two who swap do not block
                _slot_lock(row.queue_id, one)
            _place_take(row.queue, at)
            Slot.objects.filter(queue=row.queue, at=was).update(booked=F("booked") - 1)
            row.made_at = clock.now()
            row.save(update_fields=["at", "made_at"])
            appointment_tell(row, "appointment_booked")
        return appointment_view(row)


def appointment_check_in(
    *, unit_id: int, code: str, key: UUID, language: str, kiosk: int = 0
) -> TicketView:
    """Give the number of an appointment at the kiosk; read twice it is one number.

    For everybody who has the code. Raises Refused for an unknown code, too early, too late, out
    of hours, and after twelve wrong codes in ten minutes at one `kiosk`: six digits are few.
    """
    tries = (TRIES, f"{unit_id}:{kiosk}", TRIES_MOST, TRIES_SECONDS)
    if not budget_left(*tries):
        raise Refused(
            "appointment_tries",
            _("Too many wrong codes were typed here. Please turn to the reception desk."),
        )
    try:
        return _check_in(unit_id, code, key, language)
    except Refused as refusal:
        if refusal.code == "appointment_unknown":
            budget_spend(*tries)  # outside of what the refusal rolls back
        raise


def _check_in(unit_id: int, code: str, key: UUID, language: str) -> TicketView:
    asked = "".join(code.split())[: CODE_LENGTH + 1]
    with scope_use(SYSTEM), transaction.atomic():
        row = (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("queue", "ticket")
            .filter(unit_id=unit_id, code=asked)
            .order_by("-at")
            .first()
        )
        if row is None:
            raise Refused(
                "appointment_unknown", _("No appointment here has this code. Look at it again.")
            )
        if row.ticket is not None and row.ticket.day == clock.today():
            known = TicketOrder(unit_id, row.queue_id, row.ticket.key, language)
            return ticket_take(known)
        try:
            slots.arrive_check(AppointmentState(row.state), row.at, clock.now())
        except slots.AppointmentRefused as refusal:
            raise Refused(f"appointment_{refusal.reason}", _WHY[refusal.reason]()) from refusal
        ticket = ticket_take(
            TicketOrder(
                unit_id=unit_id,
                queue_id=row.queue_id,
                key=key,
                language=language,
                procedures=tuple(row.procedures),
                ground=Ground.APPOINTMENT,
            )
        )
        row.ticket = Ticket.objects.get(id=ticket.id)
        _end(row, AppointmentState.ARRIVED)
        return ticket


def appointments_sweep() -> int:
    """End the appointments to which nobody came; return how many. For the sweeper."""
    now = clock.now()
    with scope_use(SYSTEM), transaction.atomic():
        rows = Appointment.objects.select_for_update(skip_locked=True).filter(
            state=AppointmentState.BOOKED.value, at__lt=now - slots.HOUSE.late
        )
        return sum(
            _end(row, AppointmentState.MISSED)
            for row in rows.order_by("id")
            if slots.is_missed(AppointmentState(row.state), row.at, now)
        )


def reminders_send() -> int:
    """Remind whoever comes tomorrow or in two hours, once each; return how many were told."""
    now = clock.now()
    told = 0
    with scope_use(SYSTEM), transaction.atomic():
        rows = Appointment.objects.select_related("queue").filter(
            state=AppointmentState.BOOKED.value, at__gt=now, at__lte=now + slots.REMINDED_FROM
        )
        for row in rows.order_by("id"):
            reminder = slots.reminder_due(at=row.at, made_at=row.made_at, now=now)
            if reminder is not None:
                told += appointment_tell(row, f"appointment_{reminder.value}")
    return told


def _book(
    order: AppointmentOrder,
    *,
    person_id: int | None = None,
    phone: str = "",
    made_by: int | None = None,
) -> tuple[Appointment, bool]:
    known = Appointment.objects.select_related("queue").filter(key=order.key).first()
    if known is not None:
        return known, False
    queue = _queue_lock(order.queue_id, share=True)
    _place_take(queue, order.at)
    row = Appointment.objects.create(
        unit_id=queue.unit_id,
        queue=queue,
        at=order.at,
        code=_code(queue.unit_id),
        key=order.key,
        person_id=person_id,
        phone=phone,
        language=order.language,
        procedures=list(order.procedures),
        made_at=clock.now(),
        made_by=made_by,
    )
    return row, True


def _place_take(queue: Queue, at: datetime) -> None:
    """Take one place of a half-hour under the lock of its row. Raises Refused."""
    slot = _slot_lock(queue.pk, at)
    starts = half_hours_of(queue.unit_id, clock.local(at).date())
    try:
        slots.book_check(at, starts, now=clock.now(), capacity=queue.capacity, booked=slot.booked)
    except slots.AppointmentRefused as refusal:
        raise Refused(f"appointment_{refusal.reason}", _WHY[refusal.reason]()) from refusal
    slot.booked += 1
    slot.save(update_fields=["booked"])


def _slot_lock(queue_id: int, at: datetime) -> Slot:
    Slot.objects.bulk_create([Slot(queue_id=queue_id, at=at)], ignore_conflicts=True)
    return Slot.objects.select_for_update().get(queue_id=queue_id, at=at)


def _queue_lock(queue_id: int, *, share: bool = False) -> Queue:
    rows = Queue.objects.filter(id=queue_id, closed_at=None)
    row = (rows if share else rows.select_for_update()).first()
    if row is None or (share and not row.capacity):
        raise NotFound("queue_unknown", _("There is no such queue here."))
    return row


def _lock(appointment_id: int) -> Appointment:
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("queue")
        .get(id=appointment_id)
    )


def _own(citizen: CitizenActor, appointment_id: int) -> None:
    with scope_use(citizen.scope):
        appointment_get(appointment_id)


def _end(row: Appointment, state: AppointmentState) -> bool:
    """End an appointment: its place becomes free, its telephone number is erased."""
    if row.state != AppointmentState.BOOKED.value:
        return False
    row.state, row.ended_at, row.phone = state.value, clock.now(), ""
    row.save(update_fields=["state", "ended_at", "phone", "ticket"])
    if state is AppointmentState.CANCELLED:
        Slot.objects.filter(queue_id=row.queue_id, at=row.at).update(booked=F("booked") - 1)
    return True


def _code(unit_id: int) -> str:
    """Return a code that no open appointment of the centre has."""
    while True:
        code = f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"
        if not Appointment.objects.filter(unit_id=unit_id, code=code).exists():
            return code
