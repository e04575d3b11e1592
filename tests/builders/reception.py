"""A hall: a centre with two queues and counters at which officials sit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from motcua.citizens.types import CitizenActor
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.types import UnitView
from motcua.reception import services
from motcua.reception.queries.appointments import days_offered, slots_offered
from motcua.reception.queries.hours import hours_of
from motcua.reception.services import AppointmentOrder, TicketOrder
from motcua.reception.types import DeviceKind, Step, TicketView
from tests.builders.dossiers import MORNING
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make


@dataclass(frozen=True)
class Hall:
    """A centre, its director, its queues, and counters with whoever sits there."""

    centre: UnitView
    director: Actor
    queues: tuple[int, ...]
    counters: tuple[int, ...]
    officials: tuple[Actor, ...]

    def take(self, queue: int = 0, **over: object) -> TicketView:
        """Take a number at the kiosk."""
        fields: dict[str, Any] = {
            "unit_id": self.centre.id,
            "queue_id": self.queues[queue],
            "key": uuid4(),
            "language": "vi",
        }
        return services.ticket_take(TicketOrder(**{**fields, **over}))

    def call(self, counter: int = 0) -> TicketView | None:
        """Call who is next."""
        return services.ticket_call_next(
            actor=self.officials[counter], counter_id=self.counters[counter]
        )

    def step(self, step: Step, counter: int = 0) -> TicketView:
        """Let a step happen to the number at a counter."""
        return services.ticket_step(
            actor=self.officials[counter], counter_id=self.counters[counter], step=step
        )


def hall_make(counters: int = 2) -> Hall:
    """Make a commune's centre with a hall."""
    from motcua.deadlines.services import holidays_load

    holidays_load()
    return hall_at(body_of(commune_make(), "ttpvhcc"), counters)


def hall_at(centre: UnitView, counters: int = 2) -> Hall:
    """Make the hall of a centre: the queues A (all counters) and B (the last counter)."""
    director = actor_make(role=Role.DIRECTOR, unit=centre)
    queues = (
        services.queue_open(
            actor=director, unit_id=centre.id, prefix="A", name="Hộ tịch", fields=["ho-tich"]
        ),
        services.queue_open(
            actor=director, unit_id=centre.id, prefix="B", name="Đất đai", fields=["dat-dai"]
        ),
    )
    seats, officials = [], []
    for number in range(1, counters + 1):
        served = queues if number == counters else queues[:1]
        seat = services.counter_set(
            actor=director, unit_id=centre.id, number=number, queue_ids=served
        )
        official = actor_make(role=Role.COUNTER, unit=centre)
        services.counter_sit(actor=official, counter_id=seat)
        seats.append(seat)
        officials.append(official)
    return Hall(centre, director, queues, tuple(seats), tuple(officials))


def taken_today(hall: Hall) -> None:
    """Take a number at nine of this day, or now if that is earlier; when it was closed, none."""
    now = clock.now()
    moment = min(now, clock.local(now).replace(hour=9, minute=0, second=0, microsecond=0))
    with clock.clock_set(moment):
        if hours_of(hall.centre.id, moment).closing is not None:
            hall.take()


def held(hall: Hall) -> int:
    """Return the id of a number of the hall that waits."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        return hall.take(key=UUID(int=2)).id


def device_held(hall: Hall, kind: DeviceKind = DeviceKind.DISPLAY) -> int:
    """Return the id of a display (or kiosk) of the hall."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        return services.device_add(
            actor=hall.director, unit_id=hall.centre.id, kind=kind, name="Sảnh"
        ).device.id


def appointment_held(hall: Hall) -> int:
    """Return the id of an appointment at the hall that an official has booked."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        services.capacity_set(actor=hall.director, queue_id=hall.queues[0], capacity=5)
        order = AppointmentOrder(hall.queues[0], MORNING + timedelta(hours=24), UUID(int=3), "vi")
        return services.appointment_book_for(actor=hall.officials[0], order=order).id


@dataclass(frozen=True)
class Doors:
    """A hall with the links of a kiosk, of a display and of a wall, and the token of a number."""

    hall: Hall
    kiosk: str
    display: str
    wall: str
    wall_id: int
    number: str


def doors_make(centre: UnitView) -> Doors:
    """Make the hall of a centre with its devices and one number that waits."""
    hall = hall_at(centre)
    kiosk, display = (
        services.device_add(actor=hall.director, unit_id=centre.id, kind=kind, name="Sảnh").token
        for kind in (DeviceKind.KIOSK, DeviceKind.DISPLAY)
    )
    wall = services.wall_add(actor=hall.director, unit_id=centre.id, name="Sảnh", shown={})
    return Doors(hall, kiosk, display, wall.token, wall.device.id, hall.take().token)


def appointed(citizen: CitizenActor, hall: Hall) -> int:
    """Book the first half-hour that can be booked from now on; return its id."""
    services.capacity_set(actor=hall.director, queue_id=hall.queues[0], capacity=2)
    days = days_offered(hall.centre.id)
    slot = next(one for day in days for one in slots_offered(hall.centre.id, hall.queues[0], day))
    order = AppointmentOrder(hall.queues[0], slot.at, uuid4(), "vi")
    return services.appointment_book(citizen=citizen, order=order).id
