"""From a dossier to the printed forms of Circular 03/2025/TT-VPCP: pure mapping, no database.

The papers are Vietnamese whatever language the official reads; callers switch the language
(`override("vi")`) so that names of steps and limits come out so. What the system does not know
(a unit's telephone, the paper register's book) stays empty, as on the paper form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.documents.forms import (
    ComponentLine,
    FeeLine,
    Form01,
    Form06,
    Hop,
    Letter,
)
from motcua.dossiers.paper_rules import number_text, paper_rule
from motcua.dossiers.papers import Heads, Issue, issuer_of, letter, unit_words
from motcua.dossiers.types import FactType, PaperForm, PartyRole, Phase, ReturnMethod
from motcua.dossiers.views import ComponentView, DossierView, EventView, SupplementView
from motcua.kernel import clock
from motcua.office.counter.opinion_hops import opinion_hops
from motcua.office.counter.paper_prints import paper_hops_print
from motcua.office.counter.return_hops import TAKEN_BACK, return_hops
from motcua.office.hand import cause_printed
from motcua.office.returns import reasons_back
from motcua.organisations.types import UnitView
from motcua.procedures.types import ComponentKind
from motcua.workflow.types import HandOverView, ItemState, WorkItemView

REASON_MAX = 560  # characters: six lines of the slip
DATA_NAMES = {
    "population": "CSDL quốc gia về dân cư",
    "civil_status": "CSDL hộ tịch điện tử",
    "land": "CSDL quốc gia về đất đai",
    "business": "CSDL quốc gia về đăng ký doanh nghiệp",
    "social": "CSDL quốc gia về bảo hiểm",
}
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
        why = cause_printed(told[0]["hand"])
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
    """Return what is charged, then the fees that are free or that only the province knows."""
    lines = [
        FeeLine(
            name=fee.name + (f" (số lượng {fee.quantity})" if fee.quantity > 1 else ""),
            amount_vnd=fee.total_vnd,
            how=PAID.get(fee.paid_method, "đã thu") if fee.paid_at else "chưa thu",
        )
        for fee in dossier.fees
    ]
    day = (dossier.accepted_at or dossier.submitted_at).date()
    charged = {fee.name for fee in dossier.fees}
    lines += [
        FeeLine(fee.name, fee.amount_vnd)
        for fee in dossier.procedure.fees_on(day)
        if not fee.amount_vnd and fee.name not in charged
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


def letter_again(
    dossier: DossierView, around: Around, fact: FactType, request: SupplementView | None = None
) -> Letter:
    """Return a form of an act that was done before forms were numbered, or elsewhere.

    Its number stays empty. Raises ValueError when the dossier has no such act.
    """
    event = event_of(dossier, fact)
    if event is None:
        raise ValueError(f"the dossier was not {fact.value}")
    phase = request.phase if request else Phase.NONE
    rule = paper_rule(fact, clock.local(event.at).date(), phase)
    receives = rule.issuer == "receiving"
    issue = Issue(
        form=rule.form,
        act=fact,
        unit=dossier.receiving_unit if receives else dossier.competent_unit,
        number="",
        at=(request.requested_at if request else None) or event.at,
        title=rule.title,
        signer=event.account_name,
        reason=str(event.data.get("reason", "")),
        legal_basis=str(event.data.get("legal_basis", "")),
        request=request,
    )
    return letter(dossier, around.heads, issue, tracking_url=around.tracking_url)


def form06(dossier: DossierView, around: Around) -> Form06:
    """Return Phiếu kiểm soát quá trình giải quyết hồ sơ: one line per hand-over."""
    if dossier.accepted_at is None or dossier.due_at is None:
        raise ValueError("a dossier that was not accepted has no control sheet")
    items = {item.id: item for item in dossier.items}
    involved = {item.unit_id for item in dossier.items}
    own = {dossier.competent_unit.id, dossier.receiving_unit.id}
    under = {
        unit.id for unit in around.units.values() if dossier.competent_unit.id in unit.path_ids
    }
    others = involved - own - under
    return Form06(
        issuer=around.heads.issuer(dossier.receiving_unit),
        number=number_of(dossier, around.heads),
        dossier_code=dossier.code,
        procedure=dossier.procedure.name,
        owner_name=dossier.owner.name,
        resolving_unit=unit_words(dossier.competent_unit),
        coordinating_units=(
            *(unit_words(around.units[one]) for one in sorted(others)),
            *dict.fromkeys(one.unit_name for one in dossier.opinions),
        ),
        received_at=dossier.accepted_at,
        due_at=dossier.due_at,
        hops=(
            *(_hop(hop, items.get(hop.item_id), dossier, around) for hop in dossier.hand_overs),
            *opinion_hops(dossier),
            *return_hops(dossier),
            *paper_hops_print(dossier.id),
        ),
        printed_at=around.printed_at,
        tracking_url=around.tracking_url,
        hints=around.hints,
    )


def _hop(hop: HandOverView, item: WorkItemView | None, dossier: DossierView, around: Around) -> Hop:
    def unit(unit_id: int | None) -> str:
        found = around.units.get(unit_id or 0)
        return unit_words(found) if found else ""

    receiver = None if hop.taken_back else hop.confirmed_by_id or hop.to_account_id
    back = reasons_back(dossier)
    note = hop.note or (f"Trả lại: {back[hop.handed_at]}" if hop.handed_at in back else "")
    return Hop(
        from_unit=unit(hop.from_unit_id) or unit_words(dossier.receiving_unit),
        to_unit=unit(hop.to_unit_id),
        handed_at=hop.handed_at,
        giver=dossier.accounts.get(hop.from_account_id or 0, ""),
        receiver=dossier.accounts.get(receiver or 0, ""),
        result="" if hop.taken_back else step_result(item),
        note="; ".join(one for one in (note, TAKEN_BACK if hop.taken_back else "") if one),
        step=hop.name,
        due_at=hop.due_at,
    )


def step_result(item: WorkItemView | None) -> str:
    """Return how a step was done against its own limit; empty while it is open."""
    if item is None or item.completed_at is None or item.state is not ItemState.DONE:
        return ""
    if item.completed_at > item.due_at:
        return "quá hạn"
    return "sớm hạn" if item.completed_at.date() < item.due_at.date() else "đúng hạn"


def event_of(dossier: DossierView, fact: FactType) -> EventView | None:
    """Return the latest event of a type."""
    return next((one for one in reversed(dossier.timeline) if one.type == fact), None)


def _who(dossier: DossierView, fact: FactType) -> str:
    event = event_of(dossier, fact)
    return event.account_name if event else ""


def _party_name(dossier: DossierView, role: PartyRole) -> str:
    return next((party.name for party in dossier.parties if party.role is role), "")
