"""The process document of TCVN ISO 9001:2015, made from the process that runs and its procedure."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.documents.pdf import form_pdf
from motcua.documents.process_sheet import ProcessPaperLine, ProcessSheet, ProcessStepLine
from motcua.dossiers.papers import unit_words
from motcua.dossiers.queries.headings import heads_of
from motcua.forms.queries import form_for
from motcua.identity.queries import accounts_by_ids
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.procedures.fee_words import money
from motcua.procedures.labels import CHANNELS, limit_text, word
from motcua.procedures.queries import procedure_get
from motcua.procedures.types import FeeView, VersionView
from motcua.quality.papers import process_lines
from motcua.quality.queries.places import register_unit
from motcua.quality.retention import (
    PERMANENT,
    RecordKind,
    RecordRetention,
    record_retention,
)
from motcua.workflow.queries import (
    definition_drawing,
    definition_get,
    process_palette,
    process_uses,
)
from motcua.workflow.types import DefinitionView, StepView

STANDARD = "TCVN ISO 9001:2015 Hệ thống quản lý chất lượng – Các yêu cầu"
CIRCULAR = "Thông tư 03/2025/TT-VPCP: các biểu mẫu 01 đến 07"
DECREE = "Nghị định 118/2025/NĐ-CP về thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông"  # noqa: E501 - the title of the decree
KEPT = "Theo bảng thời hạn lưu trữ hồ sơ, tài liệu của cơ quan"
TO_CONFIRM = "chưa xác nhận"
DOUBT = "số năm mặc định của phần mềm, cơ quan phải đối chiếu và xác nhận theo"
FORMS = (
    "Mẫu 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "Mẫu 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "Mẫu 03: Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
    "Mẫu 04: Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    "Mẫu 05: Thông báo dừng giải quyết hồ sơ",
    "Mẫu 06: Phiếu kiểm soát quá trình giải quyết hồ sơ",
    "Mẫu 07: Sổ theo dõi hồ sơ",
)
ISSUED, CONTROL, REGISTER = FORMS[:5], FORMS[5], FORMS[6]
CHAIN = "Chuỗi sự kiện của hồ sơ trên hệ thống"


def process_document(definition_id: int, *, procedure_code: str, unit_id: int) -> bytes:
    """Return the process document as PDF/A, in Vietnamese.

    Refuses NotFound for an unknown process, procedure or unit, and Refused
    `process_not_of_procedure` when the unit resolves the procedure by another process: a document
    that nobody works by would be worse than none.
    """
    with override("vi"):
        return form_pdf(sheet_of(definition_id, procedure_code=procedure_code, unit_id=unit_id))


def sheet_of(definition_id: int, *, procedure_code: str, unit_id: int) -> ProcessSheet:
    """Return everything that stands on the document; see `process_document` for refusals."""
    process = definition_get(definition_id)
    version = procedure_get(procedure_code).version
    unit = unit_get(unit_id)
    use = next(
        (one for one in process_uses(procedure_code, unit_id) if one.definition_id == process.id),
        None,
    )
    if use is None and version.process_key != process.key:
        raise Refused(
            "process_not_of_procedure",
            _("The unit does not resolve this procedure by this process."),
        )
    people = accounts_by_ids({use.submitted_by_id, use.approved_by_id}) if use else {}
    place = units_by_ids({use.unit_id}).get(use.unit_id, unit) if use else unit
    drawn, approved = (
        (people.get(use.submitted_by_id), people.get(use.approved_by_id)) if use else (None, None)
    )
    steps = _steps(process)
    form = _form_name(version)
    return ProcessSheet(
        issuer=heads_of({place.id}).issuer(place),
        code=f"QT-{process.key.upper()}-{version.code}",
        name=process.name,
        version=f"{process.version:02d}",
        effective_on=use.effective_on if use else clock.local(process.deployed_at).date(),
        drawn_by=drawn.name if drawn else "",
        approved_by=approved.name if approved else "",
        approved_at=use.approved_at if use else None,
        procedure_code=version.code,
        procedure=version.name,
        field=version.field.name,
        units=(unit_words(place),),
        references=(STANDARD, *version.legal_basis, DECREE, CIRCULAR),
        papers=_papers(version),
        limit=limit_text(version.limit) if version.limit else "Theo quy định của pháp luật",
        limit_note=version.limit_note,
        fees=_fees(version),
        result=version.result,
        channels=", ".join(word(CHANNELS, one) for one in version.channels).capitalize() or "",
        steps=steps,
        drawing=_drawing(definition_id, {s.element: n for n, s in enumerate(process.steps, 1)}),
        forms=tuple(ProcessPaperLine(one, "") for one in (*form, *FORMS)),
        **_records(version, form),
        printed_at=clock.now(),
        **_improvement(unit.id, process.key, version.code),
    )


def _improvement(unit_id: int, process: str, procedure: str) -> dict[str, Any]:
    """Return what the registers of the unit say of the process."""
    audits, corrective = process_lines(register_unit(unit_id).id, process, procedure)
    return {"audits": audits, "corrective": corrective, "improvement": True}


def _steps(process: DefinitionView) -> tuple[ProcessStepLine, ...]:
    palette = process_palette()
    roles = {one.code: one.name for one in palette.roles}
    parts = {one.code: one.name for one in palette.parts}
    return tuple(
        ProcessStepLine(
            number=str(number),
            name=step.name,
            role=_doer(step, roles.get(step.role, step.role)),
            part=parts.get(step.unit, step.unit),
            hours=_hours(step.hours),
            outcomes=_ends(step),
        )
        for number, step in enumerate(process.steps, 1)
    )


def _doer(step: StepView, role: str) -> str:
    """Return who does a step; of a service the software, and who does it otherwise."""
    if not step.service:
        return role
    return f"Phần mềm: {step.service}. Khi không làm được: {role}"


def _ends(step: StepView) -> str:
    """Return how a step can end and what is recorded then, with the answers by their names."""
    asked = []
    for one in step.fields:
        answers = ", ".join(option.name for option in one.options)
        asked.append(f"{one.label} ({answers})" if answers else one.label)
    ends = ", ".join(one.name for one in step.outcomes)
    return f"{ends}. Ghi nhận: {'; '.join(asked)}" if asked else ends


def _hours(hours: Decimal) -> str:
    return f"{hours.normalize():f}".replace(".", ",")


def _papers(version: VersionView) -> tuple[ProcessPaperLine, ...]:
    def note(originals: int, copies: int, condition: str) -> str:
        counts = [f"{originals} bản chính"] if originals else []
        counts += [f"{copies} bản sao"] if copies else []
        return "; ".join([*counts, *([condition] if condition else [])])

    return tuple(
        ProcessPaperLine(one.name, note(one.originals, one.copies, one.condition))
        for one in version.components
    )


def _fees(version: VersionView) -> tuple[ProcessPaperLine, ...]:
    def amount(fee: FeeView) -> str:
        if fee.amount_vnd is None:
            return "theo nghị quyết của Hội đồng nhân dân cấp tỉnh"
        return f"{money(fee.amount_vnd)} {fee.per_label}".strip()

    return tuple(
        ProcessPaperLine(fee.label, amount(fee))
        for fee in version.fees_on(clock.today())
        if fee.amount_vnd != 0
    )


def _form_name(version: VersionView) -> tuple[str, ...]:
    """Return the declaration of the procedure, where it has one of its own."""
    form = form_for(version)
    if form is None:
        return ()
    name = form.source.name.vi or form.title.vi
    return (f"Tờ khai: {name}",) if form.procedure == version.code else ()


def _records(version: VersionView, form: tuple[str, ...]) -> dict[str, Any]:
    """Return every record that a dossier leaves behind, each with how long it is kept.

    The note says what a number means that nobody has confirmed, and what it is compared with.
    """
    papers = tuple(f"Giấy tờ của người nộp: {one.name}" for one in version.components)
    records = (
        *((RecordKind.COMPONENT, one) for one in (*form, *papers)),
        *((RecordKind.FORM, one) for one in ISSUED),
        (RecordKind.RESULT, f"Kết quả: {version.result or 'văn bản giải quyết thủ tục'}, đã ký"),
        (RecordKind.CONTROL, CONTROL),
        (RecordKind.CONTROL, CHAIN),
        (RecordKind.REGISTER, REGISTER),
    )
    today = clock.today()
    kept = {kind: record_retention(kind, version, today) for kind in RecordKind}
    doubtful = [one.basis for one in kept.values() if one and one.to_verify]
    note = f"“{TO_CONFIRM}”: {DOUBT} {'; '.join(dict.fromkeys(doubtful))}." if doubtful else ""
    lines = tuple(ProcessPaperLine(name, _kept(kept[kind])) for kind, name in records)
    return {"records": lines, "records_note": note}


def _kept(retention: RecordRetention | None) -> str:
    if retention is None:
        return KEPT
    span = "Vĩnh viễn" if retention.years == PERMANENT else f"{int(retention.years):02d} năm"
    return f"{span} ({TO_CONFIRM if retention.to_verify else f'theo {retention.basis}'})"


def _drawing(definition_id: int, numbers: dict[str, int]) -> dict[str, Any]:
    """Return the picture as data; the shapes of steps carry their number in the table."""
    drawing = asdict(definition_drawing(definition_id))
    for shape in drawing["shapes"]:
        number = numbers.get(shape["element"])
        shape["number"] = str(number) if number else ""
    return drawing
