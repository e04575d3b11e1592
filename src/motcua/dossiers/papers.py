"""From a dossier to the forms that tell people something: pure mapping, no database.

Forms 02 to 05 of Circular 03/2025/TT-VPCP. The papers are Vietnamese whatever language the
official reads; callers switch the language (`override("vi")`). What the system does not know
stays empty, as on the paper form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypedDict

from motcua.documents.forms import (
    Form02,
    Form03,
    Form04,
    Form05,
    Issuer,
    Letter,
    MissingItem,
    Signature,
)
from motcua.dossiers.types import FactType, LateCause, PaperForm, PartyRole, Phase
from motcua.dossiers.views import DossierView, SupplementView
from motcua.kernel import clock
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView
from motcua.workflow.types import ItemState, WorkItemView

CENTRE_ABBREVIATION = "TTPVHCC"
# How the cause of a lateness stands on the paper.
CAUSES = {
    LateCause.COORDINATION: "cơ quan phối hợp chưa có ý kiến trả lời",
    LateCause.VERIFICATION: "cần xác minh, kiểm tra thực tế",
    LateCause.COMPLEX: "hồ sơ có nội dung phức tạp, cần xem xét thêm",
    LateCause.WORKLOAD: "số lượng hồ sơ tăng đột biến",
    LateCause.STAFF: "thiếu nhân sự xử lý hồ sơ",
    LateCause.SYSTEM: "hệ thống thông tin, đường truyền gặp sự cố",
    LateCause.TRANSFER: "việc bàn giao hồ sơ, tài liệu khi sắp xếp đơn vị hành chính chưa xong",
    LateCause.FORCE: "thiên tai, dịch bệnh hoặc sự kiện bất khả kháng",
    LateCause.OVERSIGHT: "sơ suất trong quá trình xử lý hồ sơ",
    LateCause.OTHER: "lý do khác",
}


@dataclass(frozen=True)
class HeadingView:
    """What a unit wrote for its papers; an empty text leaves what the directory of units says."""

    unit_id: int
    version: int
    valid_from: date
    superior: str = ""
    name: str = ""
    place: str = ""
    abbreviation: str = ""
    seat: str = ""
    hotline: str = ""
    hours: str = ""
    signer_title: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    edited_by: int | None = None
    edited_at: datetime | None = None


@dataclass(frozen=True)
class Heads:
    """Units by id with those above them, and the headings in force."""

    units: Mapping[int, UnitView]
    headings: Mapping[int, HeadingView] = field(default_factory=dict)

    def issuer(self, unit: UnitView) -> Issuer:
        """Return the head of a unit's papers: its own words before the directory's."""
        plain, own = issuer_of(unit, self.units), self.headings.get(unit.id)
        if own is None:
            return plain
        return Issuer(
            superior=own.superior or plain.superior,
            name=own.name or plain.name,
            place=own.place or plain.place,
            address=own.seat,
            phone=own.hotline,
        )

    def phone(self, unit: UnitView) -> str:
        """Return the telephone that a unit prints; empty when it has told none."""
        own = self.headings.get(unit.id)
        return own.hotline if own else ""

    def advice(self, unit: UnitView, form: PaperForm) -> str:
        """Return what a unit tells people at the foot of a form."""
        own = self.headings.get(unit.id)
        return own.hints.get(form.value, "") if own else ""

    def abbreviation(self, unit: UnitView) -> str:
        """Return how the unit is called in the numbers of its papers."""
        own = self.headings.get(unit.id)
        if own and own.abbreviation:
            return own.abbreviation
        return CENTRE_ABBREVIATION if unit.kind is UnitKind.CENTRE else "UBND"

    def signer_title(self, unit: UnitView, otherwise: str) -> str:
        """Return the title of whoever signs for the unit."""
        own = self.headings.get(unit.id)
        return (own.signer_title if own else "") or otherwise


@dataclass(frozen=True)
class Issue:
    """What a form says beyond its dossier: the act that causes it."""

    form: PaperForm
    act: FactType
    unit: UnitView
    number: str
    at: datetime
    title: str
    signer: str = ""
    reason: str = ""
    legal_basis: str = ""
    go_instead: str = ""
    request: SupplementView | None = None
    cause: LateCause = LateCause.NONE
    promised_at: datetime | None = None
    check_code: str = ""
    check_url: str = ""


def committee(unit: UnitView) -> str:
    """Return the People's Committee of a territorial unit: `UBND phường Bách Quang`."""
    return f"UBND {unit.full_name[:1].lower()}{unit.full_name[1:]}"


def unit_words(unit: UnitView) -> str:
    """Return a unit as papers name it: territories by their committee."""
    territorial = unit.kind in COMMUNE_KINDS | PROVINCE_KINDS
    return committee(unit) if territorial else unit.full_name


def issuer_of(unit: UnitView, units: Mapping[int, UnitView]) -> Issuer:
    """Return the head of the paper: the committee above, then the unit (Decree 30/2020)."""
    above = [units[one] for one in reversed(unit.path_ids[:-1]) if one in units]
    seat = next((one for one in (unit, *above) if one.kind in COMMUNE_KINDS | PROVINCE_KINDS), unit)
    if seat is unit:
        parent = next((one for one in above if one.kind in PROVINCE_KINDS), None)
        superior = committee(parent) if parent else ""
        return Issuer(superior=superior, name=unit_words(unit), place=unit.name)
    return Issuer(superior=committee(seat), name=unit.full_name, place=seat.name)


def letter(dossier: DossierView, heads: Heads, issue: Issue, *, tracking_url: str = "") -> Letter:
    """Return the form that an act causes; the dossier is as it was just before the act."""
    if issue.form is PaperForm.SUPPLEMENT:
        return _form02(dossier, heads, issue, tracking_url)
    if issue.form is PaperForm.REFUSAL:
        return _form03(dossier, heads, issue)
    if issue.form is PaperForm.APOLOGY:
        return _form04(dossier, heads, issue)
    return _form05(dossier, heads, issue)


class _Head(TypedDict):
    """What stands on forms 02 to 05 alike."""

    issuer: Issuer
    number: str
    issued_at: datetime
    addressee: str
    addressee_address: str
    addressee_phone: str
    dossier_code: str
    advice: str
    check_code: str
    check_url: str


def _head(dossier: DossierView, heads: Heads, issue: Issue) -> _Head:
    return _Head(
        issuer=heads.issuer(issue.unit),
        number=issue.number,
        issued_at=issue.at,
        addressee=dossier.applicant.name,
        addressee_address=dossier.applicant.address,
        addressee_phone=dossier.applicant.phone,
        dossier_code=dossier.code,
        advice=heads.advice(issue.unit, issue.form),
        check_code=issue.check_code,
        check_url=issue.check_url,
    )


def _form02(dossier: DossierView, heads: Heads, issue: Issue, tracking_url: str) -> Form02:
    request = issue.request
    if request is None:
        raise ValueError("form 02 needs what is asked for")
    return Form02(
        **_head(dossier, heads, issue),
        procedure=dossier.procedure.name,
        items=tuple(missing_item(item) for item in request.items),
        reason=request.reason,
        legal_basis=request.legal_basis,
        supplement_by=request.deadline,
        phase="tiếp nhận" if request.phase is Phase.INTAKE else "thẩm định",
        contact_name=dossier.receiving_unit.full_name,
        contact_phone=heads.phone(dossier.receiving_unit),
        signer=Signature(issue.title, issue.signer),
        tracking_url=tracking_url,
    )


def missing_item(text: str) -> MissingItem:
    """Split "paper: what is wrong; what to do" into its columns; plain text is the paper alone."""
    item, _colon, rest = text.partition(":")
    problem, _semicolon, todo = rest.partition(";")
    return MissingItem(item.strip(), problem.strip(), todo.strip())


def _form03(dossier: DossierView, heads: Heads, issue: Issue) -> Form03:
    authorised = (one.name for one in dossier.parties if one.role is PartyRole.AUTHORISED)
    return Form03(
        **_head(dossier, heads, issue),
        requested=dossier.subject or dossier.procedure.name,
        reason=issue.reason,
        legal_basis=issue.legal_basis,
        go_instead=issue.go_instead,
        contact_phone=heads.phone(issue.unit),
        submitter_name=next(authorised, dossier.applicant.name),
        signer=Signature(issue.title, issue.signer),
    )


def _form04(dossier: DossierView, heads: Heads, issue: Issue) -> Form04:
    if dossier.accepted_at is None or dossier.due_at is None or issue.promised_at is None:
        raise ValueError("an apology needs a dossier with a due date, and a new date")
    cause = CAUSES.get(issue.cause, "")
    if issue.cause in {LateCause.OTHER, LateCause.NONE}:
        cause = ""
    told = "; ".join(part for part in (cause, issue.reason.rstrip(". ")) if part)
    return Form04(
        **_head(dossier, heads, issue),
        received_on=clock.local(dossier.accepted_at).date(),
        receiving_unit=heads.issuer(dossier.receiving_unit).name,
        field_name=dossier.procedure.field_name.lower(),
        procedure=dossier.procedure.name,
        owner_name=dossier.owner.name,
        due_at=dossier.due_at,
        cause=f"{told}.",
        new_due_at=issue.promised_at,
        signer=Signature(issue.title, issue.signer, "(Ký, đóng dấu)"),
        contact_phone=heads.phone(issue.unit) or heads.phone(dossier.receiving_unit),
    )


def _form05(dossier: DossierView, heads: Heads, issue: Issue) -> Form05:
    return Form05(
        **_head(dossier, heads, issue),
        procedure=dossier.procedure.name,
        on_request=issue.act is FactType.WITHDRAWN,
        ground=issue.reason,
        legal_basis=issue.legal_basis,
        stage=stage_of(dossier.items),
        settlement=settlement_of(dossier),
        returned_papers=tuple(
            item.name for item in dossier.components if item.originals and not item.not_applicable
        ),
        contact_phone=heads.phone(issue.unit) or heads.phone(dossier.receiving_unit),
        signer=Signature(issue.title, issue.signer),
    )


def stage_of(items: Iterable[WorkItemView]) -> str:
    """Return the last step that was done; before acceptance there is none."""
    done = [item for item in items if item.completed_at and item.state is ItemState.DONE]
    return max(done, key=lambda item: str(item.completed_at)).name if done else "Tiếp nhận hồ sơ"


def settlement_of(dossier: DossierView) -> str:
    """Return how the fees stand when a dossier ends: what was paid; what is not owed any more."""
    paid = sum(fee.total_vnd for fee in dossier.fees if fee.paid_at)
    words = []
    if paid:
        words.append(f"đã thu {_dong(paid)}, hoàn trả theo quy định")
    if dossier.unpaid_vnd:
        words.append(f"không phải nộp {_dong(dossier.unpaid_vnd)} chưa thu")
    text = "; ".join(words) or "không phát sinh"
    return text[:1].upper() + text[1:]


def _dong(amount: int) -> str:
    return f"{amount:,} ₫".replace(",", ".")
