"""Interim slips: numbers reserved beforehand, the window of true times, what must be looked at.

Plain rules beside `rules.py`: no Django, no clock. Source: domain brief 2.7 rule 6 (a paper slip
with a temporary number; later entry keeps the true reception time with a note), reliability T3
(nobody moves a reception unseen). The figures are the house's own and a centre may set others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class InterimState(StrEnum):
    """Where a slip stands once it has come in; every slip ends in one of these."""

    ACCEPTED = "accepted"  # became a dossier
    DOUBT = "doubt"  # somebody must look at it
    JOINED = "joined"  # belongs to a dossier that was there already
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What the counter did."""

    ACCEPT = "accept"
    REGISTER = "register"  # papers are missing: taken in, not accepted
    CANCEL = "cancel"


class Doubt(StrEnum):
    """Why a slip is not entered by itself."""

    DOUBLE = "double"  # same person, same procedure, near in time, or filed from home
    WINDOW = "window"  # the time lies outside of what the block of numbers covers
    CLOCK = "clock"  # the device's clock was moved since the block was issued
    ORDER = "order"  # a higher number with an earlier time
    TWICE = "twice"  # the number came in before, with other data
    VERSION = "version"  # the procedure changed after the block was issued
    INVALID = "invalid"  # the counter's own checks refuse it
    CARD = "card"  # the card's text says somebody else
    WRITTEN = "written"  # by hand: what stands on the paper is still to be typed in
    HOURS = "hours"  # by hand, at a time when the unit is not open


# Only who may enter a reception afterwards decides these (as for any declared time, T3).
NEEDS_DIRECTOR = frozenset({Doubt.WINDOW})
# A doubt about the time itself: never decided by whoever had the block, and so its times, in hand.
NEEDS_ANOTHER = frozenset({Doubt.WINDOW, Doubt.CLOCK, Doubt.ORDER})
# What was wrong with the data, and is right once they have been corrected and pass the checks.
CORRECTABLE = frozenset({Doubt.VERSION, Doubt.INVALID, Doubt.WRITTEN})


class Medium(StrEnum):
    """What the numbers of a block were reserved for."""

    BROWSER = "browser"
    PAPER = "paper"  # blank slips printed beforehand, filled in with a pen


@dataclass(frozen=True, slots=True)
class House:
    """What a unit has decided for itself; dated data, these are the values without a decision.

    `BOUNDS` says how far a unit may go, `queries.interim_house` what holds when. Two minutes of
    tolerance are no decision: they are how exactly two clocks and a person's eye agree.
    """

    hours: int = 12  # how long a browser's block holds
    numbers: int = 200  # how many numbers a browser's block has
    # A long week-end without a line is believed; what comes in later still, long after anybody
    # remembers the queue of that day, is for the director.
    late_days: int = 3
    near_hours: int = 24  # the same person and procedure so near in time may be the same request
    clock_minutes: int = 2  # by how much a device's clock may be moved unseen
    paper_days: int = 180  # how long printed blank slips may be written on
    books_a_day: int = 99
    slack: timedelta = timedelta(minutes=2)
    hand_slack: timedelta = timedelta(minutes=30)  # sheets of a stack are not taken in order

    @property
    def clock_moved(self) -> timedelta:
        """Return by how much a device's clock may be moved unseen."""
        return timedelta(minutes=self.clock_minutes)

    @property
    def near(self) -> timedelta:
        """Return within what time the same request is looked for."""
        return timedelta(hours=self.near_hours)

    @property
    def late(self) -> timedelta:
        """Return after what time a slip is for the director."""
        return timedelta(days=self.late_days)


BOUNDS: dict[str, tuple[int, int]] = {
    "hours": (4, 24),  # four hours are promised; a block never goes beyond a day and a night
    "numbers": (20, 500),  # three digits of a number, half of them to spare
    "late_days": (1, 14),  # Tết is the longest time without a working day
    "near_hours": (1, 72),
    "clock_minutes": (1, 10),
    "paper_days": (30, 400),  # one year and the time to collect what is left
}
HOUSE = House()
_NUMBER = re.compile(r"T(\d{2})(\d{2})(\d{2})-(\d{2})-(\d{3})")


def number_text(day: date, book: int, seq: int) -> str:
    """Return a slip's number, `T261122-03-007`: the day, the block, the slip.

    It can never collide within a unit: the server gives the block, the device counts in it.
    """
    return f"T{day:%y%m%d}-{book:02d}-{seq:03d}"


def number_read(text: str) -> tuple[date, int, int] | None:
    """Return day, block and place of a number as somebody typed it; None when it is none."""
    found = _NUMBER.fullmatch(re.sub(r"[\s.]", "", text).upper())
    if found is None:
        return None
    year, month, day, book, seq = map(int, found.groups())
    try:
        return date(2000 + year, month, day), book, seq
    except ValueError:
        return None


def book_end(issued_at: datetime, house: House = HOUSE) -> datetime:
    """Return until when slips of a block may be given out."""
    return issued_at + timedelta(hours=house.hours)


@dataclass(frozen=True, slots=True)
class Told:
    """When a device says that it took something in, and what its clock says of itself.

    The offsets are server less device: measured when the block was issued, and now.
    """

    at: datetime
    offset_then_ms: int
    offset_now_ms: int

    @property
    def moved_ms(self) -> int:
        """Return by how much the device's clock was moved in between."""
        return self.offset_now_ms - self.offset_then_ms


def counted_later(
    seq: int, at: datetime, *, used: int, seen_at: datetime | None, house: House = HOUSE
) -> bool:
    """Tell whether a number was given out only after the time that its slip bears.

    At `seen_at` the device told that it had given out the numbers up to `used`: a higher one
    cannot have been handed out before.
    """
    return seen_at is not None and seq > used and at < seen_at - house.slack


def time_doubts(
    told: Told,
    *,
    issued_at: datetime,
    ends_at: datetime,
    now: datetime,
    before: datetime | None,
    after: datetime | None,
    counted: bool = False,
    house: House = HOUSE,
) -> list[Doubt]:
    """Return what speaks against a true time.

    `before` is the latest time of a lower number of the block, `after` the earliest of a higher
    one: numbers are given in order, so times are. `counted` is what `counted_later` says. A slip
    that comes in days after the end of its block is doubted too.
    """
    doubts = []
    inside = issued_at - house.slack <= told.at <= min(ends_at, now) + house.slack
    if not inside or counted or now > ends_at + house.late:
        doubts.append(Doubt.WINDOW)
    if abs(told.moved_ms) > house.clock_moved / timedelta(milliseconds=1):
        doubts.append(Doubt.CLOCK)
    early = before is not None and told.at < before - house.slack
    late = after is not None and told.at > after + house.slack
    if early or late:
        doubts.append(Doubt.ORDER)
    return doubts


@dataclass(frozen=True, slots=True)
class Earlier:
    """A dossier of the same person and procedure; `waits` when nobody has accepted it yet."""

    code: str
    submitted_at: datetime
    waits: bool


def doubles(found: Iterable[Earlier], at: datetime, house: House = HOUSE) -> tuple[str, ...]:
    """Return the codes of dossiers that may be the same request: near in time, or still waiting.

    What is older and under way is no double: people may ask for the same again.
    """
    return tuple(one.code for one in found if one.waits or abs(one.submitted_at - at) <= house.near)


def unused(numbers: int, used: int, known: Sequence[int]) -> tuple[int, tuple[int, ...]]:
    """Return how many reserved numbers were never given out, and which were but have not come in.

    `used` is the highest number that the device has told of, `known` those that came in.
    """
    highest = max([used, *known], default=0)
    missing = sorted(set(range(1, highest + 1)) - set(known))
    return numbers - highest, tuple(missing)


@dataclass(frozen=True, slots=True)
class BookView:
    """A block of numbers as others see it; never what opens its store."""

    id: int
    key: str
    unit_id: int
    day: date
    serial: int
    device: str
    device_name: str
    account_id: int
    numbers: int
    used: int
    issued_at: datetime
    ends_at: datetime
    offset_ms: int
    seen_at: datetime | None
    medium: Medium = Medium.BROWSER
    closed_at: datetime | None = None

    @property
    def prefix(self) -> str:
        """Return what every number of the block begins with."""
        return number_text(self.day, self.serial, 0)[:-3]


@dataclass(frozen=True, slots=True)
class SlipFile:
    """A stored file of a slip: of which paper (`place`, as the page names it), and its name."""

    place: str
    file_id: int
    name: str
    size: int
    cleaned: str = ""


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip that came in; `doubles` are codes of dossiers that may be the same request."""

    id: int
    book_id: int
    unit_id: int
    key: str
    seq: int
    number: str
    kind: Kind
    state: InterimState
    procedure_code: str
    competent_unit_id: int | None
    version_id: int | None
    doubts: tuple[Doubt, ...]
    doubles: tuple[str, ...]
    problems: tuple[str, ...]
    reason: str
    taken_at: datetime
    clock_ms: int
    cash_vnd: int | None
    cash_booked: bool
    came_at: datetime
    came_by: int
    decided_at: datetime | None
    decided_by: int | None
    dossier_code: str
    late: bool = False  # sent again with a change: what came first stands
    taken_by: int | None = None  # who wrote it by hand; None: it came from a browser
    cause: str = ""  # why it was written by hand

    @property
    def to_type(self) -> bool:
        """Return whether what stands on the paper must still be typed in."""
        return self.state is InterimState.DOUBT and Doubt.WRITTEN in self.doubts

    @property
    def may_type(self) -> bool:
        """Return whether it was written by hand and is not decided: it may be typed, also anew."""
        return self.state is InterimState.DOUBT and self.taken_by is not None
