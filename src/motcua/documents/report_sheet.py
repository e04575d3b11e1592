"""A frozen official report on paper: its table, who signed it, what its hash covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.documents.forms import Issuer, Signature


@dataclass(frozen=True)
class FrozenReportSheet:
    """Báo cáo đã chốt: a version of an official report as it was sent.

    Every row has one cell per column, the first one its name; ValueError otherwise.
    """

    template: ClassVar[str] = "frozen_report@1"

    issuer: Issuer
    symbol: str
    title: str
    receiver: str
    code: str
    version: int
    reason: str
    first_day: date
    last_day: date
    columns: tuple[str, ...]
    numbers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    maker: Signature
    approver: Signature
    cut_off: datetime
    issued_at: datetime
    digest: str
    sealed_by: str
    preview: bool = False  # not the paper that is sent

    def __post_init__(self) -> None:
        """Refuse rows of another width."""
        width = len(self.columns)
        if len(self.numbers) != width or any(len(row) != width for row in self.rows):
            raise ValueError("every row needs one cell per column")
