"""Words of the citizens' realm that others may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from motcua.kernel.scope import Scope, scope_persons


class PersonKind(IntEnum):
    """LoaiTaiKhoan as the identity provider tells it (domain brief 4.3)."""

    PERSON = 1  # cá nhân
    ORGANISATION = 2  # tổ chức


class RelationKind(StrEnum):
    """Why somebody may act for another (domain brief 4.3, delegation)."""

    GUARDIAN = "guardian"  # cha, mẹ, người giám hộ
    LEGAL_REPRESENTATIVE = "legal_representative"  # người đại diện theo pháp luật
    AUTHORISED = "authorised"  # người được ủy quyền


class RelationState(StrEnum):
    """Where a relation stands."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REVOKED = "revoked"


@dataclass(frozen=True)
class PersonView:
    """A person or organisation as the identity provider vouched for it.

    `id_number` is the citizen's 12 digits or the organisation's tax code; `assurance` the level of
    the electronic identification account (1 or 2, Decree 69/2024/NĐ-CP).
    """

    id: int
    kind: PersonKind
    name: str
    id_number: str
    assurance: int
    former_id_number: str = ""
    unit_code: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""


@dataclass(frozen=True)
class CitizenActor:
    """Somebody signed in at the portal: who acts, for whom, and who helps.

    `person` acts; `subject` is whom it is for (the same person, or the other end of `relation_id`);
    `helper_id` is the official account that assists under its own name (domain brief 1.5).
    """

    person: PersonView
    subject: PersonView
    relation_id: int | None = None
    relation_kind: RelationKind | None = None
    helper_id: int | None = None

    @property
    def assurance(self) -> int:
        """The level at which whoever acts signed in."""
        return self.person.assurance

    @property
    def acts_for_another(self) -> bool:
        """Whether it is for somebody else than the person."""
        return self.subject.id != self.person.id

    @property
    def person_id(self) -> int:
        """Return who acts."""
        return self.person.id

    @property
    def subject_id(self) -> int:
        """Return for whom."""
        return self.subject.id

    @property
    def scope(self) -> Scope:
        """The rows the database may show: those of whoever it is for."""
        return scope_persons({self.subject.id})


@dataclass(frozen=True)
class SessionView:
    """A sitting at the portal; `actor` is None when it is over."""

    id: int
    person_id: int
    seen_at: datetime
    actor: CitizenActor | None
