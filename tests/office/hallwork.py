"""What the tests of the hall's pages share: a commune whose centre has a hall at work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.builders.dossiers import MORNING, Commune, at, commune_at_work
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Actor, Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.services import TicketOrder
from motcua.reception.types import TicketView


@dataclass
class Work:
    """A centre with two queues, two counters, an officer and her colleague."""

    commune: Commune
    queues: tuple[int, int]
    counters: tuple[int, int]
    colleague: Actor

    @property
    def officer(self) -> Actor:
        """The officer at the first counter."""
        return self.commune.counter

    def take(self, queue: int = 0, *, hours: float = 0, **over: Any) -> TicketView:
        """Take a number at the kiosk."""
        order = {
            "unit_id": self.commune.centre.id,
            "queue_id": self.queues[queue],
            "key": uuid4(),
            "language": "vi",
        }
        with at(hours), scope_use(SYSTEM):
            return services.ticket_take(TicketOrder(**{**order, **over}))

    def take_for(self, papers: int = 9) -> TicketView:
        """Take a number for the commune's procedure, its first papers ticked."""
        version = self.commune.offering.version
        ticked = tuple(one.id for one in version.components[:papers])
        return self.take(procedures=(version.code,), papers=ticked)

    def get(self, url: str, actor: Actor | None = None, *, seconds: int = 0) -> Any:
        """Ask for a page in the morning."""
        with at(seconds / 3600):
            return client_for(actor or self.officer).get(url)

    def post(self, url: str, actor: Actor | None = None, *, seconds: int = 0, **data: Any) -> Any:
        """Send a form in the morning; follows to the page that answers."""
        with at(seconds / 3600):
            return client_for(actor or self.officer).post(url, data, follow=True)

    def sit(self) -> None:
        """Let both officers sit down."""
        with at(), scope_use(SYSTEM):
            services.counter_sit(actor=self.officer, counter_id=self.counters[0])
            services.counter_sit(actor=self.colleague, counter_id=self.counters[1])


def hall_at_work() -> Work:
    """Make the commune, its hall, and let nobody sit yet."""
    with at(), scope_use(SYSTEM):
        commune = commune_at_work()
        unit_id, director = commune.centre.id, commune.director
        queues = (
            services.queue_open(actor=director, unit_id=unit_id, prefix="A", name="Hộ tịch"),
            services.queue_open(actor=director, unit_id=unit_id, prefix="B", name="Đất đai"),
        )
        counters = tuple(
            services.counter_set(
                actor=director, unit_id=unit_id, number=number, queue_ids=queues[:number]
            )
            for number in (1, 2)
        )
        colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
        return Work(commune, queues, (counters[0], counters[1]), colleague)


__all__ = ["MORNING", "Work", "hall_at_work"]
