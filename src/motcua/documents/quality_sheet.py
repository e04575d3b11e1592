"""Papers of the quality system: report of an internal audit, register of corrective actions.

TCVN ISO 9001:2015, clauses 9.2.2 f and 10.2.2. Texts that nobody has given are empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from motcua.documents.forms import Issuer


@dataclass(frozen=True)
class AuditFindingLine:
    """What was found; `outcome` is the number and state of the non-conformity that it opened."""

    number: str
    grade: str
    place: str
    clause: str
    text: str
    evidence: str
    outcome: str


@dataclass(frozen=True)
class AuditReport:
    """Báo cáo đánh giá nội bộ, as it stands when it is printed."""

    template: ClassVar[str] = "audit@1"

    issuer: Issuer
    code: str
    title: str
    state: str
    units: tuple[str, ...]
    scope: tuple[str, ...]
    criteria: str
    first_day: date
    last_day: date
    lead: str
    auditors: tuple[str, ...]
    changes: tuple[str, ...]
    findings: tuple[AuditFindingLine, ...]
    corrected: tuple[str, ...]
    counts: str
    conclusion: str
    concluded_at: datetime | None
    carried: tuple[str, ...]
    closed_at: datetime | None
    printed_at: datetime


@dataclass(frozen=True)
class CorrectiveLine:
    """One non-conformity with its actions, as the register has it."""

    code: str
    opened_on: date
    source: str
    place: str
    happened: str
    requirement: str
    correction: str
    cause: str
    actions: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class CorrectiveRegister:
    """Sổ theo dõi sự không phù hợp và hành động khắc phục."""

    template: ClassVar[str] = "corrective@1"

    issuer: Issuer
    chosen: str
    rows: tuple[CorrectiveLine, ...]
    counts: str
    printed_at: datetime
