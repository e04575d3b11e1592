"""Words of this package that others may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language


class Level(StrEnum):
    """The tier that resolves a procedure."""

    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"
    OTHER = "other"


class Channel(StrEnum):
    """How a dossier may be handed in (domain brief 2.2)."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    POSTAL = "postal"


class ComponentKind(StrEnum):
    """In which form a paper is asked for."""

    ORIGINAL = "original"
    COPY = "copy"
    CERTIFIED_COPY = "certified_copy"
    EITHER = "original_or_copy"
    FORM = "electronic_form"


class FeeState(StrEnum):
    """What is known about the fee."""

    UNKNOWN = "unknown"
    FREE = "free"
    KNOWN = "known"
    PROVINCE = "province"  # a resolution of the provincial People's Council sets it


class ProcedureStatus(StrEnum):
    """Whether the procedure is published (domain brief 5.2)."""

    LISTED = "listed"
    REPEALED = "repealed"
    REPEAL_SCHEDULED = "repeal_scheduled"


class Process(StrEnum):
    """Which process carries a dossier; the diagrams belong to `workflow`."""

    STANDARD = "standard"
    WITH_OPINION = "with_opinion"
    PROVINCIAL_STEP = "provincial_step"


class UnitRole(StrEnum):
    """Names by which a process finds the unit of a step."""

    RECEIVING = "receiving"
    HANDLING = "handling"
    COMPETENT = "competent"
    PROVINCE = "province"
    OPINION = "opinion"


# Least level of the electronic identity that files from home where a record names no other; Decree
# 69/2024/NĐ-CP knows level 1 (registered by oneself) and level 2 (face and fingerprints).
ASSURANCE_DEFAULT = 2
ASSURANCE_BASIS = "69/2024/NĐ-CP"
# The mandatory parts of a record, Decree 63/2010/NĐ-CP Art. 8(2), and what intake needs besides.
PARTS = ("components", "limit", "handled_by", "applicants", "channels", "fees", "legal_basis",
         "process")  # fmt: skip


def worded(vietnamese: str, english: str, indonesian: str = "") -> str:
    """Return the text of the active language; where there is none, the nearest one."""
    language = (get_language() or "vi")[:2]
    if language == "vi":
        return vietnamese or english
    return (indonesian if language == "id" else "") or english or vietnamese


@dataclass(frozen=True)
class FieldView:
    """A field of public administration (lĩnh vực)."""

    code: str
    name_vi: str
    name_en: str
    name_id: str
    issuing_ministry: str = ""

    @property
    def name(self) -> str:
        """Return the name in the active language."""
        return worded(self.name_vi, self.name_en, self.name_id)


@dataclass(frozen=True)
class ComponentView:
    """One paper of a dossier. `name` and `condition` are the legal texts in Vietnamese."""

    id: int
    order: int
    name: str
    originals: int
    copies: int
    kind: ComponentKind
    required: bool
    condition: str
    template: str
    how: str  # submit | present
    satisfied_by: tuple[str, ...]
    name_en: str = ""
    condition_en: str = ""

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return worded(self.name, self.name_en)

    @property
    def condition_label(self) -> str:
        """Return the condition in the active language."""
        return worded(self.condition, self.condition_en)


@dataclass(frozen=True)
class FeeView:
    """One rule of a fee in whole dong; `amount_vnd` is None where only the province knows it.

    Rows of one `charge` are steps or special cases of the same fee (`rules.fees_due`): pages or
    copies from `first` to `last`, at most `cap_vnd` a copy; for one `case`, `group` or `province`
    only when these are given. Members of `exempt` pay nothing.
    """

    id: int
    name: str
    amount_vnd: int | None
    per: str  # page | copy | case | document, or a source's own word
    note: str
    set_by_province: bool
    channel: str  # empty: every channel
    valid_from: date | None
    valid_to: date | None  # inclusive, as resolutions say it
    source: str
    name_en: str = ""
    note_en: str = ""
    name_id: str = ""
    note_id: str = ""
    charge: str = ""
    case: str = ""
    first: int = 1
    last: int | None = None
    cap_vnd: int | None = None
    group: str = ""
    exempt: tuple[str, ...] = ()
    province: str = ""

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return worded(self.name, self.name_en, self.name_id)

    @property
    def note_label(self) -> str:
        """Return the remark in the active language."""
        return worded(self.note, self.note_en, self.note_id)

    @property
    def per_label(self) -> str:
        """Return what one amount is for, such as "per page", in the active language."""
        from motcua.procedures.labels import PER, word

        return word(PER, self.per)


@dataclass(frozen=True)
class CaseView:
    """A case of a procedure (MaTruongHop, TenTruongHop); the code is the procedure's own."""

    code: str
    name: str
    name_en: str = ""

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return worded(self.name, self.name_en)


@dataclass(frozen=True)
class VersionView:
    """A procedure as it is in force from `effective_from` until before `effective_to`.

    `missing` names the parts that a record needs before a unit may open it (`PARTS`);
    `sources` says for each known part where it came from; `review_notes` are the parts that
    still need a lawyer (`labels.review_text` words them).
    """

    id: int
    procedure_id: int
    code: str
    name: str
    field: FieldView
    effective_from: datetime
    effective_to: datetime | None
    issuing_ministry: str
    levels: tuple[str, ...]
    handled_by: tuple[str, ...]
    agency: tuple[str, ...]
    applicants: tuple[str, ...]
    channels: tuple[str, ...]
    limit: str  # "3wd", "15d", "same-day"; empty when not known
    promised_limit: str
    due_rule: str  # clock | close | same-day-15
    limit_note: str
    limit_note_en: str
    fee_state: FeeState
    fees: tuple[FeeView, ...]
    components: tuple[ComponentView, ...]
    legal_basis: tuple[str, ...]
    announced_by: str
    process_key: str
    step_hours: Mapping[str, float]
    requires_paper_result: bool
    online_level: str
    pauses_for_obligation: bool
    result: str
    status: ProcedureStatus
    status_date: date | None
    status_source: str
    sources: Mapping[str, str]
    review_notes: tuple[str, ...]
    missing: tuple[str, ...]
    content_hash: str
    cases: tuple[CaseView, ...] = ()
    assurance: int = ASSURANCE_DEFAULT  # least level of the account that files it from home
    assurance_basis: str = ASSURANCE_BASIS
    certified_copies: bool = False  # each original is listed and numbered in a register
    certified_copies_basis: str = ""
    record_retention: str = ""  # how long its dossiers are kept: years, or "permanent"
    record_retention_basis: str = ""

    @property
    def field_code(self) -> str:
        """Return the field's own key."""
        return self.field.code

    @property
    def field_name(self) -> str:
        """Return the field's name in the active language."""
        return self.field.name

    @property
    def complete(self) -> bool:
        """Whether nothing is missing for intake."""
        return not self.missing

    @property
    def limit_text(self) -> str:
        """Return the limit in words of the active language."""
        from motcua.procedures.labels import limit_text

        return limit_text(self.limit)

    @property
    def has_fee(self) -> bool:
        """Whether a payment can arise; a free dossier never passes a payment page."""
        return any(fee.amount_vnd != 0 for fee in self.fees)

    def repealed_on(self, day: date) -> bool:
        """Whether the procedure is repealed on a day; the repeal may be scheduled."""
        if self.status is ProcedureStatus.REPEAL_SCHEDULED:
            return self.status_date is not None and self.status_date <= day
        return self.status is ProcedureStatus.REPEALED

    def case(self, code: str) -> CaseView | None:
        """Return one case of this version by its code."""
        return next((one for one in self.cases if one.code == code), None)

    def component(self, component_id: int) -> ComponentView | None:
        """Return one component of this version."""
        return next((item for item in self.components if item.id == component_id), None)

    def fees_on(self, day: date, channel: str = "") -> tuple[FeeView, ...]:
        """Return the fees in force on a day, for a channel or for any."""
        return tuple(
            fee
            for fee in self.fees
            if (fee.valid_from is None or fee.valid_from <= day)
            and (fee.valid_to is None or day <= fee.valid_to)
            and (not channel or not fee.channel or fee.channel == channel)
        )

    def to_public(self) -> dict[str, Any]:
        """Return the record for a page or the API, with what is known and where it came from."""
        from motcua.procedures.labels import version_public

        return version_public(self)


@dataclass(frozen=True)
class VersionPeriod:
    """When a version is in force; for the history of a procedure."""

    id: int
    effective_from: datetime
    effective_to: datetime | None
    name: str
    limit: str


@dataclass(frozen=True)
class ProcedureView:
    """A procedure with the version in force (or the latest one) and its history."""

    id: int
    code: str
    version: VersionView
    history: tuple[VersionPeriod, ...] = ()

    @property
    def name(self) -> str:
        """Return the name in force."""
        return self.version.name


@dataclass(frozen=True)
class ProcedureRow:
    """One line of the catalogue."""

    id: int
    code: str
    version_id: int
    name: str
    field: FieldView
    levels: tuple[str, ...]
    limit: str
    fee_state: FeeState
    status: ProcedureStatus
    missing: tuple[str, ...]
    online: bool

    @property
    def complete(self) -> bool:
        """Whether nothing is missing for intake."""
        return not self.missing

    @property
    def field_name(self) -> str:
        """Return the field's name in the active language."""
        return self.field.name

    @property
    def limit_text(self) -> str:
        """Return the limit in words of the active language."""
        from motcua.procedures.labels import limit_text

        return limit_text(self.limit)


@dataclass(frozen=True)
class OfferingView:
    """A procedure that a unit takes in, with the version in force and the units of its process."""

    id: int
    unit_id: int  # the competent commune or province
    version: VersionView
    roles_units: Mapping[str, int] = field(default_factory=dict)
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def code(self) -> str:
        """Return the procedure's national code."""
        return self.version.code

    @property
    def process_key(self) -> str:
        """Return the process that carries its dossiers."""
        return self.version.process_key

    def takes_in_on(self, day: date) -> bool:
        """Whether a dossier may be taken in: a later version may be incomplete or a repeal."""
        return self.version.complete and not self.version.repealed_on(day)
