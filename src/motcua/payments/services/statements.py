"""Bank statements: read as banks give them, matched to orders by reference and amount."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.tabular import DELIMITERS, ImportReport, Row, cells_read
from motcua.kernel.text import nfc
from motcua.organisations.queries import unit_descendant_ids, unit_get
from motcua.payments.models import FeeOrder, StatementLine
from motcua.payments.providers import Answer, Told
from motcua.payments.rules import BookingWrong, booking_read, header_find, reference_find
from motcua.payments.services.attempts import transfer_seen, transfer_settle
from motcua.payments.services.locks import statements_lock
from motcua.payments.services.mismatches import mismatch_note
from motcua.payments.services.settle import money_suspend
from motcua.payments.services.unseen import transfers_unseen
from motcua.payments.types import Method, MismatchKind


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line as the bank wrote it; `amount_vnd` is positive when money came."""

    bank_reference: str
    booked_at: datetime
    amount_vnd: int
    text: str


def statement_read(path: Path) -> tuple[list[StatementRow], ImportReport]:
    """Return the lines of a statement (CSV, XLSX, or a JSON list) and what was wrong with others.

    CSV and XLSX are read as banks give them: a head of any length, columns in Vietnamese or
    English in any order, amounts with marks of thousands, credit and debit apart or together.

    Raises Invalid for a file that cannot be read at all.
    """
    report = ImportReport()
    if path.suffix.lower() != ".json":
        return _table_rows(path, report), report
    found = []
    for row in _json_rows(path):
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
    it; everything else that came is kept in suspense and goes to the mismatches. What the counter
    had seen and should stand there by now, and does not, is named too. Raises Forbidden.
    """
    if actor is not None:
        actor.posting_for(Action.PAYMENT_RECONCILE, unit_id)
    counts = dict.fromkeys(("new", "known", "matched", "unmatched"), 0)
    with transaction.atomic():
        statements_lock()
        for row in rows:
            _take(unit_id, row, counts)
        transfers_unseen(unit_descendant_ids(unit_id))
    return counts


def _known(unit_id: int, row: StatementRow) -> int | None:
    """Return the amount of a line that was taken in before, None when it is new.

    It may have been taken in here, or by the province or a commune of the same account.
    """
    family = Q(unit_id__in=unit_descendant_ids(unit_id)) | Q(unit_id=unit_get(unit_id).parent_id)
    rows = StatementLine.objects.filter(family, bank_reference=row.bank_reference)
    return rows.values_list("amount_vnd", flat=True).first()


def _differs(unit_id: int, row: StatementRow, before: int, counts: dict[str, int]) -> None:
    """Note that the bank tells another amount under a number it has used: no money is booked."""
    counts["unmatched"] += 1
    mismatch_note(
        unit_id=unit_id,
        day=clock.local(row.booked_at).date(),
        kind=MismatchKind.AMOUNT,
        method=Method.TRANSFER,
        external_id=f"{row.bank_reference}#{row.amount_vnd}"[:60],
        here_vnd=before,
        there_vnd=row.amount_vnd,
    )


def _take(unit_id: int, row: StatementRow, counts: dict[str, int]) -> None:
    before = _known(unit_id, row)
    if before is not None:
        counts["known"] += 1
        if before != row.amount_vnd:
            _differs(unit_id, row, before, counts)
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
        counts["matched" if _pays(orders[0], row) else "unmatched"] += 1
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


def _pays(order: FeeOrder, row: StatementRow) -> bool:
    """Settle an order with the money that names it; return whether that is what it had to be."""
    answer = Answer(Told.PAID, row.amount_vnd, row.bank_reference, row.booked_at)
    if transfer_seen(order, answer):
        return True
    stood = order.state
    transfer_settle(order, answer)
    order.refresh_from_db()
    return stood != "paid" and order.state == "paid"


def _table_rows(path: Path, report: ImportReport) -> list[StatementRow]:
    """Return the lines of a bank's own file; the header is found by what banks call columns."""
    for delimiter in DELIMITERS if path.suffix.lower() == ".csv" else ("",):
        cells = cells_read(path, delimiter=delimiter)
        found = header_find(cells)
        if found is not None:
            break
    else:
        raise Invalid(
            [
                FieldProblem(
                    "file",
                    _(
                        "No row names the columns. A statement has at least the day, the amount"
                        " (or credit) and the text of each booking."
                    ),
                )
            ]
        )
    start, columns = found
    rows: list[StatementRow] = []
    for number, line in enumerate(cells[start + 1 :], start=start + 2):
        try:
            booking = booking_read(line, columns)
        except BookingWrong as error:
            values = {name: line[place] for name, place in columns.items() if place < len(line)}
            report.refuse(Row(number, values), str(error), _("This cell cannot be understood."))
            continue
        if booking is not None:
            rows.append(StatementRow(*booking))
    return _told_apart(rows)


def _told_apart(rows: list[StatementRow]) -> list[StatementRow]:
    """Give each booking its own reference: banks repeat them, or give none at all.

    The same line twice stays the same; a line without a number is known by all it says, and its
    place among those that say the same.
    """
    seen: dict[str, list[StatementRow]] = {}
    told = []
    for row in rows:
        if row.bank_reference:
            alike = seen.setdefault(row.bank_reference, [])
            if row not in alike:
                alike.append(row)
            place = alike.index(row)
            told.append(replace(row, bank_reference=f"{row.bank_reference}/{place + 1}")
                        if place else row)  # fmt: skip
            continue
        words = f"{row.booked_at.isoformat()}|{row.amount_vnd}|{row.text}"
        key = f"H{hashlib.sha256(words.encode()).hexdigest()[:24]}"
        alike = seen.setdefault(key, [])
        alike.append(row)
        suffix = f"/{len(alike)}" if len(alike) > 1 else ""
        told.append(replace(row, bank_reference=key + suffix))
    return told


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
