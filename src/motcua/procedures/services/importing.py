"""Imports of the catalogue: re-runnable, in one transaction, bad rows kept aside.

Three-way comparison: each procedure keeps the cells as they were last imported (`seen`), and an
import changes only what changed in the source since. So a listing that is imported again does
not undo what a more exact source, or an officer's file, said in between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.kernel import clock, text
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.tabular import ImportReport, RefusedRow, Row, refused_write, table_read
from motcua.procedures.models import Field, Procedure, ProcedureVersion
from motcua.procedures.rules import fee_state_of
from motcua.procedures.services.columns import (
    RECORD_PARTS,
    CellError,
    code_of,
    component_of,
    day_of,
    fee_of,
)
from motcua.procedures.services.writing import content_hash, versions_write

DATA = Path(__file__).resolve().parents[1] / "data"
SHIPPED = ("procedures.csv", "details.csv", "components.csv", "complete_procedures.csv",
           "complete_components.csv", "complete_fees.csv")  # fmt: skip
TWO_TIER_START = datetime(2025, 6, 30, 17, tzinfo=UTC)
"""2025-07-01 00:00 in the legal zone: the first instant of two-tier local government."""
_LOCK = 7_041_002


@dataclass
class _Group:
    """The rows of one procedure in one file, read into parts of its record."""

    code: str
    rows: list[Row] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    parts: dict[tuple[str, ...], tuple[str, Any]] = field(default_factory=dict)
    effective_from: datetime | None = None
    stated: list[str] = field(default_factory=list)  # sources that the rows themselves name


@dataclass
class _Draft:
    """A procedure being changed: its record as it stands and as it would be."""

    code: str
    procedure_id: int | None
    seen: dict[str, dict[str, str]]
    version_id: int | None = None
    since: datetime | None = None
    hash: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    start: datetime | None = None
    seen_changed: bool = False


def procedures_import(
    path: Path | None = None,
    *,
    dry_run: bool = False,
    at: datetime | None = None,
    refused_to: Path | None = None,
) -> ImportReport:
    """Load a catalogue file (CSV or XLSX: records, components or fees), or the shipped data.

    A changed row becomes a new version from `at` (now; or the row's `effective_from`), and the
    version before ends at that same instant; an unchanged row touches nothing. A refused row is
    reported with row, column and reason and, when `refused_to` is given, kept there to be
    mended; if one row of a procedure's components or fees is refused, all of them are. Raises
    Invalid for a file that cannot be read at all. With `dry_run` nothing is written.
    """
    start = at or clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if path is None:
            return _shipped(dry_run=dry_run, at=start)
        report, columns = _file(path, dry_run=dry_run, at=start)
    if refused_to is not None and not dry_run:
        refused_write(report, columns, refused_to)
    return report


def _shipped(*, dry_run: bool, at: datetime) -> ImportReport:
    if not dry_run:
        _fields_load(DATA / "fields.csv")
    report = ImportReport(dry_run=dry_run)
    drafts: dict[str, _Draft] = {}
    for name in SHIPPED:
        groups = _read(DATA / name, report)[0]
        _drafts_fetch(drafts, groups)
        _merge(groups, drafts, f"shipped/{name}", report, name)
    _finish(drafts, report, first=TWO_TIER_START, at=at, dry_run=dry_run)
    return report


def _file(path: Path, *, dry_run: bool, at: datetime) -> tuple[ImportReport, tuple[str, ...]]:
    report = ImportReport(dry_run=dry_run)
    groups, columns = _read(path, report)
    drafts: dict[str, _Draft] = {}
    _drafts_fetch(drafts, groups)
    _merge(groups, drafts, "file", report, path.name)
    _finish(drafts, report, first=at, at=at, dry_run=dry_run)
    return report, columns


# --- reading ------------------------------------------------------------------------------------


def _read(path: Path, report: ImportReport) -> tuple[list[_Group], tuple[str, ...]]:
    table = table_read(path)
    code_column = next((c for c in ("code", "procedure_code") if c in table.columns), None)
    if code_column is None:
        raise Invalid(
            [FieldProblem("file", _("The file lacks the column %(name)s.") % {"name": "code"})]
        )
    report.refused.extend(table.refused)
    kind = _kind(table.columns)
    groups: dict[str, _Group] = {}
    bad: set[str] = set()
    for row in table.rows:
        try:
            code = code_of(row.values)
        except CellError as error:
            report.refuse(row, error.column, error.reason)
            continue
        group = groups.setdefault(code, _Group(code))
        group.rows.append(row)
        try:
            _row_read(group, row, kind)
        except CellError as error:
            report.refuse(row, error.column, error.reason)
            bad.add(code)
    for code in bad:
        _refuse_rest(groups.pop(code), report)
    return list(groups.values()), table.columns


def _kind(columns: Sequence[str]) -> str:
    if "original_or_copy" in columns:
        return "components"
    return "fees" if "amount_vnd" in columns else "record"


def _row_read(group: _Group, row: Row, kind: str) -> None:
    day = day_of(row.values, "effective_from")
    if day:
        local = datetime.fromisoformat(day).replace(tzinfo=clock.LEGAL_ZONE)
        group.effective_from = local.astimezone(UTC)
    if kind == "record":
        if len(group.rows) > 1:
            raise CellError("code", _("This code stands more than once in the file."))
        ignored = {"code", "procedure_code", "effective_from", "row", "column", "reason"}
        group.cells = {name: cell for name, cell in row.values.items() if name not in ignored}
        for part, columns, read in RECORD_PARTS:
            if any(column in group.cells for column in columns):
                group.parts[columns] = part, read(row.values)
        return
    read_part = component_of if kind == "components" else fee_of
    rows = group.parts.setdefault((kind,), (kind, []))[1]
    rows.append(read_part(row.values))
    if row.get("source") and row.get("source") not in group.stated:
        group.stated.append(row.get("source"))
    group.cells = {kind: json.dumps(rows, ensure_ascii=False, sort_keys=True)}


def _refuse_rest(group: _Group, report: ImportReport) -> None:
    refused = {refusal.row for refusal in report.refused}
    for row in group.rows:
        if row.number not in refused:
            report.refuse(row, "", _("Another row of this procedure was refused."))


# --- comparing ----------------------------------------------------------------------------------


def _drafts_fetch(drafts: dict[str, _Draft], groups: Iterable[_Group]) -> None:
    """Add what is stored about the procedures of a file; a fixed number of statements."""
    wanted = [group.code for group in groups if group.code not in drafts]
    for procedure in Procedure.objects.filter(code__in=wanted):
        drafts[procedure.code] = _Draft(procedure.code, procedure.pk, dict(procedure.seen))
    latest = ProcedureVersion.objects.filter(procedure__code__in=wanted, effective_to=None)
    for code, pk, since, digest, content in latest.values_list(
        "procedure__code", "id", "effective_from", "content_hash", "content"
    ):
        draft = drafts[code]
        draft.version_id, draft.since, draft.hash, draft.content = pk, since, digest, content
    for code in wanted:
        drafts.setdefault(code, _Draft(code, None, {}))


def _merge(
    groups: Iterable[_Group],
    drafts: Mapping[str, _Draft],
    origin: str,
    report: ImportReport,
    source: str,
) -> None:
    for group in groups:
        draft = drafts[group.code]
        problem = _group_problem(group, draft)
        if problem is not None:
            for row in group.rows:
                report.refuse(row, problem.column, problem.reason)
            continue
        changed = [cell for cell in group.cells if _changed(draft, origin, cell, group.cells[cell])]
        before = content_hash(draft.content)
        content = dict(draft.content)
        sources = dict(content.get("sources", {}))
        for columns, (part, value) in group.parts.items():
            if any(column in changed for column in columns):
                content[part] = value
                sources[part] = _source(origin, source, group, part)
        content["sources"] = {part: where for part, where in sources.items() if content.get(part)}
        _derive(content, group, changed)
        draft.content = content
        if draft.seen.get(origin) != {**draft.seen.get(origin, {}), **group.cells}:
            draft.seen = {**draft.seen, origin: {**draft.seen.get(origin, {}), **group.cells}}
            draft.seen_changed = True
        draft.start = group.effective_from or draft.start
        if origin == "file" and content_hash(content) == before:
            report.unchanged += len(group.rows)
        elif origin == "file":
            if _too_early(draft, report, group):
                continue
            report.accepted += len(group.rows)


def _group_problem(group: _Group, draft: _Draft) -> CellError | None:
    if draft.content:
        return None
    for column in ("name", "field", "levels"):
        if not group.parts.get((column,), (column, ""))[1]:
            reason = _("A procedure that is not in the catalogue yet needs %(column)s.")
            return CellError(column, reason % {"column": column})
    return None


def _changed(draft: _Draft, origin: str, cell: str, value: str) -> bool:
    """Whether a cell differs from what its source last said; a first blank says nothing."""
    last = draft.seen.get(origin, {})
    if cell in last:
        return last[cell] != value
    known = {
        cells[cell]
        for other, cells in draft.seen.items()
        if cell in cells and origin == "file" and other != "file"
    }
    if known:
        return value not in known
    return bool(value)


def _source(origin: str, name: str, group: _Group, part: str) -> str:
    """Where a part came from: what the row states, or else the file."""
    cells = group.cells
    stated = cells.get(f"source_{part}") or "; ".join(group.stated)
    if part == "limit":
        stated = stated or cells.get("time_basis", "") or cells.get("limit_basis", "")
    if stated:
        return stated
    if origin == "shipped/procedures.csv" and cells.get("evidence"):
        return f"portal {cells.get('status_date', '')} {cells['evidence']}".strip()
    if origin in {"shipped/details.csv", "shipped/components.csv"}:
        return "portal detail"
    return "own" if origin.startswith("shipped/") else f"file {name}"


def _derive(content: dict[str, Any], group: _Group, changed: Sequence[str]) -> None:
    """Set what follows from other parts: the state of the fee, notes of what is to be checked."""
    note = group.cells.get("fee_note", "")
    if "fee_note" in changed:
        content["stated_free"] = note.startswith(("free of charge", "no fee"))
    content["fee_state"] = str(
        fee_state_of(content.get("fees", []), stated_free=bool(content.get("stated_free")))
    )
    if "time_verified" in changed and group.cells["time_verified"] == "0":
        content["review_notes"] = list(dict.fromkeys([*content.get("review_notes", []), "limit"]))


def _too_early(draft: _Draft, report: ImportReport, group: _Group) -> bool:
    if draft.since is None or draft.start is None or draft.start > draft.since:
        return False
    reason = _("The version in force begins on %(day)s; a new one must begin later.")
    day = clock.local(draft.since).date().isoformat()
    for row in group.rows:
        report.refuse(row, "effective_from", reason % {"day": day})
    draft.content, draft.seen_changed = {}, False
    return True


# --- writing ------------------------------------------------------------------------------------


def _finish(
    drafts: Mapping[str, _Draft],
    report: ImportReport,
    *,
    first: datetime,
    at: datetime,
    dry_run: bool,
) -> None:
    """Write changed procedures: a few statements in bulk, whatever their number."""
    records = {code: draft for code, draft in drafts.items() if draft.content}
    changed = {
        code: draft for code, draft in records.items() if content_hash(draft.content) != draft.hash
    }
    if first == TWO_TIER_START:  # the shipped data: several files make one record
        report.accepted, report.unchanged = len(changed), len(records) - len(changed)
    if dry_run:
        return
    new = [Procedure(code=d.code, seen=d.seen) for d in records.values() if d.procedure_id is None]
    for procedure in Procedure.objects.bulk_create(new, batch_size=500):
        drafts[procedure.code].procedure_id = procedure.pk
    known = [
        Procedure(pk=d.procedure_id, code=d.code, seen=d.seen)
        for d in records.values()
        if d.seen_changed and d.version_id is not None
    ]
    Procedure.objects.bulk_update(known, ["seen"], batch_size=500)
    _versions_change(changed.values(), first=first, at=at)


def _versions_change(drafts: Iterable[_Draft], *, first: datetime, at: datetime) -> None:
    writes: dict[int, tuple[str, Mapping[str, Any], datetime]] = {}
    ends: dict[datetime, list[int]] = {}
    for draft in drafts:
        start = draft.start or (first if draft.version_id is None else at)
        if draft.version_id is not None:
            ends.setdefault(start, []).append(draft.version_id)
        assert draft.procedure_id is not None
        writes[draft.procedure_id] = (draft.code, draft.content, start)
    for instant, ids in ends.items():
        ProcedureVersion.objects.filter(pk__in=ids).update(effective_to=instant)
    if writes:
        versions_write(writes)


def _fields_load(path: Path) -> None:
    rows = table_read(path, required=("code", "name_vi")).rows
    Field.objects.bulk_create(
        (
            Field(
                code=row.get("code"),
                name_vi=row.get("name_vi"),
                name_en=row.get("name_en"),
                name_id=row.get("name_id"),
                issuing_ministry=row.get("issuing_ministry"),
                sort_key=text.sort_key(row.get("name_vi")),
            )
            for row in rows
        ),
        update_conflicts=True,
        unique_fields=("name_vi",),
        update_fields=("name_en", "name_id", "issuing_ministry"),
    )


__all__ = ["ImportReport", "RefusedRow", "procedures_import"]
