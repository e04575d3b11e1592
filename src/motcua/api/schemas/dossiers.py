"""Models of dossiers: what is handed in, receipts, outcomes, lists and the whole dossier."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from motcua.api.schemas.common import Code, Day, Id, In, Instant, Line, Long, Out, Sha256, Short
from motcua.procedures.rules import ExemptionGroup

Group = Annotated[ExemptionGroup, Field(strict=False)]  # written as its text
Pieces = Annotated[int, Field(ge=0, le=999)]


class FileIn(In):
    """A file uploaded before (`POST /files`), named by its hash: only who has it can name it."""

    sha256: Sha256
    name: Line = ""


class PartyIn(In):
    """A person or an organisation as declared."""

    name: Line
    role: Literal["applicant", "owner", "authorised", "assistant"] = "applicant"
    kind: Literal[0, 1, 2, 3] = 0
    id_number: Annotated[str, Field(max_length=40)] = ""
    birth_date: Day | None = None
    sex: Annotated[str, Field(max_length=20)] = ""
    address: Long = ""
    unit_code: Annotated[str, Field(max_length=40)] = ""
    phone: Short = ""
    email: Annotated[str, Field(max_length=254)] = ""


class ComponentIn(In):
    """What was handed in for one component of the procedure."""

    component_id: Id
    originals: Pieces = 0
    copies: Pieces = 0
    files: Annotated[list[FileIn], Field(max_length=50, default_factory=list)]
    satisfied_by: Short = ""
    not_applicable: bool = False
    note: Long = ""


class PapersIn(In):
    """What came in after the submission; numbers are added to those already there."""

    components: Annotated[list[ComponentIn], Field(max_length=100, default_factory=list)]


class PaperCountIn(In):
    """A paper that is copied: pages of one copy, and how many copies."""

    pages: Annotated[int, Field(ge=1, le=999)]
    copies: Annotated[int, Field(ge=1, le=999)] = 1


class SubmissionIn(In):
    """Everything a dossier starts with; `unit` is the unit that is competent.

    `accept` takes it in at once, as a counter does; without it the dossier waits in status 1.
    `fee_quantity` counts pages of one copy for a fee by the page, else copies or cases;
    `fee_copies` how many copies; several `fee_papers` copied at once are counted instead of both,
    each by itself; `fee_case` and `fee_groups` as the procedure's fees name them.
    """

    procedure: Annotated[str, Field(min_length=1, max_length=40)]
    unit: Code
    parties: Annotated[list[PartyIn], Field(min_length=1, max_length=50)]
    components: Annotated[list[ComponentIn], Field(max_length=100, default_factory=list)]
    channel: Literal[1, 2, 3] = 1
    assisted_mode: Literal["", "home", "mobile", "guide"] = ""
    receiving_unit: Code | None = None
    support_unit: Code | None = None
    return_unit: Code | None = None
    return_method: Literal[0, 1, 2] = 0
    subject: Long = ""
    sets: Annotated[int, Field(ge=1, le=999)] = 1
    content: Annotated[dict[str, Any], Field(default_factory=dict)]
    fee_quantity: Annotated[int, Field(ge=1, le=999)] = 1
    fee_copies: Annotated[int, Field(ge=1, le=999)] = 1
    fee_papers: Annotated[list[PaperCountIn], Field(max_length=50, default_factory=list)]
    fee_case: Annotated[str, Field(max_length=40)] = ""
    fee_groups: Annotated[list[Group], Field(max_length=20, default_factory=list)]
    declared_at: Instant | None = None
    declared_reason: Long = ""
    accept: bool = False


class ReceiptOut(Out):
    """Proof of a durable submission; the signature covers `signed_text`."""

    code: str
    status: int
    at: datetime
    content_hash: str
    signed_text: str
    signature: str
    tracking_url: str
    security_code: str


class OutcomeOut(Out):
    """Where the dossier stands after an operation; `version` is its new ETag."""

    code: str
    version: int
    status: int


class UnitRef(Out):
    """A unit by code and name."""

    code: str
    name: str


class DossierRowOut(Out):
    """A line of a list of dossiers."""

    code: str
    status: int
    procedure: str
    procedure_name: str
    applicant_name: str
    competent_unit_name: str
    receiving_unit_name: str
    channel: int
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    suspended_from: datetime | None
    ended_at: datetime | None


class DossierPageOut(Out):
    """A page of dossiers; `next` is the address of the following one."""

    items: list[DossierRowOut]
    next: str | None


class PartyOut(Out):
    """A person or an organisation of a dossier."""

    role: str
    kind: int
    name: str
    id_number: str
    birth_date: date | None
    sex: str
    address: str
    unit_code: str
    phone: str
    email: str


class FileOut(Out):
    """A file of a dossier."""

    sha256: str
    name: str
    kind: str
    added_at: datetime


class ComponentOut(Out):
    """A component as handed in."""

    component_id: int
    order: int
    name: str
    originals: int
    copies: int
    satisfied_by: str
    not_applicable: bool
    note: str
    files: list[FileOut]


class FeeOut(Out):
    """A fee line in whole dong."""

    name: str
    amount_vnd: int
    quantity: int
    paid_at: datetime | None
    paid_method: str


class SupplementOut(Out):
    """A request for a supplement (form 02)."""

    ordinal: int
    phase: str
    state: str
    items: list[str]
    reason: str
    legal_basis: str
    deadline: date | None
    requested_at: datetime | None
    received_at: datetime | None


class ObligationOut(Out):
    """A financial obligation towards the State."""

    payer: str
    notice_number: str
    amount_vnd: int
    pauses: bool
    requested_at: datetime
    fulfilled_at: datetime | None
    proof: str


class SignatureOut(Out):
    """A digital signature in the file of a result, as it was made (PAdES).

    `role` is `personal` (the leader's own) or `seal` (the agency's); `at` the time that was
    stamped; `fingerprint` the SHA-256 of the certificate; `level` B-B, B-T or B-LT.
    """

    role: str
    signer: str
    unit: str
    at: datetime
    level: str
    issuer: str
    serial: str
    fingerprint: str


class ResultOut(Out):
    """A version of the result.

    Without `signatures` it was issued on paper or unsigned; with the `check_code` anybody checks
    it on the public page.
    """

    version: int
    kind: str
    title: str
    number: str
    file_name: str
    sha256: str
    approved_at: datetime | None
    issued_at: datetime | None
    delivered_at: datetime | None
    withdrawn_reason: str
    signatures: list[SignatureOut]
    check_code: str


class EventOut(Out):
    """One entry of the dossier's chain of events."""

    seq: int
    type: str
    at: datetime
    recorded_at: datetime
    account_name: str
    role: str
    unit_name: str
    hash: str


class WorkRef(Out):
    """A piece of work of the dossier; see /work-items."""

    id: int
    act: str
    name: str
    state: str
    due_at: datetime
    version: int
    outcomes: list[str]


class DossierOut(Out):
    """Everything of a dossier."""

    code: str
    version: int
    status: int
    phase: str
    stop_kind: str
    finance: int
    procedure: str
    procedure_name: str
    channel: int
    assisted_mode: str
    return_method: int
    subject: str
    sets: int
    content: dict[str, Any]
    receiving_unit: UnitRef
    competent_unit: UnitRef
    support_unit: UnitRef | None
    return_unit: UnitRef
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    due_original_at: datetime | None
    due_why: list[str]
    suspended_from: datetime | None
    supplement_count: int
    ended_at: datetime | None
    returned_at: datetime | None
    content_hash: str
    official: str
    parties: list[PartyOut]
    components: list[ComponentOut]
    fees: list[FeeOut]
    supplements: list[SupplementOut]
    obligations: list[ObligationOut]
    results: list[ResultOut]
    events: list[EventOut]
    work: list[WorkRef]


class RefuseIn(In):
    """Why a dossier is not taken in (form 03)."""

    reason: Long
    legal_basis: Long


class SupplementIn(In):
    """What is missing, why, until when (form 02)."""

    items: Annotated[list[Long], Field(min_length=1, max_length=50)]
    reason: Long
    deadline: Day | None = None
    legal_basis: Long = ""


class ApproveSupplementIn(In):
    """Whether the proposed request goes out."""

    approve: bool = True


class ObligationIn(In):
    """Who owes the State what, by which notice."""

    payer: Line
    notice_number: Short
    amount_vnd: Annotated[int, Field(ge=1, le=10**15 - 1)]
    reason: Annotated[str, Field(max_length=1000)] = ""


class ProofIn(In):
    """The number of the payment document."""

    proof: Line


class ReasonIn(In):
    """Why."""

    reason: Long


class StopIn(In):
    """A leader's decision to stop (form 05)."""

    reason: Long
    legal_basis: Long
    kind: Literal["temporary", "final"]


class FeeIn(In):
    """How the fee was paid."""

    method: Literal["cash", "transfer"] = "cash"


class DraftIn(In):
    """A draft of the result: a file uploaded before."""

    sha256: Sha256
    file_name: Line
    title: Line
    kind: Literal["grant", "refusal"] = "grant"
