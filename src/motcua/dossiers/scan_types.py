"""Words of digitisation (domain brief 8.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from motcua.documents.scans.quality import Quality
from motcua.documents.signatures.types import Evidence


class Reuse(IntEnum):
    """State of a component in the national message: how it came into digital form."""

    NOT = 0
    DIGITISED = 1
    REUSED = 2
    FROM_RESULT = 3  # of another dossier


class CopyKind(StrEnum):
    """What was digitised."""

    COMPONENT = "component"
    RESULT = "result"  # of the national message; results are born digital here, none is scanned


class ScanState(StrEnum):
    """How far the pages of a component are."""

    OPEN = "open"  # pages come, go and are arranged
    MAKING = "making"  # the PDF is being made
    MADE = "made"  # it waits to be compared with the original
    USED = "used"
    DROPPED = "dropped"


class PageState(StrEnum):
    """How far one page is."""

    WAITING = "waiting"  # to be straightened
    READY = "ready"
    FAILED = "failed"


class DigitalState(StrEnum):
    """Where one component stands, for the officer."""

    NONE = "none"  # nothing was handed in
    TO_DO = "to_do"  # paper is there, no file
    FILE = "file"  # a file is there that nobody has compared
    WORK = "work"  # pages are being arranged
    COMPARE = "compare"  # the PDF waits to be compared
    DIGITISED = "digitised"
    SIGNED = "signed"
    REUSED = "reused"
    DATA = "data"  # data took the place of the paper
    WAIVED = "waived"  # does not apply here
    SHOWN = "shown"  # its paper is shown at the counter and not kept


@dataclass(frozen=True, slots=True)
class ScanPageView:
    """A page under work."""

    id: int
    order: int
    state: PageState
    problem: str
    turn: int
    tone: str
    corners: tuple[tuple[float, float], ...] | None
    facts: Mapping[str, Any]
    is_drawn: bool  # letters as letters, in a PDF: it stays as it is
    mark: str  # changes when the picture does

    @property
    def hand_corners(self) -> tuple[tuple[float, float], ...]:
        """Return the corners in force: set by hand, found, or those of the whole picture."""
        found = self.corners or tuple((x, y) for x, y in self.facts.get("outline", ()))
        return found or ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@dataclass(frozen=True, slots=True)
class ScanView:
    """The pages of one component under work, and the PDF made of them."""

    id: int
    component_id: int
    state: ScanState
    declared_pages: int
    change: int
    file_id: int | None
    sha256: str
    page_count: int
    has_text: bool
    quality: Quality
    problem: str
    begun_by: int
    pages: tuple[ScanPageView, ...]
    removed: tuple[ScanPageView, ...]


@dataclass(frozen=True, slots=True)
class CopyView:
    """A digitised component, one version."""

    id: int
    dossier_id: int
    component_id: int | None
    attachment_id: int | None
    version: int
    kind: CopyKind
    reuse: Reuse
    type_code: str
    name: str
    file_id: int
    sha256: str
    pages: int
    has_text: bool
    quality: Quality
    overruled: bool
    issued_on: date | None
    valid_to: date | None
    compared_by: int
    compared_at: datetime
    signatures: tuple[Evidence, ...]
    returned_at: datetime | None
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class ComponentDigital:
    """Where one component stands."""

    component_id: int
    state: DigitalState
    copy: CopyView | None = None
    before: tuple[CopyView, ...] = ()  # versions that were replaced, newest first
    reuse: Reuse = Reuse.NOT


@dataclass(frozen=True, slots=True)
class CopyOffer:
    """A digitised paper of a person that may be used again, and whose word it has."""

    copy: CopyView
    dossier_code: str
    procedure_name: str
    component_name: str
    is_signed: bool
    is_valid: bool  # on the day asked for, as far as its validity is known
