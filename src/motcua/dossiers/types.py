"""Words of the dossier that others may use; codes are the national ones (brief 2.2, 2.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from motcua.identity.types import Action, Role
from motcua.procedures.counts import PageCount
from motcua.workflow.types import Act


class Status(IntEnum):
    """TrangThaiHoSo, the national status of a dossier."""

    REGISTERED = 1  # Mới đăng ký
    ACCEPTED = 2  # Được tiếp nhận
    REFUSED = 3  # Không được tiếp nhận
    PROCESSING = 4  # Đang xử lý
    SUPPLEMENT = 5  # Yêu cầu bổ sung giấy tờ
    OBLIGATION = 6  # Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = 7  # Công dân yêu cầu rút hồ sơ
    STOPPED = 8  # Dừng xử lý
    DONE = 9  # Đã xử lý xong
    RETURNED = 10  # Đã trả kết quả


FINAL = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED})
ENDED = FINAL | {Status.DONE}


class Channel(IntEnum):
    """KenhThucHien, how the dossier came in."""

    COUNTER = 1  # Trực tiếp
    ONLINE = 2  # Trực tuyến
    POST = 3  # Bưu chính công ích


class AssistedMode(StrEnum):
    """How somebody helped; no national code exists."""

    NONE = ""
    HOME = "home"  # tại nhà
    MOBILE = "mobile"  # lưu động
    GUIDE = "guide"  # cán bộ hướng dẫn, Tổ công nghệ số cộng đồng


class ReturnMethod(IntEnum):
    """HinhThucTra, how the result goes back."""

    COUNTER = 0
    POST = 1
    ELECTRONIC = 2


class PartyRole(StrEnum):
    """Who somebody is in a dossier."""

    APPLICANT = "applicant"  # người nộp
    OWNER = "owner"  # chủ hồ sơ
    AUTHORISED = "authorised"  # người được ủy quyền
    ASSISTANT = "assistant"  # người hỗ trợ


class PartyKind(IntEnum):
    """LoaiDoiTuong as the national adapter counts it."""

    PERSON = 0
    ENTERPRISE = 1
    HOUSEHOLD_BUSINESS = 2
    ORGANISATION = 3


class StopKind(StrEnum):
    """Whether a stop ends the dossier; the index treats code 8 as an end, reports as suspended."""

    NONE = ""
    TEMPORARY = "temporary"
    FINAL = "final"


class Phase(StrEnum):
    """When a supplement was asked for: before acceptance the clock has not started."""

    NONE = ""
    INTAKE = "intake"
    APPRAISAL = "appraisal"


class Finance(IntEnum):
    """State of the fee, apart from the dossier's status; 0 and 1 are national codes."""

    UNPAID = 0
    PAID = 1
    CANCELLED = 2
    REFUNDED = 3
    NONE = 9  # nothing to pay


class PaperForm(StrEnum):
    """The forms of Circular 03/2025/TT-VPCP, Annex I, that carry a number of their own.

    Form 06 (control sheet) bears the slip's number; form 07 is the register book itself.
    """

    SLIP = "01"  # Giấy tiếp nhận hồ sơ và hẹn trả kết quả
    SUPPLEMENT = "02"  # Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
    REFUSAL = "03"  # Phiếu từ chối tiếp nhận giải quyết hồ sơ
    APOLOGY = "04"  # Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết
    STOP = "05"  # Thông báo dừng giải quyết hồ sơ


class LateCause(StrEnum):
    """Why a dossier is late or will be; the list by which causes are counted."""

    NONE = ""
    COORDINATION = "coordination"  # cơ quan phối hợp trả lời chậm
    VERIFICATION = "verification"  # phải xác minh, kiểm tra thực tế
    COMPLEX = "complex"  # hồ sơ phức tạp, quy định chưa rõ
    WORKLOAD = "workload"  # số hồ sơ tăng đột biến
    STAFF = "staff"  # thiếu người, người được giao vắng mặt
    SYSTEM = "system"  # hệ thống, đường truyền gặp sự cố
    TRANSFER = "transfer"  # bàn giao hồ sơ, tài liệu khi sắp xếp đơn vị hành chính
    FORCE = "force"  # thiên tai, dịch bệnh, sự kiện bất khả kháng
    OVERSIGHT = "oversight"  # sơ suất trong xử lý
    OTHER = "other"


# The right that each act of a process needs in the unit of its work item.
ACTION_OF: dict[Act, Action] = {
    Act.RECEIVE: Action.DOSSIER_INTAKE,
    Act.ASSIGN: Action.DOSSIER_ASSIGN,
    Act.APPRAISE: Action.DOSSIER_APPRAISE,
    Act.OPINION: Action.DOSSIER_OPINE,
    Act.ENDORSE: Action.DOSSIER_APPROVE,
    Act.APPROVE: Action.DOSSIER_APPROVE,
    Act.ISSUE: Action.DOSSIER_ISSUE,
    Act.RETURN: Action.DOSSIER_RETURN,
    Act.REPAIR: Action.WORK_CLAIM,
}
# The right that tells a role from the others, for what the software could not do: such a step is
# its role's alone (docs/adr/0017). A specialist may do a coordinator's, as everywhere.
_REPAIRS: dict[str, Action] = {
    Role.COUNTER: Action.DOSSIER_INTAKE,
    Role.SPECIALIST: Action.DOSSIER_APPRAISE,
    Role.COORDINATOR: Action.DOSSIER_OPINE,
    Role.LEADER: Action.DOSSIER_ASSIGN,
    Role.CLERK: Action.DOSSIER_ISSUE,
}


def right_to(act: Act | str, role: str) -> Action:
    """Return the right that a piece of work needs in its unit, by its act and its role."""
    if act == Act.REPAIR and role in _REPAIRS:
        return _REPAIRS[role]
    return ACTION_OF[Act(act)]


class FactType(StrEnum):
    """What can happen to a dossier; the type of its events."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ASSIGNED = "assigned"
    APPRAISED = "appraised"
    OPINION_GIVEN = "opinion_given"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    SUPPLEMENT_PROPOSED = "supplement_proposed"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENT_RECEIVED = "supplement_received"
    OBLIGATION_REQUESTED = "obligation_requested"
    OBLIGATION_FULFILLED = "obligation_fulfilled"
    FEE_PAID = "fee_paid"
    FEE_REFUNDED = "fee_refunded"
    FEE_CHANGED = "fee_changed"  # part of what was asked for was refused: less is owed
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    DONE = "done"
    RETURNED = "returned"
    REOPENED = "reopened"
    DUE_CHANGED = "due_changed"
    DOCUMENT_ADDED = "document_added"
    STEP_COMPLETED = "step_completed"
    HANDED_OVER = "handed_over"
    RELEASED = "released"  # what it waited for is there: the office may accept it
    HELD = "held"  # it waits (again) for the result of another dossier
    APOLOGISED = "apologised"  # form 04: the cause, and a new date beside the due date
    LATENESS_EXPLAINED = "lateness_explained"  # the cause of a lateness, without an apology
    SIGNED = "signed"  # the leader signed what had been approved without a signature
    DIGITISED = "digitised"  # an officer compared the digital copy of a component with its paper
    COPY_SIGNED = "copy_signed"  # the digital copy was signed, or sealed
    ORIGINAL_RETURNED = "original_returned"  # the paper went back to whoever brought it
    PAPER_SENT = "paper_sent"  # the paper left for another unit, on a manifest
    PAPER_RECEIVED = "paper_received"
    PAPER_DAMAGED = "paper_damaged"  # it arrived, and not as it was
    PAPER_MISSING = "paper_missing"
    PAPER_EXPLAINED = "paper_explained"  # what has become of missing or damaged paper
    OPINION_ASKED = "opinion_asked"
    OPINION_REMINDED = "opinion_reminded"
    OPINION_EXTENDED = "opinion_extended"
    OPINION_RECALLED = "opinion_recalled"
    OPINION_WAIVED = "opinion_waived"  # a leader decides without a mandatory answer, lawfully
    RETURNED_INSIDE = "returned_inside"  # to the counter, or to the specialist
    RETURN_ANSWERED = "return_answered"
    RETURN_RECALLED = "return_recalled"
    LETTER_PROPOSED = "letter_proposed"  # a form that another signs; nothing has happened yet
    LETTER_DECIDED = "letter_decided"  # approved, sent back or taken back; the act itself follows
    OPINION_SILENT = "opinion_silent"  # no answer in time, which the law takes for consent


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened at a legal instant; `data` is JSON and holds no personal data.

    `rows` are salted hashes of what stands beside the dossier after it, by name. `words` are free
    texts (reason, legal_basis): they go to a row behind the wall, only their hash to the event.
    """

    type: FactType
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Interval:
    """A suspension of the clock, half-open; `end` is None while it lasts."""

    start: datetime
    end: datetime | None
    cause: str


@dataclass(frozen=True, slots=True)
class State:
    """What the chain of events says about a dossier; a pure fold of its facts (`rules.fold`)."""

    status: Status | None = None
    phase: Phase = Phase.NONE
    stop_kind: StopKind = StopKind.NONE
    finance: Finance = Finance.NONE
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    due_original_at: datetime | None = None
    suspensions: tuple[Interval, ...] = ()
    supplement_count: int = 0
    ended_at: datetime | None = None
    returned_at: datetime | None = None
    result_version: int = 0
    waiting: bool = False
    promised_at: datetime | None = None
    late_cause: LateCause = LateCause.NONE
    seq: int = 0

    @property
    def suspended_from(self) -> datetime | None:
        """Return since when the clock has been standing, or None while it runs."""
        last = self.suspensions[-1] if self.suspensions else None
        return last.start if last is not None and last.end is None else None


@dataclass(frozen=True, slots=True)
class PartyInput:
    """A person or an organisation as declared; texts are cleaned by the operation."""

    name: str
    role: PartyRole = PartyRole.APPLICANT
    kind: PartyKind = PartyKind.PERSON
    id_number: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    unit_code: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ComponentInput:
    """What was handed in for one component of the procedure.

    `satisfied_by` names the data source and record that make the paper needless;
    `not_applicable` says that the component's condition does not hold in this case; `reused_ids`
    which of the files an office had accepted or issued before. Only our own counter and portal say
    that, having looked it up: a client of the API that said so could polish indicator 4.3.
    """

    component_id: int
    originals: int = 0
    copies: int = 0
    file_ids: tuple[int, ...] = ()
    file_names: tuple[str, ...] = ()
    satisfied_by: str = ""
    not_applicable: bool = False
    note: str = ""
    reused_ids: tuple[int, ...] = ()

    @property
    def is_reused(self) -> bool:
        """Whether a file of it was used again."""
        return not set(self.reused_ids).isdisjoint(self.file_ids)


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything a dossier starts with; `unit_id` is the unit that is competent."""

    procedure_code: str
    unit_id: int
    parties: tuple[PartyInput, ...]
    components: tuple[ComponentInput, ...] = ()
    channel: Channel = Channel.COUNTER
    assisted_mode: AssistedMode = AssistedMode.NONE
    receiving_unit_id: int | None = None
    support_unit_id: int | None = None
    return_unit_id: int | None = None
    return_method: ReturnMethod = ReturnMethod.COUNTER
    subject: str = ""
    sets: int = 1
    content: dict[str, Any] = field(default_factory=dict)
    fee_quantity: int = 1
    fee_copies: int = 1  # of a fee by the page: how many copies
    fee_papers: tuple[PageCount, ...] = ()  # several papers copied at once, instead of both
    fee_case: str = ""
    fee_groups: tuple[str, ...] = ()  # who pays less, as the papers show
    declared_at: datetime | None = None  # true reception on paper while the line was down
    declared_reason: str = ""
    file_ids: tuple[int, ...] = ()  # files that the form asked for and no component names
    file_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """Where a dossier stands in a group that was filed as one; texts without personal data.

    `group` is the code of the parent, `leads` marks the first part. A dossier that `waits_for`
    others (their codes) cannot be accepted before their results are there. `limit` is that of the
    group's own rules, empty for the procedure's; `basis` the article for both.
    """

    group: str
    part: str
    leads: bool = False
    waits_for: tuple[str, ...] = ()
    limit: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a durable submission: whoever holds it can show what was handed in and when."""

    code: str
    dossier_id: int
    status: Status
    at: datetime
    content_hash: str
    signature: str
    tracking_url: str
    security_code: str
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation did: the new version (last event) and status."""

    code: str
    dossier_id: int
    version: int
    status: Status
