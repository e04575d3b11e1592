"""What stands on a sheet, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.rules import SUMMED as SIGN
from motcua.indicators.reports.types import Sheet, SheetCheck, SheetLine, SheetNote

NOTES: dict[str, Any] = {
    "c9": gettext_lazy(
        "(9) includes dossiers that wait for a supplement at the end of the period, and those"
        " withdrawn or stopped within the limit. Dossiers that wait are carried over into the next"
        " period (6)."
    ),
    "merged": gettext_lazy(
        "No longer there: %(names)s. What such a unit still had stands on its own line, here and in"
        " the report of the unit that took it over; every total counts it once."
    ),
    "behind": gettext_lazy(
        "The last events of %(names)s dossiers are not read yet; they follow within seconds."
    ),
    "causes": gettext_lazy(
        "Causes are those on record now; of a dossier without one nobody has said why."
    ),
    "distinct": gettext_lazy(
        "A procedure counts once in each number, however many units resolve it: the total is not"
        " the sum of the rows, and (3) is less than its parts where both levels resolve it."
    ),
    "district": gettext_lazy(
        "There is no district level since 1 July 2025 (72/2025/QH15); the form still has its"
        " columns."
    ),
    "processes": gettext_lazy(
        "Issued is an internal process that an office drew and approved for the procedure; the"
        " model processes that come with the system are not counted."
    ),
}
"""Notes of sheets by key; `%(names)s` stands for what a note names."""
SUMMED = gettext_lazy("Total = sum of the rows")
DOUBTS: dict[str, Any] = {
    "name_only": gettext_lazy(
        "Only the name and number of this form were seen; its columns here are those of II.06a."
    ),
    "unseen": gettext_lazy(
        "The official form was not seen; the columns are what this system can prove."
    ),
    "columns_only": gettext_lazy("The columns were seen, what belongs into each of them was not."),
}
"""Why a form is still to be verified, by the key in data/report_forms.csv."""


def column_title(report: str, column: str, *, whole: bool = False) -> str:
    """Return what a column is called; `whole`: with the head it stands under."""
    found = REPORTS[report].by_key[column]
    if whole and found.group:
        return f"{found.group}: {found.title}"
    return str(found.title)


def column_words(report: str, column: str) -> str:
    """Return what a column counts, in a sentence."""
    return str(REPORTS[report].by_key[column].words)


def line_label(sheet: Sheet, line: SheetLine) -> str:
    """Return what a line is called: the name that data give, else words of the report's own."""
    return line.label or str(REPORTS[sheet.report].lines.get(line.key, line.key))


def check_text(check: SheetCheck) -> str:
    """Return an identity as it is read."""
    sign, _space, columns = check.text.partition(" ")
    if sign != SIGN:
        return check.text
    return f"{SUMMED}: {columns}" if columns else str(SUMMED)


def doubt_text(doubt: str) -> str:
    """Return why a form is still to be verified."""
    return str(DOUBTS.get(doubt, doubt))


def note_text(note: SheetNote) -> str:
    """Return a note; a key that is no longer known is shown as it is."""
    text = str(NOTES.get(note.key, note.key))
    return text % {"names": ", ".join(note.values)} if note.values else text
