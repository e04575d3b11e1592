"""A hall with a kiosk and a display, and how its pages are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.test import Client

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.queries.tickets import ticket_get
from motcua.reception.services import device_add
from motcua.reception.types import DeviceKind, TicketView
from tests.builders.dossiers import Commune, at, commune_at_work
from tests.builders.reception import Hall, hall_at

PRIVATE = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Open:
    """A commune whose centre has a hall, with the links of its devices."""

    commune: Commune
    hall: Hall
    kiosk: str
    display: str
    client: Client

    @property
    def queue(self) -> int:
        """Return the queue of the commune's procedure."""
        return self.hall.queues[0]

    @property
    def code(self) -> str:
        """Return the commune's procedure."""
        return self.commune.offering.code

    def get(self, path: str = "", hours: float = 0, **more: Any) -> Any:
        """Ask for a page of the kiosk, some hours after nine."""
        with at(hours):
            return self.client.get(f"{self.kiosk}{path}", **more)

    def post(self, path: str = "", hours: float = 0, **data: Any) -> Any:
        """Send a form of the kiosk."""
        with at(hours):
            return self.client.post(f"{self.kiosk}{path}", data)

    def ticket(self, response: Any) -> TicketView:
        """Return the number that an answer leads to."""
        from motcua.reception.models import Ticket

        token = response.url.split("?")[0].rstrip("/").rsplit("/", 1)[1]
        with scope_use(SYSTEM):
            return ticket_get(Ticket.objects.get(token=token).pk)


@contextmanager
def at_work(hours: float = 0) -> Iterator[None]:
    """Let officials work and people take numbers, some hours after nine."""
    with at(hours), scope_use(SYSTEM):
        yield


def hall_open(**over: Any) -> Open:
    """Make a hall at work; `over` replaces parts of its procedure."""
    with scope_use(SYSTEM), at():
        commune = commune_at_work(**over)
        hall = hall_at(commune.centre)
        links = [
            device_add(actor=hall.director, unit_id=hall.centre.id, kind=kind, name="Sảnh").token
            for kind in (DeviceKind.KIOSK, DeviceKind.DISPLAY)
        ]
    return Open(commune, hall, f"/kiosk/{links[0]}/", f"/display/{links[1]}/", Client())
