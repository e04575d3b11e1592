"""Words of filing that others may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from motcua.documents.types import Hold, active_words


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    SENT = "sent"
    DISCARDED = "discarded"


class PaperWay(StrEnum):
    """How a component comes: said by the person, or by a data source."""

    UNDECIDED = ""
    FILES = "files"  # uploaded, or from one's own documents
    DATA = "data"  # a data source has it: nothing to hand in
    BRING = "bring"  # the paper comes to the counter
    NOT_APPLICABLE = "not_applicable"


class StoreKind(StrEnum):
    """How something came into a person's own documents."""

    RESULT = "result"  # issued by an office at the end of a dossier
    COMPONENT = "component"  # handed in, and accepted by an officer
    UPLOAD = "upload"  # handed in, nothing more


class ExportState(StrEnum):
    """Where a download of all data stands."""

    WAITING = "waiting"
    READY = "ready"
    GONE = "gone"  # run out, or replaced by a newer one; nothing of it is kept
    FAILED = "failed"  # whoever asked may not act for that person any more


class ShareState(StrEnum):
    """Where papers stand that somebody shows at a counter."""

    WAITING = "waiting"  # no counter has read the code yet
    OPEN = "open"  # a counter sees them
    ENDED = "ended"  # by the person, or by a newer code
    EXPIRED = "expired"


class SourceState(StrEnum):
    """What asking a data source came to."""

    NOT_ASKED = ""
    CONFIRMED = "confirmed"
    MISMATCH = "mismatch"  # goes to the officer, never refuses (domain brief 2.7)
    UNKNOWN = "unknown"  # the source has no such record
    DOWN = "down"  # papers are taken instead, as the law says


@dataclass(frozen=True)
class DraftFileView:
    """A file of a draft; `source` is `device` or `store` (the person's own documents).

    Of a supplement that is being put together `component_id` is the place of the item.
    """

    id: int
    component_id: int
    file_id: int
    name: str
    order: int
    source: str
    size: int = 0
    item_id: int | None = None
    proof: StoreKind | None = None  # of a document of one's own: why it may be believed
    proof_code: str = ""  # and the dossier that says so
    hold: Hold = Hold.NONE
    cleaned: tuple[str, ...] = ()  # active content that was taken out on the person's word

    @property
    def cleaned_words(self) -> str:
        """What was taken out, in words."""
        return active_words(self.cleaned)


@dataclass(frozen=True)
class Paper:
    """What the person said about one component; `record` names what a source answered."""

    way: PaperWay = PaperWay.UNDECIDED
    note: str = ""
    record: str = ""


@dataclass(frozen=True)
class Delivery:
    """How the result comes back: `method` is the national code (0 counter, 1 post, 2 electronic).

    `method` is None until somebody chose.
    """

    method: int | None = None
    name: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class FeeSaid:
    """What somebody said that changes the fee: copies wanted, groups that pay less."""

    copies: int = 1
    groups: tuple[str, ...] = ()
    seen: bool = False


@dataclass(frozen=True)
class OtherAnswers:
    """What somebody typed on a page that another tab or device had saved meanwhile."""

    page: str
    answers: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True)
class DraftView:
    """What somebody is about to file. `version` goes back with the next save."""

    id: int
    public_id: str
    person_id: int
    subject_id: int
    relation_id: int | None
    procedure_code: str
    version_id: int
    form_id: int
    form_number: int
    unit_id: int | None
    case: str
    answers: Mapping[str, Any]
    marks: tuple[Mapping[str, Any], ...]
    pages_done: tuple[str, ...]
    papers: Mapping[int, Paper]
    delivery: Delivery
    fees: FeeSaid
    group: str
    parts: tuple[str, ...]
    version: int
    state: DraftState
    sent_code: str
    started_at: datetime
    saved_at: datetime
    expires_at: datetime
    sent_at: datetime | None
    discarded_at: datetime | None
    others: tuple[OtherAnswers, ...] = ()
    changes: tuple[str, ...] = ()  # what a newer form changed, to be told once
    files: tuple[DraftFileView, ...] = ()
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    again: str = ""  # the group in which `parts` are filed once more

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed and sent."""
        return self.state is DraftState.OPEN

    def files_of(self, component_id: int) -> tuple[DraftFileView, ...]:
        """Return the files of one component in order."""
        return tuple(one for one in self.files if one.component_id == component_id)

    def paper(self, component_id: int) -> Paper:
        """Return what was said about a component."""
        return self.papers.get(component_id, Paper())

    def other(self, page: str) -> OtherAnswers | None:
        """Return the second version of a page, if there is one."""
        return next((one for one in self.others if one.page == page), None)


@dataclass(frozen=True)
class StoreItemView:
    """A document of one's own; `number` is that of the paper, `code` the procedure's."""

    id: int
    kind: StoreKind
    code: str
    name: str
    number: str
    issuer: str
    issued_on: date | None
    valid_to: date | None
    version: int
    replaced_by: int | None
    withdrawn_at: datetime | None
    dossier_code: str
    file_id: int
    size: int
    sha256: str
    verified: bool
    added_at: datetime
    removed_at: datetime | None
    expired: bool
    hold: Hold = Hold.NONE
    dossier_id: int | None = None

    @property
    def usable(self) -> bool:
        """Whether it may go into a new dossier: in force, the newest version, not taken out."""
        ended = self.expired or self.replaced_by or self.withdrawn_at or self.removed_at
        return not ended and self.hold is not Hold.MALWARE


@dataclass(frozen=True)
class SharedPaper:
    """A paper that is shown; `owned`: the person is the owner in the dossier it comes from."""

    item: StoreItemView
    owned: bool


@dataclass(frozen=True)
class ShareView:
    """Papers that somebody shows at a counter: the code, until when, where it was read.

    `papers` are those that are still there and may be used; `chosen` is how many there were.
    """

    id: int
    public_id: str
    id_number: str
    code: str
    state: ShareState
    chosen: int
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    unit_id: int | None
    account_id: int | None
    opened_at: datetime | None
    papers: tuple[SharedPaper, ...] = ()

    @property
    def spaced(self) -> str:
        """The code as it is read out, in two groups."""
        return f"{self.code[:4]} {self.code[4:]}"

    @property
    def is_live(self) -> bool:
        """Whether a counter may still see them."""
        return self.state in {ShareState.WAITING, ShareState.OPEN}

    @property
    def gone(self) -> int:
        """How many of those chosen are no longer there, or no longer in force."""
        return self.chosen - len(self.papers)


@dataclass(frozen=True)
class DraftRow:
    """A line of the list of drafts."""

    public_id: str
    procedure_code: str
    procedure_name: str
    saved_at: datetime
    expires_at: datetime
    state: DraftState
    group: str
    subject_id: int
    parts_again: tuple[str, ...] = ()  # keys of the parts that are filed once more, and only they


@dataclass(frozen=True)
class Saved:
    """What a save came to; `conflict` when another tab had saved the same page differently."""

    draft: DraftView
    conflict: bool = False


@dataclass(frozen=True)
class ExportView:
    """A download of all data as its person sees it; each volume is hash and size in bytes."""

    public_id: str
    state: ExportState
    requested_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    volumes: tuple[tuple[str, int], ...]
    # It waits, and failed so often that nobody tries any more: asking again starts it anew.
    stuck: bool = False


@dataclass(frozen=True)
class WaitingExport:
    """A download of all data that is not made yet, for operators: no name, no number of anybody.

    `reason` is the kind of the last error once nobody tries any more, else empty.
    """

    number: int
    requested_at: datetime
    message_id: int | None = None
    attempts: int = 0
    reason: str = ""


@dataclass(frozen=True)
class SupplyView:
    """What is put up for a request of the office and not sent yet; places count from 0."""

    public_id: str
    code: str
    ordinal: int
    texts: Mapping[int, str]
    files: tuple[DraftFileView, ...]
    saved_at: datetime

    def files_of(self, place: int) -> tuple[DraftFileView, ...]:
        """Return the files of one item in order."""
        return tuple(one for one in self.files if one.component_id == place)

    @property
    def places(self) -> tuple[int, ...]:
        """Return the items for which something is there."""
        found = {one.component_id for one in self.files} | set(self.texts)
        return tuple(sorted(found))
