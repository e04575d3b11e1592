"""How long a stored file is kept that went nowhere, as dated data.

Source: Law 91/2025/QH15 on the protection of personal data (in force from 1 January 2026): data is
kept no longer than the purpose needs it that it was taken for [M: the principle from the domain
brief 10; the number of the article is to be confirmed]. The law names no number of days. The days
here are the project's own: long enough that a mistake is found and the paper asked for again, a
month and no longer. A correction is a new row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

LAW: Final = "Luật 91/2025/QH15"
LAW_BEGAN: Final = date(2026, 1, 1)
UNLINKED: Final = "unlinked"


@dataclass(frozen=True)
class Retention:
    """From `valid_from` on, what a rule names is let go `days` after it went nowhere."""

    rule: str
    valid_from: date
    days: int
    source: str

    @property
    def ground(self) -> str:
        """Source and period in one line, for the row of what was forgotten."""
        return f"{self.source}; {self.days} days"


RETENTIONS: Final = (Retention(UNLINKED, LAW_BEGAN, 30, LAW),)


def retention_on(rows: Iterable[Retention], rule: str, day: date) -> Retention | None:
    """Return what holds for a rule on a day; None before the first row: nothing is erased then."""
    begun = [one for one in rows if one.rule == rule and one.valid_from <= day]
    return max(begun, key=lambda one: one.valid_from, default=None)
