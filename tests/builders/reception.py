"""A hall: a centre with two queues and counters at which officials sit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from motcua.identity.types import Actor, Role
from motcua.organisations.types import UnitView
from motcua.reception import services
from motcua.reception.services import TicketOrder
from motcua.reception.types import TicketView
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
        return services.ticket_take(
            TicketOrder(
                **{
                    "unit_id": self.centre.id,
                    "queue_id": self.queues[queue],
                    "key": uuid4(),
                    "language": "vi",
                    **over,
                }
            )
        )

    def call(self, counter: int = 0) -> TicketView | None:
        """Call who is next."""
        return services.ticket_call_next(
            actor=self.officials[counter], counter_id=self.counters[counter]
        )

    def step(self, step: object, counter: int = 0) -> TicketView:
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
