"""Words of this package that others may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Act(StrEnum):
    """What a step of a process does; the caller maps it to the right that it needs."""

    RECEIVE = "receive"  # tiếp nhận
    ASSIGN = "assign"  # phân công thụ lý
    APPRAISE = "appraise"  # thẩm định
    OPINION = "opinion"  # cho ý kiến phối hợp
    ENDORSE = "endorse"  # duyệt ý kiến của cơ quan phối hợp, cơ quan cấp tỉnh
    APPROVE = "approve"  # phê duyệt, ký
    ISSUE = "issue"  # vào số, đóng dấu, ban hành
    RETURN = "return"  # trả kết quả
    REPAIR = "repair"  # làm thay việc mà hệ thống không làm được


class ProcessStatus(StrEnum):
    """Where a running process stands."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    DONE = "done"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    """Where a work item stands; `handed_over` waits for the receiver's confirmation."""

    OPEN = "open"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def is_live(self) -> bool:
        """Whether work remains to be done."""
        return self in LIVE_STATES


LIVE_STATES = frozenset({ItemState.OPEN, ItemState.CLAIMED, ItemState.HANDED_OVER})


class TimerState(StrEnum):
    """Where a timer of a process stands."""

    WAITING = "waiting"
    FIRED = "fired"
    CANCELLED = "cancelled"


class CallState(StrEnum):
    """Where a call of a service stands; `person`: it could not be done, somebody has the step."""

    WAITING = "waiting"
    DONE = "done"
    PERSON = "person"
    CANCELLED = "cancelled"


# Steps that wait for somebody outside: what was decided is out, and lies ready (domain brief 3.7).
WAITING_ACTS = frozenset({Act.RETURN})


class DueBucket(StrEnum):
    """How near the due instant of a work item is, for colours and chips."""

    OVERDUE = "overdue"  # now > due
    TODAY = "today"  # due before the end of the present day in the legal zone
    SOON = "soon"  # due by the end of the second day after
    LATER = "later"
    PAUSED = "paused"  # the process is suspended: its clock stands still
    WAITING = "waiting"  # a result lies ready for whoever comes: no lateness of the office


class WorklistView(StrEnum):
    """Which items of the units in scope a worklist shows."""

    MINE = "mine"  # claimed by or handed to the person
    OTHERS = "others"  # claimed by somebody who is away and for whom the person stands in
    UNCLAIMED = "unclaimed"
    UNIT = "unit"  # every live item of the units


class ElementState(StrEnum):
    """State of an element of the diagram."""

    DONE = "done"
    CURRENT = "current"
    FUTURE = "future"


@dataclass(frozen=True)
class OutcomeView:
    """One way to finish a step; `name` is in the active language."""

    code: str
    name: str


@dataclass(frozen=True)
class FieldView:
    """A value that is asked when a step is finished; it becomes `data.<name>`."""

    name: str
    kind: str  # number | text | boolean | choice
    label: str  # in the active language
    required: bool
    values: tuple[str, ...] = ()  # codes, of a choice
    options: tuple[OutcomeView, ...] = ()  # the same with their names in the active language


@dataclass(frozen=True)
class StepView:
    """One user task of a definition, names in the active language.

    `hours` are working hours planned when the process is started without a limit of its own.
    """

    element: str
    name: str
    act: Act
    role: str
    unit: str  # name of the unit's part: receiving, handling, opinion, province …
    hours: Decimal
    outcomes: tuple[OutcomeView, ...]
    fields: tuple[FieldView, ...] = ()
    service: str = ""  # what the software does, in words; the step is for when it cannot


@dataclass(frozen=True)
class DefinitionView:
    """A deployed process; it never changes."""

    id: int
    key: str
    version: int
    sha256: str
    name: str
    deployed_at: datetime
    deployed_by_id: int | None
    steps: tuple[StepView, ...]  # in the order of the diagram


@dataclass(frozen=True)
class WorkItemView:
    """A piece of work of one unit; accounts and units are ids.

    `holder_id` is the account that is responsible at present: the claimer, or the giver until
    the receiver has confirmed (domain brief 3.6). `version` goes back with the next operation.
    """

    id: int
    process_id: int
    subject: str
    element: str
    name: str
    act: Act
    role: str
    unit_id: int
    state: ItemState
    hours: Decimal
    opened_at: datetime
    due_at: datetime
    claimed_by_id: int | None
    claimed_at: datetime | None
    holder_id: int | None
    offered_to_id: int | None  # the named receiver of a hand-over that is not confirmed yet
    completed_at: datetime | None
    completed_by_id: int | None
    outcome: str
    note: str
    version: int
    outcomes: tuple[OutcomeView, ...] = ()
    fields: tuple[FieldView, ...] = ()
    for_account_id: int | None = None  # whose work the claimer does, as a substitute


@dataclass(frozen=True)
class Started:
    """A process that has been started: its first open items, the units of its steps by part."""

    process_id: int
    definition_id: int
    items: tuple[WorkItemView, ...]
    units: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Completed:
    """The effect of completing a work item."""

    item: WorkItemView
    opened: tuple[WorkItemView, ...]
    finished: bool  # the process has reached its end


@dataclass(frozen=True)
class BulkFailure:
    """One item of a bulk operation that was refused, and why (translated)."""

    item_id: int
    code: str
    message: str


@dataclass(frozen=True)
class BulkReport:
    """What a bulk operation did; nothing is skipped silently."""

    done: tuple[int, ...]
    failed: tuple[BulkFailure, ...]


@dataclass(frozen=True)
class ItemToAssign:
    """An item as the person saw it when they chose it."""

    item_id: int
    expected_version: int


@dataclass(frozen=True)
class WorklistKey:
    """Where a page of the worklist ended; the next page starts after it."""

    due_at: datetime
    item_id: int


@dataclass(frozen=True)
class WorklistRow:
    """One row of a worklist."""

    item: WorkItemView
    bucket: DueBucket
    process_status: ProcessStatus


@dataclass(frozen=True)
class WorklistPage:
    """A page of a worklist; `after` is None on the last one."""

    rows: tuple[WorklistRow, ...]
    after: WorklistKey | None


@dataclass(frozen=True)
class WorklistCounts:
    """Figures for the chips over a worklist; buckets partition `unit`."""

    unit: int
    mine: int
    unclaimed: int
    to_confirm: int
    buckets: Mapping[DueBucket, int] = field(default_factory=dict)
    more: bool = False  # `unit` is a bound and the other figures are of some items only


@dataclass(frozen=True)
class HandOverView:
    """One hop, for the control sheet (form 06 of Circular 03/2025); accounts and units are ids."""

    id: int
    item_id: int
    element: str
    name: str
    from_unit_id: int | None
    from_account_id: int | None
    to_unit_id: int
    to_account_id: int | None
    handed_at: datetime
    confirmed_at: datetime | None
    confirmed_by_id: int | None
    due_at: datetime
    note: str
    taken_back: bool = False  # by the giver; nobody received it


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What progress needs to know of a work item."""

    element: str
    state: str
    unit_id: int
    opened_at: datetime
    completed_at: datetime | None
    due_at: datetime


@dataclass(frozen=True)
class ProgressStep:
    """One step in plain words, for citizens."""

    element: str
    name: str
    act: Act
    state: ElementState
    unit_id: int | None  # who has or had it; for a future step the unit planned
    opened_at: datetime | None
    done_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class Progress:
    """How far a process has come: states for the diagram, steps for people."""

    process_id: int
    definition_id: int
    status: ProcessStatus
    elements: Mapping[str, ElementState]
    steps: tuple[ProgressStep, ...]


Data = Mapping[str, Any]
"""Plain values (text, numbers, booleans, None) that conditions may read as `data.<key>`."""


@dataclass(frozen=True)
class ProcessView:
    """A process as others may see it; `units` are the units by part."""

    id: int
    definition_id: int
    subject: str
    status: ProcessStatus
    units: Mapping[str, int]
    deadline_at: datetime | None
    started_at: datetime
    suspended_at: datetime | None
    ended_at: datetime | None
    end_reason: str
