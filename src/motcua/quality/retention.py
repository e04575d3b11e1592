"""How long the records of a dossier are kept: the procedure's own class, else a dated table.

`data/retention.csv` comes with the software and waits for a lawyer (`to_verify`); an installing
authority names its own in `MOTCUA_RETENTION_FILE`. Nothing is erased by it: it is what the process
document says (TCVN ISO 9001:2015, clause 7.5.3). What is forgotten has rules of its own
(`documents.retention`).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from motcua.kernel import clock
from motcua.procedures.rules import RETENTION
from motcua.procedures.types import VersionView

DATA: Final = Path(__file__).parent / "data" / "retention.csv"
PERMANENT: Final = "permanent"
_SAID, _FLAG = re.compile(r".{3,300}"), re.compile(r"1?")


class RecordKind(StrEnum):
    """What is kept of a dossier."""

    COMPONENT = "component"
    FORM = "form"
    RESULT = "result"
    CONTROL = "control"  # form 06 and the chain of events
    REGISTER = "register"  # of many procedures at once


@dataclass(frozen=True)
class RecordRetention:
    """From `valid_from` until before `valid_to` a kind of record is kept so long."""

    record: RecordKind
    valid_from: date
    valid_to: date | None
    years: str  # a whole number, or `permanent`
    basis: str
    to_verify: bool

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def record_retention(record: RecordKind, version: VersionView, day: date) -> RecordRetention | None:
    """Return how long a kind of record of a procedure is kept; None where nothing is known.

    The class that the procedure itself names goes first for everything that is in the dossier; a
    register holds many procedures and has its own.
    """
    if version.record_retention and record is not RecordKind.REGISTER:
        since = clock.local(version.effective_from).date()
        basis = version.record_retention_basis
        return RecordRetention(
            record, since, None, version.record_retention, basis, to_verify=False
        )
    rows = retention_table(settings.RETENTION_FILE)
    found = [one for one in rows if one.record is record and one.holds_on(day)]
    return max(found, key=lambda one: one.valid_from, default=None)


@cache
def retention_table(path: str) -> tuple[RecordRetention, ...]:
    """Return the rows of a table, of the one that comes along for "".

    Raises ImproperlyConfigured for a file that is not there or a row that cannot be read: a wrong
    table never becomes a default.
    """
    try:
        with Path(path or DATA).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"MOTCUA_RETENTION_FILE: {error}") from error
    return tuple(_read(row, number) for number, row in enumerate(rows, 2))


def _read(row: dict[str, str], number: int) -> RecordRetention:
    try:
        return RecordRetention(
            record=RecordKind(row["record"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            years=_word(row["years"], RETENTION),
            basis=_word(row["basis"], _SAID),
            to_verify=_word(row["to_verify"], _FLAG) == "1",
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"MOTCUA_RETENTION_FILE, line {number}: {error}") from error


def _word(cell: str, shape: re.Pattern[str]) -> str:
    if not shape.fullmatch(cell):
        raise ValueError(cell)
    return cell
