"""What a report is asked about, and what a maker of sheets answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from motcua.indicators.reports.definition import ReportDefinition
from motcua.indicators.reports.types import SheetLine, SheetNote, Value
from motcua.indicators.types import Period, Window
from motcua.organisations.types import UnitView


@dataclass(frozen=True, slots=True)
class Asked:
    """A report of a unit over whole days, up to `window.until`."""

    report: ReportDefinition
    unit: UnitView
    period: Period
    window: Window


@dataclass(frozen=True, slots=True)
class Counted:
    """What a maker counted; identities and sums are checked by the mechanism, for all alike."""

    lines: tuple[SheetLine, ...]
    totals: tuple[Value, ...]
    notes: tuple[SheetNote, ...] = ()


class Maker(Protocol):
    """A module of `makers`."""

    def counted(self, asked: Asked) -> Counted:
        """Return the lines and the total."""

    def codes(self, asked: Asked, line: str, column: str, after: str, most: int) -> list[str]:
        """Return a page of what stands behind a cell; raises NotFound for a cell that has none."""
