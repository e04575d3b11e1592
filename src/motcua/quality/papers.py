"""The registers on paper and as a workbook: audit report, register, lines of a process document.

Official papers are Vietnamese; callers switch the language (`override("vi")`) around them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import override

from motcua.documents.pdf import form_pdf
from motcua.documents.process_sheet import ProcessPaperLine
from motcua.documents.quality_sheet import (
    AuditFindingLine,
    AuditReport,
    CorrectiveLine,
    CorrectiveRegister,
)
from motcua.documents.tables import Column, ColumnKind, table_xlsx
from motcua.dossiers.queries.headings import heads_of
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.organisations.types import UnitView
from motcua.quality.queries.audits import audit_get, audits_of_process
from motcua.quality.queries.processes import process_names
from motcua.quality.queries.register import (
    actions_of,
    nonconformity_get,
    register_of_process,
    register_whole,
    words_of,
)
from motcua.quality.types import (
    ActionView,
    Asked,
    AuditEventView,
    AuditFact,
    AuditView,
    FindingView,
    Grade,
    NonconformityRow,
    State,
)
from motcua.quality.words import ACTIONS, AUDIT_STATES, GRADES, SOURCES, STATES

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = (
    Column("Số", width=22),
    Column("Ngày ghi nhận", ColumnKind.DATE),
    Column("Nguồn", width=22),
    Column("Nơi xảy ra", width=28),
    Column("Thủ tục", width=14),
    Column("Quy trình", width=32),
    Column("Mức", width=20),
    Column("Điều khoản", width=16),
    Column("Nội dung", width=48),
    Column("Yêu cầu không đáp ứng", width=36),
    Column("Khắc phục ngay", width=36),
    Column("Nguyên nhân", width=36),
    Column("Hành động khắc phục", width=56),
    Column("Hạn gần nhất", ColumnKind.DATE),
    Column("Tình trạng", width=24),
    Column("Mở lại (lần)", ColumnKind.INTEGER, 10),
)


def audit_report(actor: Actor, audit_id: int) -> bytes:
    """Return the report of an audit as PDF/A, as it stands now; NotFound for other units'."""
    with override("vi"):
        return form_pdf(audit_sheet(actor, audit_id))


def audit_sheet(actor: Actor, audit_id: int) -> AuditReport:
    """Return everything that stands on the report."""
    audit = audit_get(actor, audit_id)
    unit = unit_get(audit.unit_id)
    names = _names(audit)
    units = units_by_ids(audit.plan.unit_ids)
    processes = process_names(actor, audit.plan.processes)
    lead, *others = (names.get(one, "") for one in audit.plan.auditor_ids)
    standing = [one for one in audit.findings if not one.replaced]
    counts = Counter(one.grade for one in standing)
    at = {event.fact: event.at for event in audit.events}
    states = {
        one.nonconformity: nonconformity_get(actor, one.nonconformity).row
        for one in standing
        if one.nonconformity
    }
    return AuditReport(
        issuer=heads_of({unit.id}).issuer(unit),
        code=audit.code,
        title=audit.plan.title,
        state=str(AUDIT_STATES[audit.state]),
        units=tuple(one.full_name for one in units.values()),
        scope=(
            *(f"Thủ tục {one}" for one in audit.plan.procedures),
            *(f"Quy trình {processes[one]}" for one in audit.plan.processes),
        ),
        criteria=audit.plan.criteria,
        first_day=audit.plan.first_day,
        last_day=audit.plan.last_day,
        lead=lead,
        auditors=tuple(others),
        changes=tuple(_change(one) for one in audit.events if one.fact is AuditFact.CHANGED),
        findings=tuple(_finding(one, units, states) for one in standing),
        corrected=tuple(
            f"Phát hiện {one.replaces}: {one.reason}" for one in audit.findings if one.replaces
        ),
        counts="; ".join(f"{GRADES[one]}: {counts[one]}" for one in Grade if counts[one]),
        conclusion=audit.conclusion,
        concluded_at=at.get(AuditFact.CONCLUDED),
        carried=tuple(
            f"{one.data.get('nonconformity', '')}: {one.text}"
            for one in audit.events
            if one.fact is AuditFact.CARRIED
        ),
        closed_at=at.get(AuditFact.CLOSED),
        printed_at=clock.now(),
    )


def _names(audit: AuditView) -> dict[int, str]:
    return {key: one.name for key, one in accounts_by_ids(audit.plan.auditor_ids).items()}


def _change(one: AuditEventView) -> str:
    first, last = one.data.get("first_day", ""), one.data.get("last_day", "")
    return f"{clock.local(one.at):%d/%m/%Y}: trước đó từ {first} đến {last}. Lý do: {one.text}"


def _finding(
    one: FindingView, units: dict[int, UnitView], states: dict[str, NonconformityRow]
) -> AuditFindingLine:
    proofs = [f"hồ sơ {one.dossier_code}"] if one.dossier_code else []
    proofs += [file.name for file in one.evidence]
    row = states.get(one.nonconformity)
    unit = units.get(one.place_id)
    return AuditFindingLine(
        number=str(one.number),
        grade=str(GRADES[one.grade]),
        place=unit.full_name if unit else "",
        clause=one.clause,
        text=one.text,
        evidence="; ".join(proofs),
        outcome=f"{row.code}: {STATES[row.state]}" if row else "",
    )


def register_pdf(actor: Actor, asked: Asked, *, unit: UnitView, chosen: str = "") -> bytes:
    """Return the register as asked as PDF/A; Refused when it is too long for a file."""
    rows = register_whole(actor, asked)
    with override("vi"):
        return form_pdf(
            CorrectiveRegister(
                issuer=heads_of({unit.id}).issuer(unit),
                chosen=chosen,
                rows=tuple(_lines(rows)),
                counts=_counts(rows),
                printed_at=clock.now(),
            )
        )


def _counts(rows: Sequence[NonconformityRow]) -> str:
    counts = Counter(row.state for row in rows)
    told = "; ".join(f"{STATES[one]}: {counts[one]}" for one in State if counts[one])
    overdue = sum(row.overdue for row in rows)
    return f"Tổng số {len(rows)}" + (f" ({told})" if told else "") + f"; quá hạn: {overdue}."


def _lines(rows: Sequence[NonconformityRow]) -> Iterable[CorrectiveLine]:
    places = units_by_ids({row.place_id for row in rows})
    actions = actions_of(row.id for row in rows)
    words = words_of(row.id for row in rows)
    people = _people(actions)
    for row in rows:
        said = words.get(row.id, ("", "", ""))
        yield CorrectiveLine(
            code=row.code,
            opened_on=clock.local(row.opened_at).date(),
            source=_source(row),
            place=places[row.place_id].full_name if row.place_id in places else "",
            happened=row.happened,
            requirement=said[0],
            correction=said[1],
            cause=said[2],
            actions=tuple(_action(one, people) for one in actions.get(row.id, ())),
            state=_state(row),
        )


def register_xlsx(actor: Actor, asked: Asked, *, title: str) -> bytes:
    """Return the register as asked as a workbook; Refused when it is too long for a file."""
    rows = register_whole(actor, asked)
    with override("vi"):
        processes = process_names(actor, [row.process for row in rows])
        lines = list(_lines(rows))
        cells = [
            (
                line.code, line.opened_on, line.source, line.place, row.procedure,
                processes.get(row.process, ""),
                str(GRADES[row.grade]), row.clause, line.happened, line.requirement,
                line.correction, line.cause, "\n".join(line.actions), row.due_on, line.state,
                row.reopened,
            )
            for row, line in zip(rows, lines, strict=True)
        ]  # fmt: skip
        return table_xlsx(title, COLUMNS, cells)


def process_lines(
    unit_id: int, process: str, procedure: str
) -> tuple[tuple[ProcessPaperLine, ...], tuple[ProcessPaperLine, ...]]:
    """Return what a process document tells of its audits and of its non-conformities."""
    audits = tuple(
        ProcessPaperLine(
            f"{one.code} {one.plan.title}",
            f"từ {one.plan.first_day:%d/%m/%Y} đến {one.plan.last_day:%d/%m/%Y};"
            f" {AUDIT_STATES[one.state]}; còn mở: {one.open_count}",
        )
        for one in audits_of_process([unit_id], process, procedure)
    )
    rows = register_of_process([unit_id], process, procedure)
    actions = actions_of(row.id for row in rows)
    people = _people(actions)
    found = tuple(
        ProcessPaperLine(
            f"{row.code} ({clock.local(row.opened_at):%d/%m/%Y}, {_source(row)})",
            "; ".join([_state(row), *(_action(one, people) for one in actions.get(row.id, ()))]),
        )
        for row in rows
    )
    return audits, found


def _people(actions: dict[int, list[ActionView]]) -> dict[int, str]:
    ids = {one.owner_id for found in actions.values() for one in found}
    return {key: one.name for key, one in accounts_by_ids(ids).items()}


def _source(row: NonconformityRow) -> str:
    of = row.audit_code or row.petition or row.dossier_code
    return f"{SOURCES[row.source]} {of}".strip()


def _state(row: NonconformityRow) -> str:
    return f"{STATES[row.state]}, quá hạn" if row.overdue else str(STATES[row.state])


def _action(one: ActionView, people: dict[int, str]) -> str:
    moved = f" (hạn đầu {one.first_due_on:%d/%m/%Y})" if one.first_due_on != one.due_on else ""
    owner = people.get(one.owner_id, "")
    return (
        f"{one.number}. {one.text} – {owner}, hạn {one.due_on:%d/%m/%Y}{moved}:"
        f" {ACTIONS[one.state]}"
    )
