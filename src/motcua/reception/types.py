"""Words of the reception: states of a ticket, what can happen to it, why somebody goes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

CHANNEL = "motcua_hall"
"""Where PostgreSQL tells what happens in the halls; one for all centres."""


RESULTS = "tra-ket-qua"
"""Stands among the fields of the queue in which people wait who collect a result."""


class TicketState(StrEnum):
    """Where a ticket is. The last three are ends."""

    WAITING = "waiting"
    CALLED = "called"  # a counter has called it; the person is on the way
    SERVING = "serving"
    PARKED = "parked"  # at the side table: fills something in, fetches a copy, pays
    DONE = "done"
    CANCELLED = "cancelled"  # not there three times, or given up
    EXPIRED = "expired"  # the day ended


ENDS = frozenset({TicketState.DONE, TicketState.CANCELLED, TicketState.EXPIRED})


class Step(StrEnum):
    """What can happen to a ticket."""

    TAKEN = "taken"
    PUT_FIRST = "put_first"  # priority, with its ground and reason
    CALLED = "called"
    RECALLED = "recalled"
    STARTED = "started"
    NO_SHOW = "no_show"
    PARKED = "parked"
    CAME_BACK = "came_back"  # from the side table, to be called next
    TRANSFERRED = "transferred"
    DONE = "done"
    GIVEN_UP = "given_up"
    EXPIRED = "expired"


class Ground(StrEnum):
    """Why somebody goes first; each use is recorded with a reason (domain brief 9.5)."""

    NONE = "none"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"  # or with a child under 36 months
    MERIT = "merit"  # people with services to the revolution
    SUPPLEMENT = "supplement"  # comes back with what was asked for: the QR of the request
    APPOINTMENT = "appointment"  # came at the half-hour that was booked
    OTHER = "other"


class DeviceKind(StrEnum):
    """What stands in a hall and is opened by a link instead of a sign-in."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    WALL = "wall"  # a unit's board on a wall screen: sums alone


class DeviceFact(StrEnum):
    """What is done with the link of a wall screen."""

    MADE = "made"
    PAIRED = "paired"  # its code was typed on the screen, which got a link of its own
    RENEWED = "renewed"
    REVOKED = "revoked"


class AppointmentState(StrEnum):
    """Where an appointment is; all but the first are ends."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"  # became a number
    MISSED = "missed"


class Reminder(StrEnum):
    """When somebody is told again of an appointment."""

    DAY = "day"
    HOURS = "hours"


class Band(IntEnum):
    """In which order tickets are called: lower first."""

    RETURNED = 0  # from the side table or another counter: has had a turn already
    FIRST = 1
    COMMON = 2


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as the rules see it. Instants are in UTC; nothing in it tells who the person is."""

    queue: int
    number: int
    taken_at: datetime
    state: TicketState = TicketState.WAITING
    band: Band = Band.COMMON
    ground: Ground = Ground.NONE
    since: datetime | None = None  # its place in the band counts from here; None: from `taken_at`
    counter: int | None = None
    called_at: datetime | None = None  # the last call
    started_at: datetime | None = None
    ended_at: datetime | None = None
    misses: int = 0

    @property
    def place_from(self) -> datetime:
        """The instant from which its place in the queue counts."""
        return self.since or self.taken_at


@dataclass(frozen=True, slots=True)
class Pace:
    """How a queue has been served: what an estimate is made of. Times in seconds."""

    served: int
    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """When a ticket will probably be called: tickets ahead, and minutes from the instant asked."""

    ahead: int
    minutes_low: int
    minutes_high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """How the rest of a day will probably go, for the director."""

    waiting: int
    expected: float  # tickets still to come
    served_by_closing: float
    finished_at: datetime | None  # None: not before the closing
    counters_needed: int  # so that nobody is sent home
    days_known: int  # days of the weeks before that had numbers; 0: nothing tells how many come
    by_half_hour: tuple[tuple[datetime, float], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class QueueView:
    """A queue as others see it; `fields` are those of the catalogue whose matters belong to it."""

    id: int
    unit_id: int
    prefix: str
    name: str
    fields: tuple[str, ...]
    capacity: int = 0  # appointments per half-hour; 0: none
    aim_minutes: int = 15
    names: Mapping[str, str] = field(default_factory=dict)  # as written, by language; may be empty


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter, the queues that it serves in order, and who sits there."""

    id: int
    unit_id: int
    number: int
    queue_ids: tuple[int, ...]
    account_id: int | None
    open_since: datetime | None


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket with its name; `ticket` is what the rules see."""

    id: int
    unit_id: int
    name: str
    token: str
    language: str
    procedures: tuple[str, ...]
    papers: tuple[int, ...]
    dossier_codes: tuple[str, ...]
    ticket: Ticket
    collects: bool = False  # comes for a result, with nothing to hand in


@dataclass(frozen=True, slots=True)
class Call:
    """A call as the display shows it; `serial` grows, so that a display knows what it missed."""

    serial: int
    name: str
    counter: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A kiosk, a display or a wall screen; `seen_at` is kept to the minute.

    `shown` are the filters of a wall screen's board, as in the board's address; its link holds
    until `expires_at`. Kiosks and displays have neither. `prints`: a kiosk has a printer.
    """

    id: int
    unit_id: int
    kind: DeviceKind
    name: str
    made_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None
    made_by: int | None = None
    revoked_by: int | None = None
    expires_at: datetime | None = None
    shown: Mapping[str, str] = field(default_factory=dict)
    prints: bool = True


@dataclass(frozen=True, slots=True)
class SlotView:
    """A half-hour of a queue and how many more fit into it."""

    at: datetime
    left: int


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """An appointment; `code` is what the kiosk asks for. It names nobody."""

    id: int
    unit_id: int
    queue_id: int
    queue_name: str
    at: datetime
    code: str
    state: AppointmentState
    procedures: tuple[str, ...]
    language: str
    person_id: int | None
    ticket_name: str
    reachable: bool  # a telephone number was left, or there is an account


class Vehicle(StrEnum):
    """How a team goes from house to house."""

    FOOT = "foot"
    BICYCLE = "bicycle"
    MOTORBIKE = "motorbike"
    CAR = "car"
    BOAT = "boat"


class RoundState(StrEnum):
    """Where a round of home visits is."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    CANCELLED = "cancelled"
