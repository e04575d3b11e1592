"""Tables of the reception (private to this package). Walls stand in the migrations."""

from __future__ import annotations

from motcua.reception.models.hall import (
    AT_COUNTER,
    LIVE,
    Appointment,
    Counter,
    Device,
    DeviceEvent,
    HallHouse,
    Numbering,
    Queue,
    Slot,
    Ticket,
    TicketEvent,
)
from motcua.reception.models.interim import (
    InterimBook,
    InterimFile,
    InterimHouse,
    InterimPrint,
    InterimSlip,
)
from motcua.reception.models.outside import Point, PointHours, PointIntake
from motcua.reception.models.visits import Hamlet, HamletRoad, Round, Visit, VisitEvent

# Fields that hold personal data (Law 91/2025/QH15), per model; see docs/how-to/personal-data.md.
PERSONAL: dict[str, frozenset[str]] = {
    "TicketEvent": frozenset({"ground", "reason"}),
    "Ticket": frozenset({"ground"}),
    "Appointment": frozenset({"person_id", "phone"}),
    "InterimFile": frozenset({"name"}),
    "InterimPrint": frozenset({"reason"}),
    "InterimSlip": frozenset({"data", "reason"}),
    "Visit": frozenset(
        {
            "person_id", "name", "phone", "address", "latitude", "longitude", "reason", "matter",
            "helper_name", "helper_phone", "answer",
        }
    ),
}  # fmt: skip

__all__ = [
    "AT_COUNTER",
    "LIVE",
    "PERSONAL",
    "Appointment",
    "Counter",
    "Device",
    "DeviceEvent",
    "HallHouse",
    "Hamlet",
    "HamletRoad",
    "InterimBook",
    "InterimFile",
    "InterimHouse",
    "InterimPrint",
    "InterimSlip",
    "Numbering",
    "Point",
    "PointHours",
    "PointIntake",
    "Queue",
    "Round",
    "Slot",
    "Ticket",
    "TicketEvent",
    "Visit",
    "VisitEvent",
]
