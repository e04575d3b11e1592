"""The weekly brief on paper: parts with their sentences, which were made from the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.documents.forms import Issuer


@dataclass(frozen=True)
class BriefPart:
    """A part of the brief; `lines` are whole sentences."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class WeeklyBrief:
    """Báo cáo tuần về giải quyết thủ tục hành chính và khó khăn, vướng mắc."""

    template: ClassVar[str] = "brief@1"

    issuer: Issuer
    week: str
    first_day: date
    last_day: date
    version: int
    reason: str
    parts: tuple[BriefPart, ...]
    cut_off: datetime
    issued_at: datetime
    digest: str
