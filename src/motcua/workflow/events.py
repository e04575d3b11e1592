"""Facts that this package publishes, inside the transaction of the change.

`subject` is the opaque text that the process was started for, such as `dossier:17`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.workflow.types import WorkItemView


@dataclass(frozen=True)
class ProcessStarted:
    """A process began to run for a subject."""

    process_id: int
    definition_id: int
    subject: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True)
class ProcessFinished:
    """A process reached its end."""

    process_id: int
    subject: str
    at: datetime


@dataclass(frozen=True)
class ProcessCancelled:
    """A process was stopped; its live items are cancelled."""

    process_id: int
    subject: str
    at: datetime
    reason: str
    by_id: int | None


@dataclass(frozen=True)
class ProcessSuspended:
    """The clock of a process stands still."""

    process_id: int
    subject: str
    at: datetime


@dataclass(frozen=True)
class ProcessResumed:
    """The clock of a process runs again; live items are due later by the suspended working time."""

    process_id: int
    subject: str
    at: datetime
    suspended_at: datetime


@dataclass(frozen=True)
class WorkItemOpened:
    """A unit has a new piece of work."""

    item: WorkItemView
    at: datetime


@dataclass(frozen=True)
class WorkItemClaimed:
    """A person took a piece of work, or was assigned it by `by_id`."""

    item: WorkItemView
    at: datetime
    by_id: int


@dataclass(frozen=True)
class WorkItemReleased:
    """A person gave a piece of work back to the unit."""

    item: WorkItemView
    at: datetime
    by_id: int


@dataclass(frozen=True)
class WorkItemHandedOver:
    """A piece of work is on its way; the giver answers for it until the receiver confirms."""

    item: WorkItemView
    at: datetime
    by_id: int


@dataclass(frozen=True)
class WorkItemReceiptConfirmed:
    """The receiver confirmed and answers for the piece of work from now on."""

    item: WorkItemView
    at: datetime
    by_id: int


@dataclass(frozen=True)
class WorkItemCompleted:
    """A piece of work is done."""

    item: WorkItemView
    at: datetime
    by_id: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True)
class DraftSubmitted:
    """A drawn process waits for another person's approval; `author_ids` cannot give it."""

    draft_id: int
    key: str
    unit_id: int
    at: datetime
    by_id: int
    version: int
    author_ids: tuple[int, ...]


@dataclass(frozen=True)
class DraftDecided:
    """A drawn process was approved or returned."""

    draft_id: int
    key: str
    unit_id: int
    at: datetime
    by_id: int
    version: int
    author_ids: tuple[int, ...]
    approved: bool


@dataclass(frozen=True)
class TimerFired:
    """The time of a process's timer is over; `item` is the work that it ended, if any."""

    process_id: int
    subject: str
    element: str
    at: datetime
    item: WorkItemView | None


@dataclass(frozen=True)
class ServiceAnswered:
    """A service of a process was done, or a person has the step instead (`reason` says why).

    `text` is the message that it sends, `told` plain codes of what was found out.
    """

    process_id: int
    subject: str
    call_id: int
    element: str
    action: str
    text: str
    unit_id: int
    at: datetime
    told: Mapping[str, Any]
    reason: str
