"""Words of this package that others may use: limits, rules, suspensions, answers and refusals.

Everything here is plain Python, so that the rules stay free of Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from motcua.kernel.errors import FieldProblem, Invalid, Refused


class LimitKind(StrEnum):
    """The units in which a legal time limit is written (domain brief, chapter 3.1)."""

    WORKING_HOURS = "wh"
    WORKING_DAYS = "wd"
    CALENDAR_DAYS = "d"
    MONTHS = "mo"
    SAME_DAY = "same-day"


@dataclass(frozen=True, slots=True)
class Limit:
    """A legal time limit; `amount` counts `kind`s and is 0 for the same day."""

    kind: LimitKind
    amount: int

    def __str__(self) -> str:
        return self.kind.value if self.kind is LimitKind.SAME_DAY else f"{self.amount}{self.kind}"


class DueRule(StrEnum):
    """How the due instant follows from a limit; chosen per procedure version."""

    CLOCK = "clock"
    CLOSE = "close"
    SAME_DAY_15 = "same-day-15"


@dataclass(frozen=True, slots=True)
class Suspension:
    """A stretch [start, end) in which the clock stands still; `document` names the paper behind it.

    A suspension that is not yet over has no end and cannot be computed: the caller shows the
    due date as suspended, or passes the present instant as its end.
    """

    start: datetime
    end: datetime
    document: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation, as data: a stable code and texts (ISO dates, names, numbers)."""

    code: str
    params: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return the step as it is stored with a dossier."""
        return {"code": self.code, "params": dict(self.params)}


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due (UTC), when its clock started (UTC), and why."""

    instant: datetime
    start: datetime
    explanation: tuple[Step, ...]

    def explanation_json(self) -> list[dict[str, Any]]:
        """Return the explanation as it is stored with a dossier."""
        return [step.as_json() for step in self.explanation]


@dataclass(frozen=True, slots=True)
class Remaining:
    """How far a due instant is away, in working time of the unit.

    `minutes` are whole working minutes left, or the minutes since when `overdue`; `days` are the
    working days between the two dates (0 on the due day itself).
    """

    overdue: bool
    minutes: int
    days: int


class Level(StrEnum):
    """Which layer of the calendar a statement belongs to; the nearer one prevails."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    UNIT = "unit"


class DayReason(StrEnum):
    """Why a day is worked or not."""

    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"
    CLOSED = "closed"


OFF_REASONS = frozenset({DayReason.HOLIDAY, DayReason.IN_LIEU, DayReason.CLOSED})


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """Opening hours [opens, closes) of one part of a day, in legal time."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


Sessions = tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """A name in the three languages; a missing one falls back to the Vietnamese."""

    vi: str
    en: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class DayEntry:
    """What a layer says of one date; `reason` is an off reason or MAKE_UP.

    A make-up day without sessions of its own has those of the unit's normal weekday.
    """

    date: date
    reason: DayReason
    names: Names
    source: str = ""
    sessions: Sessions = ()

    @property
    def is_off(self) -> bool:
        """Whether the entry makes the date a day off."""
        return self.reason in OFF_REASONS


@dataclass(frozen=True, slots=True)
class Week:
    """Sessions of Monday to Sunday from a date on, until a later week or `valid_to` (exclusive)."""

    days: tuple[Sessions, ...]
    valid_from: date = date.min
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """All that one level (the State, the province, the unit) says."""

    level: Level
    entries: tuple[DayEntry, ...] = ()
    weeks: tuple[Week, ...] = ()


MORNING = Session(time(7, 30), time(11, 30))
AFTERNOON = Session(time(13, 0), time(17, 0))
DEFAULT_WEEK = Week(((MORNING, AFTERNOON),) * 5 + ((), ()))


@dataclass(frozen=True, slots=True)
class CalendarEntryView:
    """One stored statement about a date, with the time in which it was the known one."""

    id: int
    unit_id: int | None
    date: date
    reason: DayReason
    names: Names
    sessions: Sessions
    source: str
    known_from: datetime
    known_to: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class RowRefused:
    """One row of an import that was set aside; `row` counts from 1 and includes the heading."""

    row: int
    column: str
    reason: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import's rows."""

    added: int
    replaced: int
    unchanged: int
    refused: tuple[RowRefused, ...]


# --- refusals ---------------------------------------------------------------------------------
ProblemText = Callable[[str, Mapping[str, str]], str]


def _plain(code: str, params: Mapping[str, str]) -> str:
    values = ", ".join(f"{name}={value}" for name, value in params.items())
    return f"{code.replace('_', ' ')}: {values}" if values else code.replace("_", " ")


_problem_text: ProblemText = _plain


def problem_text_use(function: ProblemText) -> None:
    """Let refusals speak the reader's language; `explain` connects itself when Django starts."""
    global _problem_text  # noqa: PLW0603 - the one seam between plain rules and translated words
    _problem_text = function


class DeadlineInvalid(Invalid):
    """A limit, an instant or a suspension is wrong; the problem names its field."""

    def __init__(self, code: str, field: str, **params: str) -> None:
        super().__init__([FieldProblem(field, _problem_text(code, params))])
        self.code = code
        self.details = dict(params)


class CalendarInvalid(Refused):
    """The calendar is empty, contradicts itself, or knows nothing of a year: never guess."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, _problem_text(code, params), **params)
