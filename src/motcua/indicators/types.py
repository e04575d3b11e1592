"""Words of the figures that others may use: measures, figures, periods, boards, the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from motcua.dossiers.types import Channel
from motcua.dossiers.views import DossierRow


class Measure(IntEnum):
    """What an increment counts. Of an accepted dossier exactly one of 21–23 and 31–37 is 1.

    Words of the figures are keys thousands of times a board: they are found as plain values are,
    not by a name that is looked up each time.
    """

    __hash__ = int.__hash__

    INTAKE_COUNTER = 1  # accepted, for the receiving unit, by channel
    INTAKE_ONLINE = 2
    INTAKE_POST = 3
    RECEIVED_COUNTER = 11  # the same, for the competent unit
    RECEIVED_ONLINE = 12
    RECEIVED_POST = 13
    RUNNING = 21  # open, the clock runs
    WAITING = 22  # open, waiting for a supplement (status 5 after acceptance)
    PAUSED = 23  # open, waiting for a financial obligation that stops the clock
    OVERDUE = 24  # running, and its due instant has passed: a part of RUNNING
    DONE_EARLY = 31
    DONE_ON_TIME = 32
    DONE_LATE = 33
    WITHDRAWN = 34  # before the due instant
    WITHDRAWN_LATE = 35
    STOPPED = 36
    STOPPED_LATE = 37


INTAKE = {
    Channel.COUNTER: Measure.INTAKE_COUNTER,
    Channel.ONLINE: Measure.INTAKE_ONLINE,
    Channel.POST: Measure.INTAKE_POST,
}
RECEIVED = {
    Channel.COUNTER: Measure.RECEIVED_COUNTER,
    Channel.ONLINE: Measure.RECEIVED_ONLINE,
    Channel.POST: Measure.RECEIVED_POST,
}


class Figure(StrEnum):
    """A figure that is shown, defined in `rules.DEFINITIONS`; its value may be in the URL."""

    __hash__ = str.__hash__

    RECEIVED = "received"  # in the period, by the receiving unit
    RECEIVED_ONLINE = "received-online"
    RECEIVED_COUNTER = "received-counter"
    RECEIVED_POST = "received-post"
    RESOLVED = "resolved"  # ended in the period, without those that wait for a supplement
    RESOLVED_IN_TIME = "resolved-in-time"
    EARLY = "early"
    ON_TIME = "on-time"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    OPEN = "open"  # at the end of the period, without those that wait for a supplement
    OPEN_IN_TIME = "open-in-time"
    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    WAITING = "waiting"  # for a supplement
    PAUSED = "paused"  # for a financial obligation
    C3 = "c3"  # columns of form II.06a
    C4 = "c4"
    C5 = "c5"
    C6 = "c6"
    C7 = "c7"
    C8 = "c8"
    C9 = "c9"
    C10 = "c10"
    C11 = "c11"
    C12 = "c12"
    C13 = "c13"


COLUMNS = tuple(Figure(f"c{number}") for number in range(3, 14))
"""Columns (3) to (13) of form II.06a in order."""
Figures = dict[Figure, int]


class Dimension(IntEnum):
    """By what figures are split."""

    __hash__ = int.__hash__

    UNIT = 0
    PROCEDURE = 1
    OFFICIAL = 2


@dataclass(frozen=True, slots=True)
class Increment:
    """One step of one measure: it counts from `at` on.

    `known_at` is the legal instant of the fact behind it; it lies before `at` only for OVERDUE,
    which counts from the due instant. `ended_at` is set where an ended dossier is re-opened.
    """

    dossier_id: int
    unit_id: int
    procedure_id: int
    official_id: int  # 0: nobody yet
    at: datetime
    known_at: datetime
    measure: Measure
    delta: int
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in the legal zone, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Window:
    """A period as instants: what happened in (before, until], stocks at `until`.

    `ahead` is the end of the next working day after `until`, for what is due soon. It `runs` where
    `until` is the present instant.
    """

    before: datetime
    until: datetime
    ahead: datetime
    runs: bool = False


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Figures of one unit, procedure or official; `key` is its id (0: nobody yet)."""

    key: int
    code: str
    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """What happened on one day (or in the month that begins with it)."""

    day: date
    received: int
    resolved: int
    late: int
    online: int = 0  # of those received
    counter: int = 0
    post: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """The state of the service in some units; `window.until` is the date of the data."""

    unit_ids: frozenset[int]
    period: Period
    window: Window
    totals: Figures
    by_unit: tuple[BoardRow, ...]
    by_procedure: tuple[BoardRow, ...]
    by_official: tuple[BoardRow, ...]
    trend: tuple[TrendPoint, ...]
    trend_by_month: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One identity of the form, and whether every row and the total keep it."""

    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One row of II.06a: columns (3) to (13) in order."""

    unit_id: int
    code: str
    label: str
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Form II.06a of a unit: a row per subordinate unit, the total, the checked identities."""

    unit_id: int
    unit_code: str
    unit_name: str
    parent_name: str
    period: Period
    cut_off: datetime
    lines: tuple[ReportLine, ...]
    totals: tuple[int, ...]
    checks: tuple[Check, ...] = field(default=())

    @property
    def good(self) -> bool:
        """Whether every identity holds."""
        return all(check.holds for check in self.checks)


@dataclass(frozen=True, slots=True)
class DossiersBehind:
    """A page of the dossiers that a figure counts; `after` asks for the next one.

    `codes` are those of units that were taken over, which the scope does not show.
    """

    rows: tuple[DossierRow, ...]
    after: str
    total: int
    codes: tuple[str, ...] = ()
