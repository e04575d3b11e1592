"""Models of work items, tracking, events, keys and files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from motcua.api.schemas.common import Code, Id, In, Line, Long, Out, Short
from motcua.api.schemas.dossiers import UnitRef

Username = Annotated[str, Field(min_length=1, max_length=150)]


class OutcomeChoice(Out):
    """One way to finish a step."""

    code: str
    name: str


class QuestionOut(Out):
    """What is asked when a step is finished; its answer stands in `data` under its name."""

    name: str
    kind: str
    label: str
    required: bool
    values: list[str]
    options: list[OutcomeChoice]  # the values with their names


class WorkItemOut(Out):
    """A piece of work; `version` is its ETag."""

    id: int
    dossier: str
    element: str
    name: str
    act: str
    role: str
    unit: UnitRef
    state: str
    opened_at: datetime
    due_at: datetime
    bucket: str
    claimed_by: str
    version: int
    outcomes: list[OutcomeChoice]
    questions: list[QuestionOut]


class WorklistOut(Out):
    """A page of the worklist, nearest due first."""

    items: list[WorkItemOut]
    next: str | None


class CompleteIn(In):
    """How a step ends; issuing needs `number`, handing out at the counter `receiver_name`."""

    outcome: Annotated[str, Field(min_length=1, max_length=80)]
    note: Long = ""
    assign_to: Username | None = None
    number: Short = ""
    receiver_name: Line = ""
    receiver_id_number: Annotated[str, Field(max_length=20)] = ""
    return_method: Literal[0, 1, 2] | None = None
    data: dict[str, bool | float | Long] = Field(default_factory=dict, max_length=50)


class AssignIn(In):
    """To whom a piece of work goes."""

    assignee: Username
    note: Long = ""


class ItemIn(In):
    """A piece of work as it was seen."""

    id: Id
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class BulkAssignIn(In):
    """Many pieces of work for one person."""

    items: Annotated[list[ItemIn], Field(min_length=1, max_length=200)]
    assignee: Username
    note: Long = ""


class BulkFailureOut(Out):
    """One that was refused, and why."""

    id: int
    code: str
    message: str


class BulkOut(Out):
    """What was done; nothing is skipped silently."""

    done: list[int]
    failed: list[BulkFailureOut]


class HandOverIn(In):
    """Which unit (and person) the work is offered to."""

    unit: Code
    account: Username | None = None
    note: Long = ""


class TrackStepOut(Out):
    """A step in plain words."""

    name: str
    state: str
    unit_name: str
    done_at: datetime | None
    due_at: datetime | None


class TrackEventOut(Out):
    """Something that happened."""

    type: str
    at: datetime


class TrackOut(Out):
    """What tracking shows: status, dates, units; no name and no number of anybody."""

    kind: Literal["dossier"]
    code: str
    status: int
    phase: str
    procedure: str
    procedure_name: str
    receiving_unit_name: str
    competent_unit_name: str
    return_unit_name: str
    holder_unit_name: str
    return_method: int
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    due_why: list[str]
    suspended_from: datetime | None
    ended_at: datetime | None
    returned_at: datetime | None
    unpaid_vnd: int
    supplement: list[str]
    steps: list[TrackStepOut]
    events: list[TrackEventOut]


class TrackPartOut(Out):
    """A part of what was filed as one; without `code` it could not be filed (`problem`)."""

    part: str
    title: str
    procedure: str
    code: str | None
    status: int | None
    problem: str
    competent_unit_name: str
    waiting: bool
    waits_for: list[str]
    granted: bool
    submitted_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    due_why: list[str]
    ended_at: datetime | None


class TrackGroupOut(Out):
    """What tracking shows of several procedures filed as one: the parent, and each part.

    The parent has no status; `state` follows from its parts. `due_at` is when all are due.
    """

    kind: Literal["group"]
    code: str
    group: str
    title: str
    state: Literal["running", "done", "partly", "ended"]
    submitted_at: datetime
    due_at: datetime | None
    parts: list[TrackPartOut]


class CloudEventOut(Out):
    """A fact as a CloudEvent 1.0 (structured mode)."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str
    data: dict[str, Any]


class EventsOut(Out):
    """A page of events, oldest first; `next` is never empty: ask it again for what comes later."""

    items: list[CloudEventOut]
    next: str
    more: bool


class StoredFileOut(Out):
    """A file that was taken in; name it by `sha256` in a submission or a draft.

    `sha256` is that of the stored bytes; it differs from `received_sha256` when a photo's
    metadata (place, device) was cut out, or active content of a PDF (`cleaned` names it).
    """

    sha256: str
    received_sha256: str
    size: int
    media_type: str
    pages: int
    name: str
    cleaned: list[str]


class KeyOut(Out):
    """A public key as JSON Web Key (RFC 8037)."""

    kty: str
    crv: str
    alg: str
    use: str
    kid: str
    x: str


class KeysOut(Out):
    """The keys that receipts and seals are checked with."""

    keys: list[KeyOut]
