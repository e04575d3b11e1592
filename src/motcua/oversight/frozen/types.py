"""Words of frozen reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.indicators.types import Period

Spot = tuple[str, str]
"""A cell: the key of its line (`indicators.reports.types.TOTAL` for the total), of its column."""


def is_dossier(code: str) -> bool:
    """Tell a dossier's code (three parts, domain brief 2.4) from a procedure's, such as 1.004194.

    Only dossiers have events that explain why a number of the past is another one.
    """
    return "-" in code


class Fact(StrEnum):
    """What happens to a frozen report."""

    DRAFTED = "drafted"  # computed and frozen, by a person or by the clock
    SIGNED = "signed"  # by whoever made it up
    RETURNED = "returned"  # sent back to whoever signed, with a reason
    APPROVED = "approved"  # by another account
    SENT = "sent"
    WITHDRAWN = "withdrawn"  # before sending, with a reason
    REPLACED = "replaced"  # a later version holds
    SEEN = "seen"  # somebody of the addressee has received it


class State(StrEnum):
    """Where a frozen report stands; the fold of its steps (`rules.stand`)."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    RETURNED = "returned"
    APPROVED = "approved"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


OPEN = frozenset({State.DRAFTED, State.SIGNED, State.RETURNED, State.APPROVED})
"""What somebody still has to act on."""
TO_SIGN = frozenset({State.DRAFTED, State.RETURNED})


class Every(StrEnum):
    """How often a report is due."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Reach(StrEnum):
    """Whose report a rule asks for."""

    OWN = "own"  # the unit's that has the rule
    BELOW = "below"  # of every commune under it, each its own


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a report; `account_id` None: the clock did it.

    Name, role and unit are those of that day: they stay what they were when somebody marries or
    moves.
    """

    seq: int
    fact: Fact
    at: datetime
    account_id: int | None
    posting_id: int | None
    name: str
    role: str
    unit: str
    text: str = ""
    other: str = ""  # the version that replaces it


@dataclass(frozen=True, slots=True)
class Standing:
    """The fold of the steps: the state, who signed and approved it, who has seen it."""

    state: State
    seq: int
    signed: Step | None = None
    approved: Step | None = None
    sent: Step | None = None
    replaced_by: str = ""
    was_sent: bool = False
    seen: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Up to where the events were read (`dossiers.queries.later.events_place`)."""

    event: int
    horizon: int
    seal: int
    seal_hash: str


@dataclass(frozen=True, slots=True)
class Later:
    """An event that was recorded after the freeze: why a figure of the past is another one."""

    seq: int
    type: str
    at: datetime
    recorded_at: datetime


class CauseKind(StrEnum):
    """What explains a difference besides events of dossiers."""

    MOVED = "moved"  # a unit was put under another one
    CATALOGUE = "catalogue"  # a procedure has another version for the time that is counted


@dataclass(frozen=True, slots=True)
class Cause:
    """A recorded change beside the dossiers, and those that it explains.

    `code` and `name` are the unit's or the procedure's; `before` and `after` the unit above it or
    the procedure's field. It holds from `since` and was recorded at `recorded_at` (None: before
    the directory of units kept that).
    """

    kind: CauseKind
    code: str
    name: str
    before: str
    after: str
    since: date
    recorded_at: datetime | None
    dossiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that differs, as plain cells of a sheet, and the dossiers that came or went."""

    line: str
    label: str
    column: str
    what: str
    before: object
    after: object
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two sheets, and what explains it: later events by dossier, causes.

    `unexplained` are dossiers that came or went though nothing was recorded that explains it.
    """

    cells: tuple[Changed, ...] = ()
    events: Mapping[str, tuple[Later, ...]] | None = None
    causes: tuple[Cause, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Every dossier that came or went, in order."""
        return tuple(sorted({code for one in self.cells for code in (*one.came, *one.went)}))

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Dossiers that came or went without an event after the freeze and without a cause."""
        known = self.events or {}
        caused = {code for one in self.causes for code in one.dossiers}
        return tuple(
            one
            for one in self.codes
            if is_dossier(one) and not known.get(one) and one not in caused
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What a look at a frozen report found.

    `stored`: what is wrong with what was kept. `unsound`: dossiers behind it whose events are
    not what was sealed. `difference`: what stands differs now (None: not asked).
    """

    stored: tuple[str, ...]
    unsound: tuple[str, ...] = ()
    difference: Difference | None = None

    @property
    def good(self) -> bool:
        """Whether it may be believed: kept as it was, and every difference explained."""
        return not (self.stored or self.unsound or self.unexplained)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Dossiers that differ without an event that says why."""
        return self.difference.unexplained if self.difference else ()

    @property
    def differs(self) -> bool:
        """Whether the same cut-off gives another sheet now."""
        return bool(self.difference and self.difference.cells)


@dataclass(frozen=True, slots=True)
class Line:
    """A frozen report as a list shows it."""

    id: int
    code: str
    unit_id: int
    report: str
    period: Period
    version: int
    cut_off: datetime
    made_at: datetime
    due_on: date | None
    to_id: int | None
    to_name: str
    state: State
    seq: int
    sent_at: datetime | None
    seen: bool
    replaced_by: str

    def late(self, today: date) -> bool:
        """Whether its day has passed and somebody still has to act on it."""
        if self.due_on is None or self.state is State.WITHDRAWN:
            return False
        return self.state in OPEN and today > self.due_on


class Act(StrEnum):
    """What the worker is asked to do with a report (`ReportOrder`)."""

    FREEZE = "freeze"
    RENEW = "renew"
    SEND = "send"
    LOOK = "look"  # computed again, for whoever reads it; changes nothing


class Part(StrEnum):
    """What the worker is at; each is counted by itself."""

    NUMBERS = "numbers"  # lists behind the numbers
    EVENTS = "events"  # dossiers whose chain of events is walked
    KEEPING = "keeping"  # what was counted is compared and written


@dataclass(frozen=True, slots=True)
class Looked:
    """What the last look at a version found, and when it was computed."""

    at: datetime
    check: Check


@dataclass(frozen=True, slots=True)
class OrderView:
    """What was asked for about a report, and how far it is.

    `base` is the code of the version that is renewed or sent. It waits while `begun_at` is None;
    `problem` and `words` say what holds it up now, or why it ended without an effect; `codes` which
    dossiers it is about, for whoever may read the unit's board: nobody else is told them.
    """

    id: int
    unit_id: int
    act: Act
    report: str
    period: Period
    base: str
    asked_at: datetime
    name: str  # empty: the schedule
    begun_at: datetime | None
    part: Part | None
    done: int
    total: int
    problem: str
    words: str
    codes: str
    ended_at: datetime | None
    made: str

    @property
    def blocks(self) -> bool:
        """Whether nothing else may be asked about the report meanwhile: a look changes nothing."""
        return self.open and self.act is not Act.LOOK

    @property
    def open(self) -> bool:
        """Whether the worker still has to do it, or is at it."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the schedule: dated, with its source."""

    id: int
    unit_id: int
    report: str
    every: Every
    reach: Reach
    draft_day: int
    due_day: int
    to_name: str
    mail: str
    valid_from: date
    valid_to: date | None
    source: str
    ended_reason: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """A report that a rule asks for: of which unit and period, until when, what there is of it."""

    rule_id: int
    unit_id: int
    unit_name: str
    report: str
    period: Period
    draft_on: date
    due_on: date
    line: Line | None = None

    def late(self, today: date) -> bool:
        """Whether the day has passed and nothing was sent."""
        sent = self.line is not None and self.line.sent_at is not None
        return today > self.due_on and not sent
