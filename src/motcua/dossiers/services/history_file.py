"""`motcua import dossiers FILE`: histories as a table, one row per step of a dossier.

Columns: `reference` (how the sender calls the dossier; its rows need not stand together),
`procedure`, `unit` (code of the competent unit), `receiving` (code; the unit itself when empty),
`channel` (1, 2, 3), `name`, `id_number`, `step` (a fact such as accepted or done), `at`
(2025-07-01T08:15, in the legal zone unless it says otherwise), and optionally `kind` for stops and
results, `reason` and `legal_basis` (free text, kept behind the wall), `items` of a supplement
(separated by “;”), `notice_number` and `amount` of an obligation. A dossier with a bad row is
refused as a whole; nothing of it is loaded.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.services.history import History, histories_import
from motcua.dossiers.types import Channel, Fact, FactType, PartyInput
from motcua.kernel.clock import LEGAL_ZONE
from motcua.kernel.errors import Refused
from motcua.kernel.tabular import ImportReport, RefusedRow, Row, table_read
from motcua.organisations.queries import units_by_codes

REQUIRED = ("reference", "procedure", "unit", "name", "step", "at")


class _CellWrong(Exception):
    """A cell cannot be read: its column and a plain reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def dossiers_import(path: Path, *, dry_run: bool = False) -> ImportReport:
    """Take the histories of a CSV or XLSX file in; whole dossiers or nothing of them.

    Raises Invalid when the file cannot be read at all. Refused rows name row, column and reason.
    """
    table = table_read(path, required=REQUIRED)
    report = ImportReport(dry_run=dry_run)
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        groups.setdefault(row.get("reference"), []).append(row)
    codes = {row.get(name) for row in table.rows for name in ("unit", "receiving")} - {""}
    units = {code: unit.id for code, unit in units_by_codes(codes).items()}
    histories: list[History] = []
    for reference, rows in groups.items():
        history = _history(reference, rows, units, report)
        if history is not None:
            histories.append(history)
    with transaction.atomic():
        _import(histories, groups, report)
        transaction.set_rollback(dry_run)
    return report


def _import(histories: list[History], groups: dict[str, list[Row]], report: ImportReport) -> None:
    done = histories_import(actor=None, histories=histories)
    refused = {one.reference: one.reason for one in done.refused}
    for history in histories:
        rows = groups[history.reference]
        if history.reference not in refused:
            report.accepted += len(rows)
            continue
        reason = refused[history.reference]
        report.refused += [RefusedRow(row.number, "step", reason, row.values) for row in rows]


def _history(
    reference: str, rows: list[Row], units: dict[str, int], report: ImportReport
) -> History | None:
    """Return the history of some rows, or None after reporting every row of it as refused."""
    try:
        first = rows[0]
        steps = [_step(row) for row in rows]
        competent = _unit(first, "unit", units)
        receiving = _unit(first, "receiving", units) if first.get("receiving") else competent
        return History(
            procedure_code=first.get("procedure"),
            competent_unit_id=competent,
            receiving_unit_id=receiving,
            parties=(PartyInput(name=first.get("name"), id_number=first.get("id_number")),),
            steps=tuple(sorted(steps, key=lambda fact: fact.at)),
            channel=_channel(first),
            source="file",
            reference=reference,
        )
    except _CellWrong as wrong:
        report.refused += [
            RefusedRow(row.number, wrong.column, wrong.reason, row.values) for row in rows
        ]
    except Refused as refused:
        report.refused += [
            RefusedRow(row.number, "", str(refused.message), row.values) for row in rows
        ]
    return None


def _step(row: Row) -> Fact:
    try:
        kind = FactType(row.get("step"))
    except ValueError:
        raise _CellWrong("step", _("This step is not known.")) from None
    try:
        instant = datetime.fromisoformat(row.get("at"))
    except ValueError:
        raise _CellWrong("at", _("Write the instant as 2025-07-01T08:15.")) from None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=LEGAL_ZONE)
    if kind is FactType.STOPPED and not row.get("kind"):
        raise _CellWrong("kind", _("Say whether the stop is temporary or final."))
    return Fact(kind, instant, _details(row))


def _details(row: Row) -> dict[str, Any]:
    names = ("kind", "reason", "legal_basis", "notice_number")
    data: dict[str, Any] = {name: row.get(name) for name in names if row.get(name)}
    items = [item.strip() for item in row.get("items").split(";") if item.strip()]
    if items:
        data["items"] = items
    if amount := row.get("amount"):
        if not (amount.isascii() and amount.isdigit() and len(amount) < 16):
            raise _CellWrong("amount", _("Write the amount in dong, in digits only."))
        data["amount"] = int(amount)
    return data


def _unit(row: Row, column: str, units: dict[str, int]) -> int:
    code = row.get(column)
    if code not in units:
        raise _CellWrong(column, _("There is no unit with this code."))
    return units[code]


def _channel(row: Row) -> Channel:
    try:
        return Channel(int(row.get("channel") or Channel.COUNTER))
    except ValueError:
        raise _CellWrong("channel", _("Write 1 (counter), 2 (online) or 3 (post).")) from None
