"""Form 01, the slip: Giấy tiếp nhận hồ sơ và hẹn trả kết quả; from a dossier to what stands on it.

The paper is Vietnamese whatever language its reader chose. What the system does not know stays
empty, as on the paper form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.deadlines.explain import explanation_lines
from motcua.documents.forms import ComponentLine, FeeLine, Form01
from motcua.documents.pdf import form_pdf
from motcua.dossiers.chain import security_code
from motcua.dossiers.paper_rules import number_text
from motcua.dossiers.papers import Heads, issuer_of, unit_words
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.headings import heads_of
from motcua.dossiers.services.fees import FEE_CHANNELS
from motcua.dossiers.services.submit import tracking_url
from motcua.dossiers.types import FactType, PaperForm, PartyRole, ReturnMethod
from motcua.dossiers.views import ComponentView, DossierView, EventView
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.organisations.types import UnitView
from motcua.procedures.labels import limit_text
from motcua.procedures.queries import fees_quote
from motcua.procedures.types import ComponentKind

REASON_MAX = 560  # characters: six lines of the slip
DATA_NAMES = {
    "population": "CSDL quốc gia về dân cư",
    "civil_status": "CSDL hộ tịch điện tử",
    "land": "CSDL quốc gia về đất đai",
    "business": "CSDL quốc gia về đăng ký doanh nghiệp",
    "social": "CSDL quốc gia về bảo hiểm",
}
# Why a slip was written by hand, as it stands on it; by `reception.handwritten.Cause`.
HAND_CAUSES = {"power": " (mất điện)", "line": " (mất đường truyền)", "computer": " (hỏng máy)"}
PAID = {"cash": "đã thu tiền mặt", "transfer": "đã thu chuyển khoản", "online": "đã thu trực tuyến"}


@dataclass(frozen=True)
class Around:
    """What a print needs besides the dossier: units by id with those above them, and secrets."""

    heads: Heads
    tracking_url: str
    tracking_key: str
    limit_text: str
    due_lines: tuple[str, ...]
    printed_at: datetime
    hints: str = ""

    @property
    def units(self) -> Mapping[int, UnitView]:
        """Return the units by id with those above them."""
        return self.heads.units


def number_of(dossier: DossierView, heads: Heads) -> str:
    """Return the slip's number: that of the register book; before there was one, the code's."""
    short = heads.abbreviation(dossier.receiving_unit)
    if dossier.book is None:
        return f"{dossier.code.rpartition('-')[2]}/{short}"
    return number_text(PaperForm.SLIP, dossier.book.number, short)


def slip_pdf(code: str) -> bytes:
    """Return the slip of a dossier as PDF/A; the same for whoever asks.

    Raises NotFound for a dossier outside of the scope, and for one that was not accepted.
    """
    with override("vi"):
        dossier = dossier_get(code)
        if not has_slip(dossier):
            raise NotFound("slip_unknown", _("This dossier has no slip yet."))
        return form_pdf(form01(dossier, around_of(dossier)))


def has_slip(dossier: DossierView) -> bool:
    """Tell whether there is a slip: the dossier was accepted and has a due date."""
    return dossier.accepted_at is not None and dossier.due_at is not None


def form01(dossier: DossierView, around: Around) -> Form01:
    """Return the slip: Giấy tiếp nhận hồ sơ và hẹn trả kết quả; the dossier has a due instant."""
    if dossier.accepted_at is None or dossier.due_at is None:
        raise ValueError("a dossier that was not accepted has no slip")
    applicant, owner = dossier.applicant, dossier.owner
    other = owner is not applicant
    handed_in = _party_name(dossier, PartyRole.AUTHORISED) or applicant.name
    note = str(dossier.content.get("note", ""))
    if handed_in != applicant.name:
        proof = (dossier.content.get("authorisation") or {}).get("proof", "")
        by = f"Người được ủy quyền nộp: {handed_in}" + (f" ({proof})" if proof else "")
        note = "; ".join(filter(None, [by, note]))
    note = "; ".join(filter(None, [_interim(dossier), note]))
    return Form01(
        issuer=around.heads.issuer(dossier.receiving_unit),
        number=number_of(dossier, around.heads),
        dossier_code=dossier.code,
        tracking_url=around.tracking_url,
        tracking_key=around.tracking_key,
        received_from=applicant.name,
        submitter_address=applicant.address,
        submitter_phone=applicant.phone,
        submitter_email=applicant.email,
        submitter_id_number=applicant.id_number,
        requested=_requested(dossier),
        procedure_code=f"{dossier.procedure.code} – {dossier.procedure.name}"
        if dossier.subject
        else dossier.procedure.code,
        owner_name=owner.name if other else "",
        owner_address=owner.address if other else "",
        components=component_lines(dossier),
        sets=dossier.sets,
        fees=fee_lines(dossier),
        limit_text=around.limit_text,
        competent_unit=unit_words(dossier.competent_unit),
        received_at=dossier.accepted_at,
        due_at=dossier.due_at,
        result_way=result_way(dossier, around.units),
        contact_phone=around.heads.phone(dossier.receiving_unit),
        submitter_name=handed_in,
        receiver_name=_who(dossier, FactType.ACCEPTED) or _who(dossier, FactType.SUBMITTED),
        due_reason=due_reason(around.due_lines),
        note=note,
        hints=around.hints,
        register_book=str(dossier.book.year) if dossier.book else "",
        register_serial=str(dossier.book.number) if dossier.book else "",
        advice=around.heads.advice(dossier.receiving_unit, PaperForm.SLIP),
    )


def _requested(dossier: DossierView) -> str:
    """Return what is asked for: the summary or the procedure's name, and its case."""
    case = dossier.procedure.case(str(dossier.content.get("case", "")))
    return (dossier.subject or dossier.procedure.name) + (f" ({case.name})" if case else "")


def _interim(dossier: DossierView) -> str:
    """Return the note of a dossier that was taken in while the line was down."""
    told = [event.data["interim"] for event in dossier.timeline if "interim" in event.data]
    if not told:
        return ""
    if "hand" in told[0]:
        why = HAND_CAUSES.get(told[0]["hand"], "")
        return f"Tiếp nhận bằng phiếu viết tay{why}, phiếu tạm số {told[0]['number']}"
    return f"Tiếp nhận khi mất đường truyền, phiếu tạm số {told[0]['number']}"


def component_lines(dossier: DossierView) -> tuple[ComponentLine, ...]:
    """Return what was handed in, in the procedure's order; what is not there is not printed."""
    lines = []
    for item in dossier.components:
        known = dossier.procedure.component(item.component_id)
        if not item.given:
            continue
        certified = known is not None and known.kind is ComponentKind.CERTIFIED_COPY
        shown = known is not None and known.how == "present" and not item.files
        lines.append(
            ComponentLine(
                name=item.name,
                originals=0 if shown else item.originals,
                certified=item.copies if certified and not shown else 0,
                copies=0 if certified or shown else item.copies,
                electronic=len(item.files),
                note="; ".join(_component_notes(item, shown=shown)),
            )
        )
    return tuple(lines)


def _component_notes(item: ComponentView, *, shown: bool) -> Iterable[str]:
    if item.satisfied_by:
        source = DATA_NAMES.get(item.satisfied_by, item.satisfied_by)
        yield f"đã có trong {source}"
    elif shown:
        yield "xuất trình để đối chiếu, không thu"
    if item.note:
        yield item.note


def fee_lines(dossier: DossierView) -> tuple[FeeLine, ...]:
    """Return what is charged, then the fees that are free or that only the province knows.

    Only those of the case that was chosen and of the way of filing.
    """
    lines = [
        FeeLine(
            name=fee.name + (f" (số lượng {fee.quantity})" if fee.quantity > 1 else ""),
            amount_vnd=fee.total_vnd,
            how=PAID.get(fee.paid_method, "đã thu") if fee.paid_at else "chưa thu",
        )
        for fee in dossier.fees
    ]
    charged = {fee.name for fee in dossier.fees}
    quote = fees_quote(
        dossier.procedure,
        unit_id=dossier.competent_unit.id,
        on_day=clock.local(dossier.accepted_at or dossier.submitted_at).date(),
        case=str(dossier.content.get("fee_case") or dossier.content.get("case", "")),
        channel=FEE_CHANNELS[int(dossier.channel)],
    )
    lines += [
        FeeLine(line.fee.name, line.full_vnd)
        for line in quote.lines
        if not line.full_vnd and line.fee.name not in charged
    ]
    return tuple(lines)


def result_way(dossier: DossierView, units: Mapping[int, UnitView]) -> str:
    """Return where and how the result is handed over."""
    if dossier.return_method is ReturnMethod.POST:
        return "qua dịch vụ bưu chính công ích"
    if dossier.return_method is ReturnMethod.ELECTRONIC:
        return "bản điện tử, qua môi trường mạng"
    place = issuer_of(dossier.return_unit, units)
    return f"tại {place.name}" + (f" – {place.superior}" if place.superior else "")


def due_reason(lines: Iterable[str]) -> str:
    """Return "why this date" in a few lines of print: the law's rule and the days not counted.

    Whole sentences only; the last, the due date itself, stands above it on the paper.
    """
    told: list[str] = []
    for line in list(lines)[:-1]:
        if sum(map(len, told)) + len(line) > REASON_MAX:
            break
        told.append(line)
    return " ".join(told)


def around_of(dossier: DossierView, *, hints: str = "") -> Around:
    """Return what a print needs besides the dossier; three statements.

    The headings are those of the day of acceptance: a reprint is the same paper.
    """
    ids = {dossier.receiving_unit.id, dossier.competent_unit.id, dossier.return_unit.id}
    ids |= {item.unit_id for item in dossier.items}
    ids |= {hop.from_unit_id for hop in dossier.hand_overs if hop.from_unit_id is not None}
    day = clock.local(dossier.accepted_at).date() if dossier.accepted_at else None
    return Around(
        heads=heads_of(ids, on=day),
        tracking_url=tracking_url(dossier.code),
        tracking_key=security_code(dossier.code),
        limit_text=limit_text(dossier.procedure.limit),
        due_lines=tuple(explanation_lines(dossier.due_explanation)),
        printed_at=clock.now(),
        hints=hints,
    )


def event_of(dossier: DossierView, fact: FactType) -> EventView | None:
    """Return the latest event of a type."""
    return next((one for one in reversed(dossier.timeline) if one.type == fact), None)


def _who(dossier: DossierView, fact: FactType) -> str:
    event = event_of(dossier, fact)
    return event.account_name if event else ""


def _party_name(dossier: DossierView, role: PartyRole) -> str:
    return next((party.name for party in dossier.parties if party.role is role), "")
