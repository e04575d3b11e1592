"""Bank statements: read from CSV or JSON, matched to orders by reference and amount."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.tabular import ImportReport, Row, table_read
from motcua.kernel.text import nfc
from motcua.organisations.queries import unit_descendant_ids, unit_get
from motcua.payments.models import FeeOrder, StatementLine
from motcua.payments.providers import Answer, Told
from motcua.payments.rules import reference_find
from motcua.payments.services.attempts import transfer_settle
from motcua.payments.services.mismatches import mismatch_note
from motcua.payments.services.settle import money_suspend
from motcua.payments.types import Method, MismatchKind

COLUMNS = ("bank_reference", "booked_at", "amount_vnd", "text")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line as the bank wrote it; `amount_vnd` is positive when money came."""

    bank_reference: str
    booked_at: datetime
    amount_vnd: int
    text: str


def statement_read(path: Path) -> tuple[list[StatementRow], ImportReport]:
    """Return the lines of a statement (CSV, XLSX, or a JSON list) and what was wrong with others.

    Raises Invalid for a file that cannot be read at all.
    """
    report = ImportReport()
    rows = _json_rows(path) if path.suffix.lower() == ".json" else _table_rows(path, report)
    found = []
    for row in rows:
        try:
            found.append(_row(row))
        except ValueError as error:
            column = str(error)
            report.refuse(row, column, _("This cell cannot be understood."))
    return found, report


def statement_import(
    *, unit_id: int, rows: Iterable[StatementRow], actor: Actor | None = None
) -> dict[str, int]:
    """Take in a statement of a unit's account; return counts: new, known, matched, unmatched.

    A line is taken once, by the bank's reference. What names one order and has its amount pays
    it; everything else that came is kept in suspense and goes to the mismatches. Raises Forbidden.
    """
    if actor is not None:
        actor.posting_for(Action.PAYMENT_RECONCILE, unit_id)
    counts = dict.fromkeys(("new", "known", "matched", "unmatched"), 0)
    with transaction.atomic():
        for row in rows:
            _take(unit_id, row, counts)
    return counts


def _known(unit_id: int, row: StatementRow) -> bool:
    """Whether a line was taken in, here or by the province or a commune of the same account."""
    family = Q(unit_id__in=unit_descendant_ids(unit_id)) | Q(unit_id=unit_get(unit_id).parent_id)
    return StatementLine.objects.filter(family, bank_reference=row.bank_reference).exists()


def _take(unit_id: int, row: StatementRow, counts: dict[str, int]) -> None:
    if _known(unit_id, row):
        counts["known"] += 1
        return
    counts["new"] += 1
    references = reference_find(row.text)
    # The account may be that of a province: then its communes' orders are paid to it too.
    units = unit_descendant_ids(unit_id)
    orders = list(FeeOrder.objects.filter(code__in=references, unit_id__in=units))
    StatementLine.objects.create(
        unit_id=unit_id,
        bank_reference=row.bank_reference,
        booked_at=row.booked_at,
        amount_vnd=row.amount_vnd,
        text=row.text[:300],
        reference=orders[0].code if len(orders) == 1 else "",
        imported_at=clock.now(),
    )
    if row.amount_vnd <= 0:
        return
    if len(orders) == 1:
        before = orders[0].state
        answer = Answer(Told.PAID, row.amount_vnd, row.bank_reference, row.booked_at)
        transfer_settle(orders[0], answer)
        orders[0].refresh_from_db()
        matched = before != "paid" and orders[0].state == "paid"
        counts["matched" if matched else "unmatched"] += 1
        return
    counts["unmatched"] += 1
    money_suspend(
        unit_id=unit_id,
        order=None,
        method=Method.TRANSFER,
        amount_vnd=row.amount_vnd,
        external_id=row.bank_reference,
        reference="",
        at=row.booked_at,
    )
    mismatch_note(
        unit_id=unit_id,
        day=clock.local(row.booked_at).date(),
        kind=MismatchKind.THERE_NOT_HERE,
        method=Method.TRANSFER,
        external_id=row.bank_reference,
        there_vnd=row.amount_vnd,
    )


def _table_rows(path: Path, report: ImportReport) -> list[Row]:
    table = table_read(path, required=COLUMNS)
    report.refused.extend(table.refused)
    return list(table.rows)


def _json_rows(path: Path) -> list[Row]:
    try:
        listed: Any = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError):
        listed = None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Invalid([FieldProblem("file", _("The file is not a list of statement lines."))])
    return [
        Row(number, {str(name): nfc(str(value)) for name, value in one.items()})
        for number, one in enumerate(listed, start=1)
    ]


def _row(row: Row) -> StatementRow:
    reference = row.get("bank_reference")
    if not re.fullmatch(r"[\w./-]{1,60}", reference):
        raise ValueError("bank_reference")
    if not re.fullmatch(r"-?\d{1,15}", row.get("amount_vnd")):
        raise ValueError("amount_vnd")
    try:
        booked = datetime.fromisoformat(row.get("booked_at"))
    except ValueError:
        raise ValueError("booked_at") from None
    if booked.tzinfo is None:
        booked = booked.replace(tzinfo=clock.LEGAL_ZONE)
    return StatementRow(reference, booked, int(row.get("amount_vnd")), row.get("text")[:300])
