"""The data of a process document on paper (TCVN ISO 9001:2015, clauses 4.4 and 7.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from motcua.documents.forms import Issuer


@dataclass(frozen=True)
class ProcessStepLine:
    """One step: who does it, in which part, for how long, with what outcome."""

    number: str
    name: str
    role: str
    part: str
    hours: str
    outcomes: str


@dataclass(frozen=True)
class ProcessPaperLine:
    """A paper of the dossier, a form or a record; `note` says how many, or how long it is kept."""

    name: str
    note: str


@dataclass(frozen=True)
class ProcessSheet:
    """Quy trình: purpose, scope, references, content with the flow, forms, records.

    `drawing` holds the picture of the flow as places in its own pixels (`width`, `height`,
    `shapes`, `lines`); texts that nobody has told are empty and leave their line out.
    """

    template: ClassVar[str] = "process@1"

    issuer: Issuer
    code: str
    name: str
    version: str
    effective_on: date | None
    drawn_by: str
    approved_by: str
    approved_at: datetime | None
    procedure_code: str
    procedure: str
    field: str
    units: tuple[str, ...]
    references: tuple[str, ...]
    papers: tuple[ProcessPaperLine, ...]
    limit: str
    limit_note: str
    fees: tuple[ProcessPaperLine, ...]
    result: str
    channels: str
    steps: tuple[ProcessStepLine, ...]
    drawing: dict[str, Any]
    forms: tuple[ProcessPaperLine, ...]
    records: tuple[ProcessPaperLine, ...]
    printed_at: datetime
    audits: tuple[ProcessPaperLine, ...] = ()  # of the last two years that concern it
    corrective: tuple[ProcessPaperLine, ...] = ()  # non-conformities and what was done
    records_note: str = ""  # what a period means that nobody has confirmed
    improvement: bool = False  # whether the registers were asked at all
