"""The data of every printed form, so that a caller cannot forget a field.

Fields: Circular 03/2025/TT-VPCP, Annex I, as the domain brief lists them (chapter 2.9). Instants
are aware; they are printed in the legal zone. An optional field that is empty prints nothing or
a dotted line to be filled by hand, as the paper form has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True)
class Issuer:
    """Who issues the paper: `superior` over `name` as Decree 30/2020 lays the head out."""

    superior: str  # "UBND phường Bách Quang"
    name: str  # "Trung tâm Phục vụ hành chính công"
    place: str  # where it is signed: "Bách Quang"
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ComponentLine:
    """One paper of the dossier and how many pieces of each kind were handed in."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    electronic: int = 0
    note: str = ""  # "đã có trong CSDL quốc gia về dân cư"


@dataclass(frozen=True)
class FeeLine:
    """One fee; `amount_vnd` None is "not yet fixed", 0 is free."""

    name: str
    amount_vnd: int | None
    how: str = ""  # "đã thu tiền mặt", "chuyển khoản", "miễn"


@dataclass(frozen=True)
class Signature:
    """One signature block: the office, an optional order line, and the name below."""

    title: str  # "Người tiếp nhận hồ sơ"
    name: str = ""
    hint: str = "(Ký và ghi rõ họ tên)"


@dataclass(frozen=True)
class Form01:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả: the slip that a citizen takes home."""

    template: ClassVar[str] = "form01@2"

    issuer: Issuer
    number: str  # "0012/TTPVHCC"
    dossier_code: str
    tracking_url: str  # what the QR code says
    tracking_key: str  # the second factor, printed for typing
    received_from: str
    submitter_address: str
    submitter_phone: str
    submitter_email: str
    submitter_id_number: str
    requested: str  # the procedure's name
    procedure_code: str
    owner_name: str
    owner_address: str
    components: tuple[ComponentLine, ...]
    sets: int
    fees: tuple[FeeLine, ...]
    limit_text: str  # "03 ngày làm việc"
    competent_unit: str
    received_at: datetime
    due_at: datetime
    result_way: str  # "tại Trung tâm …", "qua bưu chính công ích", "trực tuyến"
    contact_phone: str
    submitter_name: str
    receiver_name: str
    register_book: str = ""
    register_serial: str = ""
    due_reason: str = ""  # one line: why this date
    note: str = ""
    tracking_page: str = ""  # the address to type; by default the host of `tracking_url`
    hints: str = ""  # "en" or "id": a second language under the labels
    advice: str = ""  # what the issuing unit tells people at the foot


@dataclass(frozen=True)
class MissingItem:
    """One thing to mend: which paper, what is wrong, what to do."""

    item: str
    problem: str
    todo: str


@dataclass(frozen=True)
class Form02:
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""

    template: ClassVar[str] = "form02@2"

    issuer: Issuer
    number: str
    issued_at: datetime
    addressee: str
    addressee_address: str
    addressee_phone: str
    dossier_code: str
    procedure: str
    items: tuple[MissingItem, ...]
    reason: str
    legal_basis: str
    supplement_by: datetime | date | None
    phase: str  # "tiếp nhận" or "thẩm định"
    contact_name: str
    contact_phone: str
    signer: Signature
    tracking_url: str = ""
    hints: str = ""
    advice: str = ""
    sealed_by: str = ""  # the unit whose digital seal the file carries
    check_code: str = ""  # 16 letters and digits, with which anybody asks whether it is genuine
    check_url: str = ""  # where that is asked


@dataclass(frozen=True)
class Form03:
    """Phiếu từ chối tiếp nhận, giải quyết hồ sơ."""

    template: ClassVar[str] = "form03@2"

    issuer: Issuer
    number: str
    issued_at: datetime
    addressee: str
    addressee_address: str
    addressee_phone: str
    requested: str
    reason: str
    legal_basis: str
    go_instead: str  # where the person should go
    contact_phone: str
    submitter_name: str
    signer: Signature
    dossier_code: str = ""
    hints: str = ""
    advice: str = ""
    sealed_by: str = ""  # the unit whose digital seal the file carries
    check_code: str = ""  # 16 letters and digits, with which anybody asks whether it is genuine
    check_url: str = ""  # where that is asked


@dataclass(frozen=True)
class Form04:
    """Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết; the resolving unit's head signs."""

    template: ClassVar[str] = "form04@2"

    issuer: Issuer
    number: str
    issued_at: datetime
    addressee: str
    addressee_address: str
    addressee_phone: str
    received_on: date
    receiving_unit: str
    field_name: str  # lĩnh vực
    procedure: str
    dossier_code: str
    owner_name: str
    due_at: datetime
    cause: str
    new_due_at: datetime
    signer: Signature
    contact_phone: str = ""
    hints: str = ""
    advice: str = ""
    sealed_by: str = ""  # the unit whose digital seal the file carries
    check_code: str = ""  # 16 letters and digits, with which anybody asks whether it is genuine
    check_url: str = ""  # where that is asked


@dataclass(frozen=True)
class Form05:
    """Thông báo dừng giải quyết hồ sơ."""

    template: ClassVar[str] = "form05@2"

    issuer: Issuer
    number: str
    issued_at: datetime
    addressee: str
    addressee_address: str
    addressee_phone: str
    dossier_code: str
    procedure: str
    on_request: bool  # the person withdrew it; otherwise the unit stops it
    ground: str
    legal_basis: str
    stage: str
    settlement: str  # fees returned or due
    returned_papers: tuple[str, ...]
    contact_phone: str
    signer: Signature
    hints: str = ""
    advice: str = ""
    sealed_by: str = ""  # the unit whose digital seal the file carries
    check_code: str = ""  # 16 letters and digits, with which anybody asks whether it is genuine
    check_url: str = ""  # where that is asked


@dataclass(frozen=True)
class Hop:
    """One hand-over. `result` is "sớm hạn", "đúng hạn", "quá hạn" or empty while it is open."""

    from_unit: str
    to_unit: str
    handed_at: datetime | None
    giver: str
    receiver: str
    result: str = ""
    note: str = ""
    step: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Form06:
    """Phiếu kiểm soát quá trình giải quyết hồ sơ."""

    template: ClassVar[str] = "form06@1"

    issuer: Issuer
    number: str
    dossier_code: str
    procedure: str
    owner_name: str
    resolving_unit: str
    coordinating_units: tuple[str, ...]
    received_at: datetime
    due_at: datetime
    hops: tuple[Hop, ...]
    printed_at: datetime
    tracking_url: str = ""
    hints: str = ""


@dataclass(frozen=True)
class BookRow:
    """One line of the register book; days that have not come are None."""

    number: str
    dossier_code: str
    procedure: str
    sets: int
    name: str
    contact: str  # address and telephone
    resolving_unit: str
    received_at: datetime | None
    due_at: datetime | None
    handed_at: datetime | None  # to the unit that resolves it
    done_at: datetime | None
    returned_at: datetime | None
    how: str = ""  # how the result went back
    receiver: str = ""
    note: str = ""


@dataclass(frozen=True)
class Form07:
    """Sổ theo dõi hồ sơ: the register book of a unit over a period, as it stood at `as_of`."""

    template: ClassVar[str] = "form07@1"

    issuer: Issuer
    book: str  # "2026"
    first_day: date
    last_day: date
    rows: tuple[BookRow, ...]
    as_of: datetime
    printed_at: datetime


@dataclass(frozen=True)
class ReportRow:
    """One row of II.06a: columns (3) to (13) in order."""

    label: str
    figures: tuple[int, ...]


@dataclass(frozen=True)
class ReportII06A:
    """Biểu II.06a: tình hình, kết quả giải quyết thủ tục hành chính.

    Every row has the eleven figures of columns (3)–(13); ValueError otherwise.
    """

    template: ClassVar[str] = "report_ii06a@1"

    issuer: Issuer
    receiver: str  # whom it is sent to
    first_day: date
    last_day: date
    rows: tuple[ReportRow, ...]
    totals: tuple[int, ...]
    cut_off: datetime
    printed_at: datetime
    compiler: Signature
    signer: Signature
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if any(len(f) != 11 for f in (*(row.figures for row in self.rows), self.totals)):
            raise ValueError("II.06a has eleven figures, columns (3) to (13)")


@dataclass(frozen=True)
class ReceiptLine:
    """One fee of a receipt; `amount` is written out, such as "8.000 ₫"."""

    name: str
    how: str
    basis: str
    amount: str


@dataclass(frozen=True)
class FeeReceipt:
    """Biên lai thu phí, lệ phí; `tracking_url` is where it can be checked."""

    template: ClassVar[str] = "fee_receipt@1"

    issuer: Issuer
    number: str
    issued_at: datetime
    payer: str
    purpose: str
    lines: tuple[ReceiptLine, ...]
    total: str
    method: str
    code: str
    tracking_url: str
    check_page: str
    void: str = ""
    hints: str = ""


@dataclass(frozen=True)
class ListSheet:
    """A generic list on A4; `align` has one of "left", "right", "center" per column."""

    template: ClassVar[str] = "list@1"

    issuer: Issuer
    title: str
    subtitle: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    printed_at: datetime
    widths: tuple[float, ...] = ()  # shares of the width; equal when empty
    align: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    landscape: bool = False

    def __post_init__(self) -> None:
        columns = len(self.columns)
        if not columns or any(len(row) != columns for row in self.rows):
            raise ValueError("every row needs one cell per column")
        if self.widths and len(self.widths) != columns:
            raise ValueError("one width per column")
        if self.align and len(self.align) != columns:
            raise ValueError("one alignment per column")


Letter = Form02 | Form03 | Form04 | Form05
Form = Form01 | Letter | Form06 | Form07 | ReportII06A | FeeReceipt | ListSheet
