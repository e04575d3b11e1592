"""`motcua import opinion-rules FILE`: in which procedures silence of an asked unit is consent.

Columns: `procedure` (code), `valid_from` (2026-07-01), `silence_consents` (yes or no), `basis` (the
article that says so). Dated data for the whole installation: a later row never changes an earlier
one, and a question keeps the rule of the day on which it was asked (domain brief 2.8).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.models import OpinionRule
from motcua.kernel import clock
from motcua.kernel.tabular import ImportReport, Row, table_read
from motcua.kernel.text import nfc
from motcua.procedures.queries.names import procedure_ids

COLUMNS = ("procedure", "valid_from", "silence_consents", "basis")
YES_NO = {"yes": True, "no": False}


def opinion_rules_import(path: Path, *, dry_run: bool = False) -> ImportReport:
    """Take rules in; repeatable. Refused rows name row, column and reason.

    Raises Invalid when the file cannot be read or lacks a column.
    """
    table = table_read(path, required=COLUMNS)
    report = ImportReport(dry_run=dry_run)
    report.refused += table.refused
    procedures = procedure_ids({row.get("procedure") for row in table.rows})
    with transaction.atomic():
        for row in table.rows:
            _take(row, procedures, report)
        transaction.set_rollback(dry_run)
    return report


def _take(row: Row, procedures: dict[str, int], report: ImportReport) -> None:
    """Keep one rule, or note why it is refused."""
    wrong = _wrong(row, procedures)
    if wrong is not None:
        report.refuse(row, *wrong)
        return
    procedure_id = procedures[row.get("procedure")]
    begins = date.fromisoformat(row.get("valid_from").strip())
    silence, basis = YES_NO[_yes_no(row)], nfc(row.get("basis"))[:300]
    known = OpinionRule.objects.filter(procedure_id=procedure_id, valid_from=begins).first()
    if known is None:
        OpinionRule.objects.create(
            procedure_id=procedure_id,
            valid_from=begins,
            silence_consents=silence,
            basis=basis,
            edited_by=0,  # the operator's command line
            edited_at=clock.now(),
        )
        report.accepted += 1
    elif (known.silence_consents, known.basis) == (silence, basis):
        report.unchanged += 1
    else:
        words = _("Another rule begins on that day already; rules are never changed.")
        report.refuse(row, "valid_from", words)


def _wrong(row: Row, procedures: dict[str, int]) -> tuple[str, str] | None:
    """Return the column that is wrong and why, None for a good row."""
    try:
        date.fromisoformat(row.get("valid_from").strip())
    except ValueError:
        return "valid_from", _("This is not a date such as 2026-07-01.")
    if row.get("procedure") not in procedures:
        return "procedure", _("There is no such procedure.")
    if _yes_no(row) not in YES_NO:
        return "silence_consents", _("Write yes or no.")
    if not nfc(row.get("basis")):
        return "basis", _("Give the legal basis.")
    return None


def _yes_no(row: Row) -> str:
    return row.get("silence_consents").strip().lower()
