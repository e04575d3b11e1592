"""Words of the citizens' realm that others may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from motcua.kernel.scopes import Scope, scope_persons


class PersonKind(IntEnum):
    """LoaiTaiKhoan as the identity provider tells it (domain brief 4.3)."""

    PERSON = 1  # cá nhân
    ORGANISATION = 2  # tổ chức


class RelationKind(StrEnum):
    """Why somebody may act for another (domain brief 4.3, delegation)."""

    GUARDIAN = "guardian"  # cha, mẹ, người giám hộ
    LEGAL_REPRESENTATIVE = "legal_representative"  # người đại diện theo pháp luật
    AUTHORISED = "authorised"  # người được ủy quyền


class ConsentPurpose(StrEnum):
    """What a person may allow beyond what the law itself allows, and take back."""

    POPULATION_DATA = "population_data"  # fill forms from the national population database
    DOCUMENT_STORE = "document_store"  # keep verified papers for the next dossier
    RATING_CONTACT = "rating_contact"  # be asked how it was


class RelationState(StrEnum):
    """Where a relation stands."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REVOKED = "revoked"


class ReviewState(StrEnum):
    """What came of a sign-in that two persons seem to claim."""

    OPEN = "open"
    SAME = "same"  # one person with a new account or number: the old one gives way
    OTHER = "other"  # two persons: this sign-in stays refused
    BLOCKED = "blocked"  # an attempt to get into somebody's account


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
    unit_source: str = ""  # address | person: how `unit_code` is known


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
    helper_name: str = ""
    fixed: bool = False  # signed in with an organisation's account: acts for nobody else

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
    """A sitting at the portal; `actor` is None when it is over.

    `helper_gone`: whoever assisted may assist nobody any more; the help is to be ended.
    """

    id: int
    person_id: int
    seen_at: datetime
    actor: CitizenActor | None
    helper_gone: bool = False


@dataclass(frozen=True)
class RelationRequest:
    """What somebody asks for who wants to act for another; `valid_to` is the last day."""

    kind: RelationKind
    subject_name: str
    subject_id_number: str
    subject_birth_date: date | None
    valid_to: date | None
    unit_id: int | None
    proof_file_id: int | None
    proof_name: str = ""


@dataclass(frozen=True)
class RelationView:
    """A relation as both sides and the officer see it; `number_end` is the number's last digits.

    `in_force` says whether `person_name` may act today.
    """

    id: int
    kind: RelationKind
    state: RelationState
    in_force: bool
    person_id: int
    person_name: str
    subject_id: int | None
    subject_name: str
    subject_id_number: str
    subject_birth_date: date | None
    valid_to: date | None
    requested_at: datetime
    unit_id: int | None
    proof_file_id: int | None
    proof_name: str
    note: str
    person_id_number: str = ""

    @property
    def number_end(self) -> str:
        """The end of the number: enough to recognise, too little to use."""
        return f"…{self.subject_id_number[-4:]}"


@dataclass(frozen=True)
class HelpView:
    """A helper as the citizen sees it, or a sitting as its helper sees it."""

    session_id: int | None
    account_id: int
    name: str
    unit_name: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class ConsentView:
    """A consent: for what, since when, until when, to which words.

    `about` names the procedure of the one filing it was given for, empty for a standing one.
    """

    purpose: ConsentPurpose
    given_at: datetime
    withdrawn_at: datetime | None
    id: int = 0
    about: str = ""
    kinds: tuple[str, ...] = ()
    text: str = ""
    text_version: int = 1
    reference: str = ""


@dataclass(frozen=True)
class ReviewLineView:
    """What happened in a case of identity: opened (again) by a sign-in, or decided by an officer.

    `claimed` is what the sign-in said then, by field.
    """

    at: datetime
    state: ReviewState
    account_id: int | None
    note: str
    claimed: dict[str, str]


@dataclass(frozen=True)
class ReviewView:
    """A refused sign-in as the officer sees it: what was claimed, and whose it is here already.

    `others` are the persons known under the claimed number or technical id; of technical ids only
    the end is shown, enough to tell two apart.
    """

    id: int
    kind: PersonKind
    reason: str
    state: ReviewState
    name: str
    id_number: str
    technical_end: str
    birth_date: date | None
    sex: str
    address: str
    phone: str
    email: str
    tries: int
    last_at: datetime
    unit_id: int | None
    others: tuple[tuple[PersonView, str], ...]
    decided_at: datetime | None
    decided_by: int | None
    note: str
    lines: tuple[ReviewLineView, ...] = ()  # the oldest first; only of a case that is opened

    @property
    def may_be_same(self) -> bool:
        """Whether it can be one person: number and technical id are not two known persons'."""
        return len(self.others) == 1


@dataclass(frozen=True)
class KeptView:
    """A form that was sent after the sitting's end: where to, and what was typed."""

    path: str
    fields: dict[str, list[str]]
    relation_id: int | None = None  # for whom it was typed


@dataclass(frozen=True)
class Identity:
    """What the identity provider vouches for at a sign-in (VNeID profile, domain brief 4.3).

    For an organisation's account `id_number` is its tax code, and the representative's own
    number and name come with it when the provider tells them. `sub` and `sid` name the provider's
    session, `id_token` is handed back to it at sign-out.
    """

    kind: PersonKind
    id_number: str
    technical_id: str
    name: str
    level: int
    sub: str
    sid: str = ""
    former_id_number: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative_number: str = ""
    representative_name: str = ""


@dataclass(frozen=True)
class LogoutNotice:
    """The provider says that somebody signed out there; `sid` narrows it to one session."""

    jti: str
    sub: str
    sid: str
    expires_at: datetime


@dataclass(frozen=True)
class SignedIn:
    """A sign-in that succeeded: the secret for the browser's cookie, and where to go on."""

    secret: str
    person_id: int
    level: int
    wanted: int
    goal: str
