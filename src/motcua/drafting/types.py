"""Words of templates and texts of results that pages use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum


class PaperKind(StrEnum):
    """What sort of administrative document it is (Decree 30/2020/NĐ-CP, article 7).

    `confirmation` is none of that article's: a usage of the units, see `words.TO_VERIFY`.
    """

    LETTER = "letter"  # công văn
    DECISION = "decision"  # quyết định
    CONFIRMATION = "confirmation"  # giấy xác nhận
    NOTICE = "notice"  # thông báo


class TemplateState(StrEnum):
    """Where a version of a template stands; `editing` and `returned` can be saved."""

    EDITING = "editing"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"

    @property
    def can_save(self) -> bool:
        """Whether its texts may still be changed."""
        return self in {TemplateState.EDITING, TemplateState.RETURNED}


class ValueKind(StrEnum):
    """What a placeholder stands for; each kind has its own ways to be written."""

    TEXT = "text"  # {name}, {name:upper}
    DATE = "date"  # {name} 05/3/2026, {name:long} ngày 05 tháng 3 năm 2026


Datum = str | date
"""A value to merge; an empty text is a value that misses."""


@dataclass(frozen=True)
class Wording:
    """The parts of a document that people write; several lines are several paragraphs."""

    subject: str = ""  # trích yếu
    addressee: str = ""  # Kính gửi: letters only
    authority: str = ""  # who decides: decisions only
    grounds: str = ""  # căn cứ: decisions only
    body: str = ""
    recipients: str = ""  # nơi nhận
    signer: str = ""  # capacity and title, a line each

    @property
    def parts(self) -> dict[str, str]:
        """Return the texts by part, in the order of the paper."""
        return asdict(self)


PARTS = tuple(one.name for one in fields(Wording))


@dataclass(frozen=True)
class Placeholder:
    """A value that a template may name: what it is, and an example."""

    name: str
    kind: ValueKind
    label: str
    sample: Datum
    answer: bool = False  # asked by the form of the procedure


@dataclass(frozen=True)
class Fault:
    """Why a text is refused: in which part, on which line, which spot."""

    part: str
    line: int
    code: str  # unknown | form | brace | condition
    spot: str
    near: str = ""  # the known name that is most like it


@dataclass(frozen=True)
class Piece:
    """A run of text in a comparison: `same`, `gone` or `new`."""

    what: str
    text: str


@dataclass(frozen=True)
class PartChange:
    """How one part differs; `changed` is False where both say the same."""

    part: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(one.what != "same" for one in self.pieces)


@dataclass(frozen=True)
class TemplateContent:
    """What an editor writes of a template; `procedures` empty means any procedure.

    `ends`: from its day on the unit has no template of its own here; the one above holds again.
    """

    name: str
    kind: PaperKind
    result_kind: str = "grant"  # grant | refusal, as the result says
    procedures: tuple[str, ...] = ()
    wording: Wording = Wording()
    source: str = ""  # the official form that it follows, if any
    effective_on: date | None = None
    ends: bool = False


@dataclass(frozen=True)
class TemplateView:
    """A version of a template; `revision` goes back with the next operation."""

    id: int
    key: str
    number: int
    unit_id: int
    state: TemplateState
    revision: int
    content: TemplateContent
    created_by_id: int
    created_at: datetime
    edited_by_id: int
    edited_at: datetime
    editors: tuple[int, ...]
    submitted_by_id: int | None
    submitted_at: datetime | None
    decided_by_id: int | None
    decided_at: datetime | None
    reason: str

    @property
    def name(self) -> str:
        """Return the name for people."""
        return self.content.name


@dataclass(frozen=True)
class Merged:
    """A template filled with a dossier's data: texts, values by name, names without a value."""

    wording: Wording
    values: Mapping[str, str]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Mismatch:
    """A merged value that the dossier tells otherwise today."""

    name: str
    label: str
    was: str
    now: str


@dataclass(frozen=True)
class TextView:
    """A saved version of a result's text; `standard` is what the template alone would say."""

    id: int
    dossier_id: int
    number: int
    template: TemplateView
    wording: Wording
    standard: Wording
    values: Mapping[str, str]
    saved_by: int
    saved_at: datetime
    from_number: int | None = None  # the older version that was brought back
    made: tuple[datetime, ...] = ()  # when it became the draft of the result
    open_marks: tuple[str, ...] = ()  # what is still to be filled in or removed


@dataclass(frozen=True)
class TextDesk:
    """The texts of a dossier's result, newest first, and what may be begun from.

    `mismatches` are of the newest text; `placed` is the version that is the present draft or
    result (0: none, or a file that was uploaded).
    """

    texts: tuple[TextView, ...]
    templates: tuple[TemplateView, ...]
    mismatches: tuple[Mismatch, ...] = ()
    placed: int = 0

    @property
    def newest(self) -> TextView | None:
        """Return the text as saved last."""
        return self.texts[0] if self.texts else None
