"""Words of the quality registers that others may use (TCVN ISO 9001:2015, clauses 9.2 and 10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AuditState(StrEnum):
    """Where an internal audit stands."""

    PLANNED = "planned"
    HELD = "held"  # begun: its auditors record findings
    CONCLUDED = "concluded"  # findings are final, non-conformities are open
    CLOSED = "closed"
    CANCELLED = "cancelled"


class AuditFact(StrEnum):
    """What happens to an audit."""

    PLANNED = "planned"
    CHANGED = "changed"  # days or auditors, with the reason
    BEGUN = "begun"
    CONCLUDED = "concluded"
    CARRIED = "carried"  # a non-conformity goes on after the audit is closed
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Grade(StrEnum):
    """What a finding says; the last two open a non-conformity."""

    CONFORM = "conform"
    OBSERVATION = "observation"
    MINOR = "minor"
    MAJOR = "major"


NONCONFORM = frozenset({Grade.MINOR, Grade.MAJOR})


class Source(StrEnum):
    """How a non-conformity came to light."""

    AUDIT = "audit"
    PETITION = "petition"  # what a citizen reflected
    LATENESS = "lateness"  # a dossier resolved late, or overdue
    OBSERVATION = "observation"  # seen by somebody of the unit


class State(StrEnum):
    """Where a non-conformity stands; it follows from its events alone."""

    OPEN = "open"  # correction, cause or action is missing
    ACTING = "acting"  # an action is not done yet
    CHECKING = "checking"  # all are done, their effect is not checked yet
    CLOSED = "closed"  # every action was found effective
    DISMISSED = "dismissed"  # it was none, says somebody else than who reported it


ENDED = frozenset({State.CLOSED, State.DISMISSED})


class Fact(StrEnum):
    """What happens to a non-conformity."""

    OPENED = "opened"
    CORRECTED = "corrected"
    ANALYSED = "analysed"
    ACTION_SET = "action_set"
    MOVED = "moved"  # another due date or owner, with the reason
    DONE = "done"
    EFFECTIVE = "effective"
    INEFFECTIVE = "ineffective"
    REOPENED = "reopened"
    DISMISSED = "dismissed"
    CARRIED = "carried"  # its audit is closed, it goes on
    NOTED = "noted"  # evidence or a remark; changes nothing


class ActionState(StrEnum):
    """Where a corrective action stands."""

    OPEN = "open"
    DONE = "done"
    EFFECTIVE = "effective"
    INEFFECTIVE = "ineffective"


@dataclass(frozen=True)
class AuditPlan:
    """What is audited against what, by whom and when; the first auditor leads.

    Without procedures and processes the whole work of the units is audited.
    """

    title: str
    criteria: str
    unit_ids: tuple[int, ...]
    auditor_ids: tuple[int, ...]
    first_day: date
    last_day: date
    procedures: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvidenceView:
    """A file that proves something."""

    id: int
    file_id: int
    name: str
    at: datetime
    by_id: int


@dataclass(frozen=True)
class FindingView:
    """What the auditors found; `replaced` when a later one corrects it, `reason` says why."""

    id: int
    number: int
    grade: Grade
    place_id: int
    clause: str
    text: str
    procedure: str
    process: str
    dossier_code: str
    at: datetime
    by_id: int
    replaces: int | None
    reason: str
    replaced: bool
    evidence: tuple[EvidenceView, ...]
    nonconformity: str = ""


@dataclass(frozen=True)
class AuditEventView:
    """One thing that happened to an audit."""

    at: datetime
    fact: AuditFact
    by_id: int
    text: str
    data: dict[str, str]


@dataclass(frozen=True)
class AuditView:
    """An audit; `late` when it was to be over and nobody has concluded it."""

    id: int
    code: str
    version: int
    unit_id: int
    year: int
    state: AuditState
    plan: AuditPlan
    conclusion: str
    late: bool
    open_count: int  # non-conformities of it that are not ended
    found: int  # findings that stand
    findings: tuple[FindingView, ...] = ()
    events: tuple[AuditEventView, ...] = ()


@dataclass(frozen=True)
class ActionView:
    """A corrective action; `first_due_on` is the day first promised."""

    number: int
    text: str
    owner_id: int
    due_on: date
    first_due_on: date
    state: ActionState
    overdue: bool
    done_by_id: int | None
    done_at: datetime | None
    checked_by_id: int | None
    checked_at: datetime | None


@dataclass(frozen=True)
class EventView:
    """One thing that happened to a non-conformity; `action` is the number of the action meant."""

    at: datetime
    fact: Fact
    by_id: int
    text: str
    action: int
    owner_id: int | None
    due_on: date | None
    old_due_on: date | None
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True)
class NonconformityRow:
    """A line of the register."""

    id: int
    code: str
    version: int
    unit_id: int
    place_id: int
    state: State
    source: Source
    grade: Grade
    clause: str
    happened: str
    procedure: str
    process: str
    opened_at: datetime
    opened_by_id: int
    due_on: date | None
    overdue: bool
    reopened: int
    audit_code: str
    dossier_code: str
    petition: str


@dataclass(frozen=True)
class NonconformityView:
    """A non-conformity whole; correction and cause are the words that stand last."""

    row: NonconformityRow
    requirement: str
    correction: str
    cause: str
    analysed: bool  # in the present round; false again when it was reopened
    actions: tuple[ActionView, ...]
    events: tuple[EventView, ...]
    audit_id: int | None
    reach: frozenset[int]  # the units that see it


@dataclass(frozen=True)
class Report:
    """A non-conformity as it is reported."""

    place_id: int
    source: Source
    grade: Grade
    happened: str
    requirement: str
    clause: str = ""
    procedure: str = ""
    process: str = ""
    dossier_code: str = ""
    petition: str = ""


@dataclass(frozen=True)
class Asked:
    """What a page of the register asks for."""

    state: State | None = None
    place_id: int | None = None
    process: str = ""
    source: Source | None = None
    year: int | None = None
    overdue: bool = False
    live: bool = False
