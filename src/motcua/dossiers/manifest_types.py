"""Words of paper that travels: a manifest, its lines, and where the paper of a dossier is.

A state machine of its own beside the dossier's status: work moves with a hand-over of a work item,
paper with a line of a manifest, and each only when the receiver says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.organisations.types import UnitView


class ManifestState(StrEnum):
    """Where a manifest stands."""

    OPEN = "open"  # being put together
    SENT = "sent"  # handed to whoever carries it; lines or differences are open
    CLOSED = "closed"  # every line is confirmed or explained
    CANCELLED = "cancelled"  # before it was sent


class LineState(StrEnum):
    """Where the paper of one dossier on a manifest stands."""

    LISTED = "listed"
    SENT = "sent"
    RECEIVED = "received"
    DAMAGED = "damaged"  # arrived, and not as it was
    MISSING = "missing"  # did not arrive
    STAYED = "stayed"  # explained: it never left
    LOST = "lost"  # explained: nobody has it


TRAVELS = frozenset({LineState.LISTED, LineState.SENT, LineState.MISSING})
"""States in which no other manifest may take the same paper."""
REPORTS = frozenset({LineState.MISSING, LineState.DAMAGED})
ENDS_OF_MISSING = frozenset({LineState.STAYED, LineState.LOST})
LINES_MOST = 200
WORDS_MOST = 500


class Place(StrEnum):
    """Where the paper of a dossier is."""

    NONE = "none"  # the dossier has none
    THERE = "there"
    UNDER_WAY = "under_way"
    MISSING = "missing"
    LOST = "lost"


@dataclass(frozen=True)
class PaperPlace:
    """Where the paper is now: the unit that has it, or from where to where it goes."""

    place: Place
    unit_id: int | None = None
    to_unit_id: int | None = None
    manifest_id: int | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class PaperHop:
    """One way of a dossier's paper, for the control sheet (form 06)."""

    number: str
    from_unit_id: int
    to_unit_id: int
    sent_at: datetime
    giver: str
    received_at: datetime | None
    receiver: str
    state: LineState
    remark: str
    explanation: str


@dataclass(frozen=True)
class LineView:
    """One dossier's paper on a manifest."""

    id: int
    dossier_id: int
    code: str
    applicant: str
    procedure: str
    originals: int
    copies: int
    state: LineState
    remark: str
    answered_at: datetime | None
    answered_by: str
    explanation: str
    explained_at: datetime | None
    explained_by: str

    @property
    def differs(self) -> bool:
        """Whether something is wrong with it that nobody has explained."""
        return self.state in REPORTS and self.explained_at is None


@dataclass(frozen=True)
class ManifestView:
    """A manifest with its lines."""

    id: int
    number: int
    year: int
    from_unit: UnitView
    to_unit: UnitView
    state: ManifestState
    made_at: datetime
    made_by: str
    sent_at: datetime | None
    sent_by: str
    sent_by_id: int | None
    closed_at: datetime | None
    lines: tuple[LineView, ...]

    @property
    def name(self) -> str:
        """Return its number as it is written: `12/2026`."""
        return f"{self.number}/{self.year}"

    @property
    def code(self) -> str:
        """Return what its barcode says."""
        return f"BG-{self.from_unit.code}-{self.year}-{self.number}"

    @property
    def waiting(self) -> tuple[LineView, ...]:
        """Return the lines that the receiver has not answered for."""
        return tuple(one for one in self.lines if one.state is LineState.SENT)

    @property
    def differences(self) -> tuple[LineView, ...]:
        """Return the lines with which something is wrong."""
        return tuple(one for one in self.lines if one.differs)


@dataclass(frozen=True)
class ManifestRow:
    """A manifest in a list."""

    id: int
    name: str
    from_unit: str
    to_unit: str
    state: ManifestState
    made_at: datetime
    sent_at: datetime | None
    lines: int
    waiting: int
    differences: int


@dataclass(frozen=True)
class ToSend:
    """A dossier whose work is in another unit than its paper."""

    code: str
    applicant: str
    procedure: str
    from_unit_id: int
    to_unit_id: int
