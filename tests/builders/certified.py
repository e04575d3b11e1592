"""Certified copies for tests: a commune that takes them in, batches at every step."""

from __future__ import annotations

from typing import Any

from motcua.certification import services
from motcua.certification.models import Batch, Entry, Row
from motcua.certification.types import RowInput
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import PartyInput
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.procedures.certified import CERTIFIED_COPIES as PROCEDURE
from motcua.procedures.models import Procedure
from motcua.procedures.queries import procedure_get
from motcua.procedures.types import VersionView
from tests.builders.dossiers import Commune, commune_at_work
from tests.builders.offices import office_held
from tests.builders.procedures import component, fee, version_make

FEE = {"per": "page", "charge": "certified_copy", "source": "226/2016/TT-BTC", "cap_vnd": 200_000}
FEES = [
    fee(2_000, name="Phí chứng thực bản sao: trang 1 và trang 2", **{**FEE, "first": 1, "last": 2}),
    fee(1_000, name="Phí chứng thực bản sao: từ trang 3", **{**FEE, "first": 3}),
]
COMPONENTS = [
    component("Bản chính giấy tờ, văn bản", kind="original", how="present", name_en="Original"),
    component("Bản sao cần chứng thực", kind="copy", required=False, name_en="Copy"),
]
DIPLOMA = RowInput("Bằng tốt nghiệp đại học", 2, 3, issuer="Đại học Thái Nguyên", number="A 123")
BOOK = RowInput("Giấy chứng nhận quyền sử dụng đất", 5, 2)
CARD = RowInput("Giấy khai sinh", 1, 1)


def certifying_commune(**over: Any) -> Commune:
    """Make a commune at work whose open procedure is certified copies, with its real fee."""
    version = over.pop("version", None)
    if version is not None:
        pass
    elif Procedure.objects.filter(code=PROCEDURE, versions__isnull=False).exists():
        version = procedure_get(PROCEDURE).version
    else:
        version = version_make(
            code=PROCEDURE,
            name="Chứng thực bản sao từ bản chính",
            field="Chứng thực",
            fees=FEES,
            components=COMPONENTS,
            limit="same-day",
            due_rule="same-day-15",
        )
    commune = commune_at_work(version=version, **over)
    office_held(commune.leader)
    return commune


def batch_taken(commune: Commune, *rows: RowInput, **over: Any) -> str:
    """Take a batch in and return its dossier's code."""
    fields: dict[str, Any] = {
        "party": PartyInput(name="Nguyễn Văn Mẫu", id_number="019090000001"),
        "unit_id": commune.unit.id,
        "procedure_code": commune.offering.code,
        "rows": rows or (DIPLOMA, BOOK, CARD),
    }
    return services.batch_take_in(actor=commune.counter, **{**fields, **over}).code


def batch_checked(commune: Commune, *rows: RowInput, **over: Any) -> str:
    """Take a batch in and have it compared; return its code."""
    code = batch_taken(commune, *rows, **over)
    services.batch_check(actor=commune.specialist, code=code)
    return code


def batch_certified(commune: Commune, *rows: RowInput, **over: Any) -> str:
    """Bring a batch as far as its numbers; return its code."""
    code = batch_checked(commune, *rows, **over)
    services.batch_certify(actor=commune.leader, code=code)
    return code


def copies_held(commune: Commune, code: str) -> str:
    """Put a batch with a numbered paper beside a dossier of another procedure, once."""
    with scope_use(SYSTEM):
        dossier = dossier_get(code)
        who = dossier.applicant
        batch, made = Batch.objects.get_or_create(
            dossier_id=dossier.id,
            defaults={
                "unit_id": commune.unit.id, "stage": "check", "papers": 1, "copies": 1,
                "fee_vnd": 2_000, "made_at": dossier.submitted_at,
                "made_by": commune.counter.account_id,
            },
        )  # fmt: skip
        if made:
            row = Row.objects.create(
                batch=batch, position=1, name=f"Bằng của {who.name}", pages=1, copies=1,
                fee_vnd=2_000, state="certified",
            )  # fmt: skip
            Entry.objects.create(
                dossier_id=dossier.id, row=row, unit_id=commune.unit.id, book="SCT/BS", volume=1,
                year=dossier.submitted_at.year, number=1, at=dossier.submitted_at,
                applicant_name=who.name, id_number=who.id_number, search_key="bang", paper=row.name,
                pages=1, copies=1, fee_vnd=2_000, signer="Lãnh đạo", title="Chủ tịch",
                certified_by=commune.leader.account_id, posting_id=commune.leader.postings[0].id,
            )  # fmt: skip
    return code


def entry_held(commune: Commune, code: str) -> int:
    """Return the line of the register of such a batch."""
    copies_held(commune, code)
    with scope_use(SYSTEM):
        return Entry.objects.get(dossier__code=code).pk


def flagged_make(code: str = "9.815000", **over: Any) -> VersionView:
    """Make another procedure that gives certified copies, as its version's record says."""
    flag = {"certified_copies": True, "certified_copies_basis": "Điều 5 văn bản thử"}
    name = "Chứng thực bản sao tại nơi khác"
    return version_make(
        **{"code": code, "name": name, "fees": FEES, "components": COMPONENTS, **flag, **over}
    )
