"""What faces see of dossiers: frozen views, texts in the active language where they are words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.documents.signatures.types import Evidence
from motcua.dossiers.letter_rules import FACTS, ProposalState
from motcua.dossiers.letter_views import ProposalView
from motcua.dossiers.opinion_views import OpinionView
from motcua.dossiers.return_views import ReturnView
from motcua.dossiers.rules import may_follow
from motcua.dossiers.types import (
    Channel,
    Finance,
    LateCause,
    PaperForm,
    PartyKind,
    PartyRole,
    Phase,
    ReturnMethod,
    State,
    Status,
    StopKind,
)
from motcua.kernel.marks import Marks
from motcua.organisations.types import UnitView
from motcua.procedures.types import VersionView
from motcua.workflow.types import HandOverView, Progress, WorkItemView


@dataclass(frozen=True)
class PartyView:
    """A person or organisation of a dossier."""

    role: PartyRole
    kind: PartyKind
    name: str
    id_number: str
    birth_date: date | None
    sex: str
    address: str
    unit_code: str
    phone: str
    email: str


@dataclass(frozen=True)
class AttachmentView:
    """A file of a dossier; read its bytes with `documents.queries.file_open(file_id)`."""

    id: int
    file_id: int
    name: str
    kind: str
    sha256: str
    added_at: datetime


@dataclass(frozen=True)
class ComponentView:
    """A component as handed in."""

    id: int
    component_id: int
    order: int
    name: str
    originals: int
    copies: int
    electronic: bool
    satisfied_by: str
    satisfied_at: datetime | None
    not_applicable: bool
    note: str
    files: tuple[AttachmentView, ...]

    @property
    def given(self) -> bool:
        """Whether it is there: on paper, as a file, or as data."""
        return bool(self.originals or self.copies or self.electronic or self.satisfied_by)


@dataclass(frozen=True)
class FeeView:
    """A fee line; amounts in dong."""

    name: str
    amount_vnd: int
    quantity: int
    basis: str
    paid_at: datetime | None
    paid_method: str

    @property
    def total_vnd(self) -> int:
        """Return amount times quantity."""
        return self.amount_vnd * self.quantity


@dataclass(frozen=True)
class SuppliedView:
    """What the applicant sent for one thing that was asked for; `item` is its place, from 0."""

    item: int
    text: str
    file_ids: tuple[int, ...]
    note: str = ""  # whether an office vouches for files that were used again


@dataclass(frozen=True)
class SupplementView:
    """A request for a supplement (form 02)."""

    id: int
    ordinal: int
    phase: Phase
    state: str
    items: tuple[str, ...]
    reason: str
    legal_basis: str
    deadline: date | None
    proposed_by: int | None
    approved_by: int | None
    requested_at: datetime | None
    received_at: datetime | None
    due_before: datetime | None
    due_after: datetime | None
    answers: tuple[SuppliedView, ...] = ()


@dataclass(frozen=True)
class ObligationView:
    """A financial obligation towards the State."""

    id: int
    payer: str
    notice_number: str
    amount_vnd: int
    pauses: bool
    requested_at: datetime
    fulfilled_at: datetime | None
    proof: str


@dataclass(frozen=True)
class ResultView:
    """A version of the result."""

    id: int
    version: int
    kind: str
    title: str
    file_id: int
    file_name: str
    sha256: str
    drafted_by: int | None
    approved_by: int | None
    approved_at: datetime | None
    number: str
    issued_at: datetime | None
    delivered_at: datetime | None
    delivered_by: str
    receiver_name: str
    withdrawn_reason: str
    signatures: tuple[Evidence, ...] = ()
    check_code: str = ""


@dataclass(frozen=True)
class PaperView:
    """A form that was issued (02 to 05); its bytes: `queries.papers.paper_pdf`."""

    id: int
    seq: int
    form: PaperForm
    number: str  # as printed: "07/PYC-TTPVHCC"
    unit_id: int
    issued_at: datetime
    ordinal: int  # of the request for a supplement, else 0
    signatures: tuple[Evidence, ...] = ()
    go_instead: str = ""  # on a refusal: the office that is competent
    reason: str = ""
    legal_basis: str = ""


@dataclass(frozen=True)
class BookView:
    """The place of a dossier in the register book: the year's book and the number in it."""

    unit_id: int
    year: int
    number: int


@dataclass(frozen=True)
class EventView:
    """One entry of the timeline; `data` is the fact's data with its free texts."""

    seq: int
    type: str
    at: datetime
    recorded_at: datetime
    account_id: int | None
    account_name: str
    role: str
    unit_id: int | None
    unit_name: str
    data: dict[str, Any]
    hash: str
    for_name: str = ""  # whose work it was, where a substitute acted


@dataclass(frozen=True)
class DossierRow:
    """A line of a list of dossiers."""

    id: int
    code: str
    status: Status
    procedure_code: str
    procedure_name: str
    applicant_name: str
    competent_unit_id: int
    competent_unit_name: str
    receiving_unit_id: int
    receiving_unit_name: str
    channel: Channel
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    suspended_from: datetime | None
    ended_at: datetime | None
    certified_copies: bool = False  # its version's: finished on the page of certified copies
    return_method: ReturnMethod = ReturnMethod.COUNTER


@dataclass(frozen=True)
class DossierPage:
    """A page of dossiers; `after` is what the next page starts with, empty on the last one."""

    rows: tuple[DossierRow, ...]
    after: str


@dataclass(frozen=True)
class DossierView:
    """Everything of a dossier on one page; `version` goes back with the next operation."""

    id: int
    code: str
    version: int
    status: Status
    phase: Phase
    stop_kind: StopKind
    finance: Finance
    procedure: VersionView
    channel: Channel
    assisted_mode: str
    return_method: ReturnMethod
    subject: str
    sets: int
    content: dict[str, Any]
    receiving_unit: UnitView
    competent_unit: UnitView
    support_unit: UnitView | None
    return_unit: UnitView
    visible_unit_ids: tuple[int, ...]
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    due_original_at: datetime | None
    due_explanation: tuple[dict[str, Any], ...]
    suspended_from: datetime | None
    waiting: bool  # for the result of another dossier of its group
    supplement_count: int
    ended_at: datetime | None
    returned_at: datetime | None
    recorded_at: datetime
    content_hash: str
    official_id: int | None
    appraised_by: int | None
    approved_by: int | None
    accounts: dict[int, str]
    parties: tuple[PartyView, ...]
    components: tuple[ComponentView, ...]
    fees: tuple[FeeView, ...]
    supplements: tuple[SupplementView, ...]
    obligations: tuple[ObligationView, ...]
    results: tuple[ResultView, ...]
    attachments: tuple[AttachmentView, ...]
    timeline: tuple[EventView, ...]
    items: tuple[WorkItemView, ...]
    hand_overs: tuple[HandOverView, ...]
    progress: Progress | None
    process_id: int | None
    promised_at: datetime | None = None  # of the apology (form 04); the due date stays
    late_cause: LateCause = LateCause.NONE
    papers: tuple[PaperView, ...] = ()
    opinions: tuple[OpinionView, ...] = ()  # what other units were asked
    book: BookView | None = None
    sent_back: tuple[ReturnView, ...] = ()  # what went back inside the office
    proposals: tuple[ProposalView, ...] = ()  # forms that somebody proposed to issue

    @property
    def applicant(self) -> PartyView:
        """Return the applicant; every dossier has exactly one."""
        return next(party for party in self.parties if party.role is PartyRole.APPLICANT)

    @property
    def owner(self) -> PartyView:
        """Return the owner, or the applicant where nobody else is."""
        found = (party for party in self.parties if party.role is PartyRole.OWNER)
        return next(found, self.applicant)

    @property
    def open_supplement(self) -> SupplementView | None:
        """Return the request that is proposed or waits for the applicant."""
        found = (s for s in self.supplements if s.state in {"proposed", "requested"})
        return next(found, None)

    @property
    def open_proposal(self) -> ProposalView | None:
        """Return the form that waits for whoever signs it, as long as it may be issued."""
        state = State(
            status=self.status,
            phase=self.phase,
            waiting=self.waiting,
            promised_at=self.promised_at,
        )
        found = (p for p in self.proposals if p.state is ProposalState.WAITING)
        return next((p for p in found if may_follow(state, FACTS[p.act])), None)

    @property
    def open_obligation(self) -> ObligationView | None:
        """Return the obligation that the dossier waits for; what has ended waits for nothing."""
        if self.status is not Status.OBLIGATION:
            return None
        return next((o for o in self.obligations if o.fulfilled_at is None), None)

    @property
    def draft(self) -> ResultView | None:
        """Return the result version that has not been issued."""
        return next((r for r in self.results if r.issued_at is None), None)

    @property
    def unpaid_vnd(self) -> int:
        """Return what is still to be paid, in dong; nothing once the fee was cancelled."""
        if self.finance is not Finance.UNPAID:
            return 0
        return sum(fee.total_vnd for fee in self.fees if fee.paid_at is None)


@dataclass(frozen=True)
class TrackStep:
    """A step in plain words for the citizen."""

    name: str
    state: str  # done | current | future
    unit_name: str
    since: datetime | None
    done_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class TrackView:
    """What tracking shows: status, dates, units, reasons; no name, no number of anybody."""

    id: int
    code: str
    status: Status
    phase: Phase
    procedure_code: str
    procedure_name: str
    receiving_unit_name: str
    competent_unit_name: str
    return_unit_name: str
    holder_unit_name: str
    return_method: ReturnMethod
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    due_explanation: tuple[dict[str, Any], ...]
    due_original_at: datetime | None
    suspended_from: datetime | None
    ended_at: datetime | None
    returned_at: datetime | None
    stop_kind: StopKind
    supplement: SupplementView | None
    unpaid_vnd: int
    obligation_vnd: int  # what is owed to the State before work goes on; 0 when nothing is
    steps: tuple[TrackStep, ...]
    events: tuple[tuple[str, datetime], ...]
    promised_at: datetime | None  # the new date of an apology
    late_cause: LateCause
    marks: Marks  # as long as they hold, this is what tracking shows
