"""Words of bulk scanning: a stack of papers that goes through the scanner once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class BatchState(StrEnum):
    """How far a batch is."""

    WORKING = "working"  # its files are taken apart and looked at
    OPEN = "open"  # the proposal waits for a person
    DONE = "done"  # everything that was to go somewhere has gone there
    DROPPED = "dropped"


class SheetState(StrEnum):
    """How far the look at one page is."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class Role(StrEnum):
    """What a page of a stack is."""

    PAGE = "page"
    SEPARATOR = "separator"
    BLANK = "blank"


class Doubt(StrEnum):
    """Why a person must look at a run before its pages go anywhere."""

    NO_LABEL = "no_label"  # no separator came before it
    WRONG_LABEL = "wrong_label"  # its check characters do not fit
    SEVERAL = "several"  # labels of several components on one page
    UNKNOWN = "unknown"  # no dossier of this unit has this code
    NO_COMPONENT = "no_component"
    CLOSED = "closed"
    FAILED = "failed"  # a page cannot be read
    EMPTY = "empty"  # nothing followed the separator
    TWICE = "twice"  # another run is of the same component
    UNDER_WORK = "under_work"  # pages are there already
    HAS_COPY = "has_copy"
    NOT_HANDED_IN = "not_handed_in"  # no paper of it was received


# With one of these a run may go where it says once a person has said so; with others it may not.
MAY_STILL = frozenset({Doubt.TWICE, Doubt.UNDER_WORK, Doubt.HAS_COPY, Doubt.NOT_HANDED_IN})


@dataclass(frozen=True, slots=True)
class SheetView:
    """A page of a stack."""

    id: int
    number: int  # in the stack, from 1
    role: Role
    state: SheetState
    removed: bool
    problem: str
    mark: str  # changes when the picture does; empty: none


@dataclass(frozen=True, slots=True)
class RunView:
    """Pages between two separators, and the component that they belong to."""

    id: int
    number: int
    dossier_id: int | None
    code: str  # of the dossier; as read, when the dossier is unknown
    procedure_name: str
    component_id: int | None
    component_order: int
    component_name: str
    components: tuple[tuple[int, int, str], ...]  # of the dossier: row, number, name
    doubts: tuple[Doubt, ...]
    sheets: tuple[SheetView, ...]
    landed_at: datetime | None

    @property
    def may_land(self) -> bool:
        """Tell whether its pages can go to the component."""
        return self.landed_at is None and set(self.doubts) <= MAY_STILL

    @property
    def is_sure(self) -> bool:
        """Tell whether nothing speaks against it."""
        return self.landed_at is None and not self.doubts


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in a list."""

    id: int
    unit_id: int
    state: BatchState
    begun_by: int
    begun_at: datetime
    pages: int
    looked: int  # of these, looked at
    waiting: int  # runs that wait for a person
    landed: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A file that went through the scanner before."""

    batch_id: int
    begun_at: datetime
    begun_by: int


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Pages of an ended batch that went into no dossier (separator sheets are not counted)."""

    pages: int
    erased: int  # of these, let go already
    erased_after: date | None  # the rest is, after this day; None: no rule holds


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch with its runs."""

    line: BatchLine
    change: int
    problems: tuple[str, ...]
    repeats: tuple[Repeat, ...]
    runs: tuple[RunView, ...]
    removed: tuple[SheetView, ...]
    left: LeftOver | None  # None as long as the batch is under work
