"""Words of certified copies that others may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

BESIDE = "certification"  # what a dossier's content says of us


class Stage(StrEnum):
    """Where a batch stands; it follows the steps of its dossier."""

    CHECK = "check"  # copies are compared with their originals
    CERTIFY = "certify"
    SEAL = "seal"
    GIVE = "give"  # to be handed back
    OVER = "over"  # handed back, withdrawn or stopped


class RowState(StrEnum):
    """What became of one original."""

    WAITING = "waiting"
    CERTIFIED = "certified"
    REFUSED = "refused"
    CANCELLED = "cancelled"  # its number stays in the register, struck out


class Ground(StrEnum):
    """Why an original may not serve for certified copies (Decree 23/2015/NĐ-CP, article 22)."""

    ALTERED = "altered"
    DAMAGED = "damaged"
    SECRET = "secret"  # noqa: S105 - a stamp on a paper
    FORBIDDEN = "forbidden"
    PRIVATE = "private"
    NOT_LEGALISED = "not_legalised"


@dataclass(frozen=True, slots=True)
class RowInput:
    """One original as it lies on the counter; `ground` refuses it at once."""

    name: str
    pages: int
    copies: int
    issuer: str = ""
    number: str = ""
    issued_on: date | None = None
    ground: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which row (its position from 1) is refused, on which ground, with which words."""

    position: int
    ground: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a row (its position from 1) should say, and why; `version` is what was looked at."""

    position: int
    version: int
    name: str
    pages: int
    copies: int
    reason: str


@dataclass(frozen=True)
class RowChangeView:
    """A correction of a row: what it said before, what it says since, who wrote it and why."""

    position: int
    at: datetime
    by: str
    reason: str
    name_before: str
    pages_before: int
    copies_before: int
    fee_before_vnd: int
    name: str
    pages: int
    copies: int
    fee_vnd: int

    @property
    def counts_changed(self) -> bool:
        """Whether pages or copies were corrected, and so perhaps the fee."""
        return (self.pages_before, self.copies_before) != (self.pages, self.copies)


@dataclass(frozen=True)
class RowView:
    """An original of a batch; `number` is that of its live entry, as it is written."""

    id: int
    position: int
    name: str
    issuer: str
    paper_number: str
    issued_on: date | None
    pages: int
    copies: int
    state: RowState
    fee_vnd: int
    ground: str = ""
    note: str = ""
    number: str = ""
    version: int = 1

    @property
    def source(self) -> str:
        """Return number, day and issuer of the original in one line."""
        day = f"{self.issued_on:%d/%m/%Y}" if self.issued_on else ""
        return ", ".join(one for one in (self.paper_number, day, self.issuer) if one)


@dataclass(frozen=True)
class BatchLine:
    """A batch in a list; no name of a paper."""

    id: int
    code: str
    applicant: str
    stage: Stage
    papers: int
    copies: int
    fee_vnd: int
    made_at: datetime
    due_at: datetime | None
    item_id: int | None = None


@dataclass(frozen=True)
class BatchView:
    """Everything of a batch."""

    id: int
    code: str
    stage: Stage
    unit_id: int
    made_at: datetime
    made_by: int
    checked_at: datetime | None
    checked_by: int | None
    certified_at: datetime | None
    certified_by: int | None
    rows: tuple[RowView, ...]
    entries: tuple[EntryView, ...] = field(default=())
    changes: tuple[RowChangeView, ...] = field(default=())

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the numbers that hold, as they are written."""
        return tuple(one.text for one in self.entries if one.cancelled_at is None)


@dataclass(frozen=True)
class EntryView:
    """A line of the register; `cancelled_at` strikes it out, and its number stays."""

    id: int
    row_id: int
    unit_id: int
    book: str
    volume: int
    year: int
    number: int
    text: str
    at: datetime
    code: str
    applicant: str
    id_number: str
    paper: str
    source: str
    pages: int
    copies: int
    fee_vnd: int
    signer: str
    title: str
    certified_by: int
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    cancel_reason: str = ""


@dataclass(frozen=True)
class TakenIn:
    """What taking a batch in brought: the dossier's code, whether its copies are checked too."""

    code: str
    checked: bool
    replayed: bool = False
