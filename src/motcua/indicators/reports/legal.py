"""The law's side of each report: dated rows of data, the installation's own file before ours."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

DATA = Path(__file__).resolve().parents[1] / "data" / "report_forms.csv"


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A row of data/report_forms.csv: the form in law from `valid_from` until before `valid_to`.

    `levels` are those of units that make this report. `to_verify`: nobody has compared it with the
    official text; `doubt` is the key of the reason in words.
    """

    symbol: str
    source: str
    levels: frozenset[str]
    valid_from: date
    valid_to: date | None
    to_verify: bool
    doubt: str

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def forms_of(key: str) -> tuple[LegalForm, ...]:
    """Return the rows of a report in the order of time: those of the installation, else ours.

    Raises OSError, KeyError or ValueError for a file of the installation that cannot be read.
    """
    own = _read(Path(settings.REPORT_FORMS)) if settings.REPORT_FORMS else {}
    return own.get(key) or _read(DATA)[key]


@cache
def _read(path: Path) -> dict[str, tuple[LegalForm, ...]]:
    found: dict[str, list[LegalForm]] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["key"], []).append(
                LegalForm(
                    symbol=row["symbol"],
                    source=row["source"],
                    levels=frozenset(row["levels"].split()),
                    valid_from=date.fromisoformat(row["valid_from"]),
                    valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                    to_verify=row["to_verify"] == "1",
                    doubt=row["doubt"],
                )
            )
    return {
        key: tuple(sorted(forms, key=lambda one: one.valid_from)) for key, forms in found.items()
    }
