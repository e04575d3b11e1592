"""An official report on paper, as it stands now: its table with the form's heads and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.documents.forms import Issuer, Signature

PaperCell = int | str | None
"""A number, a text that is written out, or nothing known."""


@dataclass(frozen=True)
class OfficialReport:
    """Biểu báo cáo: lines of a unit with as many cells as the form has columns.

    `groups` are heads with the number of columns under each, in order, and cover all of them; an
    empty name leaves its columns alone. ValueError for rows or heads of another width.
    """

    template: ClassVar[str] = "official_report@1"

    issuer: Issuer
    symbol: str
    title: str
    source: str
    receiver: str
    first_day: date
    last_day: date
    first: str  # what the lines are
    groups: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    numbers: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[PaperCell, ...], ...]
    totals: tuple[PaperCell, ...]
    notes: tuple[str, ...]
    warning: str  # why the form is still to be verified; empty: it is not
    cut_off: datetime
    printed_at: datetime
    compiler: Signature
    signer: Signature

    def __post_init__(self) -> None:
        """Refuse rows and heads of another width."""
        width = len(self.columns)
        if sum(span for _name, span in self.groups) != width or len(self.numbers) != width:
            raise ValueError("heads cover every column")
        if any(len(row) != width for row in (*self.rows, self.totals)):
            raise ValueError("every row needs one cell per column")
        if len(self.labels) != len(self.rows):
            raise ValueError("every row needs a name")
