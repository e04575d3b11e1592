"""Words of the register of difficulties that others may use (domain brief 6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Group(StrEnum):
    """What a difficulty is about: the four groups of the weekly reports (dispatch 111, 2025)."""

    INFRASTRUCTURE = "infrastructure"  # hạ tầng, trang thiết bị, đường truyền
    SYSTEM = "system"  # hệ thống thông tin, phần mềm, dữ liệu
    INSTITUTION = "institution"  # thể chế, quy trình, con người
    SUPPORT = "support"  # hướng dẫn, hỗ trợ


class Severity(StrEnum):
    """How much a unit is hindered."""

    BLOCKS = "blocks"  # dossiers cannot go on
    SLOWS = "slows"  # they go on, late or by hand
    ASKS = "asks"  # a question; nothing stands


class Kind(StrEnum):
    """Who has to answer."""

    UNIT = "unit"  # a unit of this system: answers here itself
    MINISTRY = "ministry"  # outside: its answer is recorded with the number of its letter
    VENDOR = "vendor"  # outside, by contract


class State(StrEnum):
    """Where a difficulty stands; it follows from its events alone."""

    NEW = "new"  # nobody has to answer yet
    ASSIGNED = "assigned"  # somebody has to answer, the clock runs
    ASKED = "asked"  # the unit is asked what it means, the clock stands
    ANSWERED = "answered"
    UNCLEAR = "unclear"  # the answer went back as unclear, the clock runs anew
    CLOSED = "closed"
    MERGED = "merged"  # it goes on as part of another one


RUNNING = frozenset({State.ASSIGNED, State.UNCLEAR})
ENDED = frozenset({State.CLOSED, State.MERGED})


class Answer(StrEnum):
    """What an answer does."""

    SOLVED = "solved"  # it is done
    GUIDANCE = "guidance"  # how to go on
    PROMISE = "promise"  # it will be done until a day
    DECLINED = "declined"  # it stays, with the reason


class Fact(StrEnum):
    """What happens to a difficulty."""

    REPORTED = "reported"
    JOINED = "joined"  # another unit has it too
    LEFT = "left"  # a unit that had joined no longer has it
    COUNTED = "counted"  # how many dossiers it blocks now
    ROUTED = "routed"  # who has to answer; again with the reason
    ASKED = "asked"  # the question is not clear to whoever has to answer
    CLARIFIED = "clarified"
    ANSWERED = "answered"
    UNCLEAR = "unclear"  # the answer is not clear to whoever asked
    CLOSED = "closed"
    REOPENED = "reopened"
    MERGED = "merged"
    SPLIT = "split"  # a merger is taken back
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"  # no longer shown to all
    NOTED = "noted"  # a remark or a file; changes nothing


@dataclass(frozen=True)
class Report:
    """A difficulty as a unit reports it; `blocked` dossiers, some named by `codes`."""

    place_id: int
    group: Group
    severity: Severity
    title: str
    text: str
    proposal: str = ""
    system: str = ""
    procedure: str = ""
    blocked: int = 0
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AddresseeView:
    """Somebody who has to answer, within a limit in working days."""

    id: int
    kind: Kind
    unit_id: int | None
    name: str
    limit: str
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class RouteView:
    """A rule: who answers what. An empty part fits everything."""

    id: int
    addressee: AddresseeView
    group: Group | None
    system: str
    procedure: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class FileView:
    """A file that shows it."""

    id: int
    file_id: int
    name: str


@dataclass(frozen=True)
class EventView:
    """One thing that happened; `letter` is the number and day of what came from outside."""

    at: datetime
    fact: Fact
    by_id: int
    unit_id: int
    text: str
    blocked: int | None
    addressee: str
    answer: Answer | None
    promised_on: date | None
    other: str
    due_at: datetime | None
    letter: str
    codes: tuple[str, ...]
    files: tuple[FileView, ...]


@dataclass(frozen=True)
class Line:
    """A line of the register."""

    id: int
    code: str
    version: int
    unit_id: int
    place_id: int
    group: Group
    severity: Severity
    state: State
    title: str
    system: str
    procedure: str
    places: tuple[int, ...]  # units that have it, the reporting one first
    blocked: int
    addressee: str
    due_at: datetime | None
    overdue: bool
    promised_on: date | None
    first_promised_on: date | None
    postponed: int
    promise_broken: bool
    unclear: int
    opened_at: datetime
    closed_at: datetime | None
    merged_into: str
    published: bool


@dataclass(frozen=True)
class Followed:
    """What the units of a merged difficulty see of the one in which it goes on: no other's words.

    `visible`: whether this person may open that one too.
    """

    code: str
    title: str
    state: State
    addressee: str
    due_at: datetime | None
    promised_on: date | None
    answer: str
    visible: bool


@dataclass(frozen=True)
class DifficultyView:
    """A difficulty whole."""

    line: Line
    text: str
    proposal: str
    opened_by_id: int
    addressee: AddresseeView | None
    first_due_at: datetime | None
    answer: str
    answer_kind: Answer | None
    blocked_by: tuple[tuple[int, int], ...]  # unit, dossiers
    merged_here: tuple[str, ...]
    published_title: str
    published_answer: str
    events: tuple[EventView, ...]
    reach: frozenset[int]
    main: Followed | None = None


@dataclass(frozen=True)
class Published:
    """What all units may read of a difficulty that was solved."""

    code: str
    title: str
    answer: str
    group: Group
    system: str
    procedure: str
    units: int
    at: datetime
    places: frozenset[int]  # who has it: nobody of these is asked whether they have it too


@dataclass(frozen=True)
class Asked:
    """What a page of the register asks for."""

    state: State | None = None
    group: Group | None = None
    place_id: int | None = None  # with everything under it
    addressee_id: int | None = None
    overdue: bool = False
    broken: bool = False
    live: bool = False
    words: str = ""
