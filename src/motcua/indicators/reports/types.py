"""Words of official reports: a sheet is columns, lines, a total, checks and notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from motcua.indicators.types import Period

Value = int | Fraction | str | None
"""What stands in a cell. None: not known or not applicable, which is not 0."""
TOTAL = ""
"""The key of the line of totals, where a line is asked for."""


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    COUNT = "count"  # whole numbers
    SHARE = "share"  # an exact fraction of 1, shown as per cent
    SECONDS = "seconds"  # a duration
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column; `number` is the form's own, such as "(3)". Its title: `words.column_title`."""

    key: str
    number: str
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row. `label` is a name that data give; where it is empty, words say it by the key."""

    key: str
    code: str
    label: str
    unit_id: int | None
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """An identity of the form (its text is the same in every language), and whether it holds."""

    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class SheetNote:
    """Something to know about the numbers, by its key in `words.NOTES`, with names it tells."""

    key: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report of a unit and a period, as it stood at `cut_off` (the last instant counted).

    `report` is a key of `catalogue.REPORTS`. ValueError where a row has not one cell per column.
    """

    report: str
    unit_id: int
    unit_code: str
    unit_name: str
    parent_name: str
    period: Period
    cut_off: datetime
    columns: tuple[ReportColumn, ...]
    lines: tuple[SheetLine, ...]
    totals: tuple[Value, ...]
    checks: tuple[SheetCheck, ...] = ()
    notes: tuple[SheetNote, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rows of another width and lines of one key."""
        width = len(self.columns)
        if any(len(row) != width for row in (*(one.cells for one in self.lines), self.totals)):
            raise ValueError("a row has one cell per column")
        keys = {one.key for one in self.lines}
        if len(keys) != len(self.lines) or TOTAL in keys:
            raise ValueError("every line has a key of its own")

    @property
    def good(self) -> bool:
        """Whether every identity holds."""
        return all(check.holds for check in self.checks)


class Change(StrEnum):
    """What became of a cell between two sheets."""

    CHANGED = "changed"
    ADDED = "added"  # its line (or column) stands on the new sheet only
    GONE = "gone"  # on the old sheet only


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs; `line` is `TOTAL` for the totals. The side that has none is None."""

    line: str
    label: str
    column: str
    what: Change
    before: Value
    after: Value
